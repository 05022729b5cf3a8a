"""The comparison of sentences: what is sent, said and written, and what a person does."""
import asyncio
import math

import numpy as np
import pytest

from course.vectors import embeddings
from course.vectors.sentence_pairs import compare, stock_cosines
from tests.tiny_model import keep, save_tiny
from widgets.links import query_of
from widgets.similarity import Similarity
from widgets.similarity_settings import FIELDS, PRESETS, SimilaritySettings
from widgets.similarity_state import BINS, EDGE
from widgets.similarity_words import degrees, folded, listed, number

LOVE_HATE = list(PRESETS["love, hate"])


@pytest.fixture(autouse=True)
def no_query(monkeypatch):
    monkeypatch.delenv("QUERY_STRING", raising=False)
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """An empty cache of models of the test's own."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def says(part, kind, **more):
    """What the page sends from a part."""
    part._handle_custom_msg({"kind": kind, **more}, [])


def choose(view, **controls):
    """Move controls, as a person does."""
    for name, value in controls.items():
        view.form.controls[name].value = value


# ---- what is shown ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["bag", "tfidf", "counted"])
@pytest.mark.parametrize("remove", [0, 3])
def test_the_number_the_table_and_the_axis_are_those_that_the_course_computes(kind, remove):
    view = Similarity(kind=kind, remove=remove)
    found = compare(LOVE_HATE, kind, centred=bool(remove), remove=remove)
    state, cosine = view.view.state, found.cosines[0, 1]
    assert state["number"] == f"{cosine:.2f}"
    assert state["beside"][0] == f"{math.degrees(math.acos(cosine)):.0f}° apart"
    below = sum(one < cosine for one in found.stock)
    every = "all 19,900" if below == 19_900 else f"{below:,} of 19,900"
    assert state["beside"][1] == f"more alike than {every} pairs of sentences"
    np.testing.assert_allclose(state["why"]["values"], found.contributions(0, 1), atol=1e-12)
    assert state["why"]["rows"] == ["i", "love", "cats"]
    assert state["axis"]["pair"] == pytest.approx(cosine)
    assert state["axis"]["mean"] == pytest.approx(found.stock.mean())


def test_the_heap_counts_the_stock_around_the_middles_of_its_bins():
    view = Similarity(kind="counted", common="centred")
    axis, width = view.view.state["axis"], 2 / (BINS - 1)
    for bars, stock in (
        (axis["bars"], stock_cosines("counted", True)), (axis["before"], stock_cosines("counted")),
    ):  # fmt: skip
        assert sum(bars) == pytest.approx(1) and len(bars) == BINS
        for k in (38, 44, 50):
            middle = -1 + k * width
            near = np.abs(stock - middle) < width / 2
            assert bars[k] == pytest.approx(near.mean(), abs=1e-12)
    assert pytest.approx(1 + width / 2) == EDGE
    assert axis["pairBefore"] == pytest.approx(compare(LOVE_HATE, "counted").cosines[0, 1])


def test_nothing_was_before_while_nothing_is_taken_out():
    axis = Similarity().view.state["axis"]
    assert axis["before"] == [] and axis["pairBefore"] is None


def test_the_nearest_words_of_what_differs_stand_there_for_counted_vectors_only():
    view = Similarity(kind="counted")
    near = view.view.state["near"]
    assert [(one["word"], one["list"][0]) for one in near] == [
        ("love", ["hate", "0.72"]), ("hate", ["love", "0.72"]),
    ]  # fmt: skip
    choose(view, kind="tfidf")
    assert view.view.state["near"] == []


@pytest.mark.parametrize(
    ("preset", "kind", "words"),
    [
        ("love, hate", "bag", "They share “i” and “cats”. “love” and “hate” are other columns"),
        ("not", "tfidf", "They share “the”, “soup”, “is” and “good”. The rest, “not”, is one"),
        ("who bites whom", "counted", "The same words in another order."),
        ("no shared word", "bag", "They share no word, so the cosine is 0, whatever they mean."),
        ("same", "bag", "The words that count are the same, in the same order"),
        ("love, hate", "counted", "“hate” is the nearest of 526 words to “love”"),
        ("no shared word", "counted", "They share no word, and yet they have an angle."),
        ("not", "counted", "They share “the”, “soup”, “is” and “good”; the rest moves the mean"),
    ],
)
def test_the_reason_is_said(preset, kind, words):
    texts = PRESETS.get(preset, ["I love cats", "i LOVE cats!"])
    assert Similarity(texts, kind=kind).view.state["said"][0].startswith(words)


def test_what_taking_out_the_common_part_has_done_is_said_with_before_and_after():
    view = Similarity(PRESETS["no shared word"], kind="counted", common="centred")
    assert view.view.state["said"][1] == (
        "The mean of all pairs went from 0.25 to 0.00, this pair from 0.47 to 0.38: from above "
        "18,781 pairs to above 19,546."
    )
    view.preset("love, hate")
    assert view.view.state["said"][1].endswith("from 0.94 to 0.92: as before above 19,900 pairs.")


def test_words_without_a_vector_are_said_by_name_and_a_sentence_without_any_has_no_angle():
    view = Similarity(["I love zebras", "gnus & okapis"], kind="counted")
    notes = [row["note"] for row in view.texts.rows]
    assert notes[0].endswith("does not hold it twice: “zebras”")
    assert notes[1].endswith("“gnus” and “okapis”")
    state = view.view.state
    assert (state["number"], state["beside"][0], state["why"]) == ("none", "no angle", None)
    assert state["said"] == [
        "No angle: Sentence 2 does not hold a word that has a vector, so it is the zero vector, "
        "which has no direction."
    ]
    assert view.view.label.endswith("The two sentences have no angle.")
    choose(view, kind="bag")
    assert view.view.state["number"] == "0.00" and view.texts.rows[0]["note"] == ""


def test_long_sentences_have_their_weightiest_words_in_the_table_and_it_still_adds_up():
    long = "the cat and the dog and the man eat cold fish with old bread"
    view = Similarity([long, "a cat"])
    why = view.view.state["why"]
    assert len(why["rows"]) == 8 and why["rows"][-1] == "others" and "cat" in why["rows"]
    cosine = compare([long, "a cat"]).cosines[0, 1]
    assert np.sum(why["values"]) == pytest.approx(cosine, abs=1e-12)


def test_folding_keeps_the_order_and_adds_up_the_lightest():
    given = np.array([[1.0], [0.1], [2], [3], [0.2], [4], [5], [6], [-7]])
    rows, columns, table = folded(list("abcdefghi"), ["z"], given)
    assert rows == ["a", "c", "d", "f", "g", "h", "i", "others"] and columns == ["z"]
    np.testing.assert_allclose(table[:, 0], [1, 2, 3, 4, 5, 6, -7, 0.3])


@pytest.mark.parametrize(
    ("cosine", "words"),
    [(0.666, "0.67"), (-0.004, "0.00"), (-0.126, "−0.13"), (0.9999, "0.99"), (1, "1.00"),
     (1 - 1e-12, "1.00"), (-1, "−1.00"), (math.nan, "none")],
)  # fmt: skip
def test_a_cosine_is_1_only_if_it_is(cosine, words):
    assert number(cosine) == words


def test_angles_and_lists_are_written_plainly():
    assert degrees(0.5) == "60° apart" and degrees(1 + 1e-15) == "0° apart"
    assert [listed(list(words)) for words in ("", "a", "ab", "abc")] == [
        "", "“a”", "“a” and “b”", "“a”, “b” and “c”",
    ]  # fmt: skip


# ---- what a person does ----------------------------------------------------------------


def test_a_sentence_that_is_written_counts_and_one_that_is_emptied_does_not():
    view = Similarity()
    says(view.texts, "text", at=2, text="  I love\tdogs ")
    assert view.settings.t3 == "I love dogs" and len(view.view.state["matrix"]["names"]) == 3
    says(view.texts, "text", at=1, text="")
    assert view.view.state["matrix"] is None
    assert view.view.state["number"] == "0.67" == number(2 / 3)
    assert view.view.state["why"]["columns"] == ["i", "love", "dogs"]
    says(view.texts, "text", at=0, text="   ")
    assert view.view.state["missing"] == "Write two sentences, and see how alike they are."
    assert view.view.state["number"] == "" and view.view.state["axis"] is None


def test_a_preset_writes_its_sentences_and_its_button_is_pressed_until_they_change():
    view = Similarity()
    answered = view.texts.answered
    says(view.texts, "preset", at=4)
    assert [row["text"] for row in view.texts.rows] == list(PRESETS["all at once"])
    assert view.texts.chosen == 4 and view.texts.answered == answered + 1
    says(view.texts, "text", at=0, text="I like cats")
    assert view.texts.chosen == -1 and view.texts.answered == answered + 1


def test_a_pair_of_the_matrix_is_looked_at():
    view = Similarity(["I love cats", "", "I hate cats", "I love soup"])
    matrix = view.view.state["matrix"]
    assert matrix["names"] == [1, 3, 4] and matrix["chosen"] == [0, 1]
    says(view.view, "pair", i=2, j=0)
    assert view.settings.pair == (1, 4) and view.view.state["matrix"]["chosen"] == [0, 2]
    texts = ["I love cats", "I hate cats", "I love soup"]
    assert view.view.state["number"] == f"{compare(texts).cosines[0, 2]:.2f}"
    np.testing.assert_allclose(view.view.state["matrix"]["values"], compare(texts).cosines)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("texts", {"kind": "text", "at": 8, "text": "x"}),
        ("texts", {"kind": "text", "at": True, "text": "x"}),
        ("texts", {"kind": "text", "at": 0, "text": 3}),
        ("texts", {"kind": "preset", "at": 5}),
        ("texts", {"kind": ["text"], "at": 0}),
        ("view", {"kind": "pair", "i": 0, "j": 0}),
        ("view", {"kind": "pair", "i": 0, "j": 7}),
        ("view", {"kind": "pair", "i": "0", "j": 1}),
        ("view", "pair"),
    ],
)
def test_what_the_page_says_that_means_nothing_does_nothing(part, content):
    view = Similarity()
    before = view.settings
    getattr(view, part)._handle_custom_msg(content, [])
    assert view.settings == before and view.view.state["problem"] == ""


def test_the_page_cannot_set_what_is_shown():
    view = Similarity()
    before = dict(view.view.state), list(view.texts.rows)
    view.view.set_state({"state": {}})
    view.texts.set_state({"rows": []})
    assert (dict(view.view.state), list(view.texts.rows)) == before


def test_a_longer_text_is_cut_and_none_of_it_is_evaluated():
    view = Similarity()
    says(view.texts, "text", at=0, text="__import__('os').abort() " * 10)
    assert len(view.settings.t1) <= 80
    assert view.view.state["why"]["rows"][0] == "import"


def test_leaving_the_mean_in_leaves_the_directions_in_and_taking_one_out_takes_it_off():
    view = Similarity()
    choose(view, remove=2)
    assert view.settings.common == "centred" == view.form.controls["common"].value
    choose(view, common="left")
    assert view.settings.remove == 0 == view.form.controls["remove"].value


def test_on_a_loop_it_is_computed_beside_it_and_only_the_newest_is_shown():
    async def scenario():
        view = Similarity()
        assert view.found is None and view.view.state == {}
        shown = []
        view.view.observe(lambda change: shown.append(change["new"]["number"]), "state")
        choose(view, kind="counted")
        says(view.texts, "text", at=0, text="I love soup")
        await asyncio.sleep(0)  # what was heard is done on the loop
        says(view.texts, "text", at=1, text="I hate soup")
        while view.found is None or view.found.settings != view.settings or view._wanted:
            await asyncio.sleep(0.005)
        view.close()
        return shown

    shown = asyncio.run(scenario())
    expected = compare(["I love soup", "I hate soup"], "counted").cosines[0, 1]
    assert shown == [number(expected)]


def test_what_goes_wrong_on_the_loop_is_said(monkeypatch):
    def fails(settings):
        raise RuntimeError("no memory")

    async def scenario():
        monkeypatch.setattr("widgets.similarity._drawn", fails)
        view = Similarity()
        while not view.view.state:
            await asyncio.sleep(0.005)
        view.close()
        return view.view.state["problem"]

    assert asyncio.run(scenario()) == "Stopped: RuntimeError: no memory."


# ---- settings --------------------------------------------------------------------------


def test_the_link_brings_everything_back():
    view = Similarity(["naïve & “odd” = 1%?", "b", "", "c d"], kind="tfidf", remove=3, pair=(2, 4))
    again = Similarity.from_link(f"https://example.org/x?{view.heading.query}")
    assert again.settings == view.settings and again.view.state["problem"] == ""
    assert "t3=" not in query_of(view.heading.query)


def test_sentences_too_long_for_a_link_are_left_out_of_it_and_that_is_said():
    view = Similarity(["ж" * 80, "щ" * 80, "ы" * 80, "э" * 80, "ю" * 80], kind="tfidf")
    again = Similarity.from_link(view.heading.query)
    assert again.settings == SimilaritySettings(kind="tfidf")
    assert view.view.state["problem"].startswith("These sentences are too long for a link")


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"texts": "I love"}, "texts must be a list of sentences, got 'I love'."),
        ({"texts": ["a"] * 9}, "texts must be at most 8 sentences, got 9."),
        ({"texts": ["a" * 81, "b"]}, "t1 must have at most 80 characters, got 81."),
        ({"t2": 3}, "t2 must be text, got 3 (int)."),
        ({"kind": "glove"}, "kind must be one of bag, tfidf, counted, model; got 'glove'."),
        ({"remove": 11}, "remove must be in [0, 10], got 11."),
        ({"pair": (1, 1)}, "pair must be two different sentences, got (1, 1)."),
        ({"pair": (0, 1)}, "pair must be in [1, 8], got 0."),
        ({"pair": (1,)}, "pair must be two numbers, got (1,)."),
        ({"model": "evil/x"}, "model must be one of minilm, bert, gpt2; got 'evil/x'."),
        ({"common": "half"}, "common must be one of left, centred; got 'half'."),
        ({"colour": 1}, "there is no setting 'colour'; there are kind, common, remove, "),
    ],
)
def test_a_setting_that_is_not_allowed_is_refused_in_words_and_its_default_used(given, words):
    view = Similarity(**given)
    assert view.view.state["problem"].startswith(words)
    assert view.settings.kind == "bag" and view.settings.pair == (1, 2)
    assert view.view.state["axis"] is not None or view.view.state["missing"]


def test_unprintable_characters_of_a_link_become_spaces():
    assert SimilaritySettings(t1="a\x00\nb\u202ec").t1 == "a b c"
    assert len(FIELDS) == 8


@pytest.mark.parametrize(
    "settings",
    [{}, {"kind": "counted", "remove": 2}, {"kind": "tfidf", "common": "centred", "pair": (2, 3)}],
)
def test_the_code_gives_the_numbers_on_screen(settings):
    view = Similarity(["I love cats", "I hate 'cats'", "the \"soup\""], **settings)
    view._write_code()
    *lines, last = view.heading.code.splitlines()
    names = {}
    exec("\n".join(lines), names)
    cosine, below, mean = eval(last, names)
    assert view.view.state["number"] == number(cosine)
    assert view.view.state["axis"]["mean"] == mean
    assert f"{round(below * 19_900):,}" in view.view.state["beside"][1].replace("all", "")


# ---- a language model ------------------------------------------------------------------


def test_without_a_model_it_is_said_and_one_is_offered_with_its_size(hub):
    view = Similarity(kind="model")
    assert view.view.state["missing"] == "No language model: MiniLM is not on this machine."
    assert view.panel.work.runner.label == "Fetch MiniLM, 91 MB"
    assert "It is 91 MB, comes from huggingface.co" in view.panel.note.value
    view.panel.choice.value = "gpt2"
    assert view.settings.model == "gpt2" and view.panel.work.runner.label == "Fetch GPT-2, 552 MB"
    choose(view, kind="bag")
    assert view.panel not in view._right.children and view.view.state["number"] == "0.67"


def test_in_an_app_nothing_can_be_fetched_and_no_model_is_no_choice(hub, monkeypatch):
    monkeypatch.setenv("SERVER_SOFTWARE", "voila/0.5")
    view = Similarity()
    assert view.form.controls["kind"].disabled_options == ["model"]
    view = Similarity(kind="model")
    assert view.panel.work is None and "on this machine" in view.panel.note.value


def test_a_model_is_offered_once_however_often_something_is_written(hub):
    view = Similarity(kind="model")
    work = view.panel.work
    says(view.texts, "text", at=0, text="I love soup")
    assert view.panel.work is work


def test_a_fetch_that_fails_says_so_and_changes_nothing(hub):
    view = Similarity(kind="model")
    says(view.panel.work.runner, "press")
    assert view.panel.work.runner.problem == (
        "Stopped: ConnectionError: MiniLM could not be fetched: the network cannot be reached "
        "from here; nothing else is changed."
    )
    assert view.settings.texts[:2] == tuple(LOVE_HATE)


def test_a_model_that_has_been_fetched_is_used_at_once(tmp_path, hub, monkeypatch):
    place = tmp_path / "tiny"
    save_tiny(place)
    view = Similarity(kind="model")
    monkeypatch.setattr(
        "huggingface_hub.snapshot_download", lambda *_, **__: keep(hub, place)
    )
    says(view.panel.work.runner, "press")
    state = view.view.state
    vectors = embeddings.embed(LOVE_HATE, place)
    a, b = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    assert state["axis"]["pair"] == pytest.approx(a @ b, abs=1e-6)
    assert state["why"]["rows"] == ["[CLS]", "i", "love", "cats", "[SEP]"]
    assert "is on this machine" in view.panel.note.value and view.panel.work is None
    assert np.sum(state["why"]["values"]) == pytest.approx(a @ b, abs=1e-6)


def test_while_a_model_reads_for_the_first_time_it_is_said(tmp_path, hub):
    save_tiny(tmp_path / "tiny")
    keep(hub, tmp_path / "tiny", "google-bert/bert-base-uncased")

    async def scenario():
        view, shown = Similarity(kind="model", model="bert"), []
        view.view.observe(lambda change: shown.append(change["new"]), "state")
        while view.found is None:
            await asyncio.sleep(0.005)
        says(view.texts, "text", at=0, text="I love a dog")
        while view.found.settings != view.settings or view.settings.t1 != "I love a dog":
            await asyncio.sleep(0.005)
        view.close()
        return shown

    shown = asyncio.run(scenario())
    said = ["BERT reads 200 sentences, once; that takes some seconds.", "", ""]
    assert [one["missing"] for one in shown] == said


def test_a_fetch_reports_megabytes_on_a_loop_and_can_be_stopped(hub, monkeypatch):
    monkeypatch.setattr(
        "huggingface_hub.snapshot_download", lambda *_, **__: asyncio.run(asyncio.sleep(0.6))
    )

    async def scenario():
        view = Similarity(kind="model")
        runner = view.panel.work.runner
        says(runner, "press")
        while not runner.words.startswith("loading"):
            await asyncio.sleep(0.01)
        words = runner.words
        says(runner, "press")
        while runner.label == "Stop":
            await asyncio.sleep(0.01)
        state = (words, runner.words, runner.label)
        view.close()
        return state

    assert asyncio.run(scenario()) == (
        "loading 0 of 91 MB", "stopped", "Fetch MiniLM, 91 MB",
    )  # fmt: skip


@pytest.mark.parametrize("texts", [[], ["only one"]])
def test_with_fewer_than_two_sentences_the_code_says_what_is_missing_and_runs(texts):
    view = Similarity(texts)
    view._write_code()
    assert "Write two sentences" in view.heading.code
    exec(view.heading.code, {})
