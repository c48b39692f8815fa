#!/usr/bin/python
"""Who works with packages: a first start, or a holder of a lock of apt or dpkg. The kernel is asked, nothing taken."""

from __future__ import annotations

import contextlib
import fcntl
import os
import struct

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: im_package_lock
short_description: Tell who works with packages
description:
  - Asks whether cloud-init still completes the first start, and which process holds a lock of apt or dpkg. Fails while
    there is one, so that C(until) waits for its end.
options:
  limit_s:
    description: The seconds that the task waits in all, for the message.
    required: true
    type: int
  root:
    description: Where the system is.
    default: /
    type: path
author:
  - The imnode authors
"""

EXAMPLES = r"""
- name: Wait until nothing else installs packages
  im_package_lock:
    limit_s: 300
  register: lock
  until: lock is succeeded
  retries: 30
  delay: 10
"""

RETURN = r"""
waiting_for:
  description: The process that holds a lock, and the lock.
  returned: where one is held
  type: str
"""

LOCKS = (
    "var/lib/dpkg/lock-frontend",
    "var/lib/dpkg/lock",
    "var/lib/apt/lists/lock",
    "var/cache/apt/archives/lock",
)
UNFINISHED = ("not run", "not started", "running")
BOOTING = ("initializing", "starting")
FLOCK = "hhqqi4x"
"""struct flock of Linux on processors of 64 bits."""


def holder(root):
    """The process that holds a lock, in words; empty where all are free."""
    for lock in LOCKS:
        path = os.path.join(root, lock)
        try:
            with open(path, "rb") as file:
                asked = struct.pack(FLOCK, fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0)
                kind, _, _, _, pid = struct.unpack(FLOCK, fcntl.fcntl(file, fcntl.F_GETLK, asked))
        except FileNotFoundError:
            continue
        if kind != fcntl.F_UNLCK:
            return f"{named(pid)}, which holds {path}"
    return ""


def named(pid):
    """A process by its number and its command."""
    if pid <= 0:
        return "a process of another container"
    command = ""
    with contextlib.suppress(OSError), open(f"/proc/{pid}/cmdline", "rb") as file:
        command = file.read().decode("utf-8", "replace").replace("\0", " ").strip()
    command = " ".join(command.split())
    return f"process {pid} ({command[:80]})" if command else f"process {pid}"


def first_start(module):
    """What cloud-init says while it isn't done; empty where it is, or isn't there."""
    program = module.get_bin_path("cloud-init")
    if program is None:
        return ""
    _, told, _ = module.run_command([program, "status"])
    status = told.partition("status:")[2].strip().partition("\n")[0]
    if status not in UNFINISHED:
        return ""
    # Where it was installed later, or its datasource is missing, it waits for a boot, and nobody waits for it.
    _, booting, _ = module.run_command(["systemctl", "is-system-running"])
    if status != "running" and booting.strip() not in BOOTING:
        return ""
    return f"cloud-init, which completes the first start (it says: {status})"


def main():
    module = AnsibleModule(
        argument_spec={"limit_s": {"type": "int", "required": True}, "root": {"type": "path", "default": "/"}},
        supports_check_mode=True,
    )
    found = first_start(module) or holder(module.params["root"])
    if not found:
        module.exit_json(changed=False)
    module.fail_json(
        msg=f"Packages are still worked with by {found}, after {module.params['limit_s']} s. Wait for its end and run"
        " this again, allow more seconds (-e base_apt_timeout_s=1800), or see what it waits for: sudo systemctl status"
        " apt-daily.service apt-daily-upgrade.service unattended-upgrades.service cloud-init.service",
        waiting_for=found,
    )


if __name__ == "__main__":
    main()
