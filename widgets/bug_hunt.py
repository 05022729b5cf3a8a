"""Bug hunt: a table of derivatives with a wrong line in it, and the x-ray that gives it away."""
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import traitlets

from course.bug_cases import CASES, Case
from course.bug_hunt import accuse, check_at, find, readings
from course.checks import check_choice, check_integer, check_number, shown
from course.xray import Reading
from widgets import bug_rows
from widgets.assets import script, sheet
from widgets.heading import Heading
from widgets.links import to_query, wants_stage
from widgets.parts import Part
from widgets.piece import Piece

LINES = tuple(dict.fromkeys(key for case in CASES.values() for key in case.lines))
MOST_FIXES = max(len(case.fixes) for case in CASES.values())


@dataclass(frozen=True)
class BugHuntSettings:
    """What a person has set.

    Attributes
    ----------
    case : str
        A key of `course.bug_cases.CASES`.
    at : float or None
        What the knob says; None where it stands first.
    line : str
        The line that is accused, such as "tanh.a"; "" for none.
    fix : int
        Number of the chosen fix, from 1; 0 for none.

    Raises
    ------
    TypeError, ValueError
        On creation, if there is no such case or line, or a number is out of range.
    """

    case: str = "division"
    at: float | None = None
    line: str = ""
    fix: int = 0

    def __post_init__(self) -> None:
        check_choice("case", self.case, CASES)
        if self.at is not None:
            check_number("at", self.at, -1e6, 1e6)
        if self.line != "":
            check_choice("line", self.line, LINES)
        check_integer("fix", self.fix, 0, MOST_FIXES)


class HuntView(Part):
    """The table, the x-ray beside it, and the fixes once the line is found.

    Attributes
    ----------
    state : dict
        All that is to be seen; see `BugHunt._state`.
    """

    _esm = script("follow.js", "bug_hunt.js")
    _css = sheet("bug_hunt.css")

    state = traitlets.Dict().tag(sync=True)

    def set_state(self, sync_data: dict) -> None:
        """Take nothing over from the page's copy: what is done comes in messages."""

    def on_act(self, heard: Callable[[str, Any], None]) -> None:
        """Call `heard(what is set, value)` when a person sets something."""

        def read(_: object, content: object, __: object) -> None:
            if isinstance(content, dict) and content.get("kind") in ("case", "at", "line", "fix"):
                heard(content["kind"], content.get("value"))

        self.on_msg(read)


class BugHunt(Piece):
    """Five tables of derivatives: find the wrong line of each, and put a right one there.

    The x-ray compares, for every name in a small program, the gradient that the table gives
    with what nudging says, at an input that can be changed.

    Parameters
    ----------
    name : str
        What a link calls this widget.
    link : str, optional
        As `from_link` takes it.
    **settings
        Fields of `BugHuntSettings`; one that is no good is refused in words, in the widget.
    """

    called = "bugs"

    def __init__(self, *, name: str = "bugs", link: str | None = None, **settings: Any) -> None:
        self.settings, self._own, problems = self._opened(BugHuntSettings, name, link, settings)
        self._problem = ""
        self.settings = self._fitting(self.settings)
        told = [f"{one.rstrip('.')}." for one in (*problems, self._problem) if one]
        self._problem = " ".join(told)
        self.heading = Heading(title="", present=wants_stage(link))
        self.view = HuntView(state=self._state())
        super().__init__([self.heading, self.view], "gb-bugs")
        self.view.on_act(lambda kind, value: self._soon(lambda: self._heard(kind, value)))
        self.heading.on_code(lambda: self._soon(self._write_code))
        self._write_link()

    # ---- what a person does ------------------------------------------------------------

    @property
    def found(self) -> bool:
        """Whether the wrong line has been found."""
        return self.settings.line == self._case.planted

    @property
    def fixed(self) -> bool:
        """Whether a right line stands in its place."""
        return self.found and self.settings.fix == self._case.right_fix

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The x-ray as it stands on the page."""
        return readings(self.settings.case, self._at, self.settings.fix)

    def choose(self, case: str) -> None:
        """Take another case, from its beginning.

        Raises
        ------
        ValueError
            If there is none of that name.
        """
        self._set(BugHuntSettings(check_choice("case", case, CASES)))

    def move(self, at: float) -> None:
        """Set the knob.

        Raises
        ------
        TypeError, ValueError
            If it cannot be set so.
        """
        self._set(replace(self.settings, at=check_at(self.settings.case, at)))

    def accuse(self, line: str) -> None:
        """Say that a line is the wrong one; once it has been found nothing changes.

        Raises
        ------
        ValueError
            If this table has no such line.
        """
        check_choice("line", line, self._case.lines)
        if not self.found:
            self._set(replace(self.settings, line=line))

    def fix(self, number: int) -> None:
        """Put a fix in place of the wrong line, 0 for the wrong line itself.

        Raises
        ------
        TypeError, ValueError
            If there is no such fix, or the line has not been found yet.
        """
        check_integer("fix", number, 0, len(self._case.fixes))
        if not self.found:
            raise ValueError("the wrong line must be found before it is fixed")
        self._set(replace(self.settings, fix=number))

    def _say(self, *problems: str) -> None:
        self._problem = " ".join(problems)
        self.view.state = self._state()

    def _heard(self, kind: str, value: Any) -> None:
        """What the page says, which may be anything: only what makes sense is done."""
        acts = {"case": self.choose, "at": self.move, "line": self.accuse, "fix": self.fix}
        try:
            acts[kind](value)
        except (TypeError, ValueError):
            return

    # ---- what is shown -----------------------------------------------------------------

    @property
    def _case(self) -> Case:
        return find(self.settings.case)

    @property
    def _at(self) -> float:
        return self._case.knob.start if self.settings.at is None else self.settings.at

    def _fitting(self, settings: BugHuntSettings) -> BugHuntSettings:
        """The settings without what their case does not have; `_problem` says what that was."""
        case, problems = find(settings.case), []
        try:
            check_at(case.name, case.knob.start if settings.at is None else settings.at)
        except ValueError as error:
            problems.append(str(error))
            settings = replace(settings, at=None)
        if settings.line and settings.line not in case.lines:
            problems.append(f"{case.name} has no line {shown(settings.line)}")
            settings = replace(settings, line="")
        if settings.fix and settings.line != case.planted:
            problems.append("the wrong line must be found before it is fixed")
            settings = replace(settings, fix=0)
        self._problem = "; ".join(problems)
        return settings

    def _set(self, settings: BugHuntSettings) -> None:
        self.settings, self._problem = settings, ""
        self.view.state = self._state()
        self._write_link()

    def _state(self) -> dict[str, Any]:
        """Everything on the page, as plain data: cases, table, knob, x-ray, words and fixes."""
        case, settings, xrayed = self._case, self.settings, self.readings
        words, why = "", ""
        if settings.line:
            found, why = accuse(case.name, settings.line, self._at)
            words = "Found." if found else "Not this one."
        lines = case.lines | {case.planted: case.standing(settings.fix)}
        return {
            "problem": self._problem,
            "cases": [[one.name, one.title] for one in CASES.values()],
            "case": case.name,
            "knob": bug_rows.knob(case, self._at),
            "lines": [bug_rows.line(key, code) for key, code in lines.items()],
            "accused": settings.line,
            "found": self.found,
            "words": words,
            "why": why,
            "fixes": [fix.text for fix in case.fixes] if self.found else [],
            "fix": settings.fix,
            "fixed": self.fixed,
            "fixWhy": self._on_fix(case, settings.fix, xrayed),
            "rows": bug_rows.rows(xrayed),
            "reach": f"{bug_rows.reach(xrayed):g}",
            "summary": bug_rows.summary(xrayed),
        }

    def _on_fix(self, case: Case, fix: int, xrayed: tuple[Reading, ...]) -> str:
        """What to say of the chosen fix; of the right one, where the fault could not be seen."""
        if not fix:
            return ""
        why = case.fixes[fix - 1].why
        if fix == case.right_fix:
            return f"{why} Where could the fault not be seen? {case.hidden}"
        if all(reading.agrees for reading in xrayed):
            return f"{why} But here it cannot be seen: move the slider."
        return why

    def _write_link(self) -> None:
        self.heading.reopens("BugHunt", to_query(self.name, self.settings, self._own))

    def _write_code(self) -> None:
        own = self.settings
        self.heading.code = bug_rows.code(own.case, self._at, own.line, own.fix)
