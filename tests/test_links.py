"""Settings travel in a link and in a line of code, and come back as they were."""
from dataclasses import dataclass, fields, replace
from urllib.parse import parse_qs, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from course.toys import PROVIDED
from widgets.links import (
    LONGEST,
    LONGEST_LINE,
    collect,
    from_link_call,
    from_query,
    of_page,
    one_line,
    query_of,
    reopened,
    to_query,
)
from widgets.settings import PlaygroundSettings

SETTINGS = st.builds(
    PlaygroundSettings,
    rule=st.sampled_from(PROVIDED),
    points=st.integers(1, 4000),  # with more, a batch of all is refused for a wide network
    noise=st.floats(0, 2),
    hidden=st.lists(st.integers(1, 100), max_size=6).map(tuple),
    activation=st.sampled_from(["relu", "tanh", "sigmoid"]),
    seed=st.integers(0, 2**63 - 1),
    start=st.sampled_from(["he", "2016"]),
    scale=st.floats(0, 1e30),
    device=st.sampled_from(["cpu", "gpu"]),
    speed=st.sampled_from(["watch", "full"]),
    optimiser=st.sampled_from(["adam", "momentum", "sgd"]),
    batch_size=st.integers(0, 500),
    learning_rate=st.floats(1e-300, 10),
    schedule=st.sampled_from(["constant", "cosine", "decay"]),
    steps=st.integers(0, 300_000),
    l2=st.floats(0, 1e30),
    shown=st.sampled_from(["train", "test"]),
)


@dataclass(frozen=True)
class Every:
    """A field of every kind that can travel."""

    word: str = "a"
    whole: int = 1
    real: float = 0.5
    sure: bool = True
    layers: tuple[int, ...] = (1,)
    curve: tuple[float, ...] = ()
    guess: float | None = None


EVERY = st.builds(
    Every,
    word=st.text(st.characters(exclude_categories=["C", "Z"]), max_size=40) | st.just("a b&c=d#e"),
    whole=st.integers(-(10**15), 10**15),
    real=st.floats(allow_nan=False, allow_infinity=False),
    sure=st.booleans(),
    layers=st.lists(st.integers(0, 999), max_size=6).map(tuple),
    curve=st.lists(st.floats(-2, 2), max_size=6).map(tuple),
    guess=st.none() | st.floats(allow_nan=False, allow_infinity=False),
)


@given(SETTINGS, SETTINGS)
def test_a_link_means_the_settings_it_was_made_from(
    settings: PlaygroundSettings, own: PlaygroundSettings
) -> None:
    query = to_query("one", settings, own)
    found, problems = from_query("one", PlaygroundSettings, query)
    assert problems == []
    assert collect(PlaygroundSettings, found) == (settings, [])  # in a new cell
    assert replace(own, **found) == settings  # in the lesson, which gives settings of its own


@given(EVERY)
@example(Every(curve=(1.0, -2.0), layers=(), sure=False, guess=-0.0))
def test_every_kind_of_field_comes_back(config: Every) -> None:
    found, problems = from_query("one", Every, to_query("one", config))
    assert problems == []
    assert repr(Every(**found)) == repr(config)


def test_a_link_that_leaves_this_widget_as_it_stands_names_no_field() -> None:
    assert to_query("edges", PlaygroundSettings()) == "open=edges"
    own = PlaygroundSettings(hidden=(1,))
    assert to_query("edges", own, own) == "open=edges&hidden=1"
    assert to_query("edges", PlaygroundSettings(), own) == "open=edges&hidden=8-8"


@given(st.dictionaries(st.text(max_size=20), st.text(max_size=20), max_size=5))
def test_a_line_of_code_holds_the_link_and_nothing_that_python_would_run(pairs: dict) -> None:
    query = urlencode(pairs)
    line = from_link_call("Playground", query)
    assert line.isascii()
    assert line.startswith('Playground.from_link("')
    given_link: list[str] = []

    class Stand:
        from_link = given_link.append

    eval(line, {"Playground": Stand})
    assert given_link == [query]


def test_quotes_and_line_ends_cannot_leave_the_line_of_code() -> None:
    line = from_link_call("Playground", 'a="); import os\n\\')
    assert line == 'Playground.from_link("a=%22%29%3B%20import%20os%0A%5C")'


@pytest.mark.parametrize(
    "link",
    ["open=one&rule=rose", "?open=one&rule=rose", " ?open=one&rule=rose#top\n",
     "https://here.example/voila/render/03_zoo.ipynb?open=one&rule=rose",
     "https://[broken?open=one&rule=rose"],
)  # fmt: skip
def test_a_link_is_an_address_or_what_follows_its_question_mark(link: str) -> None:
    assert query_of(link) == "open=one&rule=rose"
    assert from_query("one", PlaygroundSettings, link) == ({"rule": "rose"}, [])


def test_an_address_without_a_question_mark_asks_for_nothing() -> None:
    assert query_of("https://here.example/03_zoo.ipynb") == ""


def test_a_link_that_is_not_text_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match=r"a link must be text, got 5 \(int\)"):
        query_of(5)
    assert from_query("one", Every, 5) == ({}, ["a link must be text, got 5 (int)"])
    assert of_page(5) == {}


def test_a_link_for_another_widget_is_left_alone() -> None:
    query = to_query("other", PlaygroundSettings(rule="rose"))
    assert from_query("one", PlaygroundSettings, query) == ({}, [])


def test_a_pasted_link_need_not_say_which_widget_it_opens_but_a_page_must(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert from_query("one", PlaygroundSettings, "rule=ring") == ({"rule": "ring"}, [])
    monkeypatch.setenv("QUERY_STRING", "rule=ring")
    assert from_query("one", PlaygroundSettings) == ({}, [])


def test_the_query_of_the_page_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "open=one&rule=ring&look=dark&present=1")
    assert from_query("one", PlaygroundSettings) == ({"rule": "ring"}, [])
    assert of_page() == {"open": "one", "look": "dark", "present": "1"}
    monkeypatch.delenv("QUERY_STRING")
    assert from_query("one", PlaygroundSettings) == ({}, [])


def test_what_the_page_asks_counts_before_the_link_of_a_cell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    link = "open=elsewhere&rule=rose&seed=3"
    monkeypatch.setenv("QUERY_STRING", "open=one&seed=4&noise=x")
    assert reopened("one", PlaygroundSettings, link) == (
        {"rule": "rose", "seed": 4}, "Not used from the link: noise must be a number, got 'x'",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("seed=x", "seed must be a whole number, got 'x'"),
        ("seed=", "seed must be a whole number, got ''"),
        ("seed=1.0", "seed must be a whole number, got '1.0'"),
        ("seed=1_0", "seed must be a whole number, got '1_0'"),
        ("seed=+7", "seed must be a whole number, got ' 7'"),
        ("seed=%D9%A1%D9%A2", "seed must be a whole number, got '١٢'"),
        ("seed=-1", "seed must be in [0, 9.22337e+18], got -1"),
        ("seed=" + "9" * 500, "seed has 500 characters, at most 300 are read"),
        ("seed=7&seed=8&seed=7", "seed is given 3 times"),
        ("hidden=8-", "hidden must be whole numbers such as 8-8, got '8-'"),
        ("hidden=-8", "hidden must be whole numbers such as 8-8, got '-8'"),
        ("hidden=8-a", "hidden must be whole numbers such as 8-8, got '8-a'"),
        ("hidden=8--8", "hidden must be whole numbers such as 8-8, got '8--8'"),
        ("hidden=0", "hidden[0] (units of layer 1) must be in [1, 100000], got 0"),
        ("noise=much", "noise must be a number, got 'much'"),
        ("noise=nan", "noise must be a number, got 'nan'"),
        ("noise=-inf", "noise must be a number, got '-inf'"),
        ("noise=1e999", "noise must be a number, got '1e999'"),
        ("noise=0x1p-3", "noise must be a number, got '0x1p-3'"),
        ("noise=3", "noise must be in [0, 2], got 3.0"),
        ("rule=ro%00se", "rule must be plain text, got 'ro\\x00se'"),
        ("rule=%E2%80%AEesor", "rule must be plain text, got '\\u202eesor'"),
        ("rule=%FF", f"rule must be one of {', '.join(PROVIDED)}; got '\ufffd'"),
        ("frob=1", "there is no setting 'frob'"),
        ("__class__=1", "there is no setting '__class__'"),
        ("=5", "there is no setting ''"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_costs_only_itself_and_is_named(value: str, message: str) -> None:
    query = f"open=one&{value}&points=50"
    assert from_query("one", PlaygroundSettings, query) == ({"points": 50}, [message])


def test_a_whole_number_of_hundreds_of_digits_is_out_of_range() -> None:
    found, (problem,) = from_query("one", PlaygroundSettings, "points=" + "9" * 300)
    assert found == {}
    assert problem.startswith("points must be in [1, 100000], got 9999")
    assert len(problem) < 120


@pytest.mark.parametrize("text", ["2", "yes", "", "١"])
def test_yes_and_no_are_1_and_0(text: str) -> None:
    assert from_query("one", Every, "sure=0")[0] == {"sure": False}
    assert from_query("one", Every, "sure=TRUE")[0] == {"sure": True}
    assert from_query("one", Every, urlencode({"sure": text})) == (
        {}, [f"sure must be 1 or 0, got '{text}'"],
    )  # fmt: skip


def test_a_field_given_twice_alike_is_no_contradiction() -> None:
    assert from_query("one", PlaygroundSettings, "seed=7&seed=7") == ({"seed": 7}, [])


def test_of_two_openings_the_first_counts_as_it_does_in_the_page() -> None:
    assert of_page("open=one&open=two") == {"open": "one"}


def test_a_link_that_is_too_long_is_refused_as_a_whole() -> None:
    query = "open=one&seed=5&" + "x" * 5000
    assert from_query("one", PlaygroundSettings, query) == (
        {}, [f"a link has at most 2,000 characters, this one has {len(query):,}"],
    )  # fmt: skip
    assert from_query("two", PlaygroundSettings, query) == ({}, [])


def test_the_longest_settings_of_the_playground_fit_into_a_link() -> None:
    name = "\U0001f339" * 40  # a rule's name has at most 40 characters
    pairs = {item.name: "1" * 24 for item in fields(PlaygroundSettings)} | {"rule": name}
    assert len(urlencode({"open": name, **pairs})) < LONGEST


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: urlencode({"seed": raw})))
def test_whatever_is_pasted_gives_settings_that_can_be_used_and_words(text: str) -> None:
    settings, line = reopened("one", PlaygroundSettings, text)
    PlaygroundSettings(**settings)
    assert len(line) <= LONGEST_LINE
    known = parse_qs(query_of(text), keep_blank_values=True).keys()
    assert bool(line) or known <= {"open", "look", "present"} | settings.keys()


def test_everything_that_was_not_used_is_said_in_one_line() -> None:
    assert one_line([]) == ""
    assert one_line(["a is bad.", "b is worse"]) == "Not used from the link: a is bad; b is worse"
    many = [f"setting {number} must be something else" for number in range(40)]
    line = one_line(many)
    assert len(line) <= LONGEST_LINE
    told = line.count("must be")
    assert line.endswith(f"something else; and {40 - told} more")
    assert one_line(["x" * 1000]) == ("Not used from the link: " + "x" * 400)[:397] + "..."


def test_a_value_that_is_not_allowed_costs_only_itself() -> None:
    given_values = {"rule": "ring", "seed": 1.5, "noise": float("nan"), "frob": 1}
    settings, problems = collect(PlaygroundSettings, given_values)
    assert settings == PlaygroundSettings(rule="ring")
    assert problems[0] == "seed must be a whole number, got 1.5 (float)"
    assert problems[1] == "noise must be in [0, 2], got nan"
    assert problems[2].startswith("there is no setting 'frob'; there are rule, points, noise")


@dataclass(frozen=True)
class Pair:
    low: int = 0
    high: int = 1

    def __post_init__(self) -> None:
        if self.low >= self.high:
            raise ValueError(f"low must be below high, got {self.low} and {self.high}")


def test_values_that_are_good_alone_but_not_together_are_refused() -> None:
    assert collect(Pair, {"high": 5, "low": 7}) == (
        Pair(high=5), ["low must be below high, got 7 and 5"],
    )  # fmt: skip


def test_every_field_of_the_settings_can_travel() -> None:
    names = {item.name for item in fields(PlaygroundSettings)}
    moved = replace(
        PlaygroundSettings(), rule="rose", points=10, noise=0.5, hidden=(), activation="tanh",
        start="2016", scale=0.5, schedule="decay", steps=50,
        seed=2, device="gpu", speed="full", optimiser="sgd", batch_size=0, learning_rate=1.0,
        l2=0.1, shown="train",
    )  # fmt: skip
    found, _ = from_query("one", PlaygroundSettings, to_query("one", moved))
    assert set(found) == names
