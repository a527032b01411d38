"""The errors that end a command and are shown without a traceback.

Belongs here: the errors whose text says all that a person needs. Does not belong here: raising
them, and what is printed around them (command_line.py, doctor.py).
"""

from __future__ import annotations

import duckdb

from orchestration.build.dbt_run import BuildError
from orchestration.build.manifest import ProjectError
from orchestration.explain.subject import ExplainError
from orchestration.landing.faults import LandingError
from orchestration.publish.audit import AuditError
from orchestration.publish.release_files import PublishError
from orchestration.raw.as_known import AsKnownError
from orchestration.raw.person_key import PersonKeyError


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
    ExplainError,
    OSError,
    duckdb.IOException,
    duckdb.OutOfMemoryException,
    duckdb.FatalException,
    duckdb.TransactionException,
)
