"""What tenants are called, and which ids they have, changes nothing but these names and ids."""

from __future__ import annotations

from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.properties.comparison import (
    SCORES,
    assert_points_in_bounds,
    columns_of,
    differing,
)
from tests.properties.first_world import FEW_EXAMPLES, FirstWorld

pytestmark = pytest.mark.slow

NAME_COLUMNS = ("CustomerName", "CustomerTenantName", "PartnerName", "PGA_PartnerName", "City")
ID_COLUMNS = ("tenant_id", "customer_id")
NAMES = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Zs", "Zl", "Zp")), min_size=1, max_size=12
)


def _is_tenant(text: object) -> bool:
    try:
        return bool(UUID(str(text)).int)
    except ValueError:
        return False


@FEW_EXAMPLES
@given(salt=st.uuids(), name=NAMES)
def test_renaming_tenants_changes_nothing_else(first: FirstWorld, salt: UUID, name: str) -> None:
    """All ids are exchanged for others, one for one, and all names for drawn ones."""
    world = first.world()
    new_ids: dict[str, str] = {}
    names: dict[str, str] = {}
    for delivery in world.deliveries.values():
        for rows in delivery.rows.values():
            for row in rows:
                for column in NAME_COLUMNS:
                    if row.get(column):
                        names.setdefault(str(row[column]), f"{name} {len(names)}")
                        row[column] = names[str(row[column])]
                old = str(row.get("CustomerTenantId") or "")
                if _is_tenant(old):
                    new = new_ids.setdefault(old.lower(), str(uuid5(salt, old.lower())))
                    row["CustomerTenantId"] = new.upper() if old.isupper() else new
    landing = world.write(first.folder() / "landing")
    connection = first.marts_of(landing, marts=[*SCORES, "dim_tenant"])
    connection.execute("create table new_ids (old_id varchar, new_id varchar)")
    connection.executemany("insert into new_ids values (?, ?)", list(new_ids.items()))
    connection.execute(
        "create macro new_id(id) as coalesce((select new_id from new_ids where old_id = id), id)"
    )
    assert len(set(new_ids.values())) == len(new_ids) > 50
    for table in SCORES:
        ids = [column for column in columns_of(connection, table) if column in ID_COLUMNS]
        seen_so = {column: f"new_id({column})" for column in ids}
        assert differing(connection, table, base_values=seen_so) == [], table
    renamed = connection.execute(
        "select count(*) from marts.dim_tenant as mine "
        "semi join base.marts.dim_tenant as theirs on mine.tenant_id = theirs.tenant_id"
    ).fetchall()
    assert renamed == [(0,)]
    assert_points_in_bounds(connection)
    connection.close()
