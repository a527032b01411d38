"""docs/questions.md answers what the demo release answers. Acts: `python -m tests.docs.questions`
writes the answers anew; whoever runs it looks at what has changed, and why.
"""

from pathlib import Path

import duckdb
import pytest

from tests.conftest import RefreshRun
from tests.docs.questions import PAGE, answered, explained, missing_lines, queries, run_explain


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def test_every_printed_answer_is_that_of_its_query(page: str, demo_run: RefreshRun) -> None:
    assert len(queries(page)) >= 10
    with demo_run.connect() as marts:
        assert answered(page, marts) == page


def test_no_answer_is_empty(page: str, demo_run: RefreshRun) -> None:
    """A question that the demo world has no answer to would teach nothing."""
    with demo_run.connect() as marts:
        for query in queries(page):
            assert marts.execute(query).fetchall(), query


def test_explain_prints_what_the_page_says(page: str, demo_run: RefreshRun) -> None:
    said = list(explained(page))
    assert said
    environment = {
        "BUILD_DIR": str(demo_run.build_dir),
        "PUBLISH_DIR": str(demo_run.publish_dir),
        "PERSON_KEY_FILE": str(demo_run.build_dir.parent / "keys" / "person.key"),
    }
    for call in said:
        assert call.lines
        assert missing_lines(call, lambda words: run_explain(words, environment)) == []


def test_an_answer_that_has_changed_is_found(tmp_path: Path) -> None:
    page = (
        "```sql\nselect 2.50::decimal(9,4) as points, null as reason\n```\n\n| points | reason |\n"
    )
    page += "| --- | --- |\n| 2.5 |  |\n"
    with duckdb.connect() as connection:
        assert answered(page, connection) == page
        assert answered(page.replace("2.5 ", "3 "), connection) == page
