"""The playbook, with this machine as its node."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from control.load.result import load
from tests.server import Server


def test_it_loads_a_node_and_brings_its_side_home(server: Server, chat: str, tmp_path: Path) -> None:
    programs = Path(sys.executable).parent
    inventory = tmp_path / "inventory.ini"
    inventory.write_text("[im_nodes]\nnode ansible_connection=local\n", "utf-8")
    out = tmp_path / "out"
    values = {
        "loadtest_scenario": chat,
        "loadtest_users": 12,
        "loadtest_duration": "5s",
        "loadtest_ramp": "2s",
        "loadtest_imctl": programs / "imctl",
        "loadtest_node_imctl": programs / "imctl",
        "loadtest_url": server.url,
        "loadtest_out": out,
        "ansible_become": "false",
        "__loadtest_samples": tmp_path / "samples.jsonl",
    }
    extra = [word for name, value in values.items() for word in ("-e", f"{name}={value}")]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("IM_")}
    environment |= {"IM_ADMIN_SOCKET": str(server.admin_socket), "ANSIBLE_PYTHON_INTERPRETER": sys.executable}
    done = subprocess.run(
        [str(programs / "ansible-playbook"), "-i", str(inventory), "playbooks/loadtest.yml", *extra],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    result = load(out)
    assert result.delivery.lost == 0
    assert result.delivery.acked == result.delivery.stored > 0
    assert len(result.samples) > 3
    assert "imserver.uss_bytes" in result.samples[1].figures
    assert any("clock" in note for note in result.notes)
    assert (out / "report.html").exists()
    assert server.admin.get("/api/v1/admin/tokens").json()["tokens"] == []
