"""How the result of a check is shown on the page and as plain text."""
import re

import pytest

from course.exercises import Beside, CheckResult
from course.progress import Event
from tests.exercise_answers import POINTS, chained, no_hole, own_ring, three_dots
from widgets.exercise import CHECK_CSS, check, check_html, check_text, exercise


@pytest.fixture
def page(monkeypatch):
    """What has been displayed so far: HTML and plain text of each."""
    seen = []
    monkeypatch.setattr(
        "widgets.exercise.display", lambda shown: seen.append((shown._repr_html_(), repr(shown)))
    )
    return seen


@pytest.mark.parametrize(
    ("answer", "words", "kind"),
    [
        (three_dots, "Not tried yet.", "not_attempted"),
        (no_hole, "Try again.", "again"),
        (chained, "Try again.", "again"),
        (own_ring, "Passed.", "passed"),
    ],
)
def test_check_shows_the_state_in_words_and_as_a_mark_of_its_own(page, answer, words, kind):
    assert check(exercise("03.ring")(answer)) is None
    [(html, text)] = page
    assert text.startswith(words)
    assert f'<strong class="gb-check-state">{words}</strong>' in html
    assert f'class="glassbox gb-check gb-check-{kind}" role="status"' in html


def test_check_shows_the_likely_cause_and_the_hints_in_order(page):
    assert check(exercise("03.ring")(no_hole)) is None
    [(html, text)] = page
    assert "Likely cause: your ring has no hole" in text
    assert "<strong>Likely cause:</strong> your ring has no hole" in html
    places = [html.index(f">Hint {n} of 3</span></summary>") for n in (1, 2, 3)]
    assert places == sorted(places)
    assert "</details></details></details><span" in html
    assert html.count("3 hints, from a nudge to nearly the answer") == 1


def test_check_draws_what_the_students_rule_says_and_where_it_is_wrong(page):
    for answer in (own_ring, no_hole, chained):
        check(exercise("03.ring")(answer))
    right, wrong, stopped = (html for html, _ in page)
    # 900 cells, of which the ring holds 0.377 and its hole 0.126, give or take the edges
    assert abs(right.count("h1v1h-1z") - 0.377 * 900) < 9
    assert abs(wrong.count("h.4v.4h-.4z") - 0.126 * 900) < 9
    assert f"differs: {wrong.count('h.4v.4h-.4z')} of 900" in wrong
    assert "it differs" not in right
    assert "<figure>" not in stopped


def test_the_picture_of_a_rule_is_described_by_what_is_in_it(page):
    def four_points(points):
        answer = own_ring(points)
        answer[:4] = ~answer[:4]
        return answer

    check(exercise("03.ring")(four_points))
    [(html, _)] = page
    inside = html.count("h1v1h-1z")
    assert f'aria-label="Your ring: {inside} of 900 places inside; 4 differ."' in html


def test_a_passed_check_offers_no_hints(page):
    assert check(exercise("03.ring")(own_ring)) is None
    [(html, _)] = page
    assert "<details>" not in html


@pytest.mark.parametrize("thing", [own_ring, None, 3, "03.ring"])
def test_check_of_anything_but_an_exercise_says_what_it_needs(page, thing):
    assert check(thing) is None
    [(_, text)] = page
    assert "`check` takes the function under an `@exercise(...)` line" in text


def test_what_a_student_wrote_cannot_become_markup(page):
    def attack(points):
        raise ValueError("<script>alert(1)</script> `<b>`")

    assert check(exercise("03.ring")(attack)) is None
    [(html, _)] = page
    assert "<script>" not in html
    assert "<b>" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_a_function_that_fails_in_a_later_cell_is_noted_on_the_page_once(page):
    attempt = exercise("03.ring")(chained)
    attempt(POINTS)
    attempt(POINTS)
    [(html, text)] = page
    assert text.startswith("Not used. Your `chained` cannot be used here")
    assert 'role="status"' in html


def test_text_and_html_say_the_same_of_code():
    result = CheckResult("03.ring", "value", "you say `True`")
    assert check_text(result) == "Try again. you say `True`"
    assert "you say <code>True</code>" in check_html(result)


def test_outside_a_notebook_check_prints_plain_text(capsys):
    check(exercise("03.ring")(own_ring))
    said = capsys.readouterr().out
    assert said.startswith("Passed. Over 905 points, edges included, your ring and the course's")
    assert re.search("For 900 points .*, yours takes [0-9.]+ µs, the course's [0-9.]+ µs", said)


# ---- beside the reference


def test_a_passed_answer_stands_beside_the_reference(page):
    check(exercise("03.ring")(own_ring))
    [(html, _)] = page
    assert "your ring and the course&#x27;s never differ." in html
    assert 'gb-check-quiet">For 900 points all over the square, yours takes' in html


def test_a_small_difference_is_written_as_a_power_of_ten_in_markup_and_in_text():
    words = "Yours and mine differ by at most 2 × 10⁻¹⁰."
    result = CheckResult("01.x", "passed", words, beside=Beside(2e-10))
    power = "2&nbsp;×&nbsp;10<sup>−10</sup>"
    assert f"differ by at most <strong>{power}</strong>." in check_html(result)
    assert check_text(result).startswith(f"Passed. {words}")


def test_a_time_that_could_not_be_measured_is_said_so():
    html = check_html(CheckResult("03.ring", "passed", "Fine.", beside=Beside(0.0)))
    assert "Yours is too slow to be timed beside the course&#x27;s." in html


# ---- progress


@pytest.fixture
def remembered(monkeypatch):
    """What stands for the progress: keeps the events, and says `answer`."""
    events = []

    def remember(event):
        events.append(event)
        return remember.answer

    remember.answer, remember.events = "", events
    monkeypatch.setattr("widgets.exercise.remember", remember)
    return remember


def test_every_check_is_handed_to_the_progress(page, remembered):
    for answer in (three_dots, no_hole, own_ring):
        check(exercise("03.ring")(answer))
    assert remembered.events == [
        Event("check", "03.ring", "not_attempted"),
        Event("check", "03.ring", "cause", "no hole"),
        Event("check", "03.ring", "passed"),
    ]


def test_what_the_progress_has_to_say_stands_quietly_below_the_result(page, remembered):
    remembered.answer = "The disk is full."
    check(exercise("03.ring")(own_ring))
    [(html, text)] = page
    assert '<p class="gb-check-quiet">The disk is full.</p>' in html
    assert text.endswith("\nThe disk is full.")


def test_a_check_of_no_exercise_is_not_remembered(page, remembered):
    check(own_ring)
    assert remembered.events == []


def test_the_styles_of_a_result_stay_small():
    assert len(CHECK_CSS) < 6_000
