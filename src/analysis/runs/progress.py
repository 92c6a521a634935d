"""What does a person see while notebooks run?

On a terminal one line a notebook with its cell and elapsed time; elsewhere a plain line when a
notebook ends. A table closes both.
"""

import sys
import time

from analysis.runs.record import Outcome


class NoProgress:
    """Shows nothing."""

    def begin(self, total: int) -> None:
        """So many notebooks are to run."""

    def cell(self, label: str, cell: int, cells: int) -> None:
        """A cell of a notebook starts."""

    def end(self, outcome: Outcome) -> None:
        """A notebook ended."""

    def close(self) -> None:
        """Nothing more will be shown."""


class PlainProgress(NoProgress):
    """A line when a notebook ends, with the time since the start and how many are done."""

    def begin(self, total: int) -> None:
        """Remember the start."""
        self.total, self.done, self.started = total, 0, time.monotonic()

    def end(self, outcome: Outcome) -> None:
        """Print the line."""
        self.done += 1
        tail = f"  {outcome.error}" if outcome.error else ""
        took = "from cache" if outcome.status == "cached" else f"{outcome.seconds:.1f} s"
        print(
            f"[{self.done}/{self.total}, {time.monotonic() - self.started:.0f} s] {outcome.label}:"
            f" {outcome.status}, {took}{tail}",
            flush=True,
        )


class LiveProgress(NoProgress):
    """A line for each notebook under way; those that end are printed above."""

    def begin(self, total: int) -> None:
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
