"""`im_layout`: the cluster of a host, as control/provisioning/cluster_layout.py lays it out."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from control.provisioning.cluster_layout import InventoryHost, lay_out

DOCUMENTATION = r"""
name: im_layout
short_description: The cluster of a host
description:
  - Which processes run on which host, from the groups of the inventory and what the hosts are; and why that can't be.
options:
  _input:
    description: A dictionary with the facts C(cluster_machine) of the hosts that passed their checks.
    type: dict
    required: true
  host:
    description: The host whose cluster is wanted.
    type: str
    required: true
  groups:
    description: The groups of the inventory.
    type: dict
    required: true
"""


def im_layout(machines, host, groups):
    return lay_out(host, {name: InventoryHost(**machine) for name, machine in machines.items()}, groups).as_facts()


class FilterModule:
    def filters(self):
        return {"im_layout": im_layout}
