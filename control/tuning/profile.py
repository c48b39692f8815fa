"""Kinds of boards. Their differences that no system tells about itself are here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
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
        Profile("pi-zero2w", "Raspberry Pi Zero 2 W", r"Raspberry Pi Zero 2", raspberry=True, gpu_memory=True),
        Profile("pi3", "Raspberry Pi 3", r"Raspberry Pi (Compute Module )?3", raspberry=True, gpu_memory=True),
        Profile("pi4", "Raspberry Pi 4, 400", r"Raspberry Pi (Compute Module )?4", raspberry=True, gpu_memory=True),
        Profile("pi5", "Raspberry Pi 5, 500", r"Raspberry Pi (Compute Module )?5", raspberry=True, command_queue=True),
        Profile("generic-arm64", "other boards with ARM processors"),
        Profile("generic-amd64", "PCs"),
    )
}
