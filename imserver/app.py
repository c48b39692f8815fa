"""The HTTP application: routes, and what surrounds them."""

from __future__ import annotations

from fastapi import FastAPI

import imserver
from imserver.http import dictionary, errors, health, precache
from imserver.http.body import BodyLimit
from imserver.http.peer import ForwardedPeer
from imserver.http.security import SecurityHeaders
from imserver.http.site import admin_page, site
from imserver.node import Node
from imserver.services.admin import routes as admin
from imserver.services.auth import routes as auth
from imserver.services.media import routes as media
from imserver.services.messages import routes as messages
from imserver.settings import Settings


def build_app(node: Node, settings: Settings) -> FastAPI:
    """`state.node` is for routes, `state.gateway` for `imserver.edge.connection`."""
    app = FastAPI(
        title="imserver",
        version=imserver.__version__,
        description="Accounts, conversations and administration. What happens live goes over the WebSocket at /ws.",
        openapi_url="/api/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        responses={"default": {"model": errors.ErrorAnswer, "description": "An error of the table"}},
    )
    app.state.node = node
    app.state.gateway = node.gateway
    errors.install(app)
    for router in (
        health.router,
        precache.router,
        dictionary.router,
        auth.router,
        messages.router,
        media.router,
        admin.router,
    ):
        app.include_router(router)
    app.add_route("/admin", admin_page, include_in_schema=False)
    app.mount("/", site())
    app.add_middleware(BodyLimit, larger={media.PATH: settings.media_max})
    app.add_middleware(SecurityHeaders)
    app.add_middleware(ForwardedPeer, trusted=settings.trusted_proxies)
    return app
