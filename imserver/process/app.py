"""The HTTP application: routes, and what surrounds them."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter, FastAPI

import imserver
from imserver.http import astray, dictionary, errors, precache
from imserver.http.body import BodyLimit
from imserver.http.lingering import Lingering
from imserver.http.methods import HeadAsGet
from imserver.http.origin import origin_of
from imserver.http.peer import ForwardedPeer
from imserver.http.security import SecurityHeaders
from imserver.http.site import MANIFEST, admin_page, site
from imserver.services import about, health
from imserver.services.admin import routes as admin
from imserver.services.auth import routes as auth
from imserver.services.media import routes as media
from imserver.services.messages import routes as messages
from imserver.services.push import routes as push
from imserver.services.registry import Node
from imserver.settings import Service, Settings
from imserver.system.proxies import TrustedProxies

ROUTERS: Final[dict[Service, tuple[APIRouter, ...]]] = {
    Service.AUTH: (auth.router,),
    Service.MESSAGES: (precache.router, dictionary.router, about.router, messages.router, admin.router),
    Service.MEDIA: (media.router, media.avatars),
    Service.PUSH: (push.router,),
}
"""What a process answers besides its health, by the services in it. The page comes with the messages."""


def build_app(node: Node, settings: Settings) -> FastAPI:
    """`state.node` is for routes, `state.public_origin` for `http.origin`, `state.proxies` for `http.health`, and
    `state.routes` for `http.errors`.
    """
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
    app.state.public_origin = origin_of(settings.public_url) if settings.public_url else None
    app.state.proxies = TrustedProxies(settings.trusted_proxies if Service.GATEWAY in settings.services else ())
    errors.install(app)
    answered = [router for service, routers in ROUTERS.items() if service in settings.services for router in routers]
    if Service.MEDIA not in settings.services and settings.services & {Service.AUTH, Service.MESSAGES}:
        answered.append(astray.router)
    for router in (health.router, *answered):
        app.include_router(router)
    app.state.routes = [*app.routes, *(route for router in (health.router, *answered) for route in router.routes)]
    if Service.MESSAGES in settings.services:
        for path in ("/admin", "/admin/"):
            app.add_route(path, admin_page, include_in_schema=False)
        app.add_route(f"/{MANIFEST}", about.manifest, include_in_schema=False)
        app.mount("/", site())
    larger = media.larger(settings.media_max)
    app.add_middleware(BodyLimit, larger=larger)
    app.add_middleware(Lingering, larger=larger)
    app.add_middleware(HeadAsGet)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(ForwardedPeer, trusted=settings.trusted_proxies)
    return app
