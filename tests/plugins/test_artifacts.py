"""What a failed test leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lanes.report import artifacts_of

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


AGAIN = """
import pytest
@pytest.fixture
def cellar():
    yield
    assert False, "it is flooded"
def test_fails(cellar): assert "water" == "wine"
def test_other(): pass
"""


def test_a_test_that_fails_again_leaves_only_what_it_left_this_time(pytester: pytest.Pytester) -> None:
    """And nothing of another test is taken from whoever looks into it."""
    pytester.makepyfile(test_cellar=AGAIN)
    earlier, other = (
        Path("left/test_cellar.py.test_fails/earlier.log"),
        Path("left/test_cellar.py.test_other/earlier.log"),
    )
    for file in (earlier, other):
        file.parent.mkdir(parents=True)
        file.touch()
    pytester.runpytest_inprocess(*PLUGINS, "--artifacts", "left").assert_outcomes(passed=1, failed=1, errors=1)
    left = {file.name for file in earlier.parent.iterdir()}
    assert {"failure-call.txt", "failure-teardown.txt"} <= left
    assert earlier.name not in left
    assert other.exists()


@pytest.mark.parametrize("test", ["", ".", "..", "tests/"])
def test_what_has_no_name_of_a_test_gets_a_folder_of_its_own(test: str) -> None:
    assert artifacts_of(Path("left"), test).parent == Path("left")
    assert artifacts_of(Path("left"), test).name == "collection"
