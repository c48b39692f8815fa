"""What can be set: by options of `imserver run`, or as `IM_…` in the environment. Read once, at start."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from imserver.system.proxies import TrustedProxies


class Service(StrEnum):
    """What a process can do. All together they are the server."""

    AUTH = "auth"
    GATEWAY = "gateway"
    MESSAGES = "messages"
    MEDIA = "media"
    PUSH = "push"


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="IM_", frozen=True)

    services: Annotated[frozenset[Service], NoDecode] = Field(
        frozenset(Service), description="Comma-separated: auth, gateway, messages, media, push. Default: all."
    )
    name: str = Field(
        "",
        max_length=64,
        pattern=r"^[A-Za-z0-9_.-]*$",
        description="This process among several. Default: its services.",
    )
    host: str = Field("127.0.0.1", description="Address to listen on.")
    port: int = Field(8080, ge=0, le=65_535, description="Port to listen on; 0 takes a free one.")
    data_dir: Path = Field(Path("data"), description="Directory of messages, accounts and keys.")
    admin_socket: Path | None = Field(None, description="Socket for imctl. Default: admin.sock in the data directory.")
    admin_socket_group: str | None = Field(None, description="Group that may use the admin socket too.")
    public_url: str | None = Field(None, description="Where people reach the server; stands in links.")
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Comma-separated addresses and networks of proxies whose X-Forwarded-For and -Proto count, as"
        " 127.0.0.1 or 10.0.0.0/8.",
    )
    address_connections: int = Field(
        5000,
        ge=0,
        description="Connections at once from one address (a /64 of IPv6), trusted proxies aside; 0 for no limit.",
    )
    address_half_open: int = Field(
        200,
        ge=0,
        description="Those of them that have sent no whole request, or aren't authenticated yet; 0 for no limit.",
    )
    log_format: Literal["console", "json"] = Field("console", description="How log lines look.")
    send_rate: int = Field(
        50, ge=0, description="Messages, edits, marks … a second that one person may send for long; 0 for no limit."
    )
    recall_window: int = Field(900, ge=0, description="Seconds within which people can recall what they sent.")
    media_max: int = Field(50 << 20, ge=1, description="Bytes that an uploaded file may have.")
    media_quota: int = Field(1 << 30, ge=0, description="Bytes that one person's files may take; 0 for no limit.")
    media_free: int = Field(500 << 20, ge=0, description="Bytes of the disk that files leave free.")
    push_text: bool = Field(False, description="Whether push notices say what was written, and not only by whom.")
    push_contact: str | None = Field(
        None, description="mailto: or https: address for push vendors. Default: the public URL, where it is https."
    )
    push_private: bool = Field(False, description="Whether push notices may go to private networks, and by http.")
    webhook_private: bool = Field(True, description="Whether webhooks may go to private networks and this machine.")
    webhook_patience: int = Field(3, ge=0, description="Days after which a failing webhook is disabled; 0 for never.")
    redis_url: str | None = Field(
        None,
        description="Redis or Valkey for what processes tell one another, counters and copies of history."
        " Default: in the process.",
    )
    cache_max: int = Field(
        16 << 20, ge=0, description="Bytes of memory for copies of recent history, in the messages service; 0 for none."
    )

    link: str | None = Field(
        None,
        description="Where messages can be reached by services in other processes: unix:///run/im/link.sock or"
        " tls://host:port. Default: link.sock in the data directory.",
    )
    link_ca: Path | None = Field(None, description="PEM: the authority that signs both sides of tls://.")
    link_cert: Path | None = Field(None, description="PEM: this process's certificate for tls://.")
    link_key: Path | None = Field(None, description="PEM: the key to it.")

    boot: str = Field(
        "",
        max_length=64,
        description="Id of this boot of the machine, where the kernel's boot_id can't be read: %b of systemd.",
    )
    tuning_record: Path = Field(
        Path("/var/lib/im-tuning/state.json"), description="Where imctl tune wrote down how this machine is tuned."
    )

    @field_validator("trusted_proxies", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _check_proxies(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        TrustedProxies(value)
        return value

    @field_validator("services", mode="before")
    @classmethod
    def _split_services(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        names = [part.strip() for part in value.split(",") if part.strip()]
        unknown = [name for name in names if name not in list(Service)]
        if unknown or not names:
            what = repr(unknown[0]) if unknown else "nothing"
            raise ValueError(f"{what} is no service; services are {', '.join(Service)}")
        return frozenset(names)

    @property
    def process_name(self) -> str:
        if self.name:
            return self.name
        return "all" if self.is_whole else "-".join(service for service in Service if service in self.services)

    @property
    def is_whole(self) -> bool:
        """Whether everything is in this process."""
        return len(self.services) == len(Service)

    @property
    def link_url(self) -> str:
        return self.link or f"unix://{(self.data_dir / 'link.sock').absolute()}"

    @field_validator("public_url")
    @classmethod
    def _check_url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError("it must begin with http:// or https://")
        return value

    @property
    def admin_socket_path(self) -> Path:
        return self.admin_socket or self.data_dir / "admin.sock"
