"""What a failed test leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

PLUGINS = ("-p", "tests.plugins.artifacts")
TESTS = """
import os, pytest
from tests.witness import keep_end, witness

class Server:
    def __init__(self, log, age=0):
        self.log = log
        log.write_text("it went down")
        os.utime(log, (log.stat().st_atime, log.stat().st_mtime - age))
        witness(self)
    def testify(self, folder): keep_end(self.log, folder)

class Dumb:
    def __init__(self): witness(self)
    def testify(self, folder): raise OSError("its disk is gone")

EARLIER = []

@pytest.fixture
def server(tmp_path):
    yield Server(tmp_path / "server.log")

def test_passes(server): pass

@pytest.mark.parametrize("name", ["a/b c"])
def test_fails(server, name):
    dumb = Dumb()
    EARLIER.append(Server(server.log.with_name("earlier.log"), age=60))
    print("said before")
    assert "water" == "wine"
"""


def test_a_failed_test_leaves_what_its_witnesses_say_and_a_passed_one_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(test_cellar=TESTS)
    pytester.runpytest_inprocess(*PLUGINS, "--artifacts", "left").assert_outcomes(passed=1, failed=1)
    folder = Path("left/test_cellar.py.test_fails[a.b-c]")
    assert sorted(file.relative_to(folder).as_posix() for file in Path("left").rglob("*.*") if file.is_file()) == [
        *("failure-call.txt", "server.log", "silent-0.txt"),
    ]
    assert (folder / "server.log").read_text() == "it went down"
    assert "its disk is gone" in (folder / "silent-0.txt").read_text()
    text = (folder / "failure-call.txt").read_text()
    assert "'water' == 'wine'" in text
    assert "said before" in text
