"""What a widget may know of the page it is shown on."""
import os


def in_app() -> bool:
    """Whether Voila serves the page: a visitor's, without cells, where nothing is kept."""
    return os.environ.get("SERVER_SOFTWARE", "").startswith("voila/")
