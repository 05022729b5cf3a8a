"""A table that a person has pasted, as an array of numbers.

The text is read cell by cell as numbers and never evaluated.  Rows and columns are counted as
in a spreadsheet: from 1, and a header is a row like any other.
"""
import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from course.checks import shown

MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 5_000, 200, 1_000_000
LARGEST, LEAST = 1e100, 1e-100  # in size: squares of larger and smaller numbers leave float64
SEPARATORS = {"\t": "tab", ";": "semicolon", ",": "comma"}  # looked for in this order


@dataclass(frozen=True)
class Pasted:
    """A table of numbers.

    Attributes
    ----------
    matrix : float array, shape (n, d)
        Rows as they were pasted.
    columns : tuple of str
        The header, or "column 1", "column 2" where there was none.
    header : bool
        Whether the first row was one.
    separator : {"tab", "semicolon", "comma"}
    """

    matrix: np.ndarray
    columns: tuple[str, ...]
    header: bool
    separator: str


def read_table(text: str) -> Pasted:
    """The numbers of a pasted table.

    Cells stand between tabs, semicolons or commas; whichever the first row holds, in this
    order.  Between tabs or semicolons, a comma is a decimal comma.  A first row without any
    number is a header.  Empty lines are passed over.

    Parameters
    ----------
    text : str
        At most 1,000,000 characters, 5,000 rows of numbers and 200 columns.

    Returns
    -------
    Pasted
        With at least two rows and one column.

    Raises
    ------
    TypeError
        If it is not text.
    ValueError
        If it is empty or too large, if rows differ in length, or if a cell is not a finite
        number; row and column are named.
    """
    if not isinstance(text, str):
        raise TypeError(f"a table must be text, got {type(text).__name__}")
    if len(text) > MOST_CHARACTERS:
        raise ValueError(
            f"a table must have at most {MOST_CHARACTERS:,} characters, got {len(text):,}"
        )
    separator, rows = _cells(text)
    if not rows:
        raise ValueError("a table must have rows of numbers, but nothing was pasted")
    first = rows[0][1]
    header = all(_number(cell, separator) is None for cell in first)
    columns = tuple(
        (cell.strip()[:60] if header else "") or f"column {i}" for i, cell in enumerate(first, 1)
    )
    numbered = rows[1:] if header else rows
    _check_size(len(numbered), len(columns), header)
    matrix = np.empty((len(numbered), len(columns)))
    for i, (row, cells) in enumerate(numbered):
        matrix[i] = _numbers(row, cells, columns, separator)
    return Pasted(matrix, columns, header, SEPARATORS[separator])


def _cells(text: str) -> tuple[str, list[tuple[int, list[str]]]]:
    """What stands between the cells, and every row that is not empty with its number."""
    lines = text.removeprefix("\ufeff").replace("\u2212", "-").replace("\0", "").splitlines()
    first = next((line for line in lines if line.strip(" ,;\t")), "")
    separator = next((mark for mark in SEPARATORS if mark in first), ",")
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip(" ,;\t"):  # spreadsheets write empty rows as ",,,"
            continue
        try:  # line by line: an open quotation mark must not swallow the rows below it
            rows.append((number, next(csv.reader([line], delimiter=separator))))
        except csv.Error as error:
            raise ValueError(f"row {number} cannot be read: {error}") from None
    return separator, rows


def _check_size(rows: int, columns: int, header: bool) -> None:
    if rows < 2:
        found = f"{rows or 'no'} row{'' if rows == 1 else 's'} of numbers"
        below = " below its header" if header else ""
        raise ValueError(f"a table must have at least 2 rows, to be compared; got {found}{below}")
    if rows > MOST_ROWS:
        raise ValueError(f"a table must have at most {MOST_ROWS:,} rows, got {rows:,}")
    if columns > MOST_COLUMNS:
        raise ValueError(f"a table must have at most {MOST_COLUMNS} columns, got {columns:,}")


def _numbers(
    row: int, cells: Sequence[str], columns: Sequence[str], separator: str
) -> list[float]:
    """The numbers of one row.

    Raises
    ------
    ValueError
        Naming the row, and the column of the first cell that is no finite number.
    """
    if len(cells) != len(columns):
        raise ValueError(
            f"row {row} must have {len(columns)} cells, as the first row has; got {len(cells)}"
        )
    numbers = []
    for i, cell in enumerate(cells, 1):
        number = _number(cell, separator)
        if number is None or number and not LEAST <= abs(number) <= LARGEST:
            name = columns[i - 1]
            called = "" if name == f"column {i}" else f" ({name})"
            raise ValueError(f"row {row}, column {i}{called} must be {_wanted(number, cell)}")
        numbers.append(number)
    return numbers


def _wanted(number: float | None, cell: str) -> str:
    """What a bad cell should have been, and what it is."""
    if number is None:
        return f"a number, got {shown(cell.strip(), 30) if cell.strip() else 'an empty cell'}"
    if 0 < abs(number) < LEAST:
        return f"0 or at least {LEAST:g} in size, got {shown(cell.strip(), 30)}"
    if math.isfinite(number):
        return f"at most {LARGEST:g} in size, got {shown(cell.strip(), 30)}"
    return f"a finite number, got {shown(cell.strip(), 30)}"


def _number(cell: str, separator: str) -> float | None:
    """The cell as a number, which may be NaN or infinite; None if it is none."""
    text = cell.strip()
    if "_" in text:  # Python reads 1_000 as a number, people do not
        return None
    if separator != "," and "." not in text:
        text = text.replace(",", ".", 1)
    try:
        return float(text)
    except ValueError:
        return None
