"""Reading a student's function and its errors: still the stub? which line stopped it?"""
import ast
import dis
import inspect
import textwrap
import traceback
from collections.abc import Callable


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


def one_line(text: str, limit: int = 160) -> str:
    """Text on one line, at most `limit` characters, without the backquotes that mark code."""
    line = " ".join(text.split()).replace("`", "'")
    return line if len(line) <= limit else line[: limit - 3] + "..."
