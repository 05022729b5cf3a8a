"""The published figures of principal components: what is compared, asked and printed."""
import json
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import ortho_group

from benchmarks import pca_figures
from benchmarks.pca_row import Row, change, counted, printed, sampled
from course.vectors.clouds import PUBLISHED_COSINES, PUBLISHED_ROWS
from glassbox import cli

FIELDS = [
    "name", "said", "published", "ours", "after", "spread", "off", "below", "seeds", "bar",
    "holds", "note",
]  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    """All rows, of twenty clouds."""
    clouds = [pca_figures.look(seed) for seed in range(20)]
    return [*pca_figures.of_the_printed_rows(), *pca_figures.of_clouds(clouds)]


@pytest.mark.parametrize(
    ("other", "units", "holds"),
    [
        (0.517204, 0.5, True), (0.517206, 0.5, False), (0.517196, 0.5, True),
        (0.517194, 0.5, False), (0.517209, 1, True), (0.517211, 1, False), (0.517189, 1, False),
    ],
)  # fmt: skip
def test_a_printed_figure_is_met_to_its_last_digit_before_and_after(other, units, holds):
    for before, after in ((0.5172, other), (other, 0.5172)):
        row = printed("cosine", "0.51720", before, after, units)
        assert row.holds is holds
        assert row.off == pytest.approx(abs(other - 0.5172))


def test_a_sampled_figure_may_lie_three_standard_deviations_off():
    values = [9.0, 10.0, 11.0]  # their standard deviation is 1
    near, far = sampled("x", "12.9", values), sampled("x", "13.1", values)
    assert (near.ours, near.spread, near.below, near.seeds) == (10, 1, 3, 3)
    assert near.off == pytest.approx(2.9)
    assert sampled("x", "9.5", values).below == 1
    assert (near.holds, far.holds, sampled("x", "6.9", values).holds) == (True, False, False)


def test_what_was_said_in_words_must_be_true_of_all():
    assert counted("x", "the same", [True, True]).holds
    row = counted("x", "the same", [np.True_, np.False_])
    assert (row.ours, row.seeds, row.holds) == (1, 2, False)
    assert counted("x", "the same", [True], clouds=False).seeds == 0


def test_of_changes_the_largest_counts():
    row = change("x", "preserved", [1e-13, 3e-13, 2e-13], 2.5e-13)
    assert (row.ours, row.seeds, row.holds) == (3e-13, 3, False)
    assert change("x", "preserved", [1e-13], 1e-13).holds


def test_the_twelve_printed_figures_are_met_before_and_after(rows):
    norms, cosines = ([r for r in rows if r.name.startswith(name)] for name in ("norm", "cosine"))
    x = PUBLISHED_ROWS
    expected = np.linalg.norm(x, axis=1)
    np.testing.assert_allclose([row.ours for row in norms], expected, rtol=1e-14)
    np.testing.assert_allclose(
        [row.ours for row in cosines], x @ x[1] / expected / expected[1], rtol=1e-14
    )
    for row in (*norms, *cosines):
        assert row.after == pytest.approx(row.ours, abs=1e-13)
        assert row.holds
    assert [row.said for row in cosines] == [
        "-0.8010403", "1.0000000", "0.5171996", "0.7381007", "0.5550765", "0.7698978",
    ]  # fmt: skip
    assert [row.said for row in norms] == [
        "96.34617", "24.45991", "42.15689", "33.38812", "129.76453", "36.40616",
    ]  # fmt: skip


def test_any_orthogonal_matrix_would_have_met_them():
    turned = PUBLISHED_ROWS @ ortho_group.rvs(2, random_state=5)
    length = np.linalg.norm(turned, axis=1)
    cosines = turned @ turned[1] / length / length[1]
    assert tuple(f"{cosine:.7f}" for cosine in cosines) == PUBLISHED_COSINES


def test_rows_that_were_centred_would_not_have_met_them(monkeypatch):
    monkeypatch.setattr(pca_figures, "components", pca_figures.pca)
    missed = [row.name for row in pca_figures.of_the_printed_rows() if not row.holds]
    assert len(missed) > 10


def test_the_write_up_neither_centred_nor_scaled():
    [step] = pca_figures.components(PUBLISHED_ROWS).parts
    assert step.name == "rotate"


def test_a_fresh_cloud_has_the_deviations_of_its_second_moments():
    from course.seeding import generator
    from course.vectors.clouds import published_cloud

    x = published_cloud(generator(7, "cloud"))
    found = pca_figures.look(7)
    squares = np.linalg.eigvalsh(x.T @ x)[::-1]
    np.testing.assert_allclose(found.deviations, np.sqrt(squares / 999), rtol=1e-12)
    np.testing.assert_allclose(found.shares, squares / squares.sum(), rtol=1e-12)
    assert x.shape == (1000, 2)


def test_what_is_expected_of_infinitely_many_points_is_what_very_many_have():
    rng = np.random.default_rng(0)
    x = rng.uniform(-100, 100, 400_000)
    cloud = np.column_stack([x, x + rng.normal(0, 20, len(x))])
    found = np.sqrt(np.linalg.eigvalsh(cloud.T @ cloud / len(x)))[::-1]
    np.testing.assert_allclose(pca_figures.expected(), found, rtol=0.005)


def test_in_fresh_clouds_everything_that_was_said_is_so(rows):
    assert [row.name for row in rows if not row.holds] == []
    assert {row.seeds for row in rows} == {0, 20}


def test_a_broken_rotation_is_seen(monkeypatch):
    monkeypatch.setattr(pca_figures, "components", lambda x: pca_figures.pca(x, scale=True))
    found = pca_figures.look(0)
    assert found.change > 0.1
    assert found.printed > 0.01
    assert not found.order


def test_the_shapes_along_the_components_are_told_apart():
    rng = np.random.default_rng(1)
    uniform, normal = rng.uniform(-3, 9, 5000), rng.normal(4, 2, 5000)
    near, far = pca_figures.distances_to_shapes(uniform)
    assert near < 0.02 < 0.05 < far
    far, near = pca_figures.distances_to_shapes(normal)
    assert near < 0.02 < 0.05 < far


@pytest.mark.parametrize(("quick", "seeds"), [(False, 200), (True, 40)])
def test_two_hundred_clouds_are_looked_at_and_forty_in_a_hurry(monkeypatch, quick, seeds):
    one, looked = pca_figures.look(0), []

    def look(seed):
        looked.append(seed)
        return replace(one, deviations=one.deviations + seed % 7, shares=one.shares + seed % 7)

    monkeypatch.setattr(pca_figures, "look", look)
    rows = list(pca_figures.run(quick))
    assert looked == list(range(seeds))
    assert {row.seeds for row in rows} == {0, seeds}


def test_a_row_as_json_has_its_fields_in_order_and_plain_values(rows):
    for row in rows:
        assert list(json.loads(row.to_json())) == FIELDS
    found = json.loads(sampled("x", "10.50", [9.0, 10.0, 11.0], "Why.").to_json())
    assert (found["said"], found["published"]) == ("10.50", 10.5)
    assert (found["ours"], found["off"]) == (10, 0.5)
    assert (found["after"], found["below"], found["note"]) == (None, 2, "Why.")


def test_every_field_is_explained():
    explained = pca_figures.__doc__.split("----\n")[1]
    for name in FIELDS:
        assert name in explained.replace(",", " ").split()


def test_the_cells_of_a_line_stand_below_their_headings(rows):
    names = ("ours", "after", "off", "clouds")
    ends = {name: Row.heading.index(name) + len(name) for name in names}
    assert all(len(line) <= len(Row.heading) for row in rows for line in str(row).splitlines())
    cosine = str(rows[0])
    assert cosine.startswith("cosine of printed row 2 with row 1  ")
    assert cosine[: ends["ours"]].endswith(" -0.8010403")
    assert cosine[: ends["after"]].endswith(" -0.8010403")
    line = str(sampled("x", "10.500", [9.0, 10.0, 11.0])).splitlines()[0]
    assert line[: ends["ours"]].endswith(" 10.000")
    assert line[: ends["off"]].endswith(" +0.50 sd")
    assert line[: ends["clouds"]].endswith("2       3")
    assert line.endswith("  met")


def test_a_missed_bar_stands_out_and_the_note_stands_below():
    assert str(counted("x", "the same", [False])).endswith("  NO")
    assert str(counted("x", "the same", [True], "By cosine.")).endswith("met\n    By cosine.")


def test_the_command_prints_every_row_and_fails_if_one_is_missed(monkeypatch, capsys):
    rows = [counted("one", "so", [True]), counted("two", "so", [False])]
    monkeypatch.setattr(pca_figures, "run", lambda quick=False: rows)
    assert cli.main(["reproduce", "pca"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines() == [Row.heading, *map(str, rows)]
    assert "missed: two" in told.err
    assert cli.main(["reproduce", "pca", "--json"]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["holds"] for line in lines] == [True, False]
