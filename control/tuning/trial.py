"""Does a group of knobs matter? The same load with and without it, in alternation."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .knob import KnobError
from .sample import Comparison, compare
from .tuner import Tuner

Load = Callable[[], Mapping[str, float]]
"""Runs once. Returns figures by their names, all greater than 0."""

MakeTuner = Callable[[], Tuner]


def order(rounds: int) -> Iterator[tuple[bool, bool]]:
    """Without and with, turned around in every other round, so that warming up favours neither."""
    for number in range(rounds):
        yield (False, True) if number % 2 == 0 else (True, False)


def run(tuner: MakeTuner, group: str, load: Load, rounds: int, done: Callable[[int], None]) -> list[Comparison]:
    """Compare. The group is applied at the end, whatever happens, if it was at the beginning, else reverted.

    `tuner` makes a new one each time, since applying changes what a board is. Raises `KnobError` where nothing of the
    group can be changed without a restart.
    """
    before = tuner().readings(group)
    applied = not any(reading.state == "drift" for reading in before)
    if not any(reading.state in ("ok", "drift") for reading in before):
        raise KnobError(f"no knob of {group} can be changed here without a restart: there is nothing to compare")
    figures: dict[bool, list[Mapping[str, float]]] = {False: [], True: []}
    try:
        for pair in order(rounds):
            for with_group in pair:
                _switch(tuner(), group, with_group)
                figures[with_group].append(load())
                done(1)
    finally:
        _switch(tuner(), group, applied)
    names = figures[True][0]
    return [compare(name, [f[name] for f in figures[False]], [f[name] for f in figures[True]]) for name in names]


def _switch(tuner: Tuner, group: str, on: bool) -> None:
    if on:
        tuner.apply(group)
    else:
        tuner.revert(group)
