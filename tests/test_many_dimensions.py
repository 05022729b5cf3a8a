"""The view of many dimensions: what is sent, written and said, and what a person does."""
import asyncio
import gc
import re
import threading

import numpy as np
import pytest

from course.backend import Backend
from course.pca import pca, relations
from course.projections.survival import DRAWS, METHODS, levels, random_directions
from course.vectors import embeddings, tfidf
from course.vectors.pairs import nearest
from course.vectors.sets import load_set
from widgets.canvas.over_k import OverK
from widgets.canvas.scree import axis, axis_top, heights
from widgets.links import from_query, query_of
from widgets.many_dimensions import ManyDimensions
from widgets.many_dimensions_settings import ManySettings
from widgets.many_dimensions_words import share

TABLE = "a;b;c\n" + "".join(f"{i};{i * i % 7};{3 - i % 4}\n" for i in range(1, 15))


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)


def says(part, kind, **more):
    """What the page sends from a part."""
    part._handle_custom_msg({"kind": kind, **more}, [])


def big(view):
    """The large figures."""
    return re.findall(r'gb-md-big">([^<]*)<', view.scene.figures.value)


def sides(view, key="row"):
    """Something of the neighbours before, and of those after."""
    tiles = view.scene.strip.tiles
    return [[tile[key] for tile in tiles if tile["side"] == side] for side in (0, 1)]


# ---- what is shown ---------------------------------------------------------------------


def test_with_all_components_nothing_is_changed_and_nothing_lost():
    view = ManyDimensions()
    assert view.k == 64
    assert big(view) == ["10.0", "0.000", "0.0\u00b0", "100%"]
    before, after = sides(view)
    assert before == after and set(sides(view, "state")[0]) == {""}
    assert view.scene.strip.heads[1].endswith("10 of 10 stay")


@pytest.mark.parametrize("method", METHODS)
def test_the_large_figures_are_those_of_the_course(method):
    x = load_set("digits", 200).matrix
    view = ManyDimensions(rows=200, k=8, method=method, centre=True)
    centred = x - x.mean(axis=0)
    after = {"pca": pca(x, 8)(x), "random": random_directions(64, 8, 0)(centred)}[method]
    found = relations(x, after)
    assert big(view) == [
        f"{10 * found.overlap_by_angle:.1f}", f"{found.rms_cosine:.3f}",
        f"{found.median_angle:.1f}\u00b0", f"{pca(x, 8).kept:.1%}",
    ]  # fmt: skip


@pytest.mark.parametrize("by", ["angle", "distance"])
def test_the_neighbours_are_shown_before_and_after_and_marked_where_they_differ(by):
    x = load_set("digits", 300).matrix
    view = ManyDimensions(rows=300, k=4, row=17, by=by)
    after = pca(x, 4, centre=False)(x)
    before, now = nearest(x, 17, 10, by).tolist(), nearest(after, 17, 10, by).tolist()
    assert sides(view) == [before, now]
    stay = set(before) & set(now)
    assert 0 < len(stay) < 10
    lost, new = sides(view, "state")
    assert lost == ["" if row in stay else "lost" for row in before]
    assert new == ["" if row in stay else "new" for row in now]
    assert view.scene.strip.heads[1].endswith(f"{len(stay)} of 10 stay")
    one, other = x[17], x[before[0]]
    cosine = one @ other / np.linalg.norm(one) / np.linalg.norm(other)
    near = f"{cosine:.2f}" if by == "angle" else f"{np.linalg.norm(one - other):.3g}"
    assert sides(view, "figure")[0][0] == near


def test_digits_are_sent_as_ink_the_chosen_one_first_then_what_is_rebuilt_of_it():
    x = load_set("digits", 100).matrix
    view = ManyDimensions(rows=100, k=5, row=3, centre=True)
    faces = np.frombuffer(view.scene.strip.faces, np.uint8).reshape(-1, 64)
    assert view.scene.strip.kind == "picture" and view.scene.strip.shape == [8, 8]
    np.testing.assert_array_equal(faces[0], np.round(255 * x[3]))
    axes = pca(x, 5).components[:, :5]
    rebuilt = x.mean(axis=0) + (x[3] - x.mean(axis=0)) @ axes @ axes.T
    np.testing.assert_allclose(faces[1], 255 * rebuilt.clip(0, 1), atol=0.51)
    shown = [row for side in sides(view) for row in side]
    np.testing.assert_array_equal(faces[2:], np.round(255 * x[shown]))


def test_rows_of_a_cloud_are_bars_about_zero():
    view = ManyDimensions(data="cloud", rows=50, dimensions=10)
    x = load_set("cloud", 50, dimensions=10).matrix
    faces = np.frombuffer(view.scene.strip.faces, np.uint8).reshape(-1, 10)
    assert view.scene.strip.kind == "bars"
    assert ((faces[0] > 128) == (x[0] > 0.02)).all()
    assert faces.max() == 255 or faces.min() == 1


def test_texts_are_shown_as_their_first_words_with_their_lesson():
    view = ManyDimensions(data="texts", rows=60, k=5)
    texts = load_set("texts", 60)
    strip = view.scene.strip
    assert strip.kind == "text" and strip.faces == b""
    assert strip.chosen["text"] == texts.pieces[0] and strip.chosen["name"] == texts.labels[0]
    first = strip.tiles[0]
    assert first["name"] == texts.labels[first["row"]]
    assert first["text"] == texts.pieces[first["row"]][:90]


def test_the_curves_hold_what_is_measured_at_every_k_and_of_every_draw():
    view = ManyDimensions(data="own", table=TABLE)
    x = load_set("own", table=TABLE).matrix
    found = view.measure()
    assert set(found) == {(way, k) for way in (*METHODS, *DRAWS) for k in levels(3)}
    lines = np.frombuffer(view.scene.rms.lines, "<f4").reshape(6, -1)
    assert view.scene.rms.levels == [2, 3]
    for line, method in zip(lines[1:], ("random", *DRAWS), strict=True):
        for value, k in zip(line, (2, 3), strict=True):
            draw = 1 if method == "random" else DRAWS.index(method) + 2
            after = random_directions(3, k, 0, draw)(x)
            assert value == pytest.approx(relations(x, after).rms_cosine, rel=1e-5)
    assert lines[0, 0] == pytest.approx(relations(x, pca(x, 2, centre=False)(x)).rms_cosine, 1e-5)
    assert view.state.value.count("all measured") == 1


def test_what_is_not_measured_yet_is_not_drawn():
    view = ManyDimensions(rows=50, k=6)
    lines = np.frombuffer(view.scene.stay.lines, "<f4").reshape(6, -1)
    known = np.isfinite(lines)
    at = view.scene.stay.levels.index(6)
    assert known[:2, at].all() and known.sum() == 2
    assert "measured 2 of 78" in view.state.value


def test_a_k_between_the_usual_ones_gets_a_place_of_its_own():
    view = ManyDimensions(rows=50, k=7)
    assert 7 in view.scene.rms.levels and view.scene.rms.k == 7
    assert view.slider.words[view.slider.at] == "7"


def test_the_scree_plot_has_the_shares_of_the_variance():
    view = ManyDimensions(rows=100, k=4, centre=True, scree="linear")
    x = load_set("digits", 100).matrix
    variances = np.linalg.eigvalsh(np.cov(x.T))[::-1]
    shares = variances / variances.sum()
    drawn = np.frombuffer(view.scene.scree.heights, "<f4")
    np.testing.assert_allclose(drawn, (shares / axis_top(shares[0])).clip(0), atol=1e-6)
    assert view.scene.scree.kept == 4
    assert view.scene.scree.words[0] == f"{shares[:4].sum():.1%} kept"


def test_a_logarithmic_scree_axis_steps_by_factors_of_ten():
    np.testing.assert_allclose(heights([0.5, 0.05, 0.005, 0], 0.5, log=True), [1, 0.75, 0.5, 0])
    assert axis(0.5, log=True) == [(1.0, "50%"), (0.5, "0.5%"), (0.0, "0.005%")]
    assert axis(0.05, log=False) == [(0.0, "0%"), (0.5, "2.5%"), (1.0, "5%")]


def test_a_hundred_percent_is_only_said_when_it_is_all():
    assert [share(v) for v in (1.0, 0.99999, 0.5, 0.0)] == ["100%", "99.9%", "50.0%", "0.0%"]


# ---- what is said ----------------------------------------------------------------------


def test_the_bound_and_the_measured_worst_stand_beside_each_other():
    few = ManyDimensions(rows=100, k=10).scene.stretched.value
    assert "promises less than 100% from k = 111 on" in few  # 4 ln 100 / (1/2 - 1/3) = 110.5
    many = ManyDimensions(data="cloud", rows=100, dimensions=200, k=0, method="random")
    assert many.k == 100 and "from k = 111 on" in many.scene.stretched.value
    more = ManyDimensions(data="cloud", rows=200, dimensions=200).scene.stretched.value
    assert re.search(r"there are 200 directions with at most \d\d% is what the bound", more)


def test_what_is_peculiar_about_the_vectors_is_said():
    scaled = ManyDimensions(rows=1797, scale=True, whiten=True).scene.about.value
    assert "3 columns are constant among them, and not divided by anything" in scaled
    assert "Random directions are not whitened" in scaled
    texts = ManyDimensions(data="texts", rows=50).scene.about.value
    assert "50 rows have at most 50 components" in texts
    own = ManyDimensions(data="own", table="1,2\n0,0\n3,4\n4,3").scene.about.value
    assert "1 row is a zero vector, without an angle: left out" in own
    assert "The table is not in the link" in own


def test_every_picture_has_a_sentence_that_follows_the_data():
    view = ManyDimensions(rows=100, k=5)
    before = [view.scene.strip.label, view.scene.rms.label, view.scene.scree.label]
    view.keep(3)
    after = [view.scene.strip.label, view.scene.rms.label, view.scene.scree.label]
    assert all(one != other for one, other in zip(before, after, strict=True))
    assert "with 3 components" in after[0] and "With k = 3" in after[1]
    assert "The 3 that are kept hold" in after[2]


# ---- what a person does ----------------------------------------------------------------


def test_the_slider_and_a_click_on_a_curve_choose_k():
    view = ManyDimensions(rows=50)
    says(view.slider, "move", at=0)
    assert view.k == 2 and view.settings.k == 2
    says(view.scene.rms, "k", k=12)
    assert view.k == 12
    says(view.slider, "move", at=len(view.slider.words) - 1)
    assert view.settings.k == 0 and view.slider.words[-1] == "all 50"


def test_a_neighbour_is_taken_as_the_row_and_rows_go_round():
    view = ManyDimensions(rows=50, k=6)
    wanted = view.scene.strip.tiles[3]["row"]
    says(view.scene.strip, "row", value=wanted)
    assert view.settings.row == wanted
    assert view.scene.strip.chosen["note"] == f"row {wanted + 1} of 50"
    assert view.scene.strip.spoken == view.scene.strip.label
    view.look_at(0)
    says(view.scene.strip, "by", value=-1)
    assert view.settings.row == 49
    says(view.scene.strip, "by", value=1)
    assert view.settings.row == 0


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("slider", {"kind": "move", "at": 99}),
        ("slider", {"kind": "move", "at": "2"}),
        ("rms", {"kind": "k", "k": 11}),
        ("rms", {"kind": "k", "k": None}),
        ("strip", {"kind": "row", "value": 50}),
        ("strip", {"kind": "row", "value": -1}),
        ("strip", {"kind": "row", "value": "3"}),
        ("strip", {"kind": "by"}),
        ("pasted", {"kind": "table", "text": 5}),
        ("pasted", {"kind": "table", "text": "1,2\n" * 250_001}),
        ("strip", "nonsense"),
    ],
)
def test_what_no_page_of_ours_would_send_changes_nothing(part, content):
    view = ManyDimensions(rows=50, k=8)
    before = view.settings
    target = getattr(view, part, None) or getattr(view.scene, part)
    target._handle_custom_msg(content, [])
    assert view.settings == before and view.problem.value == ""


def test_switches_take_effect_and_centring_breaks_the_angles_alone():
    view = ManyDimensions(rows=200)
    view.form.controls["centre"].value = True
    assert view.settings.centre
    found = view.measuring.found["pca", 64].relations
    assert found.distances_kept and not found.angles_kept
    view.form.controls["whiten"].value = True
    assert not view.measuring.found["pca", 64].relations.distances_kept


def test_other_vectors_begin_with_their_first_row_and_keep_k():
    view = ManyDimensions(rows=50, k=6, row=20)
    view.form.controls["data"].value = "cloud"
    assert (view.settings.data, view.settings.row, view.k) == ("cloud", 0, 6)
    assert "gb-md-cloud" in view.grid._dom_classes
    view.form.controls["data"].value = "digits"
    assert "gb-md-cloud" not in view.grid._dom_classes


def test_too_large_a_cloud_is_refused_in_words_and_the_control_goes_back():
    view = ManyDimensions(data="cloud", rows=1000, dimensions=200)
    view.form.controls["dimensions"].value = 1000
    assert "rows must be at most 500 with 1,000 dimensions, got 1,000" in view.problem.value
    assert view.form.controls["dimensions"].value == 200 == view.settings.dimensions


# ---- a table of one's own --------------------------------------------------------------


def test_without_a_table_there_is_nothing_and_it_says_what_to_do():
    view = ManyDimensions(data="own")
    assert view.subject is None and view.k == 0
    assert view.scene.strip.chosen["note"] == "Paste a table of numbers, then press Use this table."
    assert view.slider.words == [] and view.scene.rms.levels == []
    says(view.slider, "move", at=0)
    says(view.scene.strip, "by", value=1)
    view.form.controls["data"].value = "digits"
    assert view.k == 64


def test_a_pasted_table_is_used_and_a_bad_one_leaves_the_last_one_as_it_was():
    view = ManyDimensions(data="own")
    says(view.pasted, "table", text=TABLE)
    np.testing.assert_array_equal(view.subject.vectors.matrix, load_set("own", table=TABLE).matrix)
    says(view.pasted, "table", text="1,2\n3,tall")
    assert view.pasted.problem == "row 2, column 2 must be a number, got 'tall'."
    assert len(view.subject.vectors.matrix) == 14 and "14" in view.scene.strip.chosen["note"]
    view.form.controls["centre"].value = True
    assert len(view.subject.vectors.matrix) == 14
    says(view.pasted, "table", text="1,2\n3,4\n5,7")
    assert view.pasted.problem == "" and len(view.subject.vectors.matrix) == 3


def test_the_last_row_of_a_long_table_can_be_looked_at_and_few_lines_are_drawn_of_it():
    long = "".join(f"{i % 13 + 1},{i % 7}\n" for i in range(2600))
    view = ManyDimensions(data="own", table=long)
    view.step(-1)
    assert view.settings.row == 2599 and view.problem.value == ""
    assert view.measuring.draws == ()  # n x n numbers would be kept for them
    view.measure()
    assert view.state.value.count("all measured<") == 1


def test_a_table_is_not_in_the_link():
    view = ManyDimensions(data="own", table=TABLE, k=2)
    assert view.heading.query == "open=many&data=own&k=2"
    assert ManyDimensions.from_link(view.heading.query).subject is None


def test_few_rows_and_one_column_are_enough():
    view = ManyDimensions(data="own", table="1\n2\n-4")
    view.measure()
    assert view.k == 1 and view.slider.words == ["all 1"]
    assert view.scene.strip.heads[1].endswith("1 of 1 stay")


# ---- links, refusals, code -------------------------------------------------------------


def test_a_link_reopens_what_is_set():
    view = ManyDimensions(rows=50, k=6, method="random", by="distance", whiten=True)
    view.look_at(4)
    again = ManyDimensions.from_link(view.heading.query)
    assert again.settings == view.settings
    assert query_of(view.heading.query) == view.heading.query
    asked, problems = from_query("many", ManySettings, view.heading.query)
    assert problems == [] and asked["row"] == 4


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("open=many&data=cats", "data must be one of digits"),
        ("open=many&k=-3", r"k must be in \[0, 2000\], got -3"),
        ("open=many&rows=1", r"rows must be in \[2, 1797\], got 1"),
        ("open=many&centre=maybe", "centre must be 1 or 0, got &#x27;maybe&#x27;"),
        ("open=many&data=cloud&rows=1000&dimensions=1000", "rows must be at most 500"),
    ],
)
def test_a_bad_link_is_refused_in_words_and_the_default_used(link, said):
    view = ManyDimensions.from_link(link)
    assert re.search(said, view.problem.value)
    assert view.subject is not None


def test_a_true_that_is_a_number_is_refused():
    with pytest.raises(TypeError, match="centre must be True or False, got 1"):
        ManySettings(centre=1)


def test_without_a_model_the_digits_stay_and_it_says_why(monkeypatch):
    monkeypatch.setattr(embeddings, "cached", lambda: ())
    view = ManyDimensions(rows=50, k=6)
    view.form.controls["data"].value = "meanings"
    assert view.settings.data == "digits" == view.form.controls["data"].value
    assert "no language model is cached on this machine" in view.problem.value
    fresh = ManyDimensions(data="meanings")
    assert fresh.settings.data == "digits" and fresh.subject is not None
    assert "no language model is cached on this machine" in fresh.problem.value


def test_what_a_link_and_what_vectors_lack_are_both_said(monkeypatch):
    monkeypatch.setattr(embeddings, "cached", lambda: ())
    view = ManyDimensions(link="data=meanings&rows=1")
    assert "Not used from the link: rows must be in [2, 1797], got 1." in view.problem.value
    assert "no language model is cached" in view.problem.value


def test_without_lessons_it_says_so(monkeypatch):
    def none():
        raise FileNotFoundError("there are no lessons in lessons/")

    monkeypatch.setattr(tfidf, "lesson_vectors", none)
    view = ManyDimensions(data="texts")
    assert "there are no lessons in lessons/" in view.problem.value
    assert view.settings.data == "digits"


def test_without_a_gpu_its_toggle_is_off_and_says_why(monkeypatch):
    from course import device

    monkeypatch.setattr(device, "gpu_hint", lambda: False)
    view = ManyDimensions(rows=50)
    toggle = view.form.controls["device"]
    assert toggle.disabled_options == ["gpu"] and toggle.note == "no GPU here; CPU is used"


@pytest.mark.parametrize("name", ["cpu", "cuda"])
def test_on_a_gpu_the_same_lines_run_on_tensors(name, monkeypatch):
    import torch

    from widgets import many_dimensions_subject

    # torch's own CPU stands in for the card; "cuda" only decides the number format.
    asked = []

    def backend(xp, device, dtype):
        asked.append((device, dtype))
        return Backend(xp, "cpu", dtype)

    monkeypatch.setattr(many_dimensions_subject, "gpu_name", lambda: name)
    monkeypatch.setattr(
        many_dimensions_subject, "Backend", lambda *a, **b: backend(*a) if a else Backend(**b)
    )
    view = ManyDimensions(rows=60, k=6, device="gpu", centre=True, scale=True)
    assert asked == [(name, "float64" if name == "cuda" else "float32")]
    assert isinstance(view.subject.projections.before, torch.Tensor)
    assert f"on the GPU in {asked[0][1]}" in view.scene.about.value
    plain = ManyDimensions(rows=60, k=6, centre=True, scale=True)
    assert big(view) == big(plain) and sides(view) == sides(plain)
    assert len(view.measure()) == len(plain.measure())
    np.testing.assert_allclose(
        np.frombuffer(view.scene.rms.lines, "<f4"),
        np.frombuffer(plain.scene.rms.lines, "<f4"), atol=1e-4,
    )  # fmt: skip


def test_a_link_that_asks_for_a_gpu_where_there_is_none_is_answered(monkeypatch):
    from widgets import many_dimensions_subject

    def none():
        raise RuntimeError("no GPU can be used here (torch finds none); the CPU is used")

    monkeypatch.setattr(many_dimensions_subject, "gpu_name", none)
    view = ManyDimensions.from_link("open=many&device=gpu")
    assert "no GPU can be used here" in view.problem.value
    assert view.settings.device == "cpu" and view.subject is not None


@pytest.mark.parametrize(
    "settings",
    [
        {"rows": 100, "k": 10},
        {"data": "cloud", "rows": 60, "dimensions": 20, "spectrum": "falling", "seed": 3, "k": 5,
         "centre": True, "scale": True, "method": "random", "row": 8},
        {"data": "texts", "rows": 50, "k": 4, "scale": True, "by": "distance"},
        {"data": "own", "table": TABLE, "k": 2, "whiten": True, "centre": True},
    ],
)  # fmt: skip
def test_the_code_gives_the_same_neighbours_and_the_same_figures(
    settings, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "table.csv").write_text(TABLE)
    view = ManyDimensions(**settings)
    says(view.heading, "code")
    names = {}
    exec(view.heading.code, names)
    printed = capsys.readouterr().out.splitlines()
    for method, line in zip(METHODS, printed, strict=False):
        name, *figures = line.split()
        found = view.measuring.found[method, view.k]
        assert name == method
        assert [float(figure) for figure in figures] == pytest.approx(
            [found.rms_cosine, found.relations.median_angle, found.overlap(view.settings.by)],
            abs=1e-9, nan_ok=True,
        )  # fmt: skip
    assert float(printed[2]) == pytest.approx(view.measuring.found["pca", view.k].kept)
    rows = re.findall(r"\d+", " ".join(printed[3:]))
    assert [int(row) for row in rows] == [row for side in sides(view) for row in side]


# ---- on a loop -------------------------------------------------------------------------


async def until(condition):
    for _ in range(4000):
        if condition():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it never came")


def test_on_a_loop_nothing_is_computed_at_once_and_then_all_in_pieces():
    async def play():
        view = ManyDimensions(data="own", table=TABLE)
        assert view.subject is None and "reading the table" in view.state.value
        await until(lambda: view.subject is not None)
        await asyncio.sleep(0.05)
        assert view.measuring.found == {} and big(view)[0] == "--"  # nobody has come near it
        says(view.scene.strip, "seen")
        await until(lambda: "all measured" in view.state.value)
        assert len(view.measuring.found) == 12
        view.keep(2)
        await until(lambda: view.scene.rms.k == 2)
        view.close()

    asyncio.run(play())


def test_vectors_that_nobody_waits_for_any_more_are_not_shown(monkeypatch):
    from widgets import many_dimensions

    real, late, given = many_dimensions.subject, threading.Event(), []

    def slow(settings, table, known):
        if settings.data == "digits":
            assert late.wait(20)
        given.append(settings.data)
        return real(settings, table, known)

    monkeypatch.setattr(many_dimensions, "subject", slow)

    async def play():
        view = ManyDimensions(rows=50)
        says(view.scene.strip, "seen")
        view.form.controls["data"].value = "cloud"
        view.form.controls["rows"].value = 100
        await until(lambda: view.subject is not None)
        late.set()
        await until(lambda: "digits" in given and "all measured" in view.state.value)
        await asyncio.sleep(0.1)
        assert view.subject.vectors.name == "cloud"
        assert len(view.subject.vectors.matrix) == 100
        view.close()

    asyncio.run(play())


def test_of_many_changes_only_the_first_and_the_newest_are_read_and_none_after_closing(monkeypatch):
    from widgets import many_dimensions

    real, late, given, told = many_dimensions.subject, threading.Event(), [], []

    def slow(settings, table, known):
        given.append(settings.seed)
        assert late.wait(20)
        if settings.seed == 1:
            raise ValueError("nobody waits for this any more")
        return real(settings, table, known)

    monkeypatch.setattr(many_dimensions, "subject", slow)

    async def play():
        asyncio.get_running_loop().set_exception_handler(lambda _, said: told.append(said))
        view = ManyDimensions(data="cloud", rows=50, dimensions=10)
        for seed in range(1, 8):
            view.form.controls["seed"].value = seed
            await asyncio.sleep(0.01)
        late.set()
        await until(lambda: view.subject is not None)
        assert given == [0, 1, 7]
        assert view.problem.value == ""
        says(view.scene.strip, "seen")
        view.form.controls["seed"].value = 8
        await until(lambda: 8 in given)
        shown = view.subject
        view.close()
        await asyncio.sleep(0.2)
        assert view.subject is shown and not view.run_loop.running
        gc.collect()

    asyncio.run(play())
    assert told == []


def test_lines_must_be_as_long_as_the_levels():
    with pytest.raises(ValueError, match=r"lines must have shape \(at least 2, 3\), got \(2, 2\)"):
        OverK().show([2, 3, 4], np.zeros((2, 2)), 2, 0)
