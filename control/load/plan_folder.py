"""The data beside a tool's plan: the scenario in plain numbers, the accounts, texts and words to search for."""

from __future__ import annotations

import csv
import json
import random
from pathlib import Path
from typing import Any, Final

from control.load.result import ToolTarget
from control.load.scenario.rooms import of_users, rooms
from control.load.scenario.scenario import Scenario
from control.load.scenario.texts import REACTIONS, WORDS, Phrases

TEXTS: Final = 2000
DRAIN_S: Final = 5.0
"""How long users stay after the end and the last answer, for messages that are on their way."""
ANSWER_S: Final = 30.0
"""After how long an action without an answer has failed."""


PLAIN: Final = str.maketrans({'"': "”", "\\": "/", "\n": " ", "\r": " ", "\t": " "})
"""Texts go into JSON as they are, in every tool."""


def parameters(scenario: Scenario) -> dict[str, Any]:
    """What every plan starts from. Times are seconds."""
    span = scenario.think
    return {
        "name": scenario.name,
        "title": scenario.title,
        "users": scenario.users,
        "ramp": scenario.ramp.seconds,
        "hold": scenario.hold.seconds,
        "drain": DRAIN_S,
        "answer": ANSWER_S,
        "open": scenario.arrival == "open",
        "period": 1 / scenario.rate.per_s if scenario.rate else 0.0,
        "think_low": span.low if span else 0.0,
        "think_high": span.high if span else 0.0,
        "mix": {action.value: weight for action, weight in scenario.mix.items()},
        "files": [{"bytes": file.size.bytes, "weight": file.weight} for file in scenario.files],
        "storms": [
            {"at": storm.at.seconds, "within": storm.within.seconds, "share": storm.share} for storm in scenario.storms
        ],
        "emoji": list(REACTIONS),
        "seed": scenario.seed,
    }


def write_data(scenario: Scenario, folder: Path) -> list[Path]:
    """scenario.yml, the same in plain numbers as scenario.json, texts.txt and words.txt; the files."""
    folder.mkdir(parents=True, exist_ok=True)
    phrases = Phrases(scenario.texts, random.Random(scenario.seed))  # noqa: S311 (a plan that can be repeated)
    texts = [phrases.text().translate(PLAIN) for _ in range(TEXTS)]
    content = {
        "scenario.json": json.dumps(parameters(scenario), ensure_ascii=False, indent=2),
        "texts.txt": "\n".join(texts),
        "words.txt": "\n".join(WORDS),
        "scenario.yml": _yaml(scenario),
    }
    for name, text in content.items():
        (folder / name).write_text(text.rstrip("\n") + "\n", "utf-8")
    return [folder / name for name in content]


def _yaml(scenario: Scenario) -> str:
    import yaml

    content = scenario.model_dump(mode="json", exclude_none=True)
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


def write_people(scenario: Scenario, target: ToolTarget, folder: Path) -> Path:
    """people.csv, for whoever runs the plan only: it holds passwords or tokens.

    Columns: login, password, token (empty where the user logs in with the password), and convs, the ids of the user's
    conversations with the share of the messages that goes to each: `c1=0.75;c2=0.25`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "people.csv"
    path.touch(mode=0o600)
    path.chmod(0o600)
    weights = conversation_shares(scenario)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["login", "password", "token", "convs"])
        for index, (login, convs) in enumerate(zip(target.logins, target.convs, strict=True)):
            token = target.tokens[index] if target.tokens and scenario.sign_in == "token" else ""
            shares = weights[index] if len(weights[index]) == len(convs) else [1 / len(convs)] * len(convs)
            said = ";".join(f"{conv}={share:.6g}" for conv, share in zip(convs, shares, strict=True))
            writer.writerow([login, target.password, token, said])
    return path


def conversation_shares(scenario: Scenario) -> list[list[float]]:
    """For each user how often each of their conversations is written to, in the order of their rooms."""
    found = rooms(scenario)
    shares = []
    for mine in of_users(found, scenario.users):
        total = sum(found[index].weight for index in mine)
        shares.append([found[index].weight / total for index in mine])
    return shares
