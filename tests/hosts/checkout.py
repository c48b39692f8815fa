"""Other releases than this one, from which playbooks are run."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from tests.hosts.bundle import collect
from tests.hosts.playbook import REPOSITORY
from tests.hosts.root import RELEASES


def checkout(folder: Path, wheels: Path, addition: str) -> Path:
    """This checkout with a line more in its server: another release."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    for name in subprocess.run(listed, check=True, cwd=REPOSITORY, capture_output=True, text=True).stdout.split("\0"):
        if name and (REPOSITORY / name).exists():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            if (REPOSITORY / name).is_symlink():
                (folder / name).symlink_to(os.readlink(REPOSITORY / name))
            else:
                shutil.copy2(REPOSITORY / name, folder / name)
    with (folder / "imserver/process/node.py").open("a") as file:
        file.write(f"\n{addition}\n")
    collect(RELEASES[0], folder, wheels)
    return folder
