"""The keyed hash that stands for a person everywhere above `raw`.

Belongs here: the secret key, where it lies, and the hash in SQL. Does not belong here: which rows
speak of people (contracts.py).

The hash is HMAC-SHA-256 (RFC 2104) in hex: without the key nobody can find out whom it stands for
by hashing all known e-mail addresses. The key reaches the database only as bound parameters, in
the two padded forms that the construction needs; it stands in no SQL text, log or table.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from orchestration.machine.access import in_words, make_private_folder
from orchestration.machine.durable import sync

#: Length of the block that SHA-256 works on, in bytes: the length of the padded key.
_BLOCK = 64

#: Shorter secrets could be guessed.
_SHORTEST_KEY = 16

#: The person of a certificate: the MCP id, where it is empty the work e-mail, then the other one.
PERSON = "coalesce(raw.as_id({mcp_id}), raw.as_id({corp_email}), raw.as_id({email}))"


class PersonKeyError(Exception):
    """The secret key cannot be used; the text says why and what to do."""


def read_key(key_file: Path, environment: Mapping[str, str] | None = None) -> bytes:
    """The secret: PERSON_KEY of the environment, else the content of `key_file`.

    A missing `key_file` is made with a random key that only its owner may read. Raises
    `PersonKeyError` for a key that is too short, or a file that others may read or this user not.
    """
    env = os.environ if environment is None else environment
    if "PERSON_KEY" in env:
        return _checked(env["PERSON_KEY"].strip().encode(), "PERSON_KEY")
    try:
        if not key_file.exists():
            _make(key_file)
        mode, key = key_file.stat().st_mode, key_file.read_bytes().strip()
    except PermissionError as error:
        raise PersonKeyError(in_words(error)) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise PersonKeyError(
            f"Users other than its owner can read {key_file}. It protects people's identities, so "
            f"run: chmod u=rw,go= {key_file}"
        )
    return _checked(key, str(key_file))


def key_mark(key: bytes) -> str:
    """A text that tells two keys apart and does not give the key away."""
    return hmac.new(key, b"mark of the key", hashlib.sha256).hexdigest()


def person_hash_sql(person: str) -> str:
    """SQL of the hash of `person`, a text expression or null. Needs `padded_keys` bound."""
    return (
        f"case when ({person}) is not null then "
        f"sha256($outer_key || unhex(sha256($inner_key || encode({person})))) end"
    )


def padded_keys(key: bytes) -> dict[str, bytes]:
    """The key in the two forms that `person_hash_sql` binds."""
    block = (hashlib.sha256(key).digest() if len(key) > _BLOCK else key).ljust(_BLOCK, b"\0")
    return {
        "inner_key": bytes(byte ^ 0x36 for byte in block),
        "outer_key": bytes(byte ^ 0x5C for byte in block),
    }


def _checked(key: bytes, place: str) -> bytes:
    if len(key) < _SHORTEST_KEY:
        raise PersonKeyError(
            f"The key in {place} has {len(key)} characters; it needs at least {_SHORTEST_KEY}."
        )
    return key


def _make(key_file: Path) -> None:
    """Write a new key, whole or not at all; a file made by someone else meanwhile wins."""
    make_private_folder(key_file.parent)
    for left in key_file.parent.glob(f".{key_file.name}.*"):
        # A process that was killed here leaves a file with a secret in it.
        left.unlink(missing_ok=True)
    unfinished = key_file.with_name(f".{key_file.name}.{secrets.token_hex(4)}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(hashlib.sha256().digest_size) + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(unfinished, key_file)
        # People loaded with a key that a power cut took away could never be told apart again.
        sync(key_file.parent)
    except FileExistsError:
        return
    finally:
        unfinished.unlink(missing_ok=True)
