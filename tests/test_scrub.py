"""The row of moments: what it keeps, whatever the page says."""
import pytest

from widgets.scrub import Scrub

WORDS = ["in", "forward", "back"]


def test_there_are_as_many_moments_as_words() -> None:
    scrub = Scrub(WORDS)
    assert (scrub.count, scrub.index, scrub.playing) == (3, 0, False)
    scrub.words = ["a", "b"]
    assert scrub.count == 2


@pytest.mark.parametrize(("sent", "kept"), [(99, 2), (-5, 0), (1, 1)])
def test_a_moment_that_does_not_exist_becomes_the_nearest(sent: int, kept: int) -> None:
    scrub = Scrub(WORDS)
    scrub.set_state({"index": sent})
    assert scrub.index == kept


def test_whoever_asked_hears_of_every_move() -> None:
    scrub, heard = Scrub(WORDS), []
    scrub.on_move(heard.append)
    scrub.set_state({"index": 2})
    scrub.index = 1
    scrub.index = 1
    assert heard == [2, 1]


def test_fewer_moments_move_the_index_to_the_last() -> None:
    scrub, heard = Scrub(WORDS, index=2), []
    scrub.on_move(heard.append)
    scrub.show(["one", "two"], 1)
    assert (scrub.count, scrub.index) == (2, 1)
    scrub.words = []
    assert (scrub.count, scrub.index) == (0, 0)
    assert heard == [1, 0]


def test_new_moments_and_the_one_in_hand_are_one_message(monkeypatch) -> None:
    scrub, sent = Scrub(WORDS), []
    monkeypatch.setattr(scrub, "send_state", lambda key=None: sent.append(set(key or ())))
    scrub.show(["a", "b", "c", "d"], 3)
    assert sent == [{"words", "count", "index"}]
    assert scrub.index == 3
