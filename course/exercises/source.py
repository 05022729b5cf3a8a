"""Reading a student's function: still a stub? which line stopped it, or keeps it busy?"""
import ast
import dis
import inspect
import linecache
import re
import textwrap
import traceback
from collections.abc import Callable
from types import CodeType


def still_a_stub(function: Callable) -> bool:
    """Whether nobody has written the function yet, for one that returned nothing.

    Either its body uses no name at all (a docstring, `...`, `pass`), or a statement that
    is only `...` is still in its source, as in a stub that came with its first lines.
    """
    return _uses_no_name(function) or _has_dots(function)


def _uses_no_name(function: Callable) -> bool:
    code = getattr(function, "__code__", None)
    if code is None:  # a class, a builtin: somebody wrote that
        return False
    named = {*dis.haslocal, *dis.hasname, *dis.hasfree}
    return not any(step.opcode in named for step in dis.get_instructions(code))


def _has_dots(function: Callable) -> bool:
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    except (OSError, TypeError, SyntaxError):  # no source, or only a piece of it
        return False
    # x[..., 0] is not a stub: only dots that are a statement or a whole value count.
    statements = (ast.Expr, ast.Return, ast.Assign)
    return any(
        isinstance(node, statements)
        and isinstance(node.value, ast.Constant)
        and node.value.value is Ellipsis
        for node in ast.walk(tree)
    )


def failing_line(function: Callable, error: BaseException) -> str:
    """The line of the function at which the error passed through it, or ""."""
    code = getattr(function, "__code__", None)
    frames = traceback.extract_tb(error.__traceback__)
    if code is None:
        return ""
    lines = [f.line for f in frames if (f.filename, f.name) == (code.co_filename, code.co_name)]
    return one_line(lines[-1] or "") if lines else ""


def error_text(error: BaseException) -> str:
    """What an error says; "" for one that cannot say it."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  a student's own exception may do anything
        return ""


def plain_error_text(error: BaseException) -> str:
    """What an error says, in plain words where numpy's are none; "" if it cannot say it."""
    text = error_text(error)
    sizes = re.search(r"matmul: .*\(size (\d+) is different from (\d+)\)", text, re.DOTALL)
    if sizes is None:
        return text
    rows, columns = sizes.groups()
    return f"left of @ there are {columns} columns, right of it {rows} rows: they must be as many"


def one_line(text: str, limit: int = 160) -> str:
    """Text on one line, at most `limit` characters, without the backquotes that mark code."""
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= limit else line[: limit - 3] + "..."


def running_line(function: Callable, places: tuple[tuple[CodeType, int], ...]) -> int:
    """The number of the function's line at which a call of it stands, 0 if nowhere in it.

    Parameters
    ----------
    function : callable
    places : tuple of (code, int)
        Where the call stands, innermost first; what is defined inside the function (a
        comprehension, a helper) belongs to it.
    """
    own = _codes(getattr(function, "__code__", None))
    return next((line for code, line in places if code in own), 0)


def _codes(code: CodeType | None) -> set[CodeType]:
    if code is None:
        return set()
    inner = [const for const in code.co_consts if isinstance(const, CodeType)]
    return {code}.union(*map(_codes, inner))


def line_text(function: Callable, line: int) -> str:
    """The text of a line of the function's file on one line, "" if it cannot be read."""
    code = getattr(function, "__code__", None)
    return one_line(linecache.getline(code.co_filename, line)) if code and line else ""


def loop_around(function: Callable, line: int) -> tuple[str, str]:
    """The kind and the head of the loop that keeps a line busy: ("while", "while x > 0:").

    Of several loops around the line that is the innermost `while`, since a `for` over a list
    ends by itself; then the innermost `for`.  ("", "") if there is none, or no source.
    """
    try:
        lines, first = inspect.getsourcelines(function)
        tree = ast.parse(textwrap.dedent("".join(lines)))
    except (OSError, TypeError, SyntaxError):
        return "", ""
    line -= max(first, 1) - 1
    loops = [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.While | ast.For) and node.lineno <= line <= node.end_lineno
    ]
    loops.sort(key=lambda node: (isinstance(node, ast.While), node.lineno))
    if not loops:
        return "", ""
    if isinstance(loops[-1], ast.While):
        return "while", one_line(f"while {ast.unparse(loops[-1].test)}:")
    target, over = map(ast.unparse, (loops[-1].target, loops[-1].iter))
    return "for", one_line(f"for {target} in {over}:")
