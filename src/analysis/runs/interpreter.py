"""Which interpreter runs a notebook's cells, and what does it see?

Always the one that runs this library, whatever kernels the user has installed; without settings or
start-up files of user or machine; and of the surroundings' variables only those that say where
things are, and those that are asked for by name.
"""

import os
import re
import sys
import sysconfig
from collections.abc import Iterable
from pathlib import Path

from jupyter_client import AsyncKernelManager
from jupyter_client.kernelspec import KernelSpec

from analysis.runs.scratch import private_folder
from analysis.runs.store import INSTALLED

NAME = "python3"  # of the kernel in every notebook's metadata
_LAUNCH = (
    "from ipykernel.kernelapp import IPKernelApp as app\n"
    "app.load_config_file = lambda *_, **__: None\n"
    "app._run_startup_files = lambda *_: None\n"
    "app.launch_instance()"
)  # neither settings nor start-up files, wherever they lie
_ARGUMENTS = (
    "--IPKernelApp.log_level=50",  # ipykernel warns of plain TCP, and tells of the interrupt
    "--HistoryManager.enabled=False",
)
_THREADS = ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM", "NUMEXPR")
_FIXED = {"PYTHONHASHSEED": "0", "TZ": "UTC", "PYTHONUTF8": "1"} | {
    f"{library}_NUM_THREADS": "1" for library in _THREADS
}  # the same numbers on every machine; workers share the cores among notebooks
_HANDED_ON = re.compile(
    r"PATH|HOME|LANG|LANGUAGE|USER|LOGNAME|SHELL|SYSTEMROOT|APPDATA|COMSPEC"
    r"|VIRTUAL_ENV|CONDA_PREFIX|CONDA_DEFAULT_ENV|PYTHONHOME|PYTHONDONTWRITEBYTECODE"
    r"|PYTHONPYCACHEPREFIX|OPENBLAS_CORETYPE|OPENBLAS_L2_SIZE|XDG_CACHE_HOME|LC_.*|DAY229_CACHE"
)  # by name, so that no secret of the surroundings gets in, nor a library in front of ours


class OwnKernel(AsyncKernelManager):
    """Manager of a kernel of this interpreter; kernels that are installed are not looked at."""

    @property
    def kernel_spec(self) -> KernelSpec:
        """Kernel of this interpreter, started by the plain provisioner."""
        return KernelSpec(
            argv=[sys.executable, "-P", "-c", _LAUNCH, "-f", "{connection_file}", *_ARGUMENTS],
            display_name="Python 3",
            language="python",
            metadata={"kernel_provisioner": {"provisioner_name": "local-provisioner"}},
        )

    async def shutdown_kernel(self, now: bool = False, restart: bool = False) -> None:
        """End the kernel; one that is to end now is not interrupted first, and so tells nothing."""
        if now and self.provisioner and self.provisioner.has_process:
            await self.provisioner.kill()
        await super().shutdown_kernel(now=now, restart=restart)


def own_kernel(connection: Path, *, ports: bool) -> OwnKernel:
    """Manager of a kernel that is spoken to by sockets beside its connection file, or by ports.

    A free port may be taken by another process before the kernel has it, and every user of the
    machine can knock there. A socket's path is UTF-8 of at most 103 bytes (of Unix; 107 on Linux),
    and Windows and some file systems have none: then it is ports.
    """
    longest = f"{connection.with_suffix('')}-ipc-99"
    written = longest.encode("utf-8", "ignore")
    fits = len(written) <= 103 and written.decode("utf-8") == longest
    sockets = os.name == "posix" and fits and not ports
    return OwnKernel(
        kernel_name=NAME, connection_file=str(connection), transport="ipc" if sockets else "tcp"
    )


def environment(
    root: Path, folder: Path, scratch: Path, passed: Iterable[str] = ()
) -> dict[str, str]:
    """Variables the kernel sees.

    Parameters
    ----------
    root, folder, scratch : pathlib.Path
        Project, folder of the task's outputs, and its place for temporary things.
    passed : iterable of str
        Names of further variables of this process that are handed on.

    Returns
    -------
    dict
        Fixed ones, ours, and of this process's only those that say where things are.
    """
    given = set(passed)
    env = {k: v for k, v in os.environ.items() if _HANDED_ON.fullmatch(k.upper()) or k in given}
    env |= _FIXED | {"DAY229_ROOT": str(root), "DAY229_OUTPUT": str(folder)}
    env["PYTHONPATH"] = os.pathsep.join(
        filter(None, [_place_of_library(root), env.get("PYTHONPATH", "")])
    )
    private = {"MPLCONFIGDIR": private_folder()} | dict.fromkeys(
        ("IPYTHONDIR", "TMPDIR", "TMP", "TEMP"), scratch
    )
    for name, place in private.items():
        env[name] = str(place / name.lower())
        Path(env[name]).mkdir(exist_ok=True)
    return {k: v for k, v in env.items() if v}


def _place_of_library(root: Path) -> str:
    """Folder a kernel imports this library from; empty when it is installed like any other."""
    own = root / "src"
    place = own if (own / "analysis").is_dir() else INSTALLED.parent
    installed = {Path(sysconfig.get_path(k)).resolve() for k in ("purelib", "platlib")}
    return "" if place.resolve() in installed else str(place)
