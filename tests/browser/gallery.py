"""`./scripts/screens`: a picture of every screen, and of each size one sheet with all of them."""

from __future__ import annotations

import argparse
import base64
import multiprocessing
import shutil
import subprocess
import sys
import time
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import Final, Literal, NamedTuple

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Error, Page, expect

from tests.browser.person import SCREENS, Screen
from tests.browser.sight import settle
from tests.browser.tour import LANGUAGES, PARTS, Guide, Language, world
from tests.chromium import find, launch

ROOT: Final = Path(__file__).resolve().parents[2]
PICTURES: Final = ROOT / "docs/pictures"
IN_THE_DOCUMENTATION: Final = {"chat.png": "group", "admin.png": "admin-overview"}
"""Pictures there, and the screens that they show: on a desktop, in English, in the light."""

Theme = Literal["light", "dark"]
THEMES: Final[tuple[Theme, ...]] = ("light", "dark")

SHEET_WIDTH: Final = 2600
GAP: Final = 12
LABEL: Final = 22


class Outcome(NamedTuple):
    stops: list[str]
    """In the order of the tour."""
    troubles: list[str]


def shot(folder: Path, screen: Screen, stop: str, language: Language, theme: Theme) -> Path:
    return folder / screen.name / f"{stop}-{language}-{theme}.png"


def take(folder: Path, screen: Screen, language: Language) -> Outcome:
    """All screens at one size and in one language."""
    stops: dict[str, None] = {}
    troubles: list[str] = []
    with world() as places, launch() as browser:
        for part, tour in PARTS.items():
            guide = Guide(browser, places, screen, language, anew=False, scale=1)
            last = "the beginning"
            try:
                for stop in tour(guide):
                    last = stop.name
                    stops[stop.name] = None
                    for theme in THEMES:
                        stop.page.emulate_media(color_scheme=theme)
                        expect(stop.page.locator("html")).to_have_attribute("data-theme", theme)
                        settle(stop.page)
                        shot(folder, screen, stop.name, language, theme).write_bytes(snap(stop.page))
                    stop.page.emulate_media(color_scheme="light")
            except (AssertionError, Error) as error:
                troubles.append(f"{part} ({screen}, {language}) ends after {last}: {error}")
            guide.end()
    return Outcome(list(stops), troubles)


def snap(page: Page) -> bytes:
    """A PNG that is made quickly, not small: Playwright's own takes twice as long."""
    session = page.context.new_cdp_session(page)
    answer = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
    session.detach()
    return base64.b64decode(answer["data"])


def sheet(folder: Path, screen: Screen, stops: list[str]) -> Path:
    """Of one size; of each screen both languages and both themes side by side."""
    variants = [(language, theme) for language in LANGUAGES for theme in THEMES]
    columns = 3 if screen.touch else 2
    width = (SHEET_WIDTH - GAP) // columns // len(variants) - GAP
    height = width * screen.height // screen.width
    rows = -(-len(stops) // columns)
    made = Image.new("RGB", (SHEET_WIDTH, GAP + rows * (LABEL + height + GAP)), "#767676")
    draw, font = ImageDraw.Draw(made), ImageFont.load_default(15)
    for number, stop in enumerate(stops):
        row, column = divmod(number, columns)
        left = GAP + column * len(variants) * (width + GAP)
        top = GAP + row * (LABEL + height + GAP)
        draw.text((left, top), stop, "white", font)
        for place, (language, theme) in enumerate(variants):
            path = shot(folder, screen, stop, language, theme)
            if path.exists():
                with Image.open(path) as picture:
                    small = picture.convert("RGB").resize((width, height), Image.Resampling.BOX)
                made.paste(small, (left + place * (width + GAP), top + LABEL))
    path = folder / f"{screen}.png"
    made.save(path)
    return path


def what_is_missing() -> str | None:
    if find() is None:
        return "Chromium is needed to show the page."
    for name, pattern in (("Chinese", ":lang=zh-cn"), ("emoji", ":charset=1f33f")):
        if not subprocess.run(["fc-list", pattern], capture_output=True, text=True, check=True).stdout:
            return f"A font is needed for {name}."
    return None


def main() -> int:
    parser = argparse.ArgumentParser(prog="./scripts/screens", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build/screens", help="default: build/screens")
    parser.add_argument("--pictures", action="store_true", help="also renew the pictures of the documentation")
    asked = parser.parse_args()
    missing = what_is_missing()
    if missing is not None:
        print(f"error: {missing}", file=sys.stderr)
        print(
            "hint: on Debian: sudo apt install chromium-headless-shell fonts-noto-cjk fonts-noto-color-emoji",
            file=sys.stderr,
        )
        return 1
    troubles = draw(asked.folder)
    for trouble in troubles:
        print(f"error: {trouble}", file=sys.stderr)
    if troubles:
        return 1
    if asked.pictures:
        renew(asked.folder)
    return 0


def draw(folder: Path) -> list[str]:
    """Everything there, anew. Returns where a tour broke off."""
    for screen in SCREENS:
        shutil.rmtree(folder / screen.name, ignore_errors=True)
        (folder / screen.name).mkdir(parents=True)
    started = time.monotonic()
    tours = [(screen, language) for screen in SCREENS for language in LANGUAGES]
    with ProcessPoolExecutor(len(tours), multiprocessing.get_context("spawn")) as pool:
        outcomes = wait([pool.submit(take, folder, *tour) for tour in tours], folder, started)
        stops = list(dict.fromkeys(stop for outcome in outcomes for stop in outcome.stops))
        sheets = list(pool.map(sheet, [folder] * len(SCREENS), SCREENS, [stops] * len(SCREENS)))
    print(f"{len(stops)} screens, {count(folder)} pictures, {time.monotonic() - started:.0f} s. Look at:")
    for path in sheets:
        print(f"  {path}")
    return [trouble for outcome in outcomes for trouble in outcome.troubles]


def wait(futures: list[Future[Outcome]], folder: Path, started: float) -> list[Outcome]:
    while any(future.running() for future in futures) or not all(future.done() for future in futures):
        line = f"{count(folder)} pictures, {time.monotonic() - started:.0f} s"
        print(f"\r{line}", end="" if sys.stdout.isatty() else "\n", flush=True)
        time.sleep(1 if sys.stdout.isatty() else 10)
    if sys.stdout.isatty():
        print("\r", end="")
    return [future.result() for future in futures]


def count(folder: Path) -> int:
    return sum(len(list((folder / screen.name).glob("*.png"))) for screen in SCREENS)


def renew(folder: Path) -> None:
    desktop = SCREENS[-1]
    for name, stop in IN_THE_DOCUMENTATION.items():
        with Image.open(shot(folder, desktop, stop, "en", "light")) as picture:
            picture.convert("RGB").save(PICTURES / name, optimize=True)
        print(f"renewed {(PICTURES / name).relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
