"""Nodes that were set up once, from which tests get copies: layers of files, which nobody writes to again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.hosts.host import Host
from tests.hosts.playbook import Controller
from tests.hosts.root import Release


@dataclass(frozen=True, slots=True)
class Image:
    """A host that was stopped, and the controller that knows it."""

    host: Host
    controller: Controller

    def copy(self, folder: Path) -> Host:
        """It has the name, the address and the keys of the first; only one of them can run at a time."""
        return self.host.copy(folder)


class Images:
    """An image of each release, made by `make` where no test has left one."""

    def __init__(self, make: Callable[[Release], tuple[Host, Controller]]) -> None:
        self._make = make
        self._kept: dict[str, Image] = {}
        self._failed: set[str] = set()

    def keep(self, release: Release, host: Host, controller: Controller) -> None:
        """Stop a node, and keep what it is."""
        host.stop()
        self._kept[release.name] = Image(host, controller)

    def of(self, release: Release) -> Image:
        """Raises `AssertionError` where it could not be made, now or before."""
        assert release.name not in self._failed, f"{release.name} could not be set up before"
        if release.name not in self._kept:
            self._failed.add(release.name)
            self.keep(release, *self._make(release))
            self._failed.remove(release.name)
        return self._kept[release.name]
