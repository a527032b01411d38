"""The page as a file: it stands alone, says what it is, and no value in it is more than text.

Acts: whoever changes the page's template or scripts, or takes another version of a library. How the
page looks and acts in a browser is not asked here.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest

from orchestration.publish.page import libraries
from orchestration.publish.page.libraries import LibraryError
from orchestration.publish.release import Release
from tests.page.reading import Page

SECTIONS = (
    "overview", "metrics", "trend", "movements", "near", "certificates", "eligibility", "rules",
    "data",
)  # fmt: skip

HOSTILE = (
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=1+1",
    "<!--<script>",
    "{{ 7 * 191 }}{% set x = 1 %}",
    "a & b &amp; \u202e",
)
#: Of what a partner's data takes; without the libraries, which are the same for everyone.
MOST_BYTES_PER_TENANT = 700
MOST_BYTES_OF_LIBRARIES = 2_000_000


def test_every_section_has_its_heading_and_a_link(page: Page) -> None:
    sections = [attributes for tag, attributes in page.elements if tag == "section"]
    assert tuple(section["id"] for section in sections) == SECTIONS
    headings = {attributes["id"] for tag, attributes in page.elements if tag == "h2"}
    assert {section["aria-labelledby"] for section in sections} == headings
    links = [attributes["href"] for tag, attributes in page.elements if tag == "a"]
    assert links[0] == "#overview"
    assert {f"#{section}" for section in SECTIONS} <= set(links)


def test_each_id_is_there_once(page: Page) -> None:
    ids = [attributes["id"] for _, attributes in page.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))


def test_it_asks_for_nothing(page: Page) -> None:
    """Only links that someone clicks lead out, and these stand in the data, not in the file."""
    for tag, attributes in page.elements:
        assert not {"src", "srcset", "action", "data", "poster"} & set(attributes), tag
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
        if "href" in attributes:
            assert attributes["href"].startswith("#")
    styles = re.findall(r"<style>(.*?)</style>", page.source, re.S)
    assert styles
    for style in styles:
        assert "@import" not in style
        assert all(
            address.startswith("data:") for address in re.findall(r"url\([\"']?([^)]*)", style)
        )


def test_only_its_own_scripts_may_run(page: Page) -> None:
    [policy] = [
        attributes["content"]
        for tag, attributes in page.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert "connect-src" not in rules
    hashes = [
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for script in page.scripts
    ]
    assert rules["script-src"].split() == [f"'sha256-{each}'" for each in hashes]
    assert rules["style-src"] == "'unsafe-inline'"


def test_the_policy_comes_before_anything_that_it_holds_down(page: Page) -> None:
    tags = [tag for tag, _ in page.elements]
    assert page.source.index("Content-Security-Policy") < page.source.index("<style>")
    assert tags.index("meta") < tags.index("style") < tags.index("script")


def test_a_demo_says_so(page: Page, rewritten: Callable[..., Page]) -> None:
    assert "DEMO" in page.texts["strong"]
    assert "DEMO" in " ".join(page.texts["title"])
    real = rewritten(is_demo=False)
    assert "DEMO" not in real.texts.get("strong", [])
    assert "DEMO" not in " ".join(real.texts["title"])


def test_what_was_known_says_so(rewritten: Callable[..., Page], release: Release) -> None:
    compared = (
        "create or replace table marts.fct_as_known_comparison as "
        "select unnest(['same', 'same', 'changed']) as status"
    )
    known = rewritten(compared, as_known="2026-05", compared_with=release.label.version)
    assert "AS KNOWN at delivery 2026-05" in known.texts["strong"]
    assert known.rows("shared", "restated") == [{"compared": 3, "changed": 1}]
    alone = rewritten(as_known="2026-05")
    assert "AS KNOWN at delivery 2026-05" in alone.texts["strong"]
    assert "restated" not in alone.block("shared")


def test_a_value_is_never_more_than_text(page: Page, rewritten: Callable[..., Page]) -> None:
    """Names that would be HTML, a formula or a template change data and nothing else."""
    hostile = ", ".join("'" + text.replace("'", "''") + "'" for text in HOSTILE)
    changed = rewritten(
        f"create macro evil(name, number) as concat(name, ' ', [{hostile}][1 + number % "
        f"{len(HOSTILE)}])",
        "update marts.dim_partner set partner_name = evil(partner_name, rowid)",
        "update marts.dim_solution_area set label = evil(label, display_order)",
        "update marts.dim_customer set customer_name = evil(customer_name, rowid)",
        "update marts.dim_tenant set tenant_name = evil(tenant_name, rowid)",
        "update marts.fct_customer_eligibility set details = evil(details, rowid)",
        "update marts.fct_unmapped_names set name = evil(name, rowid)",
        "update marts.dim_delivery set file_name = evil(file_name, rowid)",
        "update marts.dim_source set address = evil(address, rowid)",
    )
    file_without_code = changed.source
    for script in changed.scripts:
        file_without_code = file_without_code.replace(script, "")
    for text in HOSTILE:
        assert text not in file_without_code
        names = [row["partner_name"] for row in changed.rows("shared", "partners")]
        files = [row["file_name"] for row in changed.rows("shared", "deliveries")]
        assert any(text in each for each in (*names, *files))
    assert changed.elements == page.elements
    assert changed.scripts == page.scripts


def test_blocks_are_base64_and_nothing_else(page: Page) -> None:
    assert page.packed
    for name, content in page.packed.items():
        assert re.fullmatch(r"[\w-]+", name)
        assert re.fullmatch(r"[A-Za-z0-9+/]+=*", content)


def test_it_is_small(page: Page, demo_release) -> None:
    """A distributor's page can still be mailed."""
    (tenants,) = demo_release.execute("select count(*) from marts.dim_tenant").fetchone()
    data = sum(len(content) for content in page.packed.values())
    assert data / tenants < MOST_BYTES_PER_TENANT
    assert len(page.source.encode()) - data < MOST_BYTES_OF_LIBRARIES


def test_people_are_hashes(page: Page) -> None:
    for number in page.partners.values():
        for row in page.rows(f"partner-{number}", "expiring"):
            assert re.fullmatch(r"[0-9a-f]{64}", row["person_key"])


def test_the_same_release_gives_the_same_page(rewritten: Callable[..., Page]) -> None:
    assert rewritten().source == rewritten().source


@pytest.mark.parametrize("module", ["export{a as b}", "nothing", "export{a as default};export{b}"])
def test_another_shape_of_a_library_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path, module: str
) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "dt_bundle.js").write_text(module)
    monkeypatch.setattr(libraries, "files", lambda package: tmp_path)
    with pytest.raises(LibraryError, match="export no default"):
        libraries.datatables_script()


def test_a_library_that_ends_its_element_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path
) -> None:
    (tmp_path / "html").mkdir()
    (tmp_path / "html" / "dt_bundle.css").write_text("a{}</style>")
    monkeypatch.setattr(libraries, "files", lambda package: tmp_path)
    with pytest.raises(LibraryError, match="would end the element"):
        libraries.datatables_style()
