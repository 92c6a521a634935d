"""How does Papermill start a kernel for us: with which environment, where, and telling whom?

Papermill's own engine changes the working folder of the whole process, hands on every environment
variable and keeps nothing of a notebook whose kernel died. This one passes folder and environment
to the kernel alone, says which cell runs, and lets the caller keep the notebook however it ended.
Heavy to import; `executing` does so when a notebook runs.
"""

from collections.abc import Callable

from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine, papermill_engines

NAME = "day229"
QUIET = [
    "--IPKernelApp.log_level=50"
]  # ipykernel warns of plain TCP at every start and tells of the interrupt at every end


class KernelEngine(NBClientEngine):
    """Papermill engine with a fixed environment; see the module."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man,
        kernel_name: str,
        *,
        execution_timeout: int,
        folder: str,
        env: dict[str, str],
        keep: Callable[[object], None],
        told: Callable[[int, int], None],
        **_ignored,
    ):
        """Run all cells; `keep` receives the notebook before the first.

        `told` each cell's number and how many there are.
        """
        keep(nb_man.nb)
        total = len(nb_man.nb.cells)
        client = PapermillNotebookClient(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=60,
            record_timing=False,
            extra_arguments=QUIET,
            resources={"metadata": {"path": folder}},
            on_cell_start=lambda cell, cell_index: told(cell_index + 1, total),
        )
        return client.execute(env=env)


papermill_engines.register(NAME, KernelEngine)
