"""The acts on the whole of a widget: each is offered only if it has something to give."""
import pytest

from widgets.heading import Heading


def test_a_heading_offers_code_once_there_is_some_or_somebody_writes_it_when_asked() -> None:
    assert not Heading().has_code
    assert Heading(code="1 + 1").has_code
    asked: list[bool] = []
    heading = Heading()
    heading.on_code(lambda: asked.append(True))
    assert heading.has_code
    heading._handle_custom_msg({"kind": "code"}, [])
    heading._handle_custom_msg({"kind": "other"}, [])
    heading._handle_custom_msg("code", [])
    assert asked == [True]


def test_a_heading_reopens_by_query_in_an_app_and_by_a_line_in_a_notebook() -> None:
    heading = Heading()
    heading.reopens("Quiz", "open=quiz-03&answered=1")
    assert heading.query == "open=quiz-03&answered=1"
    assert heading.call == 'Quiz.from_link("open=quiz-03&answered=1")'


@pytest.mark.parametrize(("server", "in_app"), [("voila/0.5", True), ("", False)])
def test_a_heading_knows_whether_there_are_cells(
    monkeypatch: pytest.MonkeyPatch, server: str, in_app: bool
) -> None:
    monkeypatch.setenv("SERVER_SOFTWARE", server)
    assert Heading().in_app is in_app
