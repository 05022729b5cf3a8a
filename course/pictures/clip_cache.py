"""Whether this machine has CLIP, a network that knows which words go with which picture.

Nothing here uses the network of computers but `fetch_clip`.  CLIP is looked up in the cache of
the Hugging Face libraries, as sentence models are in `course.vectors.embeddings`.
"""
from collections.abc import Generator
from pathlib import Path
from typing import Any

from course.checks import check_choice
from course.loading import Loading, meanwhile
from course.vectors.embeddings import Model, cache_folder, cause, installed, kept, size_below

MODELS = {
    model.repository: model
    for model in (
        Model("laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "CLIP (LAION)", 610),
        Model("openai/clip-vit-base-patch32", "CLIP", 610),
        Model("openai/clip-vit-base-patch16", "CLIP, fine patches", 605),
        Model("openai/clip-vit-large-patch14", "CLIP, large", 1715),
    )
}
DEFAULT = "laion/CLIP-ViT-B-32-laion2B-s34B-b79K"
WEIGHTS = ("model.safetensors", "pytorch_model.bin")
FILES = ("config.json", "*token*.json", "vocab.json", "merges.txt", "special_tokens_map.json")


def cached_clip() -> Path | None:
    """The folder of a CLIP that is all there, or None; the first that is found of `MODELS`."""
    return next(filter(None, map(_found, MODELS)), None)


def whole(folder: Path) -> bool:
    """Whether a folder holds all that CLIP is loaded from: settings, weights, and its tokens."""
    names = {path.name for path in Path(folder).glob("*") if path.exists()}  # not a broken link
    spelling = "tokenizer.json" in names or {"vocab.json", "merges.txt"} <= names
    return "config.json" in names and spelling and not names.isdisjoint(WEIGHTS)


def missing_clip() -> str:
    """Why there is no CLIP here and how to get it, in words; "" if there is one."""
    if not installed():
        return "transformers is not installed here: pip install 'glassbox-course[text]'"
    if cached_clip() is not None:
        return ""
    wanted = MODELS[DEFAULT]
    return (
        f"CLIP is not on this machine: {cache_folder()} holds none of {', '.join(MODELS)}. "
        f"exhaust(fetch_clip()) fetches the first, {wanted.megabytes} MB"
    )


def fetch_clip(repository: str = DEFAULT) -> Generator[Any, None, Path]:
    """Download a CLIP into the cache: only when somebody has asked for it.

    Yields a number for each percent that has arrived, and `Loading` while waiting, as
    `course.vectors.embeddings.fetch` does; `course.loading.exhaust` waits for the end.

    Parameters
    ----------
    repository : str
        A key of `MODELS`.

    Returns
    -------
    Path
        Its folder.

    Raises
    ------
    ValueError
        If there is none of that name.
    ImportError
        If transformers is not installed.
    ConnectionError
        If it cannot be reached.
    """
    known = MODELS[check_choice("repository", repository, MODELS)]
    if not installed():
        raise ImportError(missing_clip())
    done = 0
    waiting = meanwhile(lambda: _download(repository), known.title)
    try:
        for _ in waiting:
            arrived = size_below(kept(repository)) / 1e6
            percent = min(99, int(100 * arrived / known.megabytes))
            yield from range(done + 1, percent + 1)
            done = max(done, percent)
            yield Loading(f"{arrived:.0f} of {known.megabytes} MB")
    except Exception as error:  # noqa: BLE001  whatever the library raises, it is no CLIP
        why = f"{known.title} could not be fetched: {cause(error)}; nothing is changed"
        raise ConnectionError(why) from error
    found = _found(repository)
    if found is None:
        raise ConnectionError(f"{known.title} did not arrive whole; try again")
    return found


def _download(repository: str) -> None:
    from huggingface_hub import snapshot_download

    safe = {"etag_timeout": 5}  # seconds until it is said that the network cannot be reached
    snapshot_download(repository, allow_patterns=[*FILES, "model.safetensors"], **safe)
    if _found(repository) is None:  # the older ones are kept as torch writes them
        snapshot_download(repository, allow_patterns=["pytorch_model.bin"], **safe)


def _found(repository: str) -> Path | None:
    return next(filter(whole, sorted(kept(repository).glob("snapshots/*"))), None)
