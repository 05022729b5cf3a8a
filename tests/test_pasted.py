"""A pasted table: what is read, and what is said of every kind of bad one."""
import io

import numpy as np
import pytest

from course.vectors.pasted import read_table


@pytest.mark.parametrize(
    ("text", "separator"),
    [("1,2.5\n-3,4e2\n", "comma"), ("1;2.5\n-3;4e2", "semicolon"), ("1\t2.5\r\n-3\t4e2", "tab")],
)
def test_commas_semicolons_and_tabs_part_the_cells(text, separator):
    table = read_table(text)
    np.testing.assert_array_equal(table.matrix, [[1, 2.5], [-3, 400]])
    assert table.separator == separator
    assert not table.header and table.columns == ("column 1", "column 2")


def test_what_numpy_writes_is_read_back_exactly():
    made = np.random.default_rng(3).normal(size=(40, 7))
    text = io.StringIO()
    np.savetxt(text, made, "%.17g", ",")
    np.testing.assert_array_equal(read_table(text.getvalue()).matrix, made)


def test_a_first_row_without_numbers_is_a_header():
    table = read_table('"height, cm",weight,\n1,2,3\n4,5,6\n')
    assert table.header and table.columns == ("height, cm", "weight", "column 3")
    assert table.matrix.shape == (2, 3)


def test_a_first_row_with_one_number_in_it_is_no_header():
    with pytest.raises(ValueError, match=r"^row 1, column 1 must be a number, got 'year'$"):
        read_table("year,2019\n1,2\n3,4")


@pytest.mark.parametrize("separator", [";", "\t"])
def test_a_comma_between_semicolons_or_tabs_is_a_decimal_comma(separator):
    table = read_table(f"a{separator}b\n1,5{separator}-0,25\n2.5{separator}3\n")
    np.testing.assert_array_equal(table.matrix, [[1.5, -0.25], [2.5, 3]])


def test_what_spreadsheets_add_is_passed_over():
    table = read_table('\ufeff\n a ; b \n\n"1"; \u22122 \n\n 3 ;4\n\n')
    np.testing.assert_array_equal(table.matrix, [[1, -2], [3, 4]])
    assert table.columns == ("a", "b")
    np.testing.assert_array_equal(read_table(",,\n1,2\n3,4\n,\n").matrix, [[1, 2], [3, 4]])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "a table must have rows of numbers, but nothing was pasted"),
        (" \n\n\t\n", "a table must have rows of numbers, but nothing was pasted"),
        ("1,2", "at least 2 rows, to be compared; got 1 row of numbers"),
        ("a,b\n1,2", "got 1 row of numbers below its header"),
        ("a,b", "got no rows of numbers below its header"),
        ("a,b\n1,2\n3,tall", r"row 3, column 2 \(b\) must be a number, got 'tall'"),
        ("1,2\n\n3,tall", "row 3, column 2 must be a number, got 'tall'"),
        ("1,2\n3,", "row 2, column 2 must be a number, got an empty cell"),
        ("1,2\n3,4,5", "row 2 must have 2 cells, as the first row has; got 3"),
        ("a;b\n1;2\n3", "row 3 must have 2 cells, as the first row has; got 1"),
        ("1,2\nnan,4", "row 2, column 1 must be a finite number, got 'nan'"),
        ("1,2\n3,-inf", "row 2, column 2 must be a finite number, got '-inf'"),
        ("1,2\n3,1e999", "row 2, column 2 must be a finite number, got '1e999'"),
        ("1,2\n3,1e200", r"row 2, column 2 must be at most 1e\+100 in size, got '1e200'"),
        ("1,2\n-1e-200,0", r"row 2, column 1 must be 0 or at least 1e-100 in size, got '-1e-200'"),
        ("1,2\n3,1_000", "row 2, column 2 must be a number, got '1_000'"),
        ("1,2\n3,__import__('os')", r"row 2, column 2 must be a number, got \"__import__"),
        ('1,2\n3,"four\n5,6', "row 2, column 2 must be a number, got 'four'"),
        ("1,2\n" * 5_001, "at most 5,000 rows, got 5,001"),
        (("1," * 200 + "1\n") * 2, "at most 200 columns, got 201"),
        ("1,2\n" * 250_001, "at most 1,000,000 characters, got 1,000,004"),
        ("1,2\n3," + "x" * 140_000, "row 2 cannot be read: field larger than"),
    ],
)
def test_a_bad_table_is_refused_in_words_that_name_the_place(text, said):
    with pytest.raises(ValueError, match=said) as refused:
        read_table(text)
    assert len(str(refused.value)) < 140


def test_the_largest_table_that_is_allowed_is_read():
    assert read_table("1,2\n" * 5_000).matrix.shape == (5_000, 2)
    assert read_table(("1," * 199 + "1\n") * 2).matrix.shape == (2, 200)


def test_what_is_not_text_is_refused():
    with pytest.raises(TypeError, match="a table must be text, got bytes"):
        read_table(b"1,2\n3,4")
