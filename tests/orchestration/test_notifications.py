"""Telling people of a failed run, against receivers on this machine. Acts: notifications.py."""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import dagster as dg
import pytest

from orchestration.dagster.notifications import (
    SMTP,
    WEBHOOK,
    Message,
    NotifyError,
    failed_run,
    send,
)

_MESSAGE = Message("Refresh failed", "2026-10/AzureUsage.csv: no Month", "refresh", "run-1")


class Receiver:
    """A local server's address, and what it was sent."""

    def __init__(self, server: socketserver.BaseServer) -> None:
        self.port = server.server_address[1]
        self.got: list[str] = []


def _serve(server: socketserver.BaseServer) -> Iterator[Receiver]:
    receiver = Receiver(server)
    server.receiver = receiver  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield receiver
    server.shutdown()
    server.server_close()
    thread.join()


class _Web(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.receiver.got.append(body)  # type: ignore[attr-defined]
        self.send_response(500 if "broken" in self.path else 204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class _Mail(socketserver.StreamRequestHandler):
    """As much of SMTP as one message without login takes."""

    def handle(self) -> None:
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline().strip().upper():
            if line == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = iter(self.rfile.readline, b".\r\n")
                text = b"".join(lines).decode()
                self.server.receiver.got.append(text)  # type: ignore[attr-defined]
            if line == b"QUIT":
                self.wfile.write(b"221 bye\r\n")
                return
            self.wfile.write(b"250 fine\r\n")


@pytest.fixture
def web() -> Iterator[Receiver]:
    yield from _serve(HTTPServer(("127.0.0.1", 0), _Web))


@pytest.fixture
def mail() -> Iterator[Receiver]:
    yield from _serve(socketserver.TCPServer(("127.0.0.1", 0), _Mail))


def test_silent_by_default() -> None:
    assert send(_MESSAGE, {}) == []
    assert send(_MESSAGE, {WEBHOOK: " ", SMTP: ""}) == []


def test_a_webhook_gets_what_chats_expect(web: Receiver) -> None:
    assert send(_MESSAGE, {WEBHOOK: f"http://127.0.0.1:{web.port}/hook"}) == [WEBHOOK]
    (body,) = web.got
    assert json.loads(body) == {
        "title": "Refresh failed",
        "text": "Refresh failed\n\n2026-10/AzureUsage.csv: no Month",
        "job": "refresh",
        "run_id": "run-1",
    }


def test_a_mail(mail: Receiver) -> None:
    url = f"smtp://127.0.0.1:{mail.port}?from=score@example.com&to=a@example.com&to=b@example.com"
    assert send(_MESSAGE, {SMTP: url}) == [SMTP]
    (text,) = mail.got
    assert "Subject: Refresh failed" in text
    assert "To: a@example.com, b@example.com" in text
    assert "From: score@example.com" in text
    assert "no Month" in text


def test_a_title_cannot_add_headers(mail: Receiver) -> None:
    hostile = Message("x\nBcc: evil@example.com", "text", "job", "run")
    with pytest.raises(NotifyError, match=SMTP):
        send(hostile, {SMTP: f"smtp://127.0.0.1:{mail.port}?to=a@example.com"})
    assert mail.got == []


@pytest.mark.parametrize(
    ("name", "url"),
    [
        (WEBHOOK, "ftp://127.0.0.1/x"),
        (WEBHOOK, "file:///etc/passwd"),
        (SMTP, "smtp://127.0.0.1"),
        (SMTP, "http://127.0.0.1?to=a@example.com"),
    ],
)
def test_a_target_that_is_none(name: str, url: str) -> None:
    with pytest.raises(NotifyError, match=f"{name}: ValueError"):
        send(_MESSAGE, {name: url})


def test_one_failing_target_does_not_keep_the_other_from_hearing(
    web: Receiver, mail: Receiver
) -> None:
    targets = {
        WEBHOOK: f"http://127.0.0.1:{web.port}/broken-secret",
        SMTP: f"smtp://127.0.0.1:{mail.port}?to=a@example.com",
    }
    with pytest.raises(NotifyError, match="500") as error:
        send(_MESSAGE, targets)
    assert "secret" not in str(error.value)
    assert len(mail.got) == 1


@dg.op
def breaks() -> None:
    raise dg.Failure("Delivery 2026-10 is refused.\n- AzureUsage.csv: no Month")


@dg.job
def breaking() -> None:
    breaks()


def _evaluate(instance: dg.DagsterInstance) -> dg.SkipReason | None:
    result = breaking.execute_in_process(
        instance=instance, raise_on_error=False, tags={"deliveries": "delivery 2026-10"}
    )
    context = dg.build_run_status_sensor_context(
        sensor_name="failed_run",
        dagster_instance=instance,
        dagster_run=result.dagster_run,
        dagster_event=result.get_run_failure_event(),
    ).for_run_failure()
    return failed_run(context)


def test_a_failed_run_is_told_with_its_reason(
    web: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(WEBHOOK, f"http://127.0.0.1:{web.port}/hook")
    monkeypatch.delenv(SMTP, raising=False)
    with dg.DagsterInstance.ephemeral() as instance:
        assert _evaluate(instance) is None
    (body,) = web.got
    text = json.loads(body)["text"]
    assert "breaking failed, the current release is unchanged" in text
    assert "Delivery 2026-10 is refused.\n- AzureUsage.csv: no Month" in text
    assert text.endswith(", delivery 2026-10.")


def test_a_failed_run_with_nobody_to_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(WEBHOOK, raising=False)
    monkeypatch.delenv(SMTP, raising=False)
    with dg.DagsterInstance.ephemeral() as instance:
        skipped = _evaluate(instance)
    assert isinstance(skipped, dg.SkipReason)
