"""Puts the article's case into the wheel, so that the library works away from its clone.

Everything else stands in pyproject.toml. `analysis/shipped` holds `case.toml`, the tables and their
licence; an editable install uses those of the clone.
"""

import shutil
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

SHIPPED = Path("analysis", "shipped")
FILES = ("case.toml", "LICENSE-DATA", "data/raw/*.csv", "data/processed/*.*")


class WithTables(build_py):
    """Copies the tables beside the modules."""

    def run(self):
        """Build the modules, then copy the tables."""
        super().run()
        if self.editable_mode:
            return
        for source, target in self._tables().items():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)

    def _tables(self):
        found = [p for pattern in FILES for p in sorted(Path().glob(pattern))]
        if len(found) < len(FILES):
            raise FileNotFoundError(f"wanted {', '.join(FILES)} beside setup.py, found {found}")
        return {p: Path(self.build_lib) / SHIPPED / p for p in found}

    def get_source_files(self):
        """Sources, the tables among them: what a source distribution needs."""
        return [*super().get_source_files(), *map(str, self._tables())]

    def get_outputs(self, include_bytecode=1):
        """What is installed, the tables among it."""
        tables = [] if self.editable_mode else [str(p) for p in self._tables().values()]
        return [*super().get_outputs(include_bytecode), *tables]


setup(cmdclass={"build_py": WithTables})
