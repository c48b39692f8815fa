"""One word for one thing: no two public classes of the product have the same name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("imserver", "control")


def classes(source: str) -> Iterator[str]:
    """Names of the public classes that a module defines, but for those within functions and other classes."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node.name


def test_a_class_name_means_one_thing() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for package in PACKAGES:
        for file in sorted((ROOT / package).rglob("*.py")):
            for name in classes(file.read_text()):
                places[name].append(str(file.relative_to(ROOT)))
    assert len(places) > 300, "it reads the sources"
    shared = [f"{name}: {' and '.join(files)}" for name, files in places.items() if len(files) > 1]
    assert not shared, "rename one of these classes:\n" + "\n".join(shared)
