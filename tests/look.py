"""`make look`: pictures of every page and every PDF page of the demonstration, for a person to look at.

Reads the demonstration's board and tree and writes var/look: each page whole, and sheets to see all at one glance.
"""

import logging
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

# Playwright runs a loop of its own in this thread, and Django's ORM would refuse to work beside one.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lscb.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from PIL import Image, ImageDraw, ImageFont  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402

from tests import pages  # noqa: E402

FOLDER = settings.VAR / "look"
GAP, CAPTION, SHEET = 24, 22, (2400, 3000)


def main():
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    for program, package in ((chromium, "chromium"), (shutil.which("pdftoppm"), "poppler-utils")):
        if not program:
            sys.exit(f"{package} is not installed: apt-get install {package}")
    shutil.rmtree(FOLDER, ignore_errors=True)
    look_at_pages(chromium)
    look_at_pdfs()
    print(f"==> look at {FOLDER.relative_to(settings.BASE_DIR)}")


def look_at_pages(chromium):
    # Asking who may see a page is also being told who may not.
    logging.disable(logging.ERROR)
    found = pages.everything()
    with served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for width, scheme in ((1280, "light"), (1280, "dark"), (320, "light"), (320, "dark")):
            print(f"==> {len(found)} pages at {width} px, {scheme}")
            shots = [(page.path, shoot(browser, address, page, width, scheme)) for page in found]
            sheets(f"pages-{width}-{scheme}", shots, tile=(560, 900) if width == 1280 else (300, 900))
        browser.close()


def shoot(browser, address, page, width, scheme):
    context = browser.new_context(
        base_url=address, locale="en-GB", viewport={"width": width, "height": 900}, color_scheme=scheme
    )
    if page.cookie:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": page.cookie, "url": address}])
    tab = context.new_page()
    tab.goto(page.path)
    picture = FOLDER / "pages" / f"{page.name}-{width}-{scheme}.png"
    picture.parent.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=picture, full_page=True)
    context.close()
    return picture


@contextmanager
def served():
    """The program, on a port that is free, for as long as the block lasts."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        host, port = door.getsockname()
    command = ["gunicorn", "lscb.wsgi", "--bind", f"{host}:{port}", "--threads", "4"]
    server = subprocess.Popen(
        [sys.executable, "-m", *command, "--no-control-socket", "--log-level", "warning"], cwd=settings.BASE_DIR
    )
    try:
        for _ in range(150):
            with socket.socket() as door:
                if door.connect_ex((host, port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://{host}:{port}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def look_at_pdfs():
    for address, file in pages.pdfs():
        print(f"==> {address}")
        name = address.strip("/").replace("/", "-").removesuffix(".pdf")
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["pdftoppm", "-r", "110", "-png", file, f"{folder}/page"], check=True)
            colour = [(f"{name} {picture.stem}", picture) for picture in sorted(Path(folder).iterdir())]
            sheets(f"pdf-{name}-colour", colour, tile=(560, 800))
            sheets(f"pdf-{name}-grey", colour, tile=(560, 800), mode="L")
        print(f"    {len(colour)} pages")


def sheets(name, pictures, tile, mode="RGB"):
    """Contact sheets: every picture as wide as its tile, its caption above, and cut where the tile ends."""
    across = (SHEET[0] - GAP) // (tile[0] + GAP)
    down = (SHEET[1] - GAP) // (tile[1] + CAPTION + GAP)
    for first in range(0, len(pictures), across * down):
        sheet = Image.new(mode, SHEET, "#888")
        draw, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)
        for place, (caption, file) in enumerate(pictures[first : first + across * down]):
            left = GAP + place % across * (tile[0] + GAP)
            top = GAP + place // across * (tile[1] + CAPTION + GAP)
            with Image.open(file) as picture:
                small = picture.convert(mode)
                small = small.resize((tile[0], round(small.height * tile[0] / small.width)), Image.Resampling.LANCZOS)
            sheet.paste(small.crop((0, 0, tile[0], min(small.height, tile[1]))), (left, top + CAPTION))
            draw.text((left, top), caption, font=font, fill="#fff")
        FOLDER.mkdir(parents=True, exist_ok=True)
        sheet.save(FOLDER / f"{name}-{first // (across * down) + 1}.png")


if __name__ == "__main__":
    main()
