"""What users ask for over HTTP: logging in, search, their list of conversations, files."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import httpx

from control.load.scenario import texts

if TYPE_CHECKING:
    from control.load.generator.virtual_user import VirtualUser
    from control.load.generator.virtual_users import VirtualUsers


class HttpActions:
    def __init__(self, crowd: VirtualUsers) -> None:
        self._crowd = crowd

    async def login(self, person: VirtualUser, due: float) -> None:
        """Log in with the password, again and again until it works, then connect."""
        account = person.account
        body = {"login": account.login, "password": self._crowd.password, "device": "load"}
        while not self._crowd.stopping:
            grant = await self._call("login", person, due, "POST", "/api/v1/login", json=body)
            if grant is not None:
                account.token, account.refresh = grant["access_token"], grant["refresh_token"]
                self._crowd.credentials.took(account)
                person.connect(self._crowd.now(), "connect")
                return
            due = await self._crowd.pause()

    async def search(self, person: VirtualUser, due: float) -> None:
        word = self._crowd.chance.choice(texts.WORDS)
        await self._authorised("search", person, due, "GET", "/api/v1/search", params={"q": word})

    async def inbox(self, person: VirtualUser, due: float) -> None:
        await self._authorised("inbox", person, due, "GET", "/api/v1/conversations")

    async def upload(self, person: VirtualUser, due: float, room: int, conv: str, size: int) -> None:
        """Upload a file, then send it. Its bytes can't be compressed, and no two files are alike."""
        name, content = f"{size}.bin", random.randbytes(size)  # noqa: S311 - noise, no secret
        self._crowd.uploading += 1
        try:
            answer = await self._authorised(
                "upload",
                person,
                due,
                "POST",
                "/api/v1/media",
                {"X-File-Name": name},
                think=False,
                params={"conv": conv},
                content=content,
            )
        finally:
            self._crowd.uploading -= 1
        if answer is None:
            self._crowd.think(person)
        else:
            self._crowd.send(person, self._crowd.now(), room, attachments=[answer["id"]])

    async def _authorised(
        self,
        action: str,
        person: VirtualUser,
        due: float,
        method: str,
        path: str,
        more: Mapping[str, str] = MappingProxyType({}),
        *,
        think: bool = True,
        **body: Any,
    ) -> Any:
        token = await self._crowd.credentials.token(person.account)
        headers = {"Authorization": f"Bearer {token}", **more}
        answer = await self._call(action, person, due, method, path, headers=headers, **body)
        if think:
            self._crowd.think(person)
        return answer

    async def _call(self, action: str, person: VirtualUser, due: float, method: str, path: str, **body: Any) -> Any:
        """The decoded answer; None where there was none, or a refusal, which is noted."""
        try:
            answer = await self._crowd.http.request(method, path, **body)
        except httpx.HTTPError as error:
            self._crowd.fail(action, due, type(error).__name__)
            return None
        if not answer.is_success:
            self._crowd.fail(action, due, _code(answer))
            return None
        self._crowd.done(person, action, due, think=False)
        return answer.json() if answer.content else {}


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {answer.status_code}"
