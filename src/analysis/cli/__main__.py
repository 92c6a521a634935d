"""How is the command started as a module? `python -m analysis.cli`."""

from analysis.cli import app

app()
