"""The checks of the web client that need Node.js, but no browser and no server."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from imserver.core.markup import plain
from imserver.services.admin.schema import Encoding
from tests.lanes.coverage import JAVASCRIPT

ROOT = Path(__file__).resolve().parents[2]
OLDEST_NODE = 18


def run(*command: str) -> None:
    variables = {**os.environ, "PYTHON": sys.executable}
    outcome = subprocess.run(command, cwd=ROOT, env=variables, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


@pytest.fixture(scope="module")
def node() -> str:
    program = shutil.which("node")
    if program is None:
        pytest.skip("node is missing: apt install nodejs")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    major = re.match(r"v(\d+)", version)
    if major is None or int(major[1]) < OLDEST_NODE:
        pytest.skip(f"node is {version}; {OLDEST_NODE} or newer is needed")
    return program


def test_vendored_libraries_are_what_their_ledger_says() -> None:
    run(sys.executable, "scripts/vendor", "--check")


def counting() -> list[str]:
    """With `./scripts/test --coverage`, options that have Node.js count executed lines."""
    file = os.environ.get(JAVASCRIPT)
    if file is None:
        return []
    reporters = {"lcov": file, "tap": "stdout"}
    told = [(f"--test-reporter={name}", f"--test-reporter-destination={to}") for name, to in reporters.items()]
    return ["--experimental-test-coverage", *(option for pair in told for option in pair)]


def test_client_and_screens(node: str) -> None:
    run(node, "--test", *counting(), *sorted(str(path) for path in Path(__file__).parent.glob("*.test.js")))


def test_types(node: str) -> None:
    compiler = ROOT / "node_modules/typescript/bin/tsc"
    if not compiler.exists():
        missing = "npm is missing (apt install npm)" if shutil.which("npm") is None else "run: npm ci"
        pytest.skip(f"the TypeScript compiler is missing: {missing}")
    run(node, str(compiler), "--noEmit", "--project", ".")


PIECES = (
    *("***_", "~~***", "[](https://e.org)"),
    *("*", "**", "***", "_", "__", "~~", "~", "`", "``", "```", "[", "](https://e.org/a)", "](", ")", "(", "!", "|"),
    *("\n", "\n\n", "\n- ", "\n  - ", "\n> ", "> ", "- ", "\n1. ", "\n2) ", "\n+ ", "\n```\n", "\n```js\n", "[x] "),
    *(
        "    ",
        "\t",
        "https://a.b/c",
        "http://x/y_z_(w)",
        "word",
        "x",
        "2",
        "$5",
        "¥3",
        "注意",
        "好",
        "，",
        "：",
        "“",
        "”",
    ),
    *("（", "）", "。", "…", "@bob", "ω", "👍", "❤️", "é", "e\u0301", "ﾟ", "<b>", "&amp;", "\\", "/", "=", ".", ",", "'"),
    *('"', "^", "-", " ", "  "),
)


def test_notices_lose_their_marks_as_previews_do(node: str) -> None:
    choose = random.Random(7)
    texts = ["".join(choose.choices(PIECES, k=choose.randint(1, 14))) for _ in range(10_000)]
    program = (
        'import { plain } from "./imserver/web/app/messages/markdown.js"; import { readFileSync } from "node:fs";'
        "process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0)).map(plain)));"
    )
    command = (node, "--input-type=module", "--eval", program)
    outcome = subprocess.run(command, cwd=ROOT, input=json.dumps(texts), capture_output=True, text=True, check=True)
    shown = json.loads(outcome.stdout)
    assert [plain(text) for text in texts] == shown
    assert sum(text != without for text, without in zip(texts, shown, strict=True)) > 1000


def test_the_page_offers_the_encodings_that_the_server_takes() -> None:
    code = Path("imserver/web/app/admin/roster-file.js").read_text("utf-8")
    (listed,) = re.findall(r"ENCODINGS = Object\.freeze\(\{(.*?)\}\)", code, re.S)
    assert set(re.findall(r'^  "?([\w-]+)"?:', listed, re.M)) == {"auto", *get_args(Encoding)}
