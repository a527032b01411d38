"""What ends a refresh, and is told as it is.

Belongs here: the errors whose text says all that a person needs. Does not belong here: raising
them, and what is printed around them (refresh.py, doctor.py).
"""

from __future__ import annotations

import duckdb

from orchestration.as_known import AsKnownError
from orchestration.audit import AuditError
from orchestration.dbt_run import BuildError
from orchestration.faults import LandingError
from orchestration.manifest import ProjectError
from orchestration.person_key import PersonKeyError
from orchestration.release_files import PublishError


class Failed(Exception):
    """A step of the run failed; the text says which and why."""


#: The last five are a full disk, missing rights, a build file that is open in another program.
PLAIN_ERRORS = (
    Failed,
    LandingError,
    PersonKeyError,
    ProjectError,
    BuildError,
    AsKnownError,
    AuditError,
    PublishError,
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
)
