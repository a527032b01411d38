"""Every command of the project: `python -m orchestration COMMAND`, as the Makefile calls it.

Belongs here: names, arguments, help and exit codes of commands, and how errors are shown. Does not
belong here: what a command does. That is imported when it is asked for, so that an answer which
needs neither Dagster nor dbt does not wait for them.

Exit codes: 0 done · 1 failed, or something is wrong; the text says what · 2 the settings or the
arguments are wrong · 3 a refresh is running.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.text import Text

from orchestration.commands.failures import PLAIN_ERRORS
from orchestration.landing.faults import printable
from orchestration.machine.access import in_words
from orchestration.machine.lock import LockedError
from orchestration.machine.process import prepare_process
from orchestration.settings import Settings, SettingsError

OK, FAILED, WRONG, LOCKED = range(4)

#: Of records in an explanation, unless more are asked for.
_MOST_LINES = 25

#: Commands whose arguments are those of another program.
_HANDED_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


class FileFormat(StrEnum):
    """Of made-up extracts."""

    CSV = "csv"
    PARQUET = "parquet"


app = typer.Typer(
    help="Rebuilds and explains the Solutions Partner score from Partner Center extracts.",
    epilog="Settings are environment variables; `doctor` lists them.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line (by default the process's own) asks for; return the exit code."""
    prepare_process()
    try:
        app(args=arguments, prog_name="python -m orchestration")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return OK


def _end(work: Callable[[], int | None], failed: str = "Failed", meanwhile: str = "") -> None:
    """Do the work, and end with its exit code or that of what it raises.

    `failed` is what is said before a failure's own words, and `meanwhile` behind them.
    """
    try:
        code = work()
    except SettingsError as error:
        code = _say("The settings are wrong", str(error), WRONG)
    except LockedError as error:
        code = _say("Not started", str(error), LOCKED)
    except KeyboardInterrupt:
        # Only a refresh has something that stays meanwhile, and something to go on from.
        on = "The next refresh continues from here." if meanwhile else ""
        code = _say("Interrupted", on, FAILED, meanwhile)
    except PLAIN_ERRORS as error:
        code = _say(failed, in_words(error), FAILED, meanwhile)
    raise typer.Exit(code or OK)


def _end_with_settings(
    work: Callable[[Settings], int | None], failed: str = "Failed", meanwhile: str = ""
) -> None:
    """The same for work on the folders that the environment names."""
    _end(lambda: work(Settings.from_environment()), failed, meanwhile)


def _say(title: str, text: str, code: int, meanwhile: str = "") -> int:
    console = Console(stderr=True, highlight=False, soft_wrap=True)
    plain = "\n".join(printable(line) for line in text.splitlines())
    console.print()
    console.print(Text(f"{title}. ", style="bold red") + Text(plain, style="default"))
    if meanwhile:
        console.print(Text(meanwhile, style="dim"))
    return code


@app.command()
def run() -> None:
    """Load what is new, score, publish, and print the scorecard (without LANDING_DIR: the demo)."""
    from orchestration.commands.refresh import refresh

    _end_with_settings(refresh, "Not published", "The release published before is still current.")


@app.command()
def init(
    landing: Annotated[
        Path, typer.Option(envvar="LANDING_DIR", help="The folder to create.", show_default=False)
    ],
    month: Annotated[
        str, typer.Option(envvar="MONTH", help="Such as 2026-10; by default the last closed month.")
    ] = "",
    loose: Annotated[
        Path | None,
        typer.Option(envvar="LOOSE", help="Folder of downloads to sort.", show_default=False),
    ] = None,
) -> None:
    """Create a landing folder with a checklist, and sort loose downloads into it."""
    from orchestration.commands.init import make_landing

    _end(lambda: make_landing(landing, month.strip() or None, loose, date.today()))


@app.command()
def doctor() -> None:
    """Check whether everything is ready for a refresh, and say what to fix."""
    from orchestration.commands.doctor import examine_and_print, say_settings

    try:
        settings = Settings.from_environment()
    except SettingsError as error:
        raise typer.Exit(say_settings(error)) from None
    raise typer.Exit(examine_and_print(settings))


@app.command()
def scorecard() -> None:
    """Print the scorecard of the current release again."""
    from orchestration.explain.scorecard import print_current

    _end_with_settings(print_current)


@app.command()
def releases() -> None:
    """List the releases, and the candidates that the audit refused."""
    from orchestration.commands.releases import print_releases

    _end_with_settings(lambda settings: print_releases(settings, Console(highlight=False)))


@app.command()
def rollback(
    to: Annotated[
        str | None, typer.Argument(help="A version, or the start of one.", show_default=False)
    ] = None,
) -> None:
    """Make an older release current: TO, or the one before the current one."""
    from orchestration.commands.releases import roll_back

    _end_with_settings(lambda settings: roll_back(settings, to))


@app.command()
def accept(version: Annotated[str, typer.Argument(help="The candidate's version.")]) -> None:
    """Publish a candidate that the audit refused, after you have reviewed it."""
    from orchestration.commands.releases import accept_candidate

    _end_with_settings(lambda settings: accept_candidate(settings, version))


@app.command()
def explain(
    partner: Annotated[
        str, typer.Option(envvar="PARTNER", help="The partner's id, or part of its name.")
    ] = "",
    area: Annotated[
        str,
        typer.Option(envvar="AREA", help="The solution area, where the partner has several."),
    ] = "",
    month: Annotated[
        str, typer.Option(envvar="MONTH", help="Such as 2026-10; by default the newest.")
    ] = "",
    metric: Annotated[str, typer.Option(envvar="METRIC", help="Only this metric.")] = "",
    path: Annotated[str, typer.Option(envvar="PATH_NAME", help="By default the best path.")] = "",
    tenant: Annotated[
        str, typer.Option(envvar="TENANT", help="The tenant's id, or part of its name.")
    ] = "",
    rules: Annotated[
        str,
        typer.Option(envvar="RULES", help="A version of the rules; by default the one in force."),
    ] = "",
    most_lines: Annotated[
        int, typer.Option(envvar="MOST_LINES", min=1, help="How many records to show.")
    ] = _MOST_LINES,
) -> None:
    """Explain a score, down to the records of the extracts."""
    from orchestration.explain.explanation import print_explanation
    from orchestration.explain.subject import Question

    asked = (partner, month, metric, path, tenant, rules, area)
    question = Question(*(text.strip() or None for text in asked))
    _end_with_settings(lambda settings: print_explanation(settings, question, most_lines))


@app.command(context_settings=_HANDED_ON, add_help_option=False)
def ask(context: typer.Context) -> None:
    """Query figures of the current release; takes the arguments of MetricFlow's `mf query`."""
    from orchestration.commands.ask import answer

    _end_with_settings(lambda settings: answer(settings, context.args))


@app.command()
def docs() -> None:
    """Rebuild the pages for auditors: dbt docs and column lineage."""
    from orchestration.commands.docs import remake_pages

    _end_with_settings(remake_pages)


@app.command(context_settings=_HANDED_ON)
def dev(context: typer.Context) -> None:
    """Start Dagster's web UI with the same settings; takes the arguments of `dagster dev`."""
    from orchestration.commands.dev import start

    _end_with_settings(lambda settings: start(settings, context.args))


@app.command()
def serve(
    process: Annotated[
        Literal["webserver", "daemon"], typer.Argument(help="Which of the two processes.")
    ],
    host: Annotated[str, typer.Option(help="The address the web server listens on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port it listens on.", min=1, max=65535)] = 3000,
) -> None:
    """Run one of Dagster's two long-running processes, for systemd or a container."""
    from orchestration.commands.serve import start

    _end_with_settings(lambda settings: start(settings, process, host, port))


@app.command()
def prepare() -> None:
    """Parse the dbt project, follow its columns, and bundle the page's libraries."""
    from orchestration.build.manifest import prepared_folder
    from orchestration.publish.docs_pages import prepare_lineage
    from orchestration.publish.page.libraries import vega_script

    def work() -> None:
        prepared_folder()
        vega_script()
        prepare_lineage()

    _end(work)


@app.command()
def demo(
    landing: Annotated[Path, typer.Option(help="Folder to write to.", show_default=False)],
    seed: Annotated[int, typer.Option(help="A different seed gives a different world.")] = 1,
    size: Annotated[
        tuple[int, int, int] | None,
        typer.Option(help="Number of tenants of each of the three partners.", show_default=False),
    ] = None,
    usage_lines: Annotated[
        int | None,
        typer.Option(
            help="Write a benchmark world with this many usage lines.", show_default=False
        ),
    ] = None,
    deliveries: Annotated[int, typer.Option(help="Deliveries in a benchmark world.")] = 1,
    format_: Annotated[
        FileFormat, typer.Option("--format", help="File format of a benchmark world.")
    ] = FileFormat.CSV,
) -> None:
    """Write made-up extracts: the demo's, or a larger set for benchmarks."""
    from orchestration.commands.demo import write_world

    _end(lambda: write_world(landing, seed, size, usage_lines, deliveries, format_))


@app.command()
def bench(
    lines: Annotated[
        list[int], typer.Option(help="Usage lines of a world; can be given several times.")
    ] = [1_000_000, 10_000_000],  # noqa: B006
    formats: Annotated[
        list[FileFormat], typer.Option("--format", help="File format; can be given several times.")
    ] = [*FileFormat],  # noqa: B006
    deliveries: Annotated[
        int, typer.Option(help="Lines in each of twelve deliveries; 0 to leave them out.")
    ] = 1_000_000,
    work: Annotated[Path, typer.Option(help="Folder for the worlds; they are kept.")] = Path(
        "data/bench"
    ),
) -> None:
    """Measure time and memory of refreshes, and check results against a hand-written script."""
    from orchestration.bench.table import measure

    _end(lambda: measure(lines, formats, deliveries, work))
