"""Not tests: a hypothesis that the product does not have, added as its row and its facts."""

from pathlib import Path

#: Every month reads what was delivered for the month a year before.
HYPOTHESIS = "a_year_before"
_ROW = f'{HYPOTHESIS},scored,{HYPOTHESIS},reported,"As a year before.",OWN,"A test",2026-11-29\n'
_FACTS = f"""
    union all
    select
        '{HYPOTHESIS}' as hypothesis,
        dataset,
        partner_id,
        {{{{ add_months('usage_month', '12') }}}} as usage_month,
        usage_month as delivered_month,
        as_of_month,
        cast(null as date) as profiles_before
    from {{{{ ref('stg_usage_truth') }}}}
)

select
    hypothesis,
"""


def add(project: Path) -> None:
    """To a copy of the project."""
    with (project / "seeds" / "rules" / "hypotheses.csv").open("a", encoding="utf-8") as rows:
        rows.write(_ROW)
    model = project / "models" / "staging" / "stg_month_sources.sql"
    text = model.read_text(encoding="utf-8")
    assert text.count(")\n\nselect\n    hypothesis,\n") == 1
    model.write_text(text.replace(")\n\nselect\n    hypothesis,\n", _FACTS.lstrip("\n")))
