"""Loading a landing folder without Dagster, for tests that only need receipts to be there."""

from __future__ import annotations

from orchestration.landing import folder as landing
from orchestration.landing.contracts import CONTRACTS
from orchestration.raw import load
from orchestration.raw.store import open_store
from orchestration.settings import Settings

_KEY = b"a key for tests only"


def load_everything(settings: Settings) -> None:
    """Load every delivery that is not loaded yet."""
    deliveries = landing.scan(settings.landing_dir)
    with open_store(settings.build_file) as connection:
        for month in load.pending_months(connection, deliveries):
            checked = load.check_month(connection, deliveries, month)
            for contract in CONTRACTS:
                load.load_dataset(connection, checked, contract.dataset, _KEY)
            load.finish_month(connection, checked)
