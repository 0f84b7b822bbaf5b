"""Takes the pictures of the report for README and docs: python docs/pictures/take.py REPORT.html (needs Chromium)."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import which

from playwright.sync_api import Browser, sync_playwright

HERE = Path(__file__).parent
# Name, width, height, colour scheme, and what has to be at the top.
PICTURES = (
    ("report.png", 1280, 1160, "light", "body"),
    ("report-dark.png", 1280, 900, "dark", "#cohorts"),
    ("report-phone.png", 390, 844, "light", "body"),
)


def take(browser: Browser, page_file: Path, name: str, width: int, height: int, scheme: str, top: str) -> None:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(page_file.resolve().as_uri())
    page.wait_for_function("document.documentElement.dataset.charts === 'drawn'")
    page.evaluate(f"scrollTo(0, document.querySelector('{top}').getBoundingClientRect().top + scrollY - 40)")
    page.screenshot(path=HERE / name)
    page.close()


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            take(browser, Path(sys.argv[1]), *picture)
        browser.close()


if __name__ == "__main__":
    main()
