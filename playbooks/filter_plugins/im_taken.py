"""`im_taken`: why ports of a host can't be had, as control/host/ports.py reads it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from control.host.ports import taken

DOCUMENTATION = r"""
name: im_taken
short_description: Why ports of a host can't be had
description:
  - Who else listens at ports that a host is to have, in a sentence or two for each.
options:
  _input:
    description: The ports, each with C(port), C(address), the C(setting) that chooses it, and a C(way_out).
    type: list
    required: true
  sockets:
    description: What C(ss -Hltnp) prints on the host.
    type: str
    required: true
  units:
    description: What C(ps -e -o pid=,unit=) prints on the host.
    type: str
    required: true
  was_former:
    description: Whether an earlier release runs units of the distribution there.
    type: bool
"""


def im_taken(wanted, sockets, units, was_former=False):
    return taken(sockets, units, wanted, was_former)


class FilterModule:
    def filters(self):
        return {"im_taken": im_taken}
