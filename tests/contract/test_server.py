"""What the server is called, and whether it has an owner, on every engine."""

from __future__ import annotations

import pytest

from imserver.core.account import Role
from imserver.core.server import ServerFacts
from tests.contract.town import Town

pytestmark = pytest.mark.anyio


async def test_it_has_no_name_and_no_owner_until_somebody_says_so(town: Town) -> None:
    assert await town.store.server.facts() == ServerFacts("", owned=False, peopled=False)
    assert await town.store.server.rename("Greenfield School") == ""
    assert await town.store.server.rename("绿野学校") == "Greenfield School"
    [ann] = await town.people("ann")
    assert await town.store.server.facts() == ServerFacts("绿野学校", owned=False, peopled=True)
    await town.store.accounts.set_role(ann, Role.OWNER)
    assert await town.store.server.facts() == ServerFacts("绿野学校", owned=True, peopled=True)


async def test_whoever_connects_is_told_the_name(town: Town) -> None:
    [ann] = await town.people("ann")
    await town.store.server.rename("Greenfield School")
    fresh = await town.store.stream.resume(ann, None)
    again = await town.store.stream.resume(ann, fresh.token)
    assert (fresh.server, again.server) == ("Greenfield School", "Greenfield School")
