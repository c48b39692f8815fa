"""Kinds of boards. Their differences that no system tells about itself are here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BoardProfile:
    """A kind of board. `model` is a pattern of the name that the firmware gives."""

    name: str
    title: str
    model: str = ""
    raspberry: bool = False
    gpu_memory: bool = False  # a part of the memory is set aside for graphics
    command_queue: bool = False  # of SD cards


PROFILES = {
    profile.name: profile
    for profile in (
        BoardProfile("pi-zero2w", "Raspberry Pi Zero 2 W", r"Raspberry Pi Zero 2", raspberry=True, gpu_memory=True),
        BoardProfile("pi3", "Raspberry Pi 3", r"Raspberry Pi (Compute Module )?3", raspberry=True, gpu_memory=True),
        BoardProfile(
            "pi4", "Raspberry Pi 4, 400", r"Raspberry Pi (Compute Module )?4", raspberry=True, gpu_memory=True
        ),
        BoardProfile(
            "pi5", "Raspberry Pi 5, 500", r"Raspberry Pi (Compute Module )?5", raspberry=True, command_queue=True
        ),
        BoardProfile("generic-arm64", "other boards with ARM processors"),
        BoardProfile("generic-amd64", "PCs"),
    )
}
