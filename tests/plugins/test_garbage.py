"""What tests left open fails in their own module."""

from __future__ import annotations

import pytest

PLUGINS = ("-p", "tests.plugins.garbage", "-W", "error")

LEAK = """
import socket

def test_leaves_a_socket_in_a_circle():
    circle = [socket.socket()]
    circle.append(circle)

def test_closes_what_it_opens():
    socket.socket().close()
"""
NEXT = """
import gc

def test_looks_for_garbage():
    gc.collect()
"""
FAILS = """
import socket

def test_fails_with_a_socket():
    opened = socket.socket()
    assert opened.fileno() < 0
"""


@pytest.fixture
def garbage(pytester: pytest.Pytester) -> pytest.Pytester:
    pytester.makepyfile(test_b_next=NEXT)
    return pytester


def test_what_is_never_closed_fails_where_it_was_opened(garbage: pytest.Pytester) -> None:
    garbage.makepyfile(test_a=LEAK)
    done = garbage.runpytest_inprocess(*PLUGINS)
    done.assert_outcomes(passed=3, errors=1)
    done.stdout.fnmatch_lines(["Never closed by a test of test_a.py*", "unclosed <socket*"])
    done.stdout.no_fnmatch_line("*test_b_next*Error*")


def test_a_failed_test_leaves_nothing_to_the_next_module(garbage: pytest.Pytester) -> None:
    """In a process of its own: what pytest records of one within another holds what failed."""
    garbage.makepyfile(test_a=FAILS)
    garbage.runpytest_subprocess("-p", "no:cacheprovider", *PLUGINS).assert_outcomes(passed=1, failed=1)
