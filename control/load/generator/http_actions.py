"""What users ask for over HTTP: logging in, search, their list of conversations, files."""

from __future__ import annotations

import random
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import httpx

from control.load.generator.connector import Connector
from control.load.generator.recorder import RunRecorder
from control.load.generator.worker_protocol import UserAccount


class HttpActions:
    """`uploading` counts the files that are on their way: each is followed by a message."""

    def __init__(self, connector: Connector, recorder: RunRecorder, password: str) -> None:
        self._connector = connector
        self._recorder = recorder
        self._password = password
        self.uploading = 0

    async def login(self, account: UserAccount, due: float) -> bool:
        """Log in with the password; whether it worked."""
        body = {"login": account.login, "password": self._password, "device": "load"}
        grant = await self._call("login", due, "POST", "/api/v1/login", json=body)
        if grant is None:
            return False
        account.token, account.refresh = grant["access_token"], grant["refresh_token"]
        self._connector.credentials.took(account)
        return True

    async def search(self, account: UserAccount, due: float, word: str) -> None:
        await self._authorised("search", account, due, "GET", "/api/v1/search", params={"q": word})

    async def inbox(self, account: UserAccount, due: float) -> None:
        await self._authorised("inbox", account, due, "GET", "/api/v1/conversations")

    async def upload(self, account: UserAccount, due: float, conv: str, size: int) -> str | None:
        """Upload a file; its id, or None where it was refused. Its bytes can't be compressed, and no two are alike."""
        name, content = f"{size}.bin", random.randbytes(size)  # noqa: S311 - noise, no secret
        self.uploading += 1
        try:
            answer = await self._authorised(
                "upload",
                account,
                due,
                "POST",
                "/api/v1/media",
                {"X-File-Name": name},
                params={"conv": conv},
                content=content,
            )
        finally:
            self.uploading -= 1
        return None if answer is None else str(answer["id"])

    async def _authorised(
        self,
        action: str,
        account: UserAccount,
        due: float,
        method: str,
        path: str,
        more: Mapping[str, str] = MappingProxyType({}),
        **body: Any,
    ) -> Any:
        token = await self._connector.credentials.token(account)
        headers = {"Authorization": f"Bearer {token}", **more}
        return await self._call(action, due, method, path, headers=headers, **body)

    async def _call(self, action: str, due: float, method: str, path: str, **body: Any) -> Any:
        """The decoded answer; None where there was none, or a refusal, which is noted."""
        try:
            answer = await self._connector.http.request(method, path, **body)
        except httpx.HTTPError as error:
            self._recorder.fail(action, due, type(error).__name__)
            return None
        if not answer.is_success:
            self._recorder.fail(action, due, _code(answer))
            return None
        self._recorder.done(action, due)
        return answer.json() if answer.content else {}


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return f"HTTP {answer.status_code}"
