"""Words as a goal, on a tiny CLIP made here; nothing is ever downloaded."""
from pathlib import Path
from threading import Event

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import CLIPConfig, CLIPModel, PreTrainedTokenizerFast

from course.art import clip
from course.art.build import parameterisation
from course.art.create import create
from course.loading import Loading, exhaust
from course.pictures import clip_cache
from course.seeding import torch_seed
from course.vectors.embeddings import Model

WORDS = ["[PAD]", "[UNK]", "[BOS]", "[EOS]", "a", "red", "blue", "rose", "sea"]
SIDE = 16


def save_tiny(place: Path) -> None:
    """A CLIP of some thousand weights and a tokenizer of nine words, saved as real ones are."""
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, "[UNK]"))
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="[BOS] $A [EOS]", special_tokens=[("[BOS]", 2), ("[EOS]", 3)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", bos_token="[BOS]",
        eos_token="[EOS]",
    ).save_pretrained(place)  # fmt: skip
    small = {"hidden_size": 8, "intermediate_size": 16, "num_hidden_layers": 2,
             "num_attention_heads": 2, "projection_dim": 6}  # fmt: skip
    text = small | {"vocab_size": len(WORDS), "max_position_embeddings": 12, "eos_token_id": 3,
                    "bos_token_id": 2, "pad_token_id": 0}  # fmt: skip
    vision = small | {"image_size": SIDE, "patch_size": 4}
    with torch_seed(0):
        network = CLIPModel(CLIPConfig(text_config=text, vision_config=vision, projection_dim=6))
        with torch.no_grad():  # as it is made, all it says is nearly the same
            for values in network.parameters():
                values.mul_(2)
    network.save_pretrained(place)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where a tiny CLIP is saved."""
    place = tmp_path_factory.mktemp("clip")
    save_tiny(place)
    return place


@pytest.fixture
def hub(tmp_path, monkeypatch):
    """An empty cache of the test's own."""
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    return tmp_path / "hub"


def keep(hub, source, repository="openai/clip-vit-base-patch32"):
    """Put a saved model into a cache, as the Hugging Face libraries lay it out."""
    place = hub / f"models--{repository.replace('/', '--')}" / "snapshots" / "abc"
    place.mkdir(parents=True)
    for path in source.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    return place


def picture(seed=0, size=24):
    """A random picture that wants a gradient."""
    rng = np.random.default_rng(seed)
    return torch.tensor(rng.random((1, 3, size, size)), dtype=torch.float32, requires_grad=True)


def asked(goal, image, seed=0):
    """What the only term of a goal says."""
    [one] = goal.terms
    return one(image, torch.Generator().manual_seed(seed))


def test_it_is_one_minus_the_cosine_of_the_vectors_of_the_words_and_of_normalised_cutouts(folder):
    loaded = clip.load_clip(folder)
    image = picture().detach()
    found = float(asked(clip.text("a red rose", loaded, cutouts=3), image, seed=4))
    parts = clip.cut(image, SIDE, 3, torch.Generator().manual_seed(4)).numpy()
    mean = np.array([0.48145466, 0.4578275, 0.40821073])[:, None, None]
    deviation = np.array([0.26862954, 0.26130258, 0.27577711])[:, None, None]
    network = CLIPModel.from_pretrained(folder).eval()
    with torch.no_grad():
        said = network(
            input_ids=torch.tensor([[2, 4, 5, 7, 3]]),
            pixel_values=torch.tensor((parts - mean) / deviation, dtype=torch.float32),
        )
    u, v = said.text_embeds[0].numpy(), said.image_embeds.numpy()
    cosines = [row @ u / np.linalg.norm(row) / np.linalg.norm(u) for row in v]
    assert found == pytest.approx(1 - np.mean(cosines), abs=1e-5)


def test_other_words_are_another_goal(folder):
    loaded, image = clip.load_clip(folder), picture().detach()
    values = [float(asked(clip.text(words, loaded), image)) for words in ("red rose", "blue sea")]
    assert abs(values[0] - values[1]) > 1e-3


def test_the_gradient_reaches_the_pixels_and_is_finite(folder):
    image = picture()
    asked(clip.text("a red rose", clip.load_clip(folder), cutouts=16), image).backward()
    assert torch.isfinite(image.grad).all()
    assert (image.grad != 0).float().mean() > 0.98  # a corner may be in no cutout


def test_a_picture_comes_nearer_to_the_words(folder):
    loaded = clip.load_clip(folder)
    steps = list(create(parameterisation("stack", 24), clip.text("a red rose", loaded), steps=25))
    judge = clip.text("a red rose", loaded, cutouts=32)
    before, after = (judge(step.image) for step in (steps[0], steps[-1]))
    assert after < before - 0.02


@pytest.mark.parametrize("size", [4, 15, 16, 60])
def test_cutouts_of_a_picture_of_any_size_are_squares_that_fit_and_stay_in_range(size):
    parts = clip.cut(picture(size=size).detach(), SIDE, 9, torch.Generator().manual_seed(1))
    assert parts.shape == (9, 3, SIDE, SIDE)
    assert 0 <= float(parts.min()) <= float(parts.max()) <= 1


def test_cutouts_of_a_picture_of_one_colour_are_of_that_colour():
    image = torch.tensor([0.25, 0.5, 0.75])[None, :, None, None].expand(1, 3, 40, 40)
    parts = clip.cut(image, SIDE, 5, torch.Generator().manual_seed(1))
    torch.testing.assert_close(parts, image[..., :SIDE, :SIDE].expand(5, -1, -1, -1))


def test_cutouts_are_drawn_from_the_generator_alone():
    image = picture(size=40).detach()
    first, again, other = (
        clip.cut(image, SIDE, 2, torch.Generator().manual_seed(seed)) for seed in (1, 1, 2)
    )
    assert torch.equal(first, again)
    assert not torch.equal(first, other)


@pytest.mark.parametrize("repository", list(clip_cache.MODELS))
def test_a_clip_in_the_cache_is_found_and_used(folder, hub, repository):
    assert clip_cache.cached_clip() is None
    place = keep(hub, folder, repository)
    assert clip_cache.cached_clip() == place
    assert clip_cache.missing_clip() == ""
    image = picture().detach()
    cached, given = clip.text("sea"), clip.text("sea", clip.load_clip(folder))
    assert float(asked(cached, image)) == float(asked(given, image))


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_clip_that_has_not_arrived_whole_is_not_there(folder, hub, name):
    (keep(hub, folder) / name).unlink()
    assert clip_cache.cached_clip() is None


def test_without_a_clip_it_is_said_what_is_expected_and_how_to_get_it(hub):
    with pytest.raises(FileNotFoundError) as caught:
        clip.text("a red rose")
    said = str(caught.value)
    assert said.startswith("CLIP is not on this machine: ")
    for expected in (str(hub), "openai/clip-vit-base-patch32", "610 MB", "fetch_clip()"):
        assert expected in said


def test_a_folder_without_a_clip_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match="^path must be a folder with config.json, model"):
        clip.load_clip(tmp_path)


def test_without_transformers_it_is_said_what_to_install(folder, hub, monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"pip install 'glassbox-course\[text\]'$"):
        clip.load_clip(folder)
    with pytest.raises(ImportError, match="^transformers is not installed here"):
        next(clip_cache.fetch_clip())


@pytest.mark.parametrize("words", ["", "  ", 3, "x" * 301])
def test_words_must_be_some(folder, words):
    with pytest.raises(ValueError, match="^words must be 1 to 300 characters of text, got "):
        clip.text(words, clip.load_clip(folder))


# ---- fetching --------------------------------------------------------------------------


def test_it_is_fetched_only_when_asked_for_and_then_found(folder, hub, monkeypatch):
    asked_for = []

    def download(repository, allow_patterns, etag_timeout):
        asked_for.append((repository, tuple(allow_patterns)))
        keep(hub, folder, repository)

    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    fetching = clip_cache.fetch_clip()
    assert asked_for == []
    assert exhaust(fetching) == clip_cache.cached_clip()
    [(repository, patterns)] = asked_for
    assert repository == clip_cache.DEFAULT
    assert not any(".py" in one or one == "*" or ".bin" in one for one in patterns)


def test_what_has_arrived_is_counted_in_percent_of_the_whole(folder, hub, monkeypatch):
    small = Model(clip_cache.DEFAULT, "Small", 1)
    monkeypatch.setitem(clip_cache.MODELS, clip_cache.DEFAULT, small)
    done = Event()

    def download(repository, allow_patterns, etag_timeout):
        place = hub / f"models--{repository.replace('/', '--')}" / "blobs"
        place.mkdir(parents=True)
        (place / "one.incomplete").write_bytes(bytes(400_000))
        done.wait(20)
        keep(hub, folder, repository)

    monkeypatch.setattr("huggingface_hub.snapshot_download", download)
    seen = []
    for one in clip_cache.fetch_clip():
        seen.append(one)
        if one == 40:
            done.set()
    assert [one for one in seen if isinstance(one, int)] == list(range(1, 41))
    assert Loading("0 of 1 MB") in seen


def test_what_arrives_without_its_weights_has_not_arrived(hub, monkeypatch):
    asked_for = []
    monkeypatch.setattr(
        "huggingface_hub.snapshot_download",
        lambda repository, allow_patterns, etag_timeout: asked_for.append(allow_patterns[-1]),
    )
    with pytest.raises(ConnectionError, match="did not arrive whole; try again$"):
        exhaust(clip_cache.fetch_clip())
    assert asked_for == ["model.safetensors", "pytorch_model.bin"]


def test_without_a_network_it_says_so(hub):
    with pytest.raises(ConnectionError, match=(
        "could not be fetched: the network cannot be reached from here; nothing is changed$"
    )):  # fmt: skip
        exhaust(clip_cache.fetch_clip())  # HF_HUB_OFFLINE is set for all tests


def test_only_a_clip_that_is_known_is_fetched():
    with pytest.raises(ValueError, match="^repository must be one of laion/CLIP"):
        next(clip_cache.fetch_clip("evil/clip"))
