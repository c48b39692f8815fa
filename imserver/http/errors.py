"""Errors as HTTP answers: `{"error": {"code", "message", "hint", "retry"}}` with the table's status.

Where fields of the request are wrong, `fields` says of each what is; the rest is that of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from imserver.core import errors
from imserver.core.errors import ImError
from imserver.core.form import Form
from imserver.http.inputs import rule_errors
from imserver.http.methods import allowed


class FieldBody(BaseModel):
    code: str
    message: str
    hint: str


class ErrorBody(BaseModel):
    code: str
    message: str
    hint: str
    retry: bool
    fields: dict[str, FieldBody] = Field(
        default_factory=dict, description="what is wrong with each field of the request; left out where that isn't why"
    )


class ErrorAnswer(BaseModel):
    error: ErrorBody


RETRY_AFTER_S: Final = 5
"""Where nothing better is known."""


def answer(error: ImError) -> JSONResponse:
    code = error.code
    body = {**_described(error), "retry": code.retry}
    if error.fields:
        body["fields"] = {name: _described(each) for name, each in error.fields.items()}
    headers = {"Retry-After": str(error.retry_after_s or RETRY_AFTER_S)} if code.retry else None
    if code.status == 401:
        headers = {"WWW-Authenticate": "Bearer"}
    return JSONResponse({"error": body}, code.status, headers)


def _described(error: ImError) -> dict[str, Any]:
    return {"code": error.code.name, "message": error.message, "hint": error.hint}


def _misdirected(request: Request, methods: Sequence[str]) -> Response:
    """The page's files stand behind all routes: that there is none says nothing of the address."""
    allow = {"Allow": ", ".join(methods)}
    if methods and request.method == "OPTIONS":
        return Response(status_code=204, headers=allow)
    if not methods or request.method in methods:
        return answer(ImError(errors.NOT_FOUND, f"There is nothing at {request.url.path[:200]}."))
    refused = answer(ImError(errors.METHOD_NOT_ALLOWED, f"{request.method[:20]} can't be done at this address."))
    refused.headers.update(allow)
    return refused


def _model(request: Request) -> type[BaseModel]:
    """Of the body that the route takes; one without fields where it takes several kinds."""
    field = getattr(request.scope.get("route"), "body_field", None)
    model = field.field_info.annotation if field else None
    return model if isinstance(model, type) and issubclass(model, BaseModel) else BaseModel


_BY_STATUS = {
    400: errors.BAD_JSON,
    404: errors.NOT_FOUND,
    405: errors.METHOD_NOT_ALLOWED,
    413: errors.TOO_LARGE,
}


def install(app: FastAPI) -> None:
    @app.exception_handler(ImError)
    async def known(request: Request, error: ImError) -> JSONResponse:
        return answer(error)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        found = error.errors()
        if found[0]["type"] == "json_invalid":
            return answer(ImError(errors.BAD_JSON, "The request's body is not valid JSON."))
        form = Form()
        for each in found:
            place = ".".join(str(part) for part in each["loc"] if part != "body") or "body"
            form.refuse(place, ImError(errors.BAD_REQUEST, f"{place}: {each['msg']}."))
        wrong = {str(each["loc"][1]) for each in found if len(each["loc"]) > 1}
        for name, refusal in rule_errors(_model(request), error.body, wrong) if isinstance(error.body, dict) else ():
            form.refuse(name, refusal)
        return answer(form.refusal or ImError(errors.BAD_REQUEST, "The request can't be read."))

    @app.exception_handler(HTTPException)
    async def unroutable(request: Request, error: HTTPException) -> Response:
        code = _BY_STATUS.get(error.status_code, errors.INTERNAL)
        if code in (errors.NOT_FOUND, errors.METHOD_NOT_ALLOWED):
            return _misdirected(request, allowed(request.app.state.routes, request.scope["path"]))
        return answer(ImError(code, f"{error.detail}."))

    @app.exception_handler(Exception)
    async def unexpected(request: Request, error: Exception) -> JSONResponse:
        return answer(ImError(errors.INTERNAL, "The server failed on this request."))
