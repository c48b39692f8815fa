"""A conversation with a long past, put into the store of a server that is not running."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final
from uuid import UUID

import msgspec

from imserver.seal import keyring
from imserver.seal.envelope import Sealer, place
from imserver.store.sqlite.connection import open_database
from imserver.store.sqlite.messages import INSERT, Body

_VOCABULARY: Final = (
    "明天 下午 开会 老师 学校 作业 周末 一起 吃饭 好的 谢谢 收到 请 大家 注意 安全 回家 路上 天气 很好 "
    "项目 文件 更新 服务器 问题 "
    "meeting tomorrow please send report thanks school garden water shed house hose dinner train late weekend server "
    "update question answer photo music lesson homework friday monday morning evening"
)
WORDS: Final = _VOCABULARY.split()
RARE: Final = "鹦鹉螺"
EVERY: Final = 10_000
"""How often the rare word comes."""
CHUNK: Final = 20_000


def text(number: int, chance: random.Random) -> str:
    words = chance.choices(WORDS, k=12)
    return f"{' '.join(words)} {RARE}" if number % EVERY == 0 else " ".join(words)


def fill(data_dir: Path, conv: str, senders: list[str], count: int) -> None:
    """Messages 1 to `count`, sealed as the server would have."""
    sealer = Sealer(keyring.load(data_dir / "keys" / "seal.json"))
    chance = random.Random(1)
    encode = msgspec.msgpack.Encoder().encode
    database = open_database(data_dir / "messages.db", readonly=False)
    database.execute("PRAGMA synchronous = OFF")
    (reserved,) = database.execute("SELECT max(value) FROM meta WHERE key = 'position'").fetchone()
    for start in range(1, count + 1, CHUNK):
        rows = []
        for seq in range(start, min(start + CHUNK, count + 1)):
            sender = senders[seq % len(senders)]
            body = encode(Body(text(seq, chance)))
            digest = sealer.digest(conv.encode() + body)
            sealed = sealer.seal(body, place(conv, seq, sender))
            rows.append(
                (conv, seq, reserved + seq, sender, UUID(int=chance.getrandbits(128)).bytes, seq, digest, sealed, None)
            )
        database.execute("BEGIN")
        database.executemany(INSERT, rows)
        database.execute("COMMIT")
    database.execute("UPDATE meta SET value = ? WHERE key = 'position'", (reserved + count,))
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
