"""Finding the browser: the variable first, then commands, then the usual places."""

from pathlib import Path

import pytest

from glassbox import browser


@pytest.fixture
def bare(tmp_path, monkeypatch) -> Path:
    """A Linux machine with no browser, whose home is a temporary folder."""
    monkeypatch.delenv("GLASSBOX_CHROMIUM", raising=False)
    monkeypatch.delenv("PLAYWRIGHT_BROWSERS_PATH", raising=False)
    monkeypatch.setattr(browser.shutil, "which", lambda name: None)
    monkeypatch.setattr(browser.sys, "platform", "linux")
    monkeypatch.setattr(browser.Path, "home", lambda: tmp_path)
    return tmp_path


def program(path: Path) -> Path:
    path.parent.mkdir(parents=True)
    path.touch()
    return path


def test_a_machine_without_a_browser_has_none(bare):
    assert browser.find_chromium() is None


def test_the_variable_wins_over_what_is_on_the_path(bare, monkeypatch):
    mine = program(bare / "mine" / "chrome")
    monkeypatch.setenv("GLASSBOX_CHROMIUM", str(mine))
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert browser.find_chromium() == mine


def test_a_variable_that_names_no_file_is_refused(bare, monkeypatch):
    monkeypatch.setenv("GLASSBOX_CHROMIUM", str(bare))
    with pytest.raises(ValueError, match="GLASSBOX_CHROMIUM must be the program file"):
        browser.find_chromium()


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome", "msedge"])
def test_a_command_on_the_path_is_found(bare, monkeypatch, name):
    there = {name: f"/usr/bin/{name}"}
    monkeypatch.setattr(browser.shutil, "which", there.get)
    assert browser.find_chromium() == Path(f"/usr/bin/{name}")


def test_chromium_is_preferred_to_other_browsers(bare, monkeypatch):
    monkeypatch.setattr(browser.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert browser.find_chromium() == Path("/usr/bin/chromium")


def test_on_a_mac_the_applications_of_the_user_are_looked_into(bare, monkeypatch):
    monkeypatch.setattr(browser.sys, "platform", "darwin")
    app = bare / "Applications" / "Google Chrome.app" / "Contents" / "MacOS" / "Google Chrome"
    program(app)
    assert browser.find_chromium() == app


def test_on_windows_the_program_folders_are_looked_into(bare, monkeypatch):
    monkeypatch.setattr(browser.sys, "platform", "win32")
    monkeypatch.setenv("PROGRAMFILES", str(bare / "Program Files"))
    edge = program(bare / "Program Files" / "Microsoft" / "Edge" / "Application" / "msedge.exe")
    assert browser.find_chromium() == edge


def test_the_newest_browser_that_playwright_downloaded_is_found(bare):
    cache = bare / ".cache" / "ms-playwright"
    program(cache / "chromium-1180" / "chrome-linux" / "chrome")
    newest = program(cache / "chromium-1201" / "chrome-linux64" / "chrome")
    assert browser.find_chromium() == newest
