"""`make pictures`: the pictures that the README shows, made anew from the demonstration into docs/pictures."""

import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from PIL import Image
from playwright.sync_api import sync_playwright

from tests import look, pages  # look sets Django up, before pages wants it

FOLDER = settings.BASE_DIR / "docs" / "pictures"
LARGEST = 400_000  # bytes, all of them together
WIDTH = 420
# Which pages of the plan's PDF are shown, and which of the site, by the names of their pictures.
OF_THE_PLAN = {"cover": 1, "priorities": 4, "objectives": 10, "structure": 16}
OF_THE_SITE = {"public-page": "/business-plan/2016-2019/", "members-page": "/members/"}


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    of_the_plan()
    of_the_site()
    size = sum(picture.stat().st_size for picture in FOLDER.glob("*.png"))
    print(f"==> {FOLDER.relative_to(settings.BASE_DIR)}: {size // 1000} KB")
    if size > LARGEST:
        sys.exit("The pictures are too large for a README.")


def of_the_plan():
    [(_, file)] = [found for found in pages.pdfs() if found[0] == "/business-plan/2016-2019.pdf"]
    with tempfile.TemporaryDirectory() as folder:
        for name, number in OF_THE_PLAN.items():
            drawn = Path(folder) / name
            command = ["pdftoppm", "-r", "110", "-png", "-singlefile", "-f", str(number), "-l", str(number)]
            subprocess.run([*command, file, drawn], check=True)
            keep(drawn.with_suffix(".png"), f"plan-{name}")


def of_the_site():
    found = {page.path: page for page in pages.everything()}
    with look.served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        for name, path in OF_THE_SITE.items():
            picture = look.shoot(browser, address, found[path], 1280, "light")
            with Image.open(picture) as whole:
                whole.crop((0, 0, whole.width, min(whole.height, 1600))).save(picture)
            keep(picture, name, width=640)
        browser.close()


def keep(picture, name, width=WIDTH):
    """A picture small enough to be in the repository: as wide as the README shows it, and in 64 colours."""
    with Image.open(picture) as large:
        small = large.convert("RGB").resize(
            (width, round(large.height * width / large.width)), Image.Resampling.LANCZOS
        )
        small.quantize(64, dither=Image.Dither.NONE).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
