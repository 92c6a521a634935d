"""The house as one picture: rooms by level and who imports whom, read from the imports.

Run as a script it writes CONTRIBUTING's map.
"""

import ast

from analysis import paths

START, END = "<!-- map: generated, do not edit -->", "<!-- end of map -->"


def imports() -> dict[str, set[str]]:
    """Rooms of the library and the rooms each imports."""
    source, found = paths.root() / "src" / "analysis", {}
    for path in sorted(source.rglob("*.py")):
        room = path.relative_to(source).parts[0].removesuffix(".py")
        if room == "__init__":
            continue
        held = found.setdefault(room, set())
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "analysis":
                held |= {a.name for a in node.names}
            elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analysis."):
                held.add(node.module.split(".")[1])
    return {
        room: {other for other in held if other in found and other != room}
        for room, held in found.items()
    }


def shortest(edges: dict[str, set[str]]) -> dict[str, set[str]]:
    """Only the arrows that no longer way through another room replaces."""
    below: dict[str, set[str]] = {}

    def reached(room: str) -> set[str]:
        if room not in below:
            below[room] = set().union(edges[room], *(reached(o) for o in edges[room]))
        return below[room]

    return {
        room: {o for o in others if not any(o in reached(p) for p in others - {o})}
        for room, others in edges.items()
    }


def picture(levels: dict[str, int]) -> str:
    """Mermaid text, top floor first; every arrow goes down."""
    edges = shortest(imports())
    lines = ["```mermaid", "flowchart TD"]
    for level in sorted(set(levels.values()), reverse=True):
        rooms = sorted(r for r in edges if levels[r] == level)
        lines += [f"  subgraph L{level}[level {level}]", *(f"    {r}" for r in rooms), "  end"]
    lines += [f"  {room} --> {other}" for room in sorted(edges) for other in sorted(edges[room])]
    return "\n".join([*lines, "```"])


def with_map(text: str, levels: dict[str, int]) -> str:
    """CONTRIBUTING's text with the map between its markers."""
    head, rest = text.split(START)
    return f"{head}{START}\n{picture(levels)}\n{END}{rest.split(END)[1]}"


if __name__ == "__main__":
    from test_house import LEVEL

    page = paths.root() / "CONTRIBUTING.md"
    page.write_text(with_map(page.read_text(encoding="utf-8"), LEVEL), encoding="utf-8")
