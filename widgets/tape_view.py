"""The tape drawn: an expression as a graph, its values forwards and its gradients backwards."""
from collections.abc import Callable
from typing import Any, Self

import ipywidgets

from course.expressions import (
    EXPRESSIONS,
    ExpressionError,
    Graph,
    arguments_of,
    code,
    graph_of,
    number_text,
)
from course.tape import Var
from course.tape_moments import moments_of
from widgets.assets import sheet
from widgets.canvas.graph import GraphCanvas, drawn
from widgets.heading import Heading
from widgets.layout import box
from widgets.links import collect, of_page, reopened, to_query, wants_stage
from widgets.parts import plain
from widgets.piece import Piece
from widgets.run_loop import running_loop
from widgets.scrub import Scrub
from widgets.tape_inputs import TapeInputs
from widgets.tape_view_settings import TapeSettings, settings_of, single, values_of

MOST_NODES = 60  # that one can still tell apart
OWN = "own"
WIDE = 800  # px: a wider graph has the whole width, below what goes into it


class TapePicture(GraphCanvas):
    """The picture of a graph, dressed for this widget."""

    _css = sheet("tape_view.css")


class TapeView(Piece):
    """An expression as a graph, which the two passes go through step by step.

    Parameters
    ----------
    expression : str or callable
        A key of `course.expressions.EXPRESSIONS`, or a function of your own: Vars -> a Var
        that holds one number.  Its arguments name the inputs.  A function that cannot be
        drawn is answered in words, in the widget.
    name : str
        Tells several of one page apart in links.
    link : str, optional
        As `from_link` takes it.
    **inputs
        Values by name: ``x=2.0``; arrays too for a function of your own.

    Attributes
    ----------
    graph : Graph or None
        What is drawn, with the gradients in its nodes; None if the last try failed.
    scrub : Scrub
        The moments; `scrub.index` is the one in hand.
    """

    called = "tape"

    def __init__(
        self,
        expression: str | Callable[..., Var] = "diamond",
        *,
        name: str = "tape",
        link: str | None = None,
        **inputs: Any,
    ) -> None:
        self.name, self._loop, self.graph = name, running_loop(), None
        own = None if isinstance(expression, str) else expression
        said = {} if own else {"expression": expression}
        opened, unread = reopened(name, TapeSettings, link)
        settings, problems = collect(TapeSettings, {**said, **opened})
        self._own, self._own_inputs = own, inputs
        self._key = OWN if own and not opened else settings.expression
        self._build(wants_stage(link))
        try:
            values = values_of(settings)
        except ValueError as error:
            values, problems = values_of(TapeSettings(settings.expression)), [*problems, str(error)]
        if self._key == OWN:
            problems += self._take_own()
        else:
            problems += self._take(values, {} if own else inputs)
        self._say(*problems, *self._draw(), unread)

    @classmethod
    def from_link(cls, link: str) -> Self:
        """The view that a link means; a part that cannot be read is said in the widget.

        Parameters
        ----------
        link : str
            A whole address, "?open=tape&expression=unit" or the part after the question mark.
        """
        return cls(name=of_page(link).get("open") or "tape", link=link)

    def _build(self, present: bool) -> None:
        menu = [(one.title, key) for key, one in EXPRESSIONS.items()]
        if self._own:
            menu.append(("your function", OWN))
        self.menu = ipywidgets.Dropdown(
            options=menu, value=self._key, description="expression", **plain(ipywidgets.Dropdown)
        )
        self.heading, self.picture = Heading(title="", present=present), TapePicture()
        self.scrub, self.inputs = Scrub(label="moments of the two passes"), TapeInputs()
        left = box("gb-tape-left", self.menu, self.inputs)
        right = box("gb-tape-right", self.picture, self.scrub)
        super().__init__([self.heading, box("gb-tape-grid", left, right)], "gb-tape-view")
        self.menu.observe(lambda change: self._soon(lambda: self.choose(change["new"])), "value")
        self.inputs.on_turn(lambda name, value: self._soon(lambda: self._turned(name, value)))
        self.heading.on_code(lambda: self._soon(self._write_code))

    # ---- what a person does ------------------------------------------------------------

    @property
    def settings(self) -> TapeSettings | None:
        """The expression and its inputs; None for a function of one's own."""
        return None if self._key == OWN else settings_of(self._key, self.values)

    def choose(self, key: str) -> None:
        """Draw another expression of the menu, with its own inputs.

        Raises
        ------
        ValueError
            If there is no such expression.
        """
        if key == self._key:
            return
        settings = None if key == OWN and self._own else TapeSettings(key)
        self._key = key
        self.menu.value = key
        problems = self._take_own() if settings is None else self._take(values_of(settings), {})
        self._say(*problems, *self._draw())

    def set_input(self, name: str, value: Any) -> None:
        """Give an input another value: everything is computed anew, at the same moment.

        Raises
        ------
        ValueError
            If there is no such input.
        """
        if name not in self.values:
            raise ValueError(f"name must be one of {', '.join(self.values)}; got {name}")
        self.values[name] = value
        self._say(*self._draw(at=self.scrub.index))

    def _turned(self, name: str, value: float) -> None:
        """A slider: what it says may be about an expression that is no longer there."""
        if name in self.values:
            self.set_input(name, value)
        self.inputs.answered += 1

    # ---- the graph ---------------------------------------------------------------------

    def _take(self, values: dict[str, Any], given: dict[str, Any]) -> list[str]:
        """Inputs of an expression of the menu; what is wrong with those that were given."""
        self._function, self.values, problems = EXPRESSIONS[self._key].function, values, []
        for name, value in given.items():
            try:
                tried = arguments_of(self._function, {**self.values, name: value})
                if name not in single(values):
                    raise ValueError(f"{name} is an array: give numbers, or a function of your own")
                settings_of(self._key, tried)
            except (TypeError, ValueError) as error:
                problems.append(f"the input {name}: {error}")
            else:
                self.values = tried
        return problems

    def _take_own(self) -> list[str]:
        self._function, self.values = self._own, {}
        try:
            self.values = arguments_of(self._own, self._own_inputs)
        except ExpressionError as error:
            return [str(error)]
        return []

    def _draw(self, at: int | None = None) -> list[str]:
        """Show the graph at a moment, the first unless said; or say why there is none."""
        self.inputs.show(self.values)
        settings = self.settings
        self.heading.reopens("TapeView", to_query(self.name, settings) if settings else "")
        if not self.values:
            return self._without({}, [])
        try:
            self.graph = graph_of(self._function, self.values)
        except ExpressionError as error:
            self.graph = None
            return self._without({} if at is None else self.picture.graph, [str(error)])
        if len(self.graph.nodes) > MOST_NODES:
            return self._without({}, [_too_many(self.graph)])
        moments = moments_of(self.graph)
        with self.picture.hold_sync():
            self.picture.graph, self.picture.faded = drawn(self.graph, moments), False
            self.picture.label = self._label()
        self.scrub.show([moment.words for moment in moments], at or 0)
        self.remove_class("gb-tape-empty")
        wide = self.picture.graph["width"] > WIDE
        (self.add_class if wide else self.remove_class)("gb-tape-wide")
        return []

    def _without(self, picture: dict[str, Any], problems: list[str]) -> list[str]:
        """No new picture: none at all, or the last one, faded."""
        with self.picture.hold_sync():
            self.picture.graph, self.picture.faded = picture, True
        if not picture:
            self.scrub.show([], 0)
            self.add_class("gb-tape-empty")
        return problems

    # ---- words -------------------------------------------------------------------------

    def _label(self) -> str:
        nodes, names = self.graph.nodes, ", ".join(self.graph.inputs)
        end = self.graph.names[-1]
        return f"Graph of {len(nodes)} nodes, from the inputs {names} on the left to {end}."

    def _write_code(self) -> None:
        self.heading.code = code(self._function, self.values)

    def _say(self, *problems: str) -> None:
        said = (problem.rstrip(".") for problem in problems if problem)
        self.picture.problem = " ".join(f"{one[:1].upper()}{one[1:]}." for one in said)


def _too_many(graph: Graph) -> str:
    """What can be said of a graph that is too large to be read."""
    gradients = ", ".join(
        f"{name} {number_text(node.gradient)}"
        for name, node in list(graph.inputs.items())[:12]
        if node.value.ndim == 0 and node.gradient is not None
    )
    said = f". Gradients: {gradients}" if gradients else ""
    return (
        f"{len(graph.nodes):,} nodes are too many to read, and at most {MOST_NODES} are drawn. "
        f"The value is {number_text(graph.end.value.item())}{said}"
    )
