"""Which errors are told to a person as a sentence, and with which exit code does a command end?

An error that a person can do something about is an `ExpectedError` and knows its kind; any other is
a fault of ours and keeps its traceback. Reads and draws nothing.
"""

import errno
import reprlib
import signal

EXIT_CODES = {
    "done": 0,
    "data": 1,
    "parameter": 2,
    "cell": 3,
    "kernel": 4,
    "time": 5,
    "incomplete": 6,
    "locked": 7,
    "output": 8,
    "notebook": 9,
    "drift": 10,
    "cluster": 11,
    "limit": 12,
    "stale": 13,
}  # by kind; 129, 130 and 143 when a command was hung up on, interrupted or terminated
UNWRITABLE = frozenset(
    {errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EPERM, errno.EDQUOT, errno.EFBIG}
)  # of an OSError that says that a place cannot be written
_SHOWN = reprlib.Repr()  # of what was given, in a sentence: neither a page nor a tower of lists
_SHOWN.maxlevel, _SHOWN.maxlist, _SHOWN.maxdict = 2, 6, 6
_SHOWN.maxstring = _SHOWN.maxother = 200  # characters


class ExpectedError(Exception):
    """An error that is told as a sentence; `kind` is a key of `EXIT_CODES`.

    Examples
    --------
    >>> ExpectedError("a table is stale; next: build it").exit_code
    1
    """

    kind = "data"

    @property
    def exit_code(self) -> int:
        """With which a command ends."""
        return EXIT_CODES[self.kind]


class SystemUnfitError(ExpectedError, OSError):
    """A system that lacks what running notebooks needs."""

    kind = "output"


def check_system(name: str) -> None:
    """Refuse a system on which no run can keep its promises.

    Runs force folders to the disk, show the newest one by a symbolic link and put files in place
    while others read them; Windows offers none of the three.

    Parameters
    ----------
    name : str
        As `os.name` says it.

    Raises
    ------
    SystemUnfitError
        On Windows.

    Examples
    --------
    >>> check_system("posix")
    """
    if name == "nt":
        raise SystemUnfitError(
            "running notebooks needs Linux, macOS or WSL, found Windows; next: install WSL"
            " (`wsl --install`) and run day229 in it. Tables, claims and figures work here too"
        )


class Terminated(BaseException):
    """The process was told to end, by SIGTERM or another signal."""

    def __init__(self, message: str = "", number: int = signal.SIGTERM) -> None:
        super().__init__(message)
        self.exit_code = 128 + number


def brief(value: object) -> str:
    """What was given, as Python writes it, cut where it is long.

    Examples
    --------
    >>> brief("high"), len(brief("9" * 5_000))
    ("'high'", 200)
    """
    return _SHOWN.repr(value)


def exit_code(error: BaseException) -> int:
    """Exit code of whatever ended a command.

    Examples
    --------
    >>> exit_code(KeyboardInterrupt()), exit_code(OSError(errno.ENOSPC, "full"))
    (130, 8)
    """
    if isinstance(error, KeyboardInterrupt):
        return 128 + signal.SIGINT
    if isinstance(error, OSError):
        return EXIT_CODES["output" if error.errno in UNWRITABLE else "data"]
    return int(getattr(error, "exit_code", EXIT_CODES["data"]))
