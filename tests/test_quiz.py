"""The quiz as a widget: what the page is told, what it may say, its link and its code."""
import asyncio
import contextlib
import io
import json
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.exercises.library import find, keys
from course.progress import Event
from widgets import quiz as quiz_module
from widgets.links import collect, from_query, to_query
from widgets.quiz import Quiz
from widgets.quiz_settings import QuizSettings

FREE, STUCK = find("03.free", "question"), find("03.stuck", "question")
RIGHT = 1  # of 03.free
LESSONS = ("00", "03")


@pytest.fixture(autouse=True)
def remembered(monkeypatch: pytest.MonkeyPatch) -> list[Event]:
    """What is remembered, in place of the student's file."""
    events: list[Event] = []
    monkeypatch.setattr(quiz_module, "remember", lambda event: events.append(event) or "")
    return events


def says(quiz: Quiz, content: object) -> None:
    """The page sends a message; ipywidgets itself would swallow whatever is raised."""
    for heard in quiz.view._msg_callbacks.callbacks:
        heard(quiz.view, content, [])


def answers(quiz: Quiz, *chosen: int, key: str = "03.free") -> None:
    says(quiz, {"kind": "answer", "key": key, "chosen": list(chosen)})


def printed(code: str) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(code, {})
    return out.getvalue()


# ---- on the page -----------------------------------------------------------------------


def test_the_page_holds_no_right_answer_and_no_explanation_until_it_is_answered() -> None:
    state = json.dumps(Quiz("03").view.get_state(), default=str)
    for key in keys("question"):
        for option in find(key, "question").options:
            assert option.why not in state
    assert "right" not in json.dumps(Quiz("03.free").view.questions)
    assert [one["key"] for one in Quiz("03").view.questions] == [
        "03.free", "03.share", "03.edges", "03.removed", "03.luck", "03.tenseeds", "03.stuck",
        "03.fair", "03.wall", "03.memory",
    ]  # fmt: skip


def test_a_wrong_answer_and_then_the_right_one_reach_python_and_are_remembered(
    remembered: list[Event],
) -> None:
    quiz = Quiz("03.free")
    answers(quiz, 0)
    assert quiz.view.judged["03.free"] == {
        "chosen": [0],
        "right": False,
        "summary": "Not this one.",
        "said": [[0, False, "Not this one.", FREE.options[0].why]],
        "note": "",
    }
    assert not quiz.answers["03.free"].right
    answers(quiz, RIGHT)
    assert quiz.answers["03.free"].right
    assert [said[2] for said in quiz.view.judged["03.free"]["said"]] == ["", "Right.", "", ""]
    assert remembered == [
        Event("answer", "03.free", "wrong", "0"),
        Event("answer", "03.free", "right", "1"),
    ]


def test_several_are_remembered_by_their_numbers(remembered: list[Event]) -> None:
    quiz = Quiz("03.stuck")
    answers(quiz, 4, 0, key="03.stuck")
    answers(quiz, 2, 4, 0, key="03.stuck")
    assert [(event.state, event.detail) for event in remembered] == [
        ("wrong", "0-4"),
        ("right", "0-2-4"),
    ]


def test_a_second_click_is_not_a_second_answer(remembered: list[Event]) -> None:
    quiz = Quiz("03.free")
    answers(quiz, 0)
    answers(quiz, 0)
    assert len(remembered) == 1
    answers(quiz, RIGHT)
    answers(quiz, 0)  # sent before the page knew that the question was solved
    assert quiz.answers["03.free"].chosen == (RIGHT,)
    assert len(remembered) == 2


def test_a_solved_question_can_be_answered_again(remembered: list[Event]) -> None:
    quiz = Quiz("03.free")
    answers(quiz, RIGHT)
    says(quiz, {"kind": "again", "key": "03.free"})
    assert quiz.view.judged == {} and quiz.answers == {}
    answers(quiz, 0)
    assert [event.state for event in remembered] == ["right", "wrong"]


def test_what_cannot_be_kept_is_said_beside_the_result(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quiz_module, "remember", lambda event: "The disk is full.")
    quiz = Quiz("03.free")
    answers(quiz, 0)
    assert quiz.view.judged["03.free"]["note"] == "The disk is full."


@pytest.mark.parametrize(
    "content",
    [
        None,
        "answer",
        [1],
        {},
        {"kind": "answer"},
        {"kind": "answer", "key": "03.free"},
        {"kind": "answer", "key": ["03.free"], "chosen": [0]},
        {"kind": "answer", "key": "03.luck", "chosen": [0]},
        {"kind": "answer", "key": "03.free", "chosen": []},
        {"kind": "answer", "key": "03.free", "chosen": [9]},
        {"kind": "answer", "key": "03.free", "chosen": [-1]},
        {"kind": "answer", "key": "03.free", "chosen": [0, 1]},
        {"kind": "answer", "key": "03.free", "chosen": [True]},
        {"kind": "answer", "key": "03.free", "chosen": ["0"]},
        {"kind": "answer", "key": "03.free", "chosen": [0.0]},
        {"kind": "answer", "key": "03.free", "chosen": "0"},
        {"kind": "answer", "key": "03.free", "chosen": {"0": 1}},
        {"kind": "answer", "key": "03.free", "chosen": 0},
        {"kind": "again", "key": None},
        {"kind": {"a": 1}, "key": "03.free", "chosen": [0]},
    ],
)
def test_a_message_that_makes_no_sense_changes_nothing(content, remembered) -> None:
    quiz = Quiz("03.free")
    says(quiz, content)
    assert (quiz.view.judged, quiz.answers, remembered) == ({}, {}, [])
    answers(quiz, RIGHT)
    assert quiz.answers["03.free"].right


def test_a_page_that_claims_to_know_the_result_is_not_believed() -> None:
    quiz = Quiz("03.free")
    before = dict(quiz.view.judged), list(quiz.view.questions)
    quiz.view.set_state({"judged": {"03.free": {"right": True}}, "questions": 7, "problem": None})
    assert (quiz.view.judged, quiz.view.questions) == before
    assert (quiz.answers, quiz.view.problem) == ({}, "")


def test_an_answer_that_arrives_on_another_thread_is_judged_on_the_kernels_loop() -> None:
    judged_on = []

    async def scenario() -> None:
        quiz = Quiz("03.free")
        quiz.view.observe(lambda _: judged_on.append(threading.current_thread()), "judged")
        thread = threading.Thread(target=answers, args=(quiz, 0))
        thread.start()
        thread.join()
        assert quiz.answers == {}
        await asyncio.sleep(0)
        assert quiz.answers["03.free"].chosen == (0,)

    asyncio.run(scenario())
    assert judged_on == [threading.main_thread()]


def test_what_is_asked_for_and_does_not_exist_is_said_in_words() -> None:
    quiz = Quiz("03.free", "03.frob", 7)
    assert [one["key"] for one in quiz.view.questions] == ["03.free"]
    assert quiz.view.problem.startswith("a quiz is made of 00, 01, 02, 03, 04, 05, 00.free, ")
    assert quiz.view.problem.endswith("; got '03.frob' and 1 more.")
    with pytest.raises(ValueError, match="key must be one of 03.free; got '03.luck'"):
        quiz.answer("03.luck", 0)


# ---- links and code --------------------------------------------------------------------


@st.composite
def settings(draw: st.DrawFn) -> QuizSettings:
    chosen = {}
    asked = [key for key in keys("question") if key[:2] in LESSONS]
    for key in draw(st.lists(st.sampled_from(asked), unique=True)):
        question = find(key, "question")
        numbers = st.integers(0, len(question.options) - 1)
        most = len(question.options) if question.several else 1
        chosen[key] = tuple(sorted(draw(st.sets(numbers, min_size=1, max_size=most))))
    return QuizSettings.of(chosen)


@given(settings())
def test_a_link_means_the_answers_it_was_made_from(made: QuizSettings) -> None:
    found, problems = from_query("quiz-03", QuizSettings, to_query("quiz-03", made))
    assert problems == []
    assert collect(QuizSettings, found) == (made, [])


@given(settings())
def test_a_quiz_reopened_from_its_link_says_the_same_and_remembers_nothing(made) -> None:
    first = Quiz(*LESSONS)
    for key, chosen in made.chosen.items():
        first.answer(key, *chosen)
    events: list[Event] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(quiz_module, "remember", lambda event: events.append(event) or "")
        again = Quiz.from_link(f"http://127.0.0.1/a?{first.heading.query}")
    assert again.view.questions == first.view.questions
    assert again.view.judged == first.view.judged
    assert again.settings == made
    assert (again.view.problem, events) == ("", [])


def test_a_quiz_of_some_questions_has_a_link_of_its_own() -> None:
    quiz = Quiz("03.luck", "03.free")
    quiz.answer("03.free", 2)
    assert quiz.heading.query == "open=quiz-03.luck_03.free&answered=03.free.2"
    assert quiz.heading.call == (
        'Quiz.from_link("open=quiz-03.luck_03.free&answered=03.free.2")'
    )
    again = Quiz.from_link(quiz.heading.query)
    assert [one["key"] for one in again.view.questions] == ["03.luck", "03.free"]
    assert again.answers["03.free"].chosen == (2,)


def test_the_query_of_the_page_opens_the_quiz_it_is_meant_for(monkeypatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "open=quiz-03&answered=03.free.0&look=dark")
    assert Quiz("03").answers["03.free"].chosen == (0,)
    assert Quiz("03.free").answers == {}


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("03.free.9", r"each chosen option must be in [0, 3], got 9"),
        ("03.free.0-1", "chosen must be one option of 03.free, got 2"),
        ("03.frob.0", "question must be one of 00.free, 00.stub, 01."),
        ("03.free", "answered must be like 03.free.0_03.stuck.0-2, each question once; got"),
        ("03.free.0_03.free.1", "each question once"),
        ("../../etc/passwd", "answered must be like"),
        ("__import__('os')", "answered must be like"),
        ("<script>alert(1)</script>", "answered must be like"),
        ("03.free.%D9%A1", "answered must be like"),
        ("_", "answered must be like"),
        ("x" * 400, "answered has 400 characters, at most 300 are read"),
    ],
)
def test_a_link_that_cannot_be_read_costs_its_answers_and_one_line(value, message) -> None:
    quiz = Quiz.from_link(f"?open=quiz-03&answered={value}")
    assert len(quiz.view.questions) == 10
    assert quiz.answers == {}
    assert message in quiz.view.problem
    assert "\n" not in quiz.view.problem and len(quiz.view.problem) <= 401


@pytest.mark.parametrize(
    "link", ["", "frob", "?open=playground&rule=ring", 7, None, "?open=" * 999]
)
def test_a_link_that_is_not_one_of_a_quiz_says_so(link) -> None:
    quiz = Quiz.from_link(link)
    assert quiz.view.questions == []
    assert quiz.view.problem.startswith("the link of a quiz must hold open=quiz-03 or the like")


def test_answers_to_what_is_not_asked_are_named() -> None:
    quiz = Quiz("03.free", answered="03.luck.0_03.free.1")
    assert list(quiz.answers) == ["03.free"]
    assert quiz.view.problem == "03.luck is answered, but not asked here."


@given(settings())
def test_the_code_of_the_button_prints_what_the_page_says(made: QuizSettings) -> None:
    quiz = Quiz("00", "03", answered=made.answered)
    says_code(quiz)
    expected = "".join(
        f"{key} {judged['summary']}\n"
        + "".join(f"{option} {words} {why}\n" for option, _, words, why in judged["said"])
        for key, judged in quiz.view.judged.items()
    )
    if not quiz.view.judged:
        expected = "".join(one["prompt"] + "\n" for one in quiz.view.questions)
    assert printed(quiz.heading.code) == expected


def says_code(quiz: Quiz) -> None:
    """A person presses "Show the code"."""
    quiz.heading._handle_custom_msg({"kind": "code"}, [])


def test_the_lines_of_code_are_few_and_short() -> None:
    quiz = Quiz("03", answered="03.free.0_03.stuck.0-2_03.wall.1")
    says_code(quiz)
    lines = quiz.heading.code.splitlines()
    assert len(lines) <= 15 and max(map(len, lines)) <= 88
    assert '    "03.stuck": {0, 2},' in lines
