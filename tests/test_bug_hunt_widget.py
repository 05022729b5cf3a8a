"""The bug hunt as a widget: what is shown, what a page may say, its link and its code."""
import asyncio
import contextlib
import io
import json
import threading

import pytest

from course.bug_cases import CASES
from course.bug_hunt import accuse, readings
from course.xray import Reading
from widgets import BugHunt, bug_rows
from widgets.bug_hunt import BugHuntSettings
from widgets.links import collect, from_query, to_query


def says(hunt, **content):
    """The page sends a message; ipywidgets itself would swallow whatever is raised."""
    for heard in hunt.view._msg_callbacks.callbacks:
        heard(hunt.view, content, [])


def shown(hunt, name):
    """The row of a name."""
    return next(row for row in hunt.view.state["rows"] if row["name"] == name)


def printed(code):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    return out.getvalue()


# ---- hunting


def test_it_begins_with_the_first_case_and_nobody_accused():
    hunt = BugHunt()
    state = hunt.view.state
    assert state["case"] == "division"
    assert (state["accused"], state["words"], state["fixes"], state["fixed"]) == ("", "", [], False)
    assert [line["key"] for line in state["lines"]] == list(CASES["division"].lines)
    y = shown(hunt, "y")
    assert (y["table"], y["nudging"], y["verdict"]) == ("−1.000", "−0.188", "differs: ×5.33")
    assert not y["agrees"]


def test_the_page_is_not_told_which_line_is_wrong_or_which_fix_is_right():
    for name, case in CASES.items():
        hunt = BugHunt(case=name)
        state = json.dumps(hunt.view.state)
        assert case.found not in state
        assert case.hidden not in state
        right = next(fix for i, fix in enumerate(case.fixes, 1) if i == case.right_fix)
        assert json.dumps(right.text) not in state
        hunt.accuse(case.planted)
        assert case.hidden not in json.dumps(hunt.view.state, ensure_ascii=False)
        assert "right_fix" not in json.dumps(hunt.view.state)


def test_a_line_that_is_right_is_cleared_and_another_can_be_accused():
    hunt = BugHunt()
    says(hunt, kind="line", value="multiply.a")
    assert hunt.view.state["words"] == "Not this one."
    assert hunt.view.state["why"] == accuse("division", "multiply.a")[1]
    assert not hunt.found
    says(hunt, kind="line", value="divide.b")
    assert (hunt.view.state["words"], hunt.found) == ("Found.", True)
    assert len(hunt.view.state["fixes"]) == 4
    says(hunt, kind="line", value="add.a")  # it is found already
    assert hunt.view.state["accused"] == "divide.b"


def test_a_fix_stands_in_the_table_and_in_the_x_ray():
    hunt = BugHunt(case="tanh", line="tanh.a")
    says(hunt, kind="fix", value=1)
    code = next(line["code"] for line in hunt.view.state["lines"] if line["key"] == "tanh.a")
    assert code == "g * (1 - out)"
    assert hunt.readings == readings("tanh", 1.0, 1)
    assert hunt.view.state["fixWhy"] == CASES["tanh"].fixes[0].why
    says(hunt, kind="fix", value=3)
    assert hunt.fixed
    assert all(row["agrees"] for row in hunt.view.state["rows"])
    assert hunt.view.state["fixWhy"].endswith(CASES["tanh"].hidden)
    assert hunt.view.state["summary"] == "X-ray: all 7 gradients agree with nudging."


def test_a_wrong_fix_that_cannot_be_seen_here_is_told_so():
    hunt = BugHunt(case="mean", line="mean.a", fix=4, at=2)  # divided by 2, with two points
    assert not hunt.fixed
    assert hunt.view.state["fixWhy"].endswith("But here it cannot be seen: move the slider.")


def test_the_slider_moves_the_x_ray_and_keeps_the_rest():
    hunt = BugHunt(line="add.a")
    says(hunt, kind="at", value=16)
    assert hunt.view.state["knob"]["said"] == "x = 16.00"
    assert shown(hunt, "y")["verdict"] == "agrees"
    assert hunt.view.state["accused"] == "add.a"
    hunt.choose("mean")
    assert hunt.view.state["knob"]["said"] == "4 points"
    assert hunt.view.state["knob"]["asked"].startswith("With how many points")
    says(hunt, kind="at", value=1)
    assert hunt.view.state["knob"]["said"] == "1 point"


def test_another_case_begins_anew():
    hunt = BugHunt(case="division", at=5, line="divide.b", fix=2)
    says(hunt, kind="case", value="diamond")
    assert hunt.settings == BugHuntSettings("diamond")
    assert hunt.view.state["lines"][-1]["code"].startswith("def backward(node):")


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"kind": "line"},
        {"kind": "line", "value": "sum.a"},
        {"kind": "line", "value": ["divide.b"]},
        {"kind": "case", "value": "chess"},
        {"kind": "case", "value": {}},
        {"kind": "at", "value": "3"},
        {"kind": "at", "value": 1e9},
        {"kind": "at", "value": None},
        {"kind": "fix", "value": 1},
        {"kind": "fix", "value": True},
        {"kind": "close", "value": 1},
    ],
)
def test_what_makes_no_sense_from_a_page_changes_nothing(content):
    hunt = BugHunt()
    before = hunt.settings
    says(hunt, **content)
    assert hunt.settings == before


def test_a_page_cannot_write_into_the_state():
    hunt = BugHunt()
    hunt.view.set_state({"state": {"rows": []}})
    assert len(hunt.view.state["rows"]) == 6


def test_in_python_what_cannot_be_done_is_refused_in_words():
    hunt = BugHunt()
    with pytest.raises(ValueError, match="the wrong line must be found before it is fixed"):
        hunt.fix(1)
    with pytest.raises(ValueError, match="line must be one of multiply.a"):
        hunt.accuse("tanh.a")
    with pytest.raises(ValueError, match=r"at must be in \[-4, 20\], got 21"):
        hunt.move(21)


def test_messages_from_another_thread_are_handled_on_the_loop():
    async def scenario():
        hunt, here = BugHunt(), threading.get_ident()
        at = []
        hunt.view.observe(lambda _: at.append(threading.get_ident()), "state")
        thread = threading.Thread(target=says, args=(hunt,), kwargs={"kind": "at", "value": 4})
        thread.start()
        thread.join()
        assert at == []
        while not at:
            await asyncio.sleep(0.001)
        assert at == [here]

    asyncio.run(asyncio.wait_for(scenario(), 10))


# ---- rows


def test_a_row_says_where_both_gradients_lie_on_one_line_for_all():
    hunt = BugHunt()
    assert hunt.view.state["reach"] == "4"  # the largest gradient is 3.75
    assert shown(hunt, "y")["at"] == pytest.approx([0.5 - 1 / 8, 0.5 - 3 / 16 / 8])
    assert shown(hunt, "w")["at"] == pytest.approx([0.5 + 3.75 / 8] * 2)


def test_a_wrong_shape_has_no_numbers_and_no_place():
    b = shown(BugHunt(case="row"), "b")
    assert (b["table"], b["nudging"], b["at"]) == ("", "", [])
    assert b["verdict"] == "shape (4, 3), not (1, 3)"


@pytest.mark.parametrize(
    ("value", "words"), [(1.0, "1.000"), (-0.1875, "−0.188"), (-0.0, "0.000"), (float("nan"), "")]
)
def test_a_number_has_three_decimals_and_a_true_minus_sign(value, words):
    assert bug_rows.number(value) == words


@pytest.mark.parametrize(("largest", "reach"), [(0.02, 0.1), (1.2, 1.5), (3, 3), (7.1, 10)])
def test_the_line_reaches_to_the_next_round_number(largest, reach):
    reading = Reading("x", "given", "", 1.0, -largest, 0.01, 1.0, "agrees")
    assert bug_rows.reach([reading]) == pytest.approx(reach)


def test_the_x_ray_is_told_in_a_sentence():
    assert BugHunt().view.state["summary"] == (
        "X-ray: 1 of 6 gradients do not agree with nudging: y differs: ×5.33."
    )


# ---- link and code


STATES = [
    {},
    {"case": "tanh", "at": -0.5},
    {"case": "row", "line": "sum.a"},
    {"case": "diamond", "at": 0.25, "line": "pass", "fix": 2},
]


@pytest.mark.parametrize("given", STATES)
def test_a_link_reopens_the_hunt_as_it_was(given):
    hunt = BugHunt(**given)
    again = BugHunt.from_link(hunt.heading.query)
    assert again.settings == hunt.settings
    assert again.view.state == hunt.view.state
    assert hunt.heading.call.startswith('BugHunt.from_link("open=bugs')


def test_the_link_follows_what_is_done():
    hunt = BugHunt(case="mean")
    hunt.choose("tanh")
    hunt.move(-0.5)
    hunt.accuse("tanh.a")
    hunt.fix(2)
    assert hunt.heading.query == "open=bugs&case=tanh&at=-0.5&line=tanh.a&fix=2"
    assert BugHunt.from_link(hunt.heading.query).settings == hunt.settings


def test_a_page_opens_the_hunt_of_its_name_only(monkeypatch):
    monkeypatch.setenv("QUERY_STRING", "open=mine&case=mean")
    assert BugHunt(name="mine").settings.case == "mean"
    assert BugHunt().settings.case == "division"


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("open=bugs&case=chess", "Not used from the link: case must be one of division, tanh"),
        ("open=bugs&case=tanh&at=20", "at must be in [-3, 3], got 20"),
        ("open=bugs&case=tanh&line=divide.b", "tanh has no line 'divide.b'"),
        ("open=bugs&fix=2", "the wrong line must be found before it is fixed"),
        ("open=bugs&line=<b>", "Not used from the link: line must be one of"),
        ("open=bugs&frob=1", "there is no setting 'frob'"),
    ],
)
def test_what_cannot_be_used_of_a_link_is_said_and_the_rest_is_used(link, problem):
    hunt = BugHunt.from_link(link)
    assert problem in hunt.view.state["problem"]
    assert (hunt.settings.line, hunt.settings.fix) == ("", 0)


def test_a_bad_setting_is_refused_in_words_and_the_others_are_used():
    hunt = BugHunt(case="tanh", at="far", colour="red")
    assert "at must be a number, got 'far'" in hunt.view.state["problem"]
    assert "there is no setting 'colour'" in hunt.view.state["problem"]
    assert (hunt.settings.case, hunt.settings.at) == ("tanh", None)


def test_the_problem_goes_once_something_is_done():
    hunt = BugHunt(case="chess")
    hunt.move(4)
    assert hunt.view.state["problem"] == ""


@pytest.mark.parametrize("given", STATES)
def test_settings_travel_in_a_link(given):
    settings, _ = collect(BugHuntSettings, given)
    read, problems = from_query("bugs", BugHuntSettings, to_query("bugs", settings))
    assert (BugHuntSettings(**read), problems) == (settings, [])


@pytest.mark.parametrize("given", STATES)
def test_the_code_prints_what_the_page_shows(given):
    hunt = BugHunt(**given)
    hunt.heading._handle_custom_msg({"kind": "code"}, [])
    lines = printed(hunt.heading.code).splitlines()
    expected = [f"{r.name} {r.analytic} {r.numeric} {r.verdict}" for r in hunt.readings]
    assert lines[: len(expected)] == expected
    told = lines[len(expected) :]
    assert told == ([f"{hunt.found} {hunt.view.state['why']}"] if hunt.settings.line else [])
