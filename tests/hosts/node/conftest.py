"""Nodes that were set up already: each module begins with a copy of what `test_converge.py` came to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hosts.host import Host, booted
from tests.hosts.images import Image, Images
from tests.hosts.playbook import Controller
from tests.hosts.root import Release


@pytest.fixture(scope="module")
def image(release: Release, images: Images) -> Image:
    return images.of(release)


@pytest.fixture(scope="module")
def host(image: Image, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    with booted(image.copy(tmp_path_factory.mktemp("copy"))) as copy:
        yield copy


@pytest.fixture(scope="module")
def controller(image: Image) -> Controller:
    return image.controller
