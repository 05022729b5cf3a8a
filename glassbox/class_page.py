"""A class on one page of HTML: where it stalls, then every student and exercise.

The page stands alone: no script, nothing fetched.  Whatever comes out of a student's file
is text on it and nothing else.
"""

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path

from course.progress.classroom import Classroom, Stall, Student, stalls, trouble_of
from course.progress.export import counted, duration, state
from course.progress.record import Task
from glassbox.class_course import Course, shares
from widgets.assets import sheet

MARKS = {
    "not_attempted": '<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" '
    'stroke-width="1.6"/>',
    "again": '<circle cx="9" cy="9" r="8" fill="currentColor"/><path d="M6 6l6 6M12 6l-6 6" '
    'stroke="var(--paper)" stroke-width="1.8"/>',
    "passed": '<circle cx="9" cy="9" r="8" fill="currentColor"/><path d="M5.2 9.3l2.6 2.7 '
    '5-5.6" fill="none" stroke="var(--paper)" stroke-width="1.8"/>',
}
STATES = {"not_attempted": "not tried", "again": "not passed yet", "passed": "passed"}
SHADES = (1, 3, 6, 10)  # tries up to which a cell has this shade; beyond them the darkest
LISTED = 50  # files that could not be read, by name
DARK = re.compile(r"\.glassbox\[data-look=dark\]\{(.*?)\}", re.DOTALL)


def html(classroom: Classroom, taught: Course) -> str:
    """The page.

    Parameters
    ----------
    classroom : Classroom
    taught : Course
        Only its exercises and questions are shown, whatever a file may speak of.
    """
    count = len(classroom.students)
    exercises = stalls(taught.exercises, [s.record.exercises for s in classroom.students])
    questions = stalls(taught.questions, [s.record.questions for s in classroom.students])
    parts = [
        "<h1>Class progress</h1>",
        f"<p>{counted(count, 'student', 'students')}, from "
        f"{counted(classroom.files, 'file', 'files')}.</p>",
        _unread(classroom.unread),
        "<h2>Where the class stalls</h2>",
        _stall_table("Exercise", exercises, count, taught),
        "<h2>Questions</h2>" + _stall_table("Question", questions, count, taught)
        if questions
        else "",
        "<h2>Every student</h2>",
        _heat_map(classroom.students, exercises, questions),
    ]
    return _page("".join(parts))


def _page(body: str) -> str:
    tokens = sheet("tokens.css")
    dark = DARK.search(tokens)
    if dark is None:
        raise ValueError("tokens.css must hold the colours of .glassbox[data-look=dark]{...}")
    own = (Path(__file__).parent / "class_page.css").read_text(encoding="utf-8")
    night = f"@media screen and (prefers-color-scheme:dark){{.glassbox.glassbox{{{dark[1]}}}}}"
    symbols = "".join(
        f'<symbol id="{name}" viewBox="0 0 18 18">{mark}</symbol>' for name, mark in MARKS.items()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'\">"
        f"<title>Class progress</title><style>{tokens}{night}{own}</style></head>"
        f'<body class="glassbox"><svg hidden>{symbols}</svg><main>{body}</main></body></html>\n'
    )


def _unread(files: Sequence[tuple[str, str]]) -> str:
    if not files:
        return ""
    rows = [f"<li><b>{escape(name)}</b>: {escape(why)}</li>" for name, why in files[:LISTED]]
    if len(files) > LISTED:
        rows.append(f"<li>and {len(files) - LISTED:,} more</li>")
    words = counted(len(files), "file", "files")
    return (
        f'<section class="unread" aria-label="Files that could not be read"><p>'
        f"{_mark('again')} {words} could not be read and {'is' if len(files) == 1 else 'are'} "
        f"left out.</p><ul>{''.join(rows)}</ul></section>"
    )


def _stall_table(what: str, found: Sequence[Stall], count: int, taught: Course) -> str:
    heads = (what, "Passed", "Tries", "Time", "Commonest wrong answer")
    head = "".join(f'<th role="columnheader" scope="col">{word}</th>' for word in heads)
    rows = "".join(_stall_row(stall, count, taught) for stall in found)
    caption = (
        "Those with most students who tried and have not passed come first; then those that took "
        "most tries. Tries and time are medians of the students who passed."
    )
    return (
        f'<table class="stalls" role="table"><caption>{caption}</caption>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{rows}</tbody></table>'
    )


def _stall_row(stall: Stall, count: int, taught: Course) -> str:
    prompt = _cut(taught.prompts.get(stall.key, ""))
    below = f'<span class="quiet">{escape(prompt)}</span>' if prompt else ""
    wrong = escape(_cut(taught.wrong(stall)))
    if wrong:
        students = counted(stall.wrong_students, "student", "students")
        wrong += f' <span class="quiet">{students}</span>'
    passed, _, rest = shares(stall, count).partition(", ")
    cells = {
        "Passed": f'{_bar(stall, count)}{passed}<span class="quiet">{rest}</span>',
        "Tries": "&ndash;" if stall.tries is None else f"{stall.tries:g}",
        "Time": "&ndash;" if stall.seconds is None else duration(stall.seconds),
        "Wrong answer": wrong or "&ndash;",
    }
    # The roles are said outright, because a narrow page lays the table out as blocks.
    return (
        f'<tr role="row"><th role="rowheader" scope="row"><b>{escape(stall.key)}</b>{below}</th>'
        + "".join(
            f'<td role="cell" data-column="{name}"><div>{cell}</div></td>'
            for name, cell in cells.items()
        )
        + "</tr>"
    )


def _cut(text: str, most: int = 200) -> str:
    text = text.replace("`", "")
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _bar(stall: Stall, count: int) -> str:
    return (
        f'<svg class="bar" viewBox="0 0 {max(count, 1)} 1" preserveAspectRatio="none" '
        f'aria-hidden="true"><rect class="rest" width="{max(count, 1)}" height="1"/>'
        f'<rect class="tried" width="{stall.tried}" height="1"/>'
        f'<rect class="done" width="{stall.passed}" height="1"/></svg>'
    )


def _heat_map(
    students: Sequence[Student], exercises: Sequence[Stall], questions: Sequence[Stall]
) -> str:
    keys = [stall.key for stall in exercises]
    order = sorted(students, key=lambda student: trouble_of(student, keys), reverse=True)
    groups = [("Exercises", exercises), ("Questions", questions)]
    top = "".join(
        f'<th scope="colgroup" colspan="{len(found)}">{name}</th>'
        for name, found in groups
        if found
    )
    heads = "".join(
        f'<th scope="col"{_starts(index)}><span>{escape(stall.key)}</span></th>'
        for _, found in groups
        for index, stall in enumerate(found)
    )
    rows = "".join(_student_row(student, exercises, questions) for student in order)
    return (
        f'{_key()}<div class="wide" role="region" aria-label="Every student" tabindex="0">'
        '<table class="heat"><caption class="gb-spoken">Tries and state of every student in '
        'every exercise and question</caption><thead><tr><th scope="col" rowspan="2">'
        f'Student</th><th scope="col" rowspan="2">Passed</th><th scope="col" rowspan="2">Time</th>'
        f"{top}</tr><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _key() -> str:
    states = " ".join(f"<span>{_mark(name)} {words}</span>" for name, words in STATES.items())
    bounds = (1, *(bound + 1 for bound in SHADES))
    shades = "".join(
        f'<span class="shade s{index}">{bound}{"+" * (index == len(SHADES))}</span>'
        for index, bound in enumerate(bounds)
    )
    return (
        '<p class="about">Students with most exercises tried and not passed come first.</p>'
        f'<p class="key">{states} <span>tries, from {shades}</span></p>'
    )


def _student_row(student: Student, exercises: Sequence[Stall], questions: Sequence[Stall]) -> str:
    record = student.record
    passed = sum(state(record.exercises.get(stall.key)) == "passed" for stall in exercises)
    cells = [_cell(record.exercises.get(s.key), _starts(i)) for i, s in enumerate(exercises)]
    cells += [_cell(record.questions.get(s.key), _starts(i)) for i, s in enumerate(questions)]
    time = duration(sum(record.lessons.values()))
    return (
        f'<tr><th scope="row">{escape(student.name)}</th><td>{passed} of {len(exercises)}</td>'
        f"<td>{time}</td>{''.join(cells)}</tr>"
    )


def _cell(task: Task | None, starts: str) -> str:
    how = state(task)
    tries = task.tries if task else 0
    if not tries:
        return f'<td class="cell none"{starts}>{_mark(how)}<i>{STATES[how]}</i></td>'
    shade = sum(tries > bound for bound in SHADES)
    number = f"{tries:,}" if tries < 1000 else "1k+"
    words = f"{STATES[how]}, {counted(tries, 'try', 'tries')}"
    return (
        f'<td class="cell s{shade}"{starts}>{_mark(how)}<span aria-hidden="true">{number}</span>'
        f"<i>{words}</i></td>"
    )


def _starts(index: int) -> str:
    return "" if index else ' data-first="true"'


def _mark(how: str) -> str:
    return f'<svg class="mark {how}" aria-hidden="true"><use href="#{how}"/></svg>'
