"""Starting and stopping the server of the apps."""

import errno
import signal
import socket
import sys

import pytest

from apps import serve, settings
from tests.lesson_site import Site, lives, write_lesson


def test_a_taken_port_is_one_clear_line(capfd):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve.serve(port, False, folder=settings.STATIC) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err == f"glassbox: port {port} is taken. Try another: glassbox apps --port {port + 1}\n"


@pytest.mark.parametrize(
    ("port", "error", "line"),
    [
        (80, PermissionError(13, "no"), "port 80 may not be opened here. Try another: {} 8866"),
        (8866, OSError(errno.EADDRINUSE, "in use"), "port 8866 is taken. Try another: {} 8867"),
        (65535, OSError(errno.EADDRINUSE, "in use"), "port 65535 is taken. Try another: {} 8866"),
        (8866, OSError(-2, "Name unknown"), "cannot listen on room, port 8866: Name unknown"),
    ],
)
def test_what_keeps_a_server_from_starting_is_one_line(monkeypatch, capfd, port, error, line):
    def refuse(*_, **__):
        raise error

    monkeypatch.setattr(socket, "create_server", refuse)
    assert serve.serve(port, False, host="room") == 1
    said = f"glassbox: {line}\n".format("glassbox apps --port")
    assert capfd.readouterr().err == said


def test_a_missing_folder_is_one_clear_line(tmp_path, capfd):
    assert serve.serve(0, False, folder=tmp_path / "none") == 1
    assert capfd.readouterr().err.endswith("Build the lessons first: glassbox build\n")


def test_a_port_out_of_range_is_refused():
    with pytest.raises(ValueError, match=r"port must be in \[0, 65535\], got 70000"):
        serve.serve(70000, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no signal to one process")
@pytest.mark.parametrize(
    ("sent", "last"), [(signal.SIGINT, "\nStopped.\n"), (signal.SIGTERM, "(Ctrl-C stops them).\n")]
)
def test_a_signal_ends_the_server_and_its_kernels(tmp_path, sent, last):
    folder = tmp_path / "lessons"
    folder.mkdir()
    write_lesson(folder, 1, "one", "One", "%%# One", "1 + 1")
    with Site(folder) as running:
        running.open("01_one")
        kernels = running.kernels()
        assert len(kernels) == 1
        running.process.send_signal(sent)
        assert running.process.wait(30) == 0
        assert not any(lives(kernel) for kernel in kernels)
        assert running.log.endswith(last)
        assert "Traceback" not in running.log
