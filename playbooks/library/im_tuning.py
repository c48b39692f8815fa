#!/usr/bin/python
"""The model of tuning (`control/tuning/`) as a module of Ansible."""

from __future__ import annotations

from dataclasses import asdict

from ansible.module_utils.basic import AnsibleModule
from ansible.module_utils.imnode_tuning.choice import Overrides, values
from ansible.module_utils.imnode_tuning.doctor import examine
from ansible.module_utils.imnode_tuning.knob import KnobError
from ansible.module_utils.imnode_tuning.machine import Machine
from ansible.module_utils.imnode_tuning.record import load_overrides
from ansible.module_utils.imnode_tuning.tuner import Tuner

DOCUMENTATION = r"""
module: im_tuning
short_description: Apply, read and revert the model of tuning
description:
  - Brings the knobs of control/tuning/ to their values on a host, and notes before what was there.
options:
  state:
    description: >-
      C(checked) only refuses what can't be applied; C(read) tells how the knobs stand; C(examined) says what ails the
      host; C(present) applies; C(absent) brings back what was there before.
    choices: [checked, read, examined, present, absent]
    default: present
    type: str
  group:
    description: A group of knobs; all by default.
    default: ""
    type: str
  profile:
    description: Kind of board, or auto.
    default: auto
    type: str
  overrides:
    description: Values by the names of knobs; leave doesn't touch one.
    default: {}
    type: dict
  "off":
    description: >-
      Groups that are switched off: they get back what the host had before. With O(group) only that one counts. By
      default those that were off at the last run.
    type: list
    elements: str
author:
  - The imnode authors
"""

EXAMPLES = r"""
- name: Apply the knobs of memory
  im_tuning:
    group: memory
    overrides:
      vm.swappiness: 100
"""

RETURN = r"""
readings:
  description: Every knob, with its desired and its live value.
  returned: for read and present
  type: list
  elements: dict
restart:
  description: The knobs that wait for a restart.
  returned: for read and present
  type: list
  elements: str
trouble:
  description: What the system refused, by knob.
  returned: for present and absent
  type: dict
findings:
  description: What ails the host.
  returned: for examined
  type: list
  elements: dict
"""


def run(module):
    """What the module returns, from its parameters."""
    wanted, group = module.params["state"], module.params["group"]
    machine = Machine()
    if wanted == "absent":
        return report(Tuner(machine, Overrides()).revert(group, check=module.check_mode))
    if wanted == "examined":
        return {"changed": False, "findings": [asdict(finding) for finding in examine(machine)]}
    chosen = load_overrides(machine)
    off = switched_off(module.params["off"], group, chosen.off)
    tuner = Tuner(machine, Overrides(module.params["profile"], values(module.params["overrides"]), chosen.node, off))
    if wanted == "present":
        return report(tuner.apply(group, check=module.check_mode))
    tuner.check()
    if wanted == "checked":
        return {"changed": False, "profile": tuner.board.profile.name}
    readings = tuner.readings(group)
    restart = [reading.name for reading in readings if reading.state == "restart"]
    about = {"profile": tuner.board.profile.name, "model": tuner.board.model, "title": tuner.board.title}
    return {"changed": False, "readings": [asdict(reading) for reading in readings], "restart": restart, **about}


def switched_off(given, group, before):
    if given is None:
        return before
    others = [name for name in before if group and name != group]
    return tuple(sorted({*others, *given}))


def report(done):
    result = done.as_json()
    changes = result.pop("changes")
    diff = [{"before_header": change["what"], "after_header": change["what"], **sides(change)} for change in changes]
    return {"changed": bool(changes), "changes": [change["what"] for change in changes], "diff": diff, **result}


def sides(change):
    return {side: "" if change[side] is None else change[side].rstrip("\n") + "\n" for side in ("before", "after")}


def main():
    module = AnsibleModule(
        argument_spec={
            "state": {"choices": ["checked", "read", "examined", "present", "absent"], "default": "present"},
            "group": {"type": "str", "default": ""},
            "profile": {"type": "str", "default": "auto"},
            "overrides": {"type": "dict", "default": {}},
            "off": {"type": "list", "elements": "str"},
        },
        supports_check_mode=True,
    )
    try:
        result = run(module)
        for name, text in result.get("trouble", {}).items():
            module.warn(f"{name}: {text}")
    except KnobError as refusal:
        module.fail_json(msg=str(refusal))
    except OSError as error:
        module.fail_json(msg=f"The files of the tuning can't be written: {error}")
    module.exit_json(**result)


if __name__ == "__main__":
    main()
