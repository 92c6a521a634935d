"""What does a person see while notebooks run?

On a terminal one line a notebook with its cell and elapsed time; elsewhere a dated line when a
notebook ends, with its level and the run. A table closes both. The run's folder keeps such lines.
"""

import sys
import time
from contextlib import suppress
from pathlib import Path

from analysis.runs.record import Outcome, now

LOG = "run.log"  # in a run's folder


def line(level: str, run: str, text: str) -> str:
    """Dated line of a log, in UTC: moment, level, run and what happened."""
    return f"{now()} {level} {run or '-'} {text}"


class NoProgress:
    """Shows nothing."""

    def begin(self, total: int, run: str = "") -> None:
        """So many notebooks are to run, in a run of this id."""

    def cell(self, label: str, cell: int, cells: int) -> None:
        """A cell of a notebook starts."""

    def end(self, outcome: Outcome) -> None:
        """A notebook ended."""

    def close(self) -> None:
        """Nothing more will be shown."""


class PlainProgress(NoProgress):
    """A line when a notebook ends, with the time since the start and how many are done."""

    def begin(self, total: int, run: str = "") -> None:
        """Remember the start."""
        self.total, self.run, self.done, self.started = total, run, 0, time.monotonic()

    def end(self, outcome: Outcome) -> None:
        """Print the line, and one for everything on standard error."""
        self.done += 1
        tail = f"  {outcome.error}" if outcome.error else ""
        took = "from cache" if outcome.status == "cached" else f"{outcome.seconds:.1f} s"
        self.say(
            "ERROR" if outcome.error else "INFO",
            f"[{self.done}/{self.total}, {time.monotonic() - self.started:.0f} s] {outcome.label}:"
            f" {outcome.status}, {took}{tail}",
        )
        for note in outcome.notes:
            self.say("WARNING", f"{outcome.label}: {note}")

    def say(self, level: str, text: str) -> None:
        """Print one line."""
        print(line(level, self.run, text), flush=True)


class RunLog(PlainProgress):
    """The same lines in the folder of a run, from its begin to its end; for a block.

    A log that cannot be written fails no run.
    """

    def __init__(self, folder: Path) -> None:
        self.path, self.run = folder / LOG, folder.name

    def __enter__(self) -> "RunLog":
        """Say that the run begins."""
        self.say("INFO", "the run begins")
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, _: object) -> None:
        """Say how it ended."""
        told = f"{type(error).__name__}: {error}" if error else "the run succeeded"
        self.say("ERROR" if error else "INFO", " ".join(told.split()))

    def say(self, level: str, text: str) -> None:
        """Add one line."""
        with suppress(OSError), self.path.open("a", encoding="utf-8") as file:
            file.write(line(level, self.run, text) + "\n")


class Together(NoProgress):
    """Shows in several places."""

    def __init__(self, *places: NoProgress) -> None:
        self.places = places

    def begin(self, total: int, run: str = "") -> None:
        """Begin everywhere."""
        for place in self.places:
            place.begin(total, run)

    def cell(self, label: str, cell: int, cells: int) -> None:
        """Tell every place that a cell starts."""
        for place in self.places:
            place.cell(label, cell, cells)

    def end(self, outcome: Outcome) -> None:
        """Tell every place that a notebook ended."""
        for place in self.places:
            place.end(outcome)

    def close(self) -> None:
        """Close everywhere."""
        for place in self.places:
            place.close()


class LiveProgress(NoProgress):
    """A line for each notebook under way; those that end are printed above."""

    def begin(self, total: int, run: str = "") -> None:
        """Open the display."""
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        self.bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[unit]} {task.completed:.0f}/{task.total:.0f}"),
            TimeElapsedColumn(),
            transient=True,
        )
        self.bars.start()
        self.all = self.bars.add_task("all", total=total, unit="notebook")
        self.lines: dict[str, int] = {}

    def cell(self, label: str, cell: int, cells: int) -> None:
        """Move the notebook's line on."""
        from rich.markup import escape

        if label not in self.lines:
            self.lines[label] = self.bars.add_task(escape(label), total=cells, unit="cell")
        self.bars.update(self.lines[label], completed=cell)

    def end(self, outcome: Outcome) -> None:
        """Take the line away and print how it ended."""
        from rich.markup import escape

        if outcome.label in self.lines:
            self.bars.remove_task(self.lines.pop(outcome.label))
        self.bars.advance(self.all)
        colour = {"done": "green", "cached": "cyan"}.get(outcome.status, "red")
        took = "" if outcome.status == "cached" else f" {outcome.seconds:.1f} s"
        self.bars.print(
            f"[{colour}]{outcome.status:>6}[/] {escape(outcome.label)}{took}",
            escape(outcome.error),
            highlight=False,
        )

    def close(self) -> None:
        """Close the display."""
        self.bars.stop()


def chosen(show: bool) -> NoProgress:
    """Live lines on a terminal, plain ones elsewhere; nothing when not wanted."""
    if not show:
        return NoProgress()
    return LiveProgress() if sys.stdout.isatty() else PlainProgress()


def summary(outcomes: list[Outcome], most: int = 12) -> str:
    """Table of a run: every failure, and the slowest of the rest up to `most` lines."""
    failed = [o for o in outcomes if o.status == "failed"]
    rest = sorted(
        (o for o in outcomes if o.status != "failed"), key=lambda o: (-o.seconds, o.label)
    )
    shown = failed + (sorted(rest, key=lambda o: o.label) if len(rest) <= most else rest[:most])
    width = max([len(o.label) for o in shown], default=8)
    lines = [
        f"{o.label:<{width}}  {o.status:<6}  {o.seconds:7.1f} s  {o.error}".rstrip() for o in shown
    ]
    counts = {s: sum(o.status == s for o in outcomes) for s in ("done", "cached", "failed")}
    left = len(outcomes) - len(shown)
    lines += [f"... and {left} faster ones"] if left else []
    told = ", ".join(f"{n} {s}" for s, n in counts.items() if n)
    return "\n".join(
        [
            *lines,
            f"{len(outcomes)} notebooks: {told}; {sum(o.seconds for o in outcomes):.1f} s of work",
        ]
    )
