"""Notifying people of a failed run: by webhook, by mail, or not at all.

Belongs here: where messages go, what they say, and the sensor that sends them. Does not belong
here: why a run failed; its own error says that and is passed on unchanged.

| variable           | example                                                                  |
|--------------------|--------------------------------------------------------------------------|
| NOTIFY_WEBHOOK_URL | https://chat.example/hooks/abc (gets JSON with `text`, as chats expect)    |
| NOTIFY_SMTP_URL    | smtp://user:secret@mail.example:587?from=score@example&to=ops@example      |

Without them nothing is sent. `smtps` speaks TLS from the start; `smtp` turns to TLS before it logs
in. A run that the audit or a refused delivery stops is a failed run, too.
"""

from __future__ import annotations

import json
import os
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from urllib.error import URLError
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.request import Request, urlopen

import dagster as dg

WEBHOOK, SMTP = "NOTIFY_WEBHOOK_URL", "NOTIFY_SMTP_URL"

_TIMEOUT_SECONDS = 20.0


class NotifyError(Exception):
    """A target cannot be used or took no message; the text names the variable, never a secret."""


@dataclass(frozen=True)
class Message:
    """The message about a failed run."""

    title: str
    text: str
    job: str
    run_id: str

    @property
    def whole(self) -> str:
        return f"{self.title}\n\n{self.text}"


def send(message: Message, environment: Mapping[str, str] | None = None) -> list[str]:
    """Send `message` to every target of the environment; returns the variables that named one.

    Tries all targets before it raises `NotifyError` for those that failed.
    """
    env = os.environ if environment is None else environment
    told, failed = [], []
    for name, tell in ((WEBHOOK, _post), (SMTP, _mail)):
        url = env.get(name, "").strip()
        if not url:
            continue
        try:
            tell(url, message)
            told.append(name)
        except (URLError, OSError, smtplib.SMTPException, ValueError) as error:
            failed.append(f"{name}: {type(error).__name__}: {_without(error, url)}")
    if failed:
        raise NotifyError("; ".join(failed))
    return told


def _without(error: Exception, url: str) -> str:
    """The error's text without the secrets that the URL may hold."""
    parts = urlsplit(url)
    text = str(error)
    for secret in (url, parts.password, parts.path.strip("/")):
        text = text.replace(secret, "…") if secret else text
    return text


def _post(url: str, message: Message) -> None:
    if urlsplit(url).scheme not in ("http", "https"):
        raise ValueError("the URL must begin with https:// (or http://)")
    content = json.dumps({**asdict(message), "text": message.whole}).encode()
    request = Request(url, data=content, headers={"Content-Type": "application/json"})
    with urlopen(request, timeout=_TIMEOUT_SECONDS):
        pass


def _mail(url: str, message: Message) -> None:
    parts = urlsplit(url)
    asked = parse_qs(parts.query)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or not asked.get("to"):
        raise ValueError("the URL must look like smtp://user:password@host:587?from=a@b&to=c@d")
    mail = EmailMessage()
    mail["Subject"] = message.title
    mail["To"] = ", ".join(asked["to"])
    mail["From"] = asked.get("from", asked["to"])[0]
    mail.set_content(message.text)
    context = ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            parts.hostname, parts.port or 0, timeout=_TIMEOUT_SECONDS, context=context
        )
    else:
        server = smtplib.SMTP(parts.hostname, parts.port or 0, timeout=_TIMEOUT_SECONDS)
    with server:
        if parts.username:
            if parts.scheme == "smtp":
                server.starttls(context=context)
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)


@dg.run_failure_sensor(
    name="failed_run",
    description="Sends a message for each failed run, if a webhook or mail server is set.",
    default_status=dg.DefaultSensorStatus.RUNNING,
)
def failed_run(context: dg.RunFailureSensorContext) -> dg.SkipReason | None:
    """Report one failed run; skips with a reason if no target is set."""
    run = context.dagster_run
    text = "\n".join(_reasons(context)) or context.failure_event.message or "no reason was given"
    loaded = run.tags.get("deliveries", "nothing new to load")
    told = send(
        Message(
            title=f"Partner score: {run.job_name} failed, the current release is unchanged",
            text=f"{text}\n\nRun {run.run_id}, {loaded}.",
            job=run.job_name,
            run_id=run.run_id,
        )
    )
    return None if told else dg.SkipReason(f"Neither {WEBHOOK} nor {SMTP} is set.")


def _reasons(context: dg.RunFailureSensorContext) -> list[str]:
    """What each failed step said, as a person would read it in the terminal."""
    reasons = []
    for event in context.get_step_failure_events():
        failure = event.step_failure_data
        if failure.user_failure_data and failure.user_failure_data.description:
            reasons.append(failure.user_failure_data.description)
        elif failure.error:
            cause = failure.error.cause or failure.error
            reasons.append(cause.message.strip())
    return reasons
