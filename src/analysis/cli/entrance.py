"""How is a command line taken in, and what when it cannot be, or nobody listens any more?

A line that is refused ends, after the sentence of the parser, with the line of JSON that programs
read. A reader that leaves, as in `day229 claims | head -1`, takes nothing back: what is then
said is dropped, and the command ends as it would have.
"""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from typer.core import TyperGroup

from analysis import errors
from analysis.cli.endings import Ending, stop

_LEFT = {errno.EPIPE, errno.EIO, errno.EBADF}  # of a reader that ended, or a terminal hung up


class Entrance(TyperGroup):
    """Group of all commands, by which every command line comes in."""

    refused: Exception | None = None

    def main(self, *given: object, **named: object) -> object:
        """Take a command line to its end."""
        with heard():
            try:
                return super().main(*given, **named)
            except SystemExit:
                self._tell()
                raise
            except OSError as error:
                code = errors.exit_code(error)
                stop(str(error), code)
                raise SystemExit(code) from None

    def make_context(self, *given: object, **named: object) -> object:
        """Read the options before the command."""
        with self._noting():
            return super().make_context(*given, **named)

    def invoke(self, ctx: object) -> object:
        """Read the rest and act."""
        with self._noting():
            return super().invoke(ctx)

    @contextmanager
    def _noting(self) -> Iterator[None]:
        """Remember what the parser of the command line refused; help that nobody asked for too."""
        try:
            yield
        except Exception as error:
            if hasattr(error, "format_message") and "Help" not in type(error).__name__:
                self.refused = error
            raise

    def _tell(self) -> None:
        """Print the line of JSON of a command line that was refused."""
        if self.refused is not None:
            ending = Ending()
            message = self.refused.format_message()
            ending.failed(message, self.refused.exit_code, self.refused)
            ending.tell()


class Heard:
    """Text stream that somebody may have stopped to read: what is written then is dropped.

    Parameters
    ----------
    stream : file object
        Of text, with a descriptor.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> object:
        """Everything else is that of the stream."""
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write, or drop."""
        try:
            return self._stream.write(text)
        except OSError as error:
            _mute(self._stream, error)
            return len(text)

    def flush(self) -> None:
        """Hand on, or drop."""
        try:
            self._stream.flush()
        except OSError as error:
            _mute(self._stream, error)
            self._stream.flush()


def _mute(stream: TextIO, error: OSError) -> None:
    """Let the descriptor of a stream lead nowhere; a full disk is no reader that left."""
    if error.errno not in _LEFT:
        raise error
    _lead_nowhere(stream.fileno())


def _lead_nowhere(descriptor: int) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    if nowhere != descriptor:
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


@contextmanager
def heard() -> Iterator[None]:
    """Standard output and error as `Heard`, and there even when the command has none."""
    _open_closed()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = (Heard(s) for s in before)
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before
        _empty(*before)


def _open_closed() -> None:
    """Have something at the descriptors of the three streams, so that no file of ours gets one."""
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            _lead_nowhere(descriptor)
            os.set_inheritable(descriptor, True)  # kernels want theirs
            mode = "w" if descriptor else "r"
            setattr(sys, name, os.fdopen(descriptor, mode, encoding="utf-8"))


def _empty(*streams: TextIO) -> None:
    """Write what is still held; what cannot be, is told before, or had no reader."""
    for stream in streams:
        try:
            stream.flush()
        except OSError:
            _lead_nowhere(stream.fileno())
