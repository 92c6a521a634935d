"""Which pages tell of the library?

One a module of the front, out of its docstrings, by Sphinx; and one that lists them.
"""

from pathlib import Path

import analysis

HEAD = """# The library

Every module answers one question. These pages are made from what the code says of itself.

"""
MODULE = """---
orphan: true
---

# analysis.{name}

```{{eval-rst}}
.. automodule:: analysis.{name}
   :members:
   :exclude-members: {strangers}
```
"""


def write(folder: Path) -> None:
    """Write the sources of the library's pages.

    Parameters
    ----------
    folder : pathlib.Path
        Sources that Sphinx reads; the pages come into its folder `library`.
    """
    into = folder / "library"
    into.mkdir()
    front = analysis.front()
    for name in front:
        strangers = ", ".join(_strangers(name)) or "-"
        text = MODULE.format(name=name, strangers=strangers)
        (into / f"{name}.md").write_text(text, encoding="utf-8")
    listed = "".join(f"- [analysis.{n}]({n}.md): {question}\n" for n, question in front.items())
    (into / "index.md").write_text(HEAD + listed, encoding="utf-8")


def _strangers(name: str) -> list[str]:
    """Names that a module offers and another one of the front tells of."""
    module = getattr(analysis, name)
    own = f"analysis.{name}"
    names = getattr(module, "__all__", ())
    offered = ((n, getattr(getattr(module, n), "__module__", own)) for n in names)
    return [n for n, home in offered if not f"{home}.".startswith(f"{own}.")]
