"""What can be called over a link: the methods of a port, with the types that the port itself declares.

A port that consists of parts, as the store does, has them as properties: their methods are called `part.method`.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any, get_type_hints

import msgspec

from imserver.rpc.wire import encode

_decode_list = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode

Served = dict[str, tuple["Method", Callable[..., Awaitable[Any]]]]
Send = Callable[[str, bytes], Awaitable[bytes]]
"""Carries a call: its method and packed arguments out, its packed result back."""


@dataclass(frozen=True, slots=True)
class Method:
    name: str
    signature: inspect.Signature
    _decode_arguments: Callable[[bytes], tuple[Any, ...]]
    _decode_result: Callable[[bytes], Any]

    def pack(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> bytes:
        """Arguments as a list in the order of the signature. Raises `TypeError` where they don't fit."""
        if not kwargs and len(args) == len(self.signature.parameters):
            return encode(args)
        bound = self.signature.bind(*args, **kwargs)
        bound.apply_defaults()
        return encode(list(bound.arguments.values()))

    def unpack(self, data: bytes | msgspec.Raw) -> tuple[list[Any], dict[str, Any]]:
        """What `pack` made, here or in the release before: what that didn't know of yet, at the end, has its default.

        Raises `msgspec.ValidationError`.
        """
        try:
            values = self._decode_arguments(data)
        except msgspec.ValidationError:
            values = self._decode_arguments(self._complete(data))
        args: list[Any] = []
        kwargs: dict[str, Any] = {}
        for parameter, value in zip(self.signature.parameters.values(), values, strict=True):
            if parameter.kind is parameter.KEYWORD_ONLY:
                kwargs[parameter.name] = value
            else:
                args.append(value)
        return args, kwargs

    def _complete(self, data: bytes | msgspec.Raw) -> bytes | msgspec.Raw:
        given = _decode_list(data)
        defaults = [parameter.default for parameter in self.signature.parameters.values()][len(given) :]
        return data if inspect.Parameter.empty in defaults else encode([*given, *defaults])

    def result(self, data: bytes | msgspec.Raw) -> Any:
        return self._decode_result(data)


def methods(port: type, prefix: str = "") -> Iterator[Method]:
    """Every asynchronous method of a port, and of the ports that it has as properties."""
    for name, member in vars(port).items():
        if name.startswith("_"):
            continue
        if isinstance(member, property) and member.fget is not None:
            part = get_type_hints(member.fget)["return"]
            if getattr(part, "_is_protocol", False):
                yield from methods(part, f"{prefix}{name}.")
        elif inspect.iscoroutinefunction(member):
            yield _method(prefix + name, member)


def _method(name: str, function: Callable[..., Any]) -> Method:
    hints = get_type_hints(function)
    signature = inspect.signature(function)
    parameters = [each for each in signature.parameters.values() if each.name != "self"]
    types = tuple(hints[each.name] for each in parameters)
    return Method(
        name,
        signature.replace(parameters=parameters),
        msgspec.msgpack.Decoder(tuple[types] if types else tuple[()]).decode,  # type: ignore[valid-type]
        msgspec.msgpack.Decoder(hints["return"]).decode,
    )


class Remote:
    """A port at the other end of a link: its own methods, not those of its parts, are coroutines that call."""

    def __init__(self, port: type, send: Send, prefix: str = "") -> None:
        for method in methods(port):
            if "." not in method.name:
                setattr(self, method.name, _calling(prefix + method.name, method, send))


def _calling(name: str, method: Method, send: Send) -> Callable[..., Awaitable[Any]]:
    async def call(*args: Any, **kwargs: Any) -> Any:
        return method.result(await send(name, method.pack(args, kwargs)))

    return call


def serve(port: type, implementation: object, prefix: str = "") -> Served:
    """The methods of a port and of its parts, by name, with what carries them out."""
    return {prefix + method.name: (method, _find(implementation, method.name)) for method in methods(port)}


def _find(implementation: object, path: str) -> Callable[..., Awaitable[Any]]:
    found: Any = implementation
    for name in path.split("."):
        found = getattr(found, name)
    function: Callable[..., Awaitable[Any]] = found
    return function
