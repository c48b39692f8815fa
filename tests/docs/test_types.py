"""What `-e name=value` gives is text: numbers and booleans of the roles count as what they are nevertheless."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from jinja2 import Environment, nodes

FILTERS: Final = {"int": "int", "float": "float", "bool": "bool"}
"""By the type in the specification of an argument, the filter that makes it of text."""
CONDITIONS: Final = frozenset({"when", "that", "until", "changed_when", "failed_when"})
SOURCES: Final = sorted(
    [
        *(file for part in ("tasks", "handlers", "defaults", "vars") for file in Path("roles").glob(f"*/{part}/*.yml")),
        *Path("roles").glob("*/templates/*"),
        *Path("playbooks").glob("*.yml"),
        *Path("playbooks/tasks").glob("*.yml"),
    ]
)


def typed() -> dict[str, str]:
    """The numbers and booleans among what can be set, with their types."""
    found: dict[str, str] = {}
    for file in Path("roles").glob("*/meta/argument_specs.yml"):
        for point in yaml.safe_load(file.read_text("utf-8"))["argument_specs"].values():
            options = point["options"].items()
            found |= {name: option["type"] for name, option in options if option["type"] in FILTERS}
    return found


TYPED: Final = typed()


def expressions(value: Any, *, condition: bool = False) -> Iterator[str]:
    """The templates in a file of YAML; a condition has no braces of its own."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from expressions(inner, condition=key in CONDITIONS)
    elif isinstance(value, list):
        for inner in value:
            yield from expressions(inner, condition=condition)
    elif isinstance(value, str):
        yield f"{{{{ {value} }}}}" if condition else value


def naked(template: str, *, condition: bool = False) -> list[str]:
    """The typed variables that are compared, computed or asked about as the text that they may be."""
    # Ansible takes a backslash in a string for itself.
    tree = Environment(trim_blocks=True, autoescape=True).parse(template.replace("\\", "\\\\"))
    found = []

    def walk(node: nodes.Node, above: tuple[nodes.Node, ...]) -> None:
        if isinstance(node, nodes.Name) and node.name in TYPED and not settled(node.name, above, condition):
            found.append(node.name)
        for child in node.iter_child_nodes():
            walk(child, (node, *above))

    walk(tree, ())
    return found


def settled(name: str, above: tuple[nodes.Node, ...], condition: bool) -> bool:
    """Whether it is made a number or boolean, only written out, or only looked for."""
    parents = iter(above)
    parent = next(parents)
    while isinstance(parent, nodes.Filter) and parent.name in ("default", "mandatory"):
        parent = next(parents)
    if isinstance(parent, nodes.Filter):
        return parent.name in (FILTERS[TYPED[name]], "string")
    if isinstance(parent, nodes.Test):
        return parent.name in ("defined", "undefined")
    return isinstance(parent, nodes.Concat) or (isinstance(parent, nodes.Output) and not condition)


def templates(file: Path) -> Iterator[tuple[str, bool]]:
    text = file.read_text("utf-8")
    if file.suffix != ".yml":
        yield text, False
        return
    for found in expressions(yaml.safe_load(text)):
        yield found, False
    for found in conditions(yaml.safe_load(text)):
        yield f"{{{{ {found} }}}}", True


def conditions(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for inner in value:
            yield from conditions(inner)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in CONDITIONS:
                yield from (text for text in (inner if isinstance(inner, list) else [inner]) if isinstance(text, str))
            else:
                yield from conditions(inner)


@pytest.mark.parametrize("file", SOURCES, ids=str)
def test_numbers_and_booleans_count_also_as_text(file: Path) -> None:
    assert [name for template, condition in templates(file) for name in naked(template, condition=condition)] == []


@pytest.mark.parametrize(
    ("template", "is_naked"),
    [
        ("{{ preflight_disk_mb }}", False),
        ("{{ preflight_disk_mb | int < 5 }}", False),
        ("{{ preflight_disk_mb | default(5) | int < 5 }}", False),
        ("{{ preflight_disk_mb < 5 }}", True),
        ("{{ 5 > preflight_disk_mb | default(3) }}", True),
        ("{{ 1 if tuning_reboot else 2 }}", True),
        ("{{ 1 if tuning_reboot | bool else 2 }}", False),
        ("{% if haproxy_address_connections %}x{% endif %}", True),
        ("{{ [haproxy_connections, 5] | max }}", True),
    ],
)
def test_what_is_naked_is_found(template: str, is_naked: bool) -> None:
    assert bool(naked(template)) is is_naked
