"""The limits that the API description gives are those that hold: what is at one is taken, what is beyond it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from uuid import uuid4

import httpx
import pytest

from tests.client import PASSWORD, Person
from tests.server import Server

Schema = dict[str, Any]
LEFT_OUT: Final = ("/api/v1/media", "/api/v1/admin/search/rebuild", "/api/v1/admin/keys/rotate")
"""What has no bounds of JSON, and what works for long."""


class Description:
    def __init__(self, whole: Schema) -> None:
        self._whole = whole

    def calls(self) -> Iterator[tuple[str, str, Schema]]:
        for path, calls in self._whole["paths"].items():
            if not path.startswith(LEFT_OUT):
                yield from ((method.upper(), path, call) for method, call in calls.items())

    def plain(self, schema: Schema) -> Schema:
        """Without references, and without the null that many may be."""
        while True:
            if "$ref" in schema:
                name = schema["$ref"].rpartition("/")[2]
                schema = {
                    **self._whole["components"]["schemas"][name],
                    **{k: v for k, v in schema.items() if k != "$ref"},
                }
            elif "anyOf" in schema:
                schema = next(each for each in schema["anyOf"] if each.get("type") != "null")
            else:
                return schema

    def sample(self, schema: Schema, name: str = "") -> Any:
        """Something that is accepted, as short as can be."""
        schema = self.plain(schema)
        if "oneOf" in schema:
            return self.sample(schema["oneOf"][0])
        if "const" in schema or "enum" in schema:
            return schema.get("const", schema.get("enum", [None])[0])
        match schema["type"]:
            case "object":
                needed = schema.get("required", ())
                return {key: self.sample(each, key) for key, each in schema["properties"].items() if key in needed}
            case "array":
                return [self.sample(schema["items"], name)] * schema.get("minItems", 0)
            case "string":
                return text(schema, 20, name)
            case "integer" | "number":
                return schema.get("minimum", 1)
            case kind:
                return kind == "boolean"


def text(schema: Schema, size: int, name: str = "") -> str:
    if schema.get("format") == "uuid":
        return str(uuid4())
    if schema.get("format") == "uri":
        return "https://push.example.org/".ljust(size, "x")[: max(size, 0)]
    if "password" in name:
        return PASSWORD.ljust(size, "x")[:size]
    return uuid4().hex.ljust(size, "x")[:size]


def edges(description: Description, schema: Schema, name: str) -> Iterator[tuple[Any, bool]]:
    """Values at the bounds and beyond, and whether they are within."""
    schema = description.plain(schema)
    for bound, beyond in (("minLength", -1), ("maxLength", 1)):
        if bound in schema and schema.get("format") != "uri":
            yield text(schema, schema[bound], name), True
            yield text(schema, schema[bound] + beyond, name), False
        elif bound in schema and bound == "maxLength":
            yield text(schema, schema[bound]), True
            yield text(schema, schema[bound] + 1), False
    for bound, beyond in (("minimum", -1), ("maximum", 1)):
        if bound in schema:
            yield schema[bound], True
            yield schema[bound] + beyond, False
    for bound, beyond in (("minItems", -1), ("maxItems", 1)):
        if bound in schema:
            one = description.sample(schema["items"], name)
            yield [one] * schema[bound], True
            if schema[bound] + beyond >= 0:
                yield [one] * (schema[bound] + beyond), False
    if schema.get("type") in ("integer", "boolean"):
        yield "1", False
        yield (False if schema["type"] == "integer" else 0), False
    if "enum" in schema:
        yield from ((each, True) for each in schema["enum"])
        yield "something else", False


@pytest.fixture(scope="module")
def description(site: Server) -> Description:
    return Description(httpx.get(f"{site.url}/api/v1/openapi.json", timeout=60).raise_for_status().json())


@pytest.fixture(scope="module")
def owner(site: Server) -> Iterator[httpx.Client]:
    token = Person(site, "root", "owner").token
    with httpx.Client(base_url=site.url, headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        yield client


def body_edges(description: Description, call: Schema) -> Iterator[tuple[str, Schema, bool]]:
    """Bodies of which one field is at a bound, or beyond it."""
    media = call.get("requestBody", {}).get("content", {}).get("application/json")
    if media is None:
        return
    whole = description.plain(media["schema"])
    for variant in map(description.plain, whole.get("oneOf", [whole])):
        base = description.sample(variant)
        for name, schema in variant["properties"].items():
            for value, within in edges(description, schema, name):
                yield name, {**base, name: value}, within


def query_edges(description: Description, call: Schema) -> Iterator[tuple[str, dict[str, Any], bool]]:
    parameters = [each for each in call.get("parameters", ()) if each["in"] == "query"]
    base = {each["name"]: "x" for each in parameters if each["required"]}
    for each in parameters:
        for value, within in edges(description, each["schema"], each["name"]):
            if value == "1" or value is False:  # in an address all are texts
                continue
            yield each["name"], {**base, each["name"]: value}, within


def judge(answer: httpx.Response, name: str, *, within: bool) -> None:
    told = f"{answer.request.method} {answer.request.url.path} {name}: {answer.status_code} {answer.text[:200]}"
    assert answer.status_code < 500, told
    if not within:
        assert answer.is_client_error, told
    elif answer.status_code == 422:
        error = answer.json()["error"]
        named = error["message"].partition(":")[0]
        rule = error["code"].partition("_")[0]
        assert name not in (named, named.rpartition(".")[2]), told
        assert rule != ("password" if name == "new" else name), told


def test_bounds_of_bodies_are_those_that_hold(owner: httpx.Client, description: Description) -> None:
    invite = owner.post("/api/v1/admin/invites", json={"uses": 100}).raise_for_status().json()["code"]
    group = (
        owner.post("/api/v1/conversations", json={"kind": "group", "title": "Garden"}).raise_for_status().json()["id"]
    )
    looked_at = set[tuple[str, str]]()
    for method, path, call in description.calls():
        address = path.replace("{code}", invite).replace("{id}", group).replace("{user}", "nobody")
        for name, body, within in body_edges(description, call):
            judge(owner.request(method, address, json=body), name, within=within)
            looked_at.add((path, name))
    assert {
        ("/api/v1/login", "login"),
        ("/api/v1/me", "name"),
        ("/api/v1/links/{code}", "password"),
        ("/api/v1/conversations", "title"),
        ("/api/v1/conversations/{id}", "title"),
        ("/api/v1/conversations/{id}/preferences", "muted_until"),
        ("/api/v1/admin/users", "login"),
        ("/api/v1/admin/invites", "days"),
        ("/api/v1/admin/tokens", "days"),
        ("/api/v1/push/subscriptions", "endpoint"),
        ("/api/v1/webhooks", "url"),
    } <= looked_at


def test_bounds_of_queries_are_those_that_hold(owner: httpx.Client, description: Description) -> None:
    conv = owner.post("/api/v1/conversations", json={"kind": "group", "title": "Query"}).raise_for_status().json()["id"]
    looked_at = 0
    for method, path, call in description.calls():
        if method == "GET":
            for name, query, within in query_edges(description, call):
                judge(owner.get(path.replace("{id}", conv), params=query), name, within=within)
                looked_at += 1
    assert looked_at > 60
