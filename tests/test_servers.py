"""Starting servers: which port, for whom, with what environment."""

import os
import socket
import sys
from pathlib import Path

import pytest

from glassbox import servers
from glassbox.project import CommandError


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind((servers.HOST, 0))
        server.listen()
        yield server.getsockname()[1]


def settings(command: list[str]) -> dict[str, str]:
    """The settings of a JupyterLab command line, by name."""
    return dict(word.removeprefix("--").split("=", 1) for word in command[3:])


def test_a_port_in_use_is_not_free(taken_port):
    assert not servers.is_free(taken_port)


def test_a_port_is_free_again_when_its_server_has_gone():
    with socket.socket() as server:
        server.bind((servers.HOST, 0))
        server.listen()
        port = server.getsockname()[1]
    assert servers.is_free(port)


def test_a_port_whose_connections_have_just_closed_is_free():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind((servers.HOST, 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection((servers.HOST, port)) as client:
            accepted, _ = server.accept()
            accepted.close()  # the side that closes first keeps the port in TIME_WAIT
            assert client.recv(1) == b""
    assert servers.is_free(port)


def test_the_port_asked_for_is_taken_if_it_is_free(taken_port):
    with socket.socket() as other:
        other.bind((servers.HOST, 0))
        port = other.getsockname()[1]
    assert servers.choose_port(port, default=taken_port) == port


def test_a_taken_port_is_refused_with_one_that_is_free(taken_port):
    with pytest.raises(CommandError, match=rf"^port {taken_port} is taken; try --port \d+$") as e:
        servers.choose_port(taken_port, default=8888)
    proposed = int(str(e.value).split()[-1])
    with socket.socket() as server:
        server.bind((servers.HOST, proposed))


def test_without_a_wish_the_search_starts_at_the_usual_port(monkeypatch):
    monkeypatch.setattr(servers, "is_free", lambda port: port >= 8890)
    assert servers.choose_port(None, default=8888) == 8890


def test_near_the_last_port_the_search_goes_on_from_below(monkeypatch):
    def is_free(port: int) -> bool:
        assert 0 < port <= 65535, "no such port"
        return 8800 <= port < 65535

    monkeypatch.setattr(servers, "is_free", is_free)
    with pytest.raises(CommandError, match="port 65535 is taken; try --port 8800"):
        servers.choose_port(65535, default=8888)


def test_lab_serves_the_lessons_to_this_machine_only(tmp_path):
    command = servers.lab_command(tmp_path, 9000, open_browser=True)
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    chosen = settings(command)
    assert chosen["ServerApp.ip"] == "127.0.0.1"
    assert chosen["ServerApp.port"] == "9000"
    assert chosen["ServerApp.port_retries"] == "0"
    assert chosen["ServerApp.root_dir"] == str(tmp_path)
    assert not any("token" in name or "password" in name for name in chosen)


@pytest.mark.parametrize("open_browser", [True, False])
def test_lab_opens_the_browser_only_if_asked(tmp_path, open_browser):
    command = servers.lab_command(tmp_path, 9000, open_browser=open_browser)
    assert settings(command)["ServerApp.open_browser"] == str(open_browser)


def test_every_setting_of_lab_exists_and_takes_its_value(tmp_path):
    from jupyter_client.manager import KernelManager
    from jupyter_server.serverapp import ServerApp
    from jupyterlab.labapp import LabApp
    from traitlets.config import Application

    (tmp_path / servers.START).touch()
    chosen = settings(servers.lab_command(tmp_path, 9000, open_browser=False))
    assert "LabApp.default_url" in chosen
    owners = {c.__name__: c.class_traits() for c in (Application, KernelManager, LabApp, ServerApp)}
    for name, text in chosen.items():
        owner, trait = name.split(".")
        assert owners[owner][trait].metadata["config"]
        owners[owner][trait].from_string(text)


def test_nothing_is_fetched_by_lab_itself(tmp_path):
    from jupyterlab import NeverCheckForUpdate
    from jupyterlab.labapp import LabApp

    chosen = settings(servers.lab_command(tmp_path, 9000, open_browser=False))
    traits = LabApp.class_traits()
    assert traits["news_url"].from_string(chosen["LabApp.news_url"]) is None
    assert chosen["LabApp.check_for_updates_class"] == "jupyterlab.NeverCheckForUpdate"
    assert issubclass(NeverCheckForUpdate, traits["check_for_updates_class"].klass)
    assert chosen["LabApp.extension_manager"] == "readonly"


def test_lab_opens_the_start_page_the_first_time_and_the_last_tabs_later(tmp_path, data_folder):
    (tmp_path / "00_start_here.ipynb").touch()
    first = settings(servers.lab_command(tmp_path, 9000, open_browser=True))
    assert first["LabApp.default_url"] == "/lab/tree/00_start_here.ipynb"
    workspaces = Path(first["LabApp.workspaces_dir"])
    assert workspaces.parent == data_folder
    workspaces.mkdir(parents=True)
    (workspaces / "default-37a8.jupyterlab-workspace").touch()
    later = settings(servers.lab_command(tmp_path, 9000, open_browser=True))
    assert "LabApp.default_url" not in later


def test_jupyter_reads_the_configuration_of_the_course(monkeypatch):
    from jupyter_core.paths import jupyter_config_path
    from jupyter_server.extension.config import ExtensionConfigManager
    from jupyterlab_server.config import get_page_config

    environment = servers.server_environment(os.environ)
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", environment["JUPYTER_CONFIG_PATH"])
    disabled = get_page_config([])["disabledExtensions"]
    assert "@jupyterlab/apputils-extension:announcements" in disabled
    manager = ExtensionConfigManager(read_config_path=jupyter_config_path())
    extensions = manager.get_jpserver_extensions()
    assert extensions["jupyterlab"] is True
    assert extensions["nbgrader.server_extensions.formgrader"] is False


def test_a_configuration_path_of_the_users_own_is_kept_behind_ours():
    environment = servers.server_environment({"JUPYTER_CONFIG_PATH": "mine"}, "darwin")
    ours, theirs = environment["JUPYTER_CONFIG_PATH"].split(os.pathsep)
    assert (Path(ours) / "labconfig" / "page_config.json").is_file()
    assert theirs == "mine"


def test_kernels_on_linux_keep_their_memory_unless_the_user_chose():
    environment = servers.server_environment({"MALLOC_TOP_PAD_": "1", "HOME": "h"}, "linux")
    assert environment["MALLOC_TRIM_THRESHOLD_"] == "8000000000"
    assert environment["MALLOC_MMAP_THRESHOLD_"] == "4000000000"
    assert environment["MALLOC_TOP_PAD_"] == "1"
    assert environment["HOME"] == "h"


@pytest.mark.parametrize("platform", ["darwin", "win32"])
def test_the_settings_of_glibc_stay_on_linux(platform):
    environment = servers.server_environment({}, platform)
    assert not [name for name in environment if name.startswith("MALLOC")]


def test_kernels_multiply_on_one_core_unless_the_user_chose():
    assert servers.server_environment({})["OPENBLAS_NUM_THREADS"] == "1"
    chosen = {"OPENBLAS_NUM_THREADS": "4"}
    assert servers.server_environment(chosen)["OPENBLAS_NUM_THREADS"] == "4"


def test_a_clone_without_lessons_says_how_to_build_them(tmp_path, monkeypatch):
    monkeypatch.setattr(servers, "root", lambda: tmp_path)
    monkeypatch.setattr(servers, "_become", lambda *_: pytest.fail("a server was started"))
    with pytest.raises(CommandError, match="no folder lessons/. Build it: make lessons"):
        servers.lab()


def test_lab_starts_in_the_lessons_with_the_environment_of_the_lessons(tmp_path, monkeypatch):
    (tmp_path / "lessons").mkdir()
    started = []
    monkeypatch.setattr(servers, "root", lambda: tmp_path)
    monkeypatch.setattr(servers, "is_free", lambda port: port == 8889)
    monkeypatch.setattr(servers, "_become", lambda *call: started.append(call) or 4)
    assert servers.lab(open_browser=False) == 4
    [(command, environment)] = started
    chosen = settings(command)
    assert chosen["ServerApp.root_dir"] == str(tmp_path / "lessons")
    assert chosen["ServerApp.port"] == "8889"
    assert chosen["ServerApp.open_browser"] == "False"
    assert "JUPYTER_CONFIG_PATH" in environment


def test_the_apps_get_the_environment_of_the_lessons_and_a_free_port(monkeypatch):
    import apps.serve

    calls = []

    def serve(port: int, open_browser: bool, host: str) -> int:
        calls.append((port, open_browser, host, "JUPYTER_CONFIG_PATH" in os.environ))
        return 3

    monkeypatch.setattr(apps.serve, "serve", serve)
    monkeypatch.setattr(servers, "is_free", lambda port: port >= 8867)
    monkeypatch.setattr(servers.os, "environ", dict(os.environ))
    assert servers.apps(open_browser=False) == 3
    assert calls == [(8867, False, "127.0.0.1", True)]
