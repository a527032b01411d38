"""The files that the current release was made of, held against the landing folder.

Belongs here: seeing that a file was removed or changed even where the build file, which would know,
was made anew. Does not belong here: what the build file's own receipts tell (delivery_check.py).

A file that is no longer wanted stays in landing and is superseded by a correction. Where it has to
go all the same (personal data, disk space), ACCEPT_REMOVED names it, or its delivery, for the one
refresh after which the release is made without it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import duckdb

from orchestration.landing.delivery_name import DeliveryName
from orchestration.landing.faults import Fault, LandingError
from orchestration.landing.folder import Delivery, LandingFile
from orchestration.publish.release import current_release
from orchestration.raw.delivery_check import has_bytes
from orchestration.raw.receipts import read_receipts
from orchestration.settings import Settings

_HEADLINE = "The landing folder does not match the current release; nothing was loaded."


def check_published_files(
    connection: duckdb.DuckDBPyConnection, settings: Settings, deliveries: Iterable[Delivery]
) -> None:
    """Raise `LandingError` naming each file of the current release that is gone or changed.

    A demo is not held against a real release, nor the other way round. Files that the build file
    holds to their bytes are left to it.
    """
    release = current_release(settings.publish_dir)
    if release is None or release.label.is_demo != settings.is_demo:
        return
    held = {key for key, receipt in read_receipts(connection).items() if receipt.is_held}
    landed = {file.key: file for each in deliveries for file in each.files}
    faults = [
        fault
        for delivery, name, size, sha256 in _published(release.database)
        if (delivery, name) not in held
        for fault in _faults(landed.get((delivery, name)), delivery, name, size, sha256)
        if not (
            (delivery, name) not in landed
            and {delivery, f"{delivery}/{name}"} & settings.accept_removed
        )
    ]
    if faults:
        raise LandingError(_HEADLINE, faults)


def _published(database: object) -> list[tuple[str, str, int, str]]:
    """Delivery, name, bytes and SHA-256 of each file; none where the release cannot be read."""
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            return connection.execute(
                "select delivery, file_name, bytes, sha256 from marts.dim_delivery order by all"
            ).fetchall()
    except duckdb.Error:
        # A release that is damaged must not keep its successor from being made.
        return []


def _faults(
    file: LandingFile | None, delivery: str, name: str, size: int, sha256: str
) -> Iterator[Fault]:
    expected = f"the file that the current release was built from (SHA-256 {sha256[:12]}…)"
    if file is None:
        yield Fault(
            f"{delivery}/{name}",
            expected,
            "no file",
            "Put it back: published files must stay in the landing folder, and a correction is a "
            "separate delivery. To go on without it, refresh once with "
            f"ACCEPT_REMOVED={delivery}/{name}",
        )
        return
    if not has_bytes(file, size, sha256):
        yield Fault(
            file.place,
            expected,
            "different content under the same name",
            "Put that file back and deliver the correction, with all files of "
            f"{file.dataset}, in a folder named {DeliveryName.of(delivery).next_revision}.",
        )
