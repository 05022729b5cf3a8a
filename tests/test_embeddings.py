"""A language model's sentence vectors, on a tiny one made here; nothing is ever downloaded."""
from threading import Event

import numpy as np
import pytest
import torch

from course.loading import Loading
from course.vectors import embeddings
from tests.tiny_model import keep, save_tiny


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a tiny model is saved, the model, and its tokenizer."""
    place = tmp_path_factory.mktemp("tiny")
    return place, *save_tiny(place)


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """An empty cache of models of the test's own."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def test_a_text_is_the_mean_of_its_tokens_without_what_is_padded(folder):
    place, network, spelling = folder
    texts = ["I love cats", "dog", "a dog bites a dog"]
    expected = []
    for text in texts:  # one at a time, so that nothing is padded
        names = ["[CLS]", *text.lower().split(), "[SEP]"]
        ids = torch.tensor([spelling.convert_tokens_to_ids(names)])
        with torch.no_grad():
            states = network(input_ids=ids).last_hidden_state[0]
        expected.append([float(sum(column) / len(states)) for column in states.T])
    np.testing.assert_allclose(embeddings.embed(texts, place), expected, atol=1e-6)


def test_tokens_are_named_and_their_shares_add_up_to_the_text(folder):
    place, *_ = folder
    [(names, parts), (others, _)] = embeddings.tokens(["I hate zebras", "cats"], place)
    assert names == ("[CLS]", "i", "hate", "[UNK]", "[SEP]")
    assert others == ("[CLS]", "cats", "[SEP]")
    whole = embeddings.embed(["I hate zebras"], place)[0]
    np.testing.assert_allclose(parts.sum(axis=0), whole, atol=1e-6)
    assert parts.dtype == np.float64


def test_many_texts_go_through_in_heaps_and_come_back_in_order(folder):
    place, *_ = folder
    texts = ["cats"] * 31 + ["I love a dog", "dog"] + ["cats"] * 4
    found = embeddings.embed(texts, place)
    np.testing.assert_allclose(found[31:33], embeddings.embed(texts[31:33], place), atol=1e-6)
    np.testing.assert_allclose(found[-1], found[0], atol=1e-6)


def test_of_a_long_text_the_first_128_tokens_are_read(folder):
    place, *_ = folder
    [(names, _)] = embeddings.tokens(["dog " * 500], place)
    assert len(names) == 128


def test_a_model_in_the_cache_is_found_and_used_by_its_name(folder, hub):
    assert embeddings.cached() == () and embeddings.where("minilm") is None
    place = keep(hub, folder[0])
    assert embeddings.cached() == ("minilm",) and embeddings.where() == place
    np.testing.assert_array_equal(embeddings.embed(["cats"]), embeddings.embed(["cats"], folder[0]))


def test_a_model_kept_under_its_older_name_is_found(folder, hub):
    place = keep(hub, folder[0], "gpt2")
    assert embeddings.where("gpt2") == place and embeddings.cached() == ("gpt2",)


def test_a_model_that_has_not_arrived_whole_is_not_there(folder, hub):
    place = keep(hub, folder[0])
    (place / "model.safetensors").unlink()
    (place / "model.safetensors").symlink_to(hub / "gone")
    assert embeddings.where() is None
    with pytest.raises(FileNotFoundError, match="^MiniLM is not on this machine$"):
        embeddings.embed(["cats"])


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"HF_HUB_CACHE": "/c/hub", "HF_HOME": "/h"}, "/c/hub"),
        ({"HF_HOME": "/h"}, "/h/hub"),
        ({"XDG_CACHE_HOME": "/x"}, "/x/huggingface/hub"),
        ({"HOME": "/home/me"}, "/home/me/.cache/huggingface/hub"),
    ],
)
def test_the_cache_is_where_the_libraries_keep_it(monkeypatch, variables, expected):
    for name in ("HF_HUB_CACHE", "HF_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert embeddings.cache_folder().as_posix() == expected


def test_without_transformers_it_is_said_what_to_install(monkeypatch, hub):
    monkeypatch.setattr(embeddings.importlib.util, "find_spec", lambda name: None)
    assert embeddings.cached() == ()
    with pytest.raises(ImportError, match=r"pip install 'glassbox-course\[text\]'$"):
        embeddings.embed(["cats"])
    with pytest.raises(ImportError, match="^transformers is not installed here"):
        next(embeddings.fetch())


@pytest.mark.parametrize("model", ["nothing/such", 3])
def test_a_model_that_is_not_known_is_refused(model):
    with pytest.raises(ValueError, match="^model must be one of minilm, bert, gpt2, or a folder"):
        embeddings.where(model)


def test_no_text_is_refused(folder):
    with pytest.raises(ValueError, match="^texts must be at least one, got none$"):
        embeddings.embed([], folder[0])


# ---- fetching --------------------------------------------------------------------------


def drive(fetching):
    """What a generator yields, and what it returns."""
    yielded = []
    while True:
        try:
            yielded.append(next(fetching))
        except StopIteration as end:
            return yielded, end.value


def test_a_model_is_fetched_in_percent_and_only_safe_files_are_asked_for(
    folder, hub, monkeypatch
):
    asked = {}

    def download(repository, allow_patterns):
        asked[repository] = allow_patterns
        keep(hub, folder[0])

    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    fetching = embeddings.fetch("minilm")
    assert asked == {}  # nothing begins before somebody drives it
    yielded, place = drive(fetching)
    assert place == embeddings.where("minilm")
    assert all(isinstance(one, Loading) for one in yielded)  # far less than a percent
    [(repository, patterns)] = asked.items()
    assert repository == "sentence-transformers/all-MiniLM-L6-v2"
    assert not any(".bin" in one or ".py" in one or one == "*" for one in patterns)


def test_what_has_arrived_is_counted_in_percent_of_the_whole(folder, hub, monkeypatch):
    monkeypatch.setitem(embeddings.MODELS, "minilm", embeddings.Model("a/b", "Small", 1))
    done = Event()

    def download(repository, allow_patterns):
        place = hub / "models--a--b" / "blobs"
        place.mkdir(parents=True)
        (place / "one.incomplete").write_bytes(bytes(400_000))
        done.wait(20)
        keep(hub, folder[0], "a/b")

    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    seen = []
    for one in embeddings.fetch("minilm"):
        seen.append(one)
        if isinstance(one, int) and one == 40:
            done.set()
    assert [one for one in seen if isinstance(one, int)][:40] == list(range(1, 41))
    assert Loading("0 of 1 MB") in seen


def test_without_a_network_it_says_so_and_nothing_is_lost(hub):
    with pytest.raises(ConnectionError, match=(
        "^MiniLM could not be fetched: the network cannot be reached from here; nothing else is "
        "changed$"
    )):  # fmt: skip
        drive(embeddings.fetch("minilm"))  # HF_HUB_OFFLINE is set for all tests


def test_a_model_without_its_weights_has_not_arrived(hub, monkeypatch):
    monkeypatch.setattr("huggingface_hub.snapshot_download", lambda *_, **__: None)
    with pytest.raises(ConnectionError, match="^MiniLM did not arrive whole; try again$"):
        drive(embeddings.fetch("minilm"))


def test_only_models_that_are_known_are_fetched():
    with pytest.raises(ValueError, match="^model must be one of minilm, bert, gpt2; got 'evil/x'"):
        next(embeddings.fetch("evil/x"))
