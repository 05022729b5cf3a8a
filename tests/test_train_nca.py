"""`glassbox train-nca`: its bar, its files, Ctrl-C, and going on where it stopped."""

import os
import signal

import numpy as np
import pytest

from course.art.automaton import training
from course.art.automaton.checkpoint import beside
from course.art.automaton.rule import load
from glassbox import train_nca
from glassbox.project import CommandError


@pytest.fixture(autouse=True)
def tiny(monkeypatch):
    """Pictures of 12 cells, grown for a few steps: everything else is as it is."""
    whole = training.Plan
    small = {"size": 12, "room": 2, "hidden": 16, "pool": 6, "shortest": 4, "longest": 7,
             "whole": 2, "young": 3, "heal": 5}  # fmt: skip

    def plan(**asked):
        return whole(**{**small, **asked})

    monkeypatch.setattr(training, "Plan", plan)


@pytest.fixture
def interrupted(monkeypatch):
    """Press Ctrl-C during the step of this number."""

    def press(at):
        step = training.Run.step

        def pressed(run):
            if run.index == at - 1:
                os.kill(os.getpid(), signal.SIGINT)
            return step(run)

        monkeypatch.setattr(training.Run, "step", pressed)

    yield press


def rule_of(path):
    rule = load(path)
    return rule.W1, rule.b1, rule.W2


def test_it_writes_the_weights_with_the_command_that_made_them(tmp_path, capsys):
    out = tmp_path / "mine.npz"
    assert train_nca.train(out, seed=3, steps=4) == 0
    rule = load(out)
    assert rule.made == {
        "command": "glassbox train-nca --seed 3 --steps 4", "seed": 3, "steps": 4,
        "target": "rose", "size": 12,
    }  # fmt: skip
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.npz"]
    said = capsys.readouterr().out.splitlines()
    assert said[-1] == f"wrote {out}"
    assert said[-2].startswith(f"[{'#' * 24}] step 4 of 4, error 0.")


def test_ctrl_c_keeps_the_run_and_resuming_ends_with_the_same_weights(
    tmp_path, capsys, interrupted
):
    whole, out = tmp_path / "whole.npz", tmp_path / "rose.npz"
    train_nca.train(whole, seed=1, steps=7)
    interrupted(3)
    handler = signal.getsignal(signal.SIGINT)
    assert train_nca.train(out, seed=1, steps=7) == 130
    assert signal.getsignal(signal.SIGINT) is handler
    assert not out.exists() and beside(out).exists()
    said = capsys.readouterr().err
    assert f"glassbox train-nca --seed 1 --steps 7 --out {out} --resume" in said
    assert train_nca.train(out, resume=True) == 0
    for ours, theirs in zip(rule_of(out), rule_of(whole), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert load(out).made == load(whole).made
    assert not beside(out).exists()


def test_a_run_that_was_stopped_is_not_lost_by_beginning_another(tmp_path, interrupted):
    out = tmp_path / "rose.npz"
    interrupted(1)
    train_nca.train(out, steps=3)
    before = beside(out).read_bytes()
    with pytest.raises(CommandError, match="holds a run that was stopped: add --resume"):
        train_nca.train(out, steps=3)
    assert beside(out).read_bytes() == before


def test_resuming_needs_a_run_and_the_same_settings(tmp_path, interrupted):
    out = tmp_path / "rose.npz"
    with pytest.raises(CommandError, match="there is no checkpoint .*: nothing to resume"):
        train_nca.train(out, resume=True)
    interrupted(2)
    train_nca.train(out, seed=2, steps=3)
    with pytest.raises(CommandError, match="the run that was stopped has --seed 2, not 5"):
        train_nca.train(out, seed=5, resume=True)
    with pytest.raises(CommandError, match="the run that was stopped has made 2 steps, not 1"):
        train_nca.train(out, steps=1, resume=True)
    beside(out).write_bytes(b"broken")
    with pytest.raises(CommandError, match="rose.checkpoint.pt"):
        train_nca.train(out, resume=True)


def test_a_run_that_is_resumed_for_more_steps_is_the_longer_run(tmp_path, interrupted):
    whole, out = tmp_path / "whole.npz", tmp_path / "rose.npz"
    train_nca.train(whole, steps=7)
    interrupted(2)
    train_nca.train(out, steps=4)
    assert train_nca.train(out, steps=7, resume=True) == 0
    for ours, theirs in zip(rule_of(out), rule_of(whole), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert load(out).made == load(whole).made


@pytest.mark.parametrize("name", ["rose.txt", "nowhere/rose.npz"])
def test_a_place_where_weights_cannot_go_is_refused_at_once(tmp_path, name):
    with pytest.raises(CommandError, match="--out must be a file that ends in .npz in a folder"):
        train_nca.train(tmp_path / name)


def test_ctrl_c_in_the_last_step_loses_nothing(tmp_path, interrupted):
    out = tmp_path / "rose.npz"
    interrupted(3)
    assert train_nca.train(out, steps=3) == 0
    assert out.exists() and not beside(out).exists()


def test_a_run_is_kept_as_it_goes_and_not_only_at_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(train_nca, "KEEP", 2)
    step = training.Run.step

    def fails(run):
        if run.index == 5:
            raise MemoryError("no more")
        return step(run)

    monkeypatch.setattr(training.Run, "step", fails)
    out = tmp_path / "rose.npz"
    with pytest.raises(MemoryError):
        train_nca.train(out, steps=9)
    monkeypatch.setattr(training.Run, "step", step)
    from course.art.automaton.checkpoint import take_up

    assert take_up(beside(out)).index == 4
    assert train_nca.train(out, resume=True) == 0


def test_a_watched_line_is_written_over_and_ends_with_a_new_one(monkeypatch, capsys):
    monkeypatch.setattr(train_nca.sys.stdout, "isatty", lambda: True, raising=False)
    train_nca._show(1, 2, 0.1234, 400.0)
    train_nca._show(2, 2, 0.1, 0.0)
    first, second = capsys.readouterr().out.removeprefix("\r").split("\r")
    bar = f"[{'#' * 12}{'.' * 12}]"
    assert first.rstrip() == f"{bar} step 1 of 2, error 0.1234, about 7 min left"
    assert second.endswith("\n") and "error 0.1000, done" in second
    assert len(first) == len(second.rstrip("\n")) == 78


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(600, "about 10 min left"), (89, "about 89 s left"), (0.2, "about 1 s left")],
)
def test_the_time_left_is_said_in_words(seconds, words):
    assert train_nca.time_left(seconds) == words


def test_the_command_line_reads_its_options_and_says_what_is_wrong(tmp_path, capsys):
    out = tmp_path / "rose.npz"
    assert train_nca.main(["--steps", "2", "--out", str(out)]) == 0
    assert load(out).made["seed"] == 0
    assert train_nca.main(["--resume", "--out", str(out)]) == 1
    assert "glassbox: there is no checkpoint" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        train_nca.main(["--steps", "0"])
    assert "must be a whole number of at least 1, got '0'" in capsys.readouterr().err
