"""Settings travel in a link and in a line of code, and come back as they were."""
from dataclasses import dataclass, fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from course.toys import BUILT_IN
from widgets.links import collect, from_query, to_call, to_query
from widgets.settings import PlaygroundSettings

SETTINGS = st.builds(
    PlaygroundSettings,
    rule=st.sampled_from(BUILT_IN),
    points=st.integers(1, 2000),
    noise=st.floats(0, 0.5),
    hidden=st.lists(st.integers(1, 100), max_size=6).map(tuple),
    activation=st.sampled_from(["relu", "tanh", "sigmoid"]),
    seed=st.integers(0, 9999),
    speed=st.sampled_from(["watch", "full"]),
    batch_size=st.integers(0, 500),
    learning_rate=st.floats(1e-6, 10),
    l2=st.floats(0, 1),
)


@given(SETTINGS)
def test_a_link_means_the_settings_it_was_made_from(settings: PlaygroundSettings) -> None:
    found, problems = from_query("one", PlaygroundSettings, to_query("one", settings))
    assert problems == []
    assert collect(PlaygroundSettings, found) == (settings, [])


@given(SETTINGS)
def test_a_line_of_code_means_the_settings_it_was_made_from(settings: PlaygroundSettings) -> None:
    names = {"PlaygroundSettings": PlaygroundSettings}
    assert eval(to_call("PlaygroundSettings", settings), names) == settings


def test_a_link_for_another_widget_is_left_alone() -> None:
    query = to_query("other", PlaygroundSettings(rule="rose"))
    assert from_query("one", PlaygroundSettings, query) == ({}, [])


def test_the_query_of_the_page_is_read_by_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUERY_STRING", "open=one&rule=ring&look=dark")
    assert from_query("one", PlaygroundSettings) == ({"rule": "ring"}, [])
    monkeypatch.delenv("QUERY_STRING")
    assert from_query("one", PlaygroundSettings) == ({}, [])


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("open=one&seed=x", "seed must be whole numbers, got 'x'"),
        ("open=one&hidden=8-a", "hidden must be whole numbers, got '8-a'"),
        ("open=one&noise=much", "noise must be a number, got 'much'"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(query: str, message: str) -> None:
    assert from_query("one", PlaygroundSettings, query) == ({}, [message])


def test_a_value_that_is_not_allowed_costs_only_itself() -> None:
    given_values = {"rule": "ring", "seed": 1.5, "noise": float("nan"), "frob": 1}
    settings, problems = collect(PlaygroundSettings, given_values)
    assert settings == PlaygroundSettings(rule="ring")
    assert problems[0] == "seed must be a whole number, got 1.5 (float)"
    assert problems[1] == "noise must be in [0, 2], got nan"
    assert problems[2].startswith("there is no setting 'frob'; there are rule, points, noise")


def test_a_link_of_great_length_is_read_to_its_limit_only() -> None:
    found, _ = from_query("one", PlaygroundSettings, "open=one&" + "x" * 5000 + "&seed=5")
    assert found == {}


@dataclass(frozen=True)
class Small:
    a: int = 1


def test_every_field_of_the_settings_can_travel() -> None:
    names = {item.name for item in fields(PlaygroundSettings)}
    moved = replace(
        PlaygroundSettings(), rule="rose", points=10, noise=0.5, hidden=(), activation="tanh",
        seed=2, device="gpu", speed="full", optimiser="sgd", batch_size=0, learning_rate=1.0,
        l2=0.1, shown="train",
    )  # fmt: skip
    found, _ = from_query("one", PlaygroundSettings, to_query("one", moved))
    assert set(found) == names
    assert collect(Small, {"a": 2}) == (Small(2), [])
