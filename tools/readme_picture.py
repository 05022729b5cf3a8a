"""Make docs/playground.png, the README's picture: the real playground in a real browser.

    python -m tools.readme_picture
"""

from PIL import Image

from glassbox.driven import app_server, driven_page
from glassbox.project import root

PICTURE = "docs/playground.png"
LINK = "/voila/render/03_classifier_zoo.ipynb?open=playground&rule=rose&hidden=32-32&seed=7"
ENOUGH = 97.5  # percent of unseen points right, at which the picture is taken


def main() -> None:
    """Let a network learn the rose, pause, and take the picture."""
    path = root() / PICTURE
    path.parent.mkdir(exist_ok=True)
    with (
        app_server(root() / "lessons") as address,
        driven_page(1160, 1000, device_scale_factor=1.5) as page,
    ):
        page.goto(address + LINK, timeout=120_000)
        playground = page.locator(".gb-playground").first
        result = playground.locator(".gb-big")
        playground.locator(".gb-field canvas").wait_for()
        playground.locator(".gb-main").click()
        while float(result.inner_text().strip("-%") or 0) < ENOUGH:
            page.wait_for_timeout(200)
        playground.locator(".gb-main").click()
        page.wait_for_timeout(1500)  # the finer field, drawn once nothing moves
        playground.screenshot(path=path)
    # A palette of 256 colours shows no difference and is a third of the size.
    Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)
    print(f"wrote {PICTURE}")


if __name__ == "__main__":
    main()
