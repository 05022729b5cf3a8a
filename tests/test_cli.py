"""The console command: its words, its messages and its exit codes."""

import subprocess
import sys

import pytest

from glassbox import cli, doctor, servers
from glassbox.doctor import Finding
from glassbox.project import CommandError, root
from tools import lessons

COMMANDS = ["lab", "apps", "test", "build", "bench", "reproduce", "class", "doctor", "lint"]


@pytest.fixture
def served(monkeypatch) -> list[tuple]:
    """What would have been served."""
    calls: list[tuple] = []
    for name in ("lab", "apps"):
        monkeypatch.setattr(
            servers,
            name,
            lambda port, *, open_browser, name=name: calls.append((name, port, open_browser)) or 0,
        )
    return calls


@pytest.fixture
def called(monkeypatch) -> list[tuple]:
    """The command lines that would have been run, and where; each exits with 5."""
    calls: list[tuple] = []
    monkeypatch.setattr(
        cli.subprocess, "call", lambda words, cwd: calls.append((words, cwd)) or 5
    )
    return calls


@pytest.mark.parametrize("words", [[], ["--help"]], ids=["nothing", "--help"])
def test_help_has_a_line_for_every_command(words, capsys):
    try:
        assert cli.main(words) == 0
    except SystemExit as end:
        assert end.code == 0
    text = capsys.readouterr().out
    listed = [line.split()[0] for line in text.splitlines() if line.startswith("  ")]
    assert [word for word in listed if word in COMMANDS] == COMMANDS
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_a_sentence(command, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main([command, "--help"])
    assert end.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith(f"usage: glassbox {command}")
    sentence = text.splitlines()[2]
    assert sentence[0].isupper() and sentence.endswith(".")


def test_an_unknown_command_is_answered_with_the_known_ones(capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["labb"])
    assert end.value.code == 2
    assert "invalid choice: 'labb' (choose from 'lab', 'apps'" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["lab", "apps"])
def test_a_server_opens_the_browser_on_any_free_port_unless_told_otherwise(command, served):
    assert cli.main([command]) == 0
    assert cli.main([command, "--port", "9000", "--no-browser"]) == 0
    assert served == [(command, None, True), (command, 9000, False)]


@pytest.mark.parametrize("port", ["0", "65536", "-1", "eight", "80.5", "²"])
def test_a_port_that_is_none_is_refused_by_name(port, served, capsys):
    with pytest.raises(SystemExit) as end:
        cli.main(["lab", f"--port={port}"])
    assert end.value.code == 2
    expected = f"argument --port: must be a whole number from 1 to 65535, got {port!r}"
    assert expected in capsys.readouterr().err
    assert served == []


def test_a_command_that_cannot_go_on_prints_one_line_and_exits_with_1(monkeypatch, capsys):
    def lab(port: int | None, *, open_browser: bool) -> int:
        raise CommandError("port 8888 is taken; try --port 8889")

    monkeypatch.setattr(servers, "lab", lab)
    assert cli.main(["lab"]) == 1
    captured = capsys.readouterr()
    assert captured.err == "glassbox: port 8888 is taken; try --port 8889\n"
    assert captured.out == ""


def test_ctrl_c_is_no_traceback(monkeypatch, capsys):
    def lab(port: int | None, *, open_browser: bool) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(servers, "lab", lab)
    assert cli.main(["lab"]) == 130
    assert capsys.readouterr().err == "glassbox: stopped\n"


def test_a_reader_that_has_had_enough_is_no_traceback():
    command = [sys.executable, "-m", "glassbox", "reproduce", "pca", "--quick"]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=root(), **pipes) as process:
        assert process.stdout.readline().startswith("figure")
        process.stdout.close()
        assert process.stderr.read() == "measuring: pca ...\n"
    assert process.returncode == 141


def test_test_hands_its_words_to_pytest_in_the_clone(called):
    words = ["tests/test_cli.py", "-k", "a or b", "--co", "-q"]
    assert cli.main(["test", *words]) == 5
    assert called == [([sys.executable, "-m", "pytest", *words], root())]


def test_test_without_words_runs_every_test_on_all_cores_a_file_at_a_time(called):
    assert cli.main(["test"]) == 5
    [(words, folder)] = called
    assert folder == root() and words[:3] == [sys.executable, "-m", "pytest"]
    assert words[3:7] == ["--numprocesses", "auto", "--maxprocesses", "4"]
    assert words[7:] == ["--dist", "loadfile", "--no-loadscope-reorder"]


def test_lint_runs_ruff_in_the_clone(called):
    assert cli.main(["lint"]) == 5
    assert called == [([sys.executable, "-m", "ruff", "check"], root())]


def test_build_names_the_notebooks_it_wrote(monkeypatch, capsys):
    written = [root() / "lessons" / "03_classifier_zoo.ipynb"]
    monkeypatch.setattr(lessons, "build", lambda: written)
    assert cli.main(["build"]) == 0
    assert capsys.readouterr().out == "wrote lessons/03_classifier_zoo.ipynb\n"


def test_build_says_when_there_was_nothing_to_write(monkeypatch, capsys):
    monkeypatch.setattr(lessons, "build", lambda: [])
    assert cli.main(["build"]) == 0
    assert capsys.readouterr().out == "every notebook is up to date\n"


def test_build_tells_a_faulty_source_in_one_line(monkeypatch, capsys):
    def build() -> list:
        raise ValueError("solutions/03_x.py: minutes must be an int, got 'ten'")

    monkeypatch.setattr(lessons, "build", build)
    assert cli.main(["build"]) == 1
    expected = "glassbox: solutions/03_x.py: minutes must be an int, got 'ten'\n"
    assert capsys.readouterr().err == expected


def test_build_check_names_what_is_out_of_date_and_writes_nothing(monkeypatch, capsys):
    monkeypatch.setattr(lessons, "stale", lambda: ["03_classifier_zoo.ipynb"])
    monkeypatch.delattr(lessons, "build")
    assert cli.main(["build", "--check"]) == 1
    expected = "out of date: lessons/03_classifier_zoo.ipynb (write it again: make lessons)\n"
    assert capsys.readouterr().out == expected


def test_build_check_is_silent_when_all_is_up_to_date(monkeypatch, capsys):
    monkeypatch.setattr(lessons, "stale", lambda: [])
    assert cli.main(["build", "--check"]) == 0
    assert capsys.readouterr().out == ""


def test_a_short_form_that_is_not_there_is_told_in_one_line(capsys):
    assert cli.main(["bench", "train", "--quick"]) == 1
    expected = "glassbox: train has no short form; run it without --quick\n"
    assert capsys.readouterr().err == expected


@pytest.mark.parametrize(
    ("status", "code"), [("ok", 0), ("optional", 0), ("missing", 1)], ids=lambda value: str(value)
)
def test_doctor_exits_with_1_only_if_something_needed_is_missing(
    status, code, monkeypatch, capsys
):
    asked: list[bool] = []

    def report(*, start_kernel: bool) -> list[Finding]:
        asked.append(start_kernel)
        return [Finding("Python", "ok", "3.11"), Finding("thing", status, "detail", "remedy")]

    monkeypatch.setattr(doctor, "report", report)
    assert cli.main(["doctor"]) == code
    assert asked == [True]
    assert "remedy" in capsys.readouterr().out


def test_the_command_runs_as_a_module_too():
    run = subprocess.run(
        [sys.executable, "-m", "glassbox", "bench", "nothing"], capture_output=True, text=True
    )
    assert run.returncode == 1
    assert run.stderr.startswith("glassbox: there is no 'nothing'; there are: ")


def test_asking_for_help_imports_nothing_heavy():
    code = (
        "import sys; from glassbox.cli import main; main([]);"
        "sys.exit(str({'torch', 'numpy', 'jupyterlab', 'voila'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.stderr == "set()\n"
