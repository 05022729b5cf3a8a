"""Benchmarks: a result cannot contradict its bar, and the command prints what was measured."""

import json
import sys
import types
from dataclasses import FrozenInstanceError, dataclass, replace
from typing import ClassVar

import numpy as np
import pytest

from benchmarks.registry import BENCHMARKS, REPRODUCTIONS, load
from benchmarks.result import Result, judged
from glassbox import cli, measure
from glassbox.project import CommandError

FASTER = judged(
    "CPU time",
    0.2,
    "s",
    peer="eager torch",
    theirs=1.0,
    bar="ratio <= 0.25",
    conditions="rose, 1,000 steps",
)
SLOW = judged("first paint", 90.5, "ms", bar="ours < 75", conditions="idle machine")

_PRETENDED = ("fast", "slow", "empty", "lines", "bad_lines")


@dataclass(frozen=True)
class Line:
    """A record that is no Result: it prints itself, below a heading."""

    name: str
    holds: bool | None
    heading: ClassVar[str] = "HEADING"

    def to_json(self) -> str:
        return json.dumps(self.name)

    def __str__(self) -> str:
        return f"line {self.name}"


@pytest.fixture
def registry(monkeypatch) -> dict[str, str]:
    """A registry of benchmarks in a module of the test's own."""
    module = types.ModuleType("pretended_benchmarks")
    module.fast = lambda: iter([FASTER])
    module.slow = lambda: iter([FASTER, SLOW])
    module.empty = lambda: iter([])
    module.lines = lambda quick=False: iter([Line("short" if quick else "long", None)])
    module.bad_lines = lambda: iter([Line("one", True), FASTER, Line("two", False)])
    monkeypatch.setitem(sys.modules, "pretended_benchmarks", module)
    return {name: f"pretended_benchmarks:{name}" for name in _PRETENDED}


def test_ratio_is_ours_over_theirs():
    assert FASTER.ratio == 0.2
    assert judged("x", 3, "s", peer="p", theirs=4, bar="ours > 0", conditions="c").ratio == 0.75


@pytest.mark.parametrize(
    ("bar", "holds"),
    [
        ("ours <= 2", True),
        ("ours < 2", False),
        ("ours >= 2.0", True),
        ("ours > 2", False),
        ("ours > -1.5", True),
        ("ratio <= 0.5", True),
        ("ratio < 0.5", False),
        ("ratio >= 0.51", False),
    ],
)
def test_the_bar_decides_whether_a_result_holds(bar, holds):
    result = judged("x", 2, "s", peer="p", theirs=4, bar=bar, conditions="c")
    assert result.holds is holds


def test_a_result_that_claims_to_hold_against_its_bar_is_refused():
    with pytest.raises(ValueError, match="holds must be what bar 'ours < 75' says, got True"):
        replace(SLOW, holds=True)


def test_a_result_whose_ratio_is_not_that_of_its_figures_is_refused():
    with pytest.raises(ValueError, match=r"ratio must be ours / theirs, 0\.2 here, got 0\.1"):
        replace(FASTER, ratio=0.1)


def test_a_peer_without_a_figure_is_refused():
    with pytest.raises(ValueError, match="got peer='eager torch' and theirs=None"):
        replace(FASTER, theirs=None)


@pytest.mark.parametrize("bar", ["faster", "ours <= ", "ours == 3", "ours < 3 s", "theirs > 1"])
def test_a_bar_that_cannot_be_judged_is_refused(bar):
    with pytest.raises(ValueError, match="bar must read like .*, got "):
        judged("x", 1, "s", bar=bar, conditions="c")


def test_a_bar_on_the_ratio_needs_a_peer():
    with pytest.raises(ValueError, match="'ratio < 1' needs a peer to take the ratio to"):
        judged("x", 1, "s", bar="ratio < 1", conditions="c")


def test_a_peer_at_nought_is_refused():
    with pytest.raises(ValueError, match="theirs must not be 0"):
        judged("x", 1, "s", peer="p", theirs=0, bar="ours < 2", conditions="c")


@pytest.mark.parametrize("ours", [float("nan"), float("inf")])
def test_a_figure_that_is_no_finite_number_is_refused(ours):
    with pytest.raises(ValueError, match="ours must be finite, got "):
        judged("x", ours, "s", bar="ours < 2", conditions="c")


@pytest.mark.parametrize("ours", [True, "1", None])
def test_a_figure_that_is_no_number_is_refused(ours):
    with pytest.raises(TypeError, match="ours must be a number, got "):
        judged("x", ours, "s", bar="ours < 2", conditions="c")


@pytest.mark.parametrize("field", ["name", "unit", "bar", "conditions"])
def test_an_empty_text_is_refused_by_name(field):
    with pytest.raises(ValueError, match=f"{field} must be one line of text, got ' '"):
        replace(SLOW, **{field: " "})


def test_a_result_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        SLOW.holds = True


def test_json_is_one_line_with_the_nine_fields_in_order():
    text = FASTER.to_json()
    assert "\n" not in text
    assert list(json.loads(text).items()) == [
        ("name", "CPU time"),
        ("ours", 0.2),
        ("unit", "s"),
        ("peer", "eager torch"),
        ("theirs", 1.0),
        ("ratio", 0.2),
        ("bar", "ratio <= 0.25"),
        ("holds", True),
        ("conditions", "rose, 1,000 steps"),
    ]


def test_figures_from_numpy_become_plain_numbers():
    result = judged(
        "x", np.float32(0.5), "s", peer="p", theirs=np.float64(2), bar="ours < 1", conditions="c"
    )
    assert json.loads(result.to_json())["ratio"] == 0.25


def test_the_commands_know_what_the_project_promises():
    assert set(BENCHMARKS) >= {"train", "latency"}
    assert set(REPRODUCTIONS) >= {"zoo"}


@pytest.mark.parametrize("name", [*BENCHMARKS, *REPRODUCTIONS])
def test_every_registered_name_leads_to_a_function(name):
    assert callable(load(BENCHMARKS | REPRODUCTIONS, name))


def test_loading_an_unknown_name_lists_the_known(registry):
    with pytest.raises(ValueError, match="name must be one of bad_lines, empty, .*; got fats"):
        load(registry, "fats")


def test_an_unknown_name_on_the_command_line_lists_the_known(capsys):
    assert cli.main(["bench", "trainign"]) == 1
    error = capsys.readouterr().err
    assert error == f"glassbox: there is no 'trainign'; there are: {', '.join(BENCHMARKS)}\n"


def test_as_json_each_line_is_one_result(registry, capsys):
    assert measure.measure(registry, "slow", as_json=True) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [Result(**json.loads(line)) for line in lines] == [FASTER, SLOW]


def test_the_exit_code_is_0_when_every_bar_holds(registry, capsys):
    assert measure.measure(registry, "fast", as_json=False) == 0


def test_the_exit_code_is_1_when_one_bar_is_missed(registry, capsys):
    assert measure.measure(registry, "slow", as_json=False) == 1


def test_without_a_name_all_are_measured_in_order(registry, capsys):
    for name in ("empty", "lines", "bad_lines"):
        del registry[name]
    measure.measure(registry, None, as_json=True)
    names = [json.loads(line)["name"] for line in capsys.readouterr().out.splitlines()]
    assert names == ["CPU time", "CPU time", "first paint"]


def test_a_benchmark_that_measures_nothing_is_an_error(registry):
    with pytest.raises(CommandError, match="empty measured nothing"):
        measure.measure(registry, "empty", as_json=True)


def test_the_table_puts_ours_beside_theirs_and_the_bar():
    assert measure.table([FASTER, SLOW]).splitlines() == [
        "             ours     peer         theirs  ratio  bar            holds",
        "CPU time     0.2 s    eager torch  1 s     0.2    ratio <= 0.25  yes",
        "    rose, 1,000 steps",
        "first paint  90.5 ms                              ours < 75      NO",
        "    idle machine",
    ]


def test_large_figures_are_written_in_full():
    result = judged("speed", 243_512.4, "steps/s", bar="ours > 1", conditions="c")
    assert "243,512 steps/s" in measure.table([result])


def test_what_misses_its_bar_is_named_where_it_cannot_mix_with_the_figures(registry, capsys):
    measure.measure(registry, "slow", as_json=True)
    captured = capsys.readouterr()
    assert "missed: first paint" in captured.err.splitlines()
    assert "missed" not in captured.out


def test_a_record_of_another_kind_is_a_line_below_its_heading(registry, capsys):
    assert measure.measure(registry, "lines", as_json=False) == 0
    assert capsys.readouterr().out == "HEADING\nline long\n"


def test_a_record_without_a_bar_is_no_failure(registry, capsys):
    assert measure.measure(registry, "lines", as_json=True) == 0
    assert capsys.readouterr().out == '"long"\n'


def test_records_of_both_kinds_are_printed_and_judged(registry, capsys):
    assert measure.measure(registry, "bad_lines", as_json=False) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["HEADING", "line one", "line two"]
    assert lines[3:] == measure.table([FASTER]).splitlines()


def test_a_line_is_printed_as_soon_as_it_is_known(registry, capsys, monkeypatch):
    said = []

    def slowly():
        yield Line("one", None)
        said.append(capsys.readouterr().out)
        yield Line("two", None)

    monkeypatch.setattr(measure, "load", lambda *_: slowly)
    measure.measure(registry, "lines", as_json=False)
    assert said == ["HEADING\nline one\n"]


def test_the_short_form_is_asked_for_by_name(registry, capsys):
    measure.measure(registry, "lines", as_json=False, quick=True)
    assert capsys.readouterr().out == "HEADING\nline short\n"


def test_what_has_no_short_form_says_so_before_anything_is_measured(registry, capsys):
    with pytest.raises(CommandError, match="fast has no short form; run it without --quick"):
        measure.measure({"lines": registry["lines"], **registry}, None, as_json=True, quick=True)
    assert capsys.readouterr().out == ""


def test_the_zoo_has_a_short_form(monkeypatch):
    from benchmarks import zoo

    asked = []
    monkeypatch.setattr(zoo, "run", lambda quick=False: asked.append(quick) or [FASTER])
    assert cli.main(["reproduce", "zoo", "--quick", "--json"]) == 0
    assert cli.main(["reproduce", "zoo", "--json"]) == 0
    assert asked == [True, False]
