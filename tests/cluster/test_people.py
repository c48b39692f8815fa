"""People on different gateways notice nothing of that."""

from __future__ import annotations

import asyncio
import re
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.client import PASSWORD, Device, Frame, Person
from tests.cluster.cluster import Cluster, wait_for
from tests.cluster.through import Through, at
from tests.wrongclock import DAY_S, WrongClock

pytestmark = pytest.mark.packages


def status(cluster: Cluster) -> Frame:
    found: Frame = cluster.admin.get("/api/v1/admin/status").json()
    return found


def of_type(kind: str) -> Callable[[Frame], bool]:
    return lambda frame: frame["t"] == kind


def test_people_on_different_gateways(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-2") as there, at(ann, cluster, "gateway-2"):
        assert here.send(conv, "Hello 你好")["seq"] == 1
        assert there.next_message()["text"] == "Hello 你好"
        there.send_frame({"t": "typing", "conv": conv})
        assert here.wait(of_type("typing"))["user"] == bob.id
        assert there.request({"t": "mark", "conv": conv, "read": 1})["t"] == "done"
        assert here.wait(of_type("receipt"))["read"] == 1
        assert here.request({"t": "history", "conv": conv, "limit": 10})["messages"][0]["text"] == "Hello 你好"

        wait_for(lambda: status(cluster)["users"]["online"] == 2, f"not these two are online: {status(cluster)}")
        names = {each["name"] for each in status(cluster)["processes"]}
        assert names == {"messages", "auth", "gateway-1", "gateway-2"}
        sessions = cluster.admin.get(f"/api/v1/admin/users/{bob.login}").json()["sessions"]
        assert [session["online"] for session in sessions] == [True]

        cluster.admin.patch(f"/api/v1/admin/users/{bob.login}", json={"disabled": True}).raise_for_status()
        assert there.wait_for_close() == 3502


def test_everybody_learns_the_name_of_the_server(cluster: Cluster, ann: Person, bob: Person) -> None:
    def rename(name: str) -> None:
        cluster.admin.patch("/api/v1/admin/server", json={"name": name}).raise_for_status()

    rename("Greenfield School")
    assert httpx.get(f"{cluster.url}/api/v1/server").raise_for_status().json()["name"] == "Greenfield School"
    code = cluster.admin.post("/api/v1/admin/invites", json={}).json()["code"]
    assert httpx.get(f"{cluster.url}/api/v1/links/{code}").json()["server"] == "Greenfield School"
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-2") as there:
        assert here.ready["server"] == there.ready["server"] == "Greenfield School"
        rename("绿野学校")
        for device in (here, there):
            assert device.wait(of_type("server"))["name"] == "绿野学校"


def test_presence_is_seen_across_gateways(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    with at(ann, cluster, "gateway-1") as here:
        with at(bob, cluster, "gateway-2"):
            assert here.request({"t": "watch", "convs": [conv]})["t"] == "done"
            assert here.wait(of_type("presence")) == {"t": "presence", "online": [bob.id], "offline": []}
        assert here.wait(of_type("presence"))["offline"] == [bob.id]
        with at(bob, cluster, "gateway-1"):
            assert here.wait(of_type("presence"))["online"] == [bob.id]


def test_who_is_blocked_is_kept_away_across_gateways(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-2") as there:
        there.send_frame({"t": "typing", "conv": conv})
        assert here.wait(of_type("typing"))["user"] == bob.id
        assert there.request({"t": "watch", "convs": [conv]})["t"] == "done"
        assert there.wait(of_type("presence"))["online"] == [ann.id]
        ann.call("PUT", f"/blocks/{bob.id}").raise_for_status()
        assert there.wait(of_type("presence")) == {"t": "presence", "online": [], "offline": [ann.id]}
    with at(bob, cluster, "gateway-2") as there, at(ann, cluster, "gateway-1") as here:
        there.send_frame({"t": "typing", "conv": conv})
        assert there.request({"t": "watch", "convs": [conv]})["t"] == "done"
        assert there.wait(of_type("presence")) == {"t": "presence", "online": [], "offline": []}
        ann.call("DELETE", f"/blocks/{bob.id}").raise_for_status()
        assert there.send(conv, "back")["t"] == "sent"
        assert here.next_message()["text"] == "back"
        assert not any(frame["t"] == "typing" for frame in here.frames)


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_people_are_seen_to_go_with_their_gateway_and_to_come_back(
    cluster: Cluster, how: str, ann: Person, bob: Person
) -> None:
    conv = ann.direct(bob)
    gateway = cluster.processes["gateway-2"]
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-2"):
        here.request({"t": "watch", "convs": [conv]})
        assert here.wait(of_type("presence"))["online"] == [bob.id]
        if how == "killed":
            gateway.kill()
            assert here.wait(of_type("presence"))["offline"] == [bob.id]
            cluster.restart("gateway-2")
            with at(bob, cluster, "gateway-2"):
                assert here.wait(of_type("presence"))["online"] == [bob.id]
        else:
            gateway.freeze()
            try:
                assert here.wait(of_type("presence"))["offline"] == [bob.id]
            finally:
                gateway.thaw()
            assert here.wait(of_type("presence"))["online"] == [bob.id]


def test_a_copied_refresh_token_ends_the_session_on_every_gateway(cluster: Cluster, ann: Person) -> None:
    url = f"{cluster.url}/api/v1/token"
    grant = httpx.post(f"{cluster.url}/api/v1/login", json={"login": ann.login, "password": PASSWORD}).json()
    tokens = [grant["refresh_token"]]
    for _ in range(2):
        tokens.append(httpx.post(url, json={"refresh_token": tokens[-1]}).raise_for_status().json()["refresh_token"])
    with at(ann, cluster, "gateway-1") as other:
        ann.token = grant["access_token"]
        with at(ann, cluster, "gateway-1") as here, at(ann, cluster, "gateway-2") as there:
            assert httpx.post(url, json={"refresh_token": tokens[0]}).json()["error"]["code"] == "token_reused"
            assert here.wait_for_close() == there.wait_for_close() == 3506
        assert other.request({"t": "ping"})["t"] == "pong", "another session of hers"
    assert ann.call("GET", "/me").json()["error"]["code"] == "token_invalid"
    assert ann.call("GET", "/conversations").json()["error"]["code"] == "token_invalid"


def test_a_session_that_ended_while_its_gateway_heard_nothing_is_closed_there(cluster: Cluster, ann: Person) -> None:
    gateway = cluster.processes["gateway-2"]
    with at(ann, cluster, "gateway-2") as there:
        gateway.freeze()
        try:
            wait_for(lambda: "gateway-2" not in _linked(cluster), "the link to a frozen gateway stands")
            assert ann.call("POST", "/logout").status_code == 204
        finally:
            gateway.thaw()
        assert there.wait_for_close() == 3501


def _linked(cluster: Cluster) -> set[str]:
    return {each["name"] for each in status(cluster)["processes"]}


def test_nobody_is_cut_off_while_messages_is_away(cluster: Cluster, ann: Person, bob: Person) -> None:
    """So long that HAProxy gives it up, and as long as it takes to start."""
    sent = {"t": "send", "conv": ann.direct(bob), "client_id": str(uuid4()), "text": "meanwhile"}
    with ann.device() as device, bob.device() as other:
        cluster.processes["messages"].kill()
        wait_for(lambda: cluster.is_given_up("messages"), "HAProxy still sends requests to messages")
        asked = device.send_frame(sent)
        cluster.restart("messages")
        answer = device.wait(lambda frame: frame.get("id") == asked)
        if answer["t"] == "error":  # it took longer to start than a gateway waits for it
            assert answer["retry"]
            answer = device.request(sent)
        assert answer["t"] == "sent"
        assert other.next_message()["text"] == "meanwhile"


def test_who_leaves_while_messages_is_away_is_seen_to_have_gone(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    with at(ann, cluster, "gateway-1") as here:
        with at(bob, cluster, "gateway-2"):
            here.request({"t": "watch", "convs": [conv]})
            assert here.wait(of_type("presence"))["online"] == [bob.id]
            cluster.processes["messages"].kill()
        cluster.restart("messages")
        assert here.wait(of_type("presence"))["offline"] == [bob.id]
    wait_for(lambda: status(cluster)["users"]["online"] == 0, "somebody who stayed is still online after leaving")


def test_logging_out_ends_the_connection_wherever_it_is_and_the_token_everywhere(cluster: Cluster, ann: Person) -> None:
    with at(ann, cluster, "gateway-2") as device:
        assert ann.call("POST", "/logout").status_code == 204
        assert device.wait_for_close() == 3501
    wait_for(lambda: ann.call("GET", "/conversations").status_code == 401, "messages still takes the token")
    with Device(Through(cluster, "gateway-1")) as refused:
        assert refused.request({"t": "auth", "token": ann.token})["code"] == "token_invalid"


def test_what_a_demoted_admin_gave_is_void_in_every_process(cluster: Cluster) -> None:
    deputy = Person(cluster, "deputy", "admin")
    invite = deputy.call("POST", "/admin/invites", {"uses": 9}).raise_for_status().json()
    address = f"{cluster.url}/api/v1/links/{invite['code']}"
    body = {"login": "invited", "password": "correct horse battery"}
    assert httpx.post(address, json=body, timeout=60).status_code == 200
    cluster.admin.patch("/api/v1/admin/users/deputy", json={"role": "member"}).raise_for_status()
    refused = httpx.post(address, json={**body, "login": "late"}, timeout=60)
    assert refused.json()["error"]["code"] == "link_invalid"
    assert deputy.call("GET", "/admin/users").json()["error"]["code"] == "forbidden"


def test_what_time_it_is_one_process_tells_the_others(cluster: Cluster, bob: Person, tmp_path: Path) -> None:
    clock = WrongClock(tmp_path, 400 * DAY_S)
    right = {name: cluster.processes[name] for name in ("auth", "gateway-1")}
    try:
        for name, process in right.items():
            process.stop()
            cluster.processes[name] = cluster.make(name, clock.environment)
            cluster.restart(name)
        cluster.wait_for_links()
        ann = Person(cluster, f"{bob.login}s-friend")
        conv = ann.direct(bob)
        with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-2") as there:
            assert here.send(conv, "hello")["seq"] == 1
            assert abs(there.next_message()["ts"] / 1000 - time.time()) < 60
        [session] = ann.call("GET", "/me/sessions").json()["sessions"]
        assert abs(session["created_at"] / 1000 - time.time()) < 60, "logged in by the time of the others"
        assert bob.call("GET", "/me").status_code == 200, "a token that was issued at the right time counts"
    finally:
        for name, process in right.items():
            cluster.processes[name].stop()
            cluster.processes[name] = process


def test_a_gateway_that_is_drained_takes_nobody_and_loses_nobody(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    cluster.command_proxy("set server gateway/gateway-1 state drain")
    with ann.device() as device, bob.device() as other:
        device.send(conv, "while drained")
        assert other.next_message()["text"] == "while drained"
        wait_for(lambda: connections(cluster) == {"gateway-1": 0, "gateway-2": 2}, "the drained one has connections")
    cluster.command_proxy("set server gateway/gateway-1 state ready")


def connections(cluster: Cluster) -> dict[str, int]:
    return {
        each["name"]: each["figures"]["connections"]
        for each in status(cluster)["processes"]
        if each["services"] == ["gateway"] and each["figures"]
    }


def test_what_a_gateway_hears_with_an_answer_passes_no_bus(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    with at(ann, cluster, "gateway-1") as here, at(bob, cluster, "gateway-1") as there:
        before = status(cluster)["bus"]["published"]
        for number in range(20):
            here.send(conv, f"message {number}")
            assert there.next_message()["text"] == f"message {number}"
        assert status(cluster)["bus"]["published"] - before < 5


def test_bodies_pass_through_redis_sealed(cluster: Cluster, ann: Person, bob: Person) -> None:
    conv = ann.direct(bob)
    redis = ["redis-cli", "-s", str(cluster.folder / "redis.sock")]
    with (
        subprocess.Popen([*redis, "monitor"], stdout=subprocess.PIPE, text=True) as watching,
        at(ann, cluster, "gateway-1") as here,
        at(bob, cluster, "gateway-2") as there,
    ):
        assert watching.stdout is not None
        assert watching.stdout.readline() == "OK\n"
        here.send(conv, "a very secret sentence")
        there.next_message()
        subprocess.run([*redis, "echo", "everything was seen"], check=True, capture_output=True)
        seen = ""
        while "everything was seen" not in seen:
            seen += watching.stdout.readline()
        watching.terminate()
    assert re.search(r'"PUBLISH" ".*gateway-2', seen, re.IGNORECASE)
    assert "secret" not in seen


def test_passwords_are_guessed_no_more_often_with_a_process_of_their_own_nor_without_redis(
    cluster: Cluster, ann: Person
) -> None:
    async def guess(times: int) -> Counter[str]:
        async with httpx.AsyncClient(base_url=cluster.url, timeout=60) as client:
            bodies = [{"login": ann.login, "password": f"guess number {number}"} for number in range(times)]
            answers = await asyncio.gather(*(client.post("/api/v1/login", json=body) for body in bodies))
        return Counter(answer.json()["error"]["code"] for answer in answers)

    body = {"login": ann.login, "password": PASSWORD}
    with httpx.Client(base_url=cluster.url, timeout=60) as tablet:
        tablet.post("/api/v1/login", json=body).raise_for_status()
        assert asyncio.run(guess(30)) == {"credentials_wrong": 10, "throttled": 20}
        assert tablet.post("/api/v1/login", json=body).status_code == 200, "a device that has logged in before"
        assert httpx.post(f"{cluster.url}/api/v1/login", json=body, timeout=60).status_code == 429
        cluster.redis.kill()
        assert asyncio.run(guess(30)) == {"credentials_wrong": 10, "throttled": 20}
        assert tablet.post("/api/v1/login", json=body).status_code == 200
