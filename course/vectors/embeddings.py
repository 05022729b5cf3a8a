"""Sentence vectors from a language model that this machine already has, or is told to fetch.

Nothing here uses the network but `fetch`.  A model is looked up in the cache of the Hugging Face
libraries first, and loaded from there with local files only, from safetensors, and without any
code of the model's own.
"""
import importlib.util
import os
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Thread
from typing import Any

import numpy as np

from course.checks import check_choice, shown
from course.loading import Loading

FILES = ("config.json", "*token*.json", "vocab*", "merges.txt", "special_tokens_map.json",
         "model.safetensors")  # fmt: skip
AT_ONCE = 32  # texts that go through the model together
LONGEST = 128  # tokens of a text that are read


@dataclass(frozen=True)
class Model:
    """A language model by its name on the Hugging Face hub.

    Attributes
    ----------
    repository : str
    title : str
        What people call it.
    megabytes : int
        What `fetch` would fetch, about.
    older : str
        Its name there in former years, under which a machine may still keep it; or "".
    """

    repository: str
    title: str
    megabytes: int
    older: str = ""


MODELS = {
    "minilm": Model("sentence-transformers/all-MiniLM-L6-v2", "MiniLM", 91),
    "bert": Model("google-bert/bert-base-uncased", "BERT", 441, "bert-base-uncased"),
    "gpt2": Model("openai-community/gpt2", "GPT-2", 552, "gpt2"),
}
DEFAULT = "minilm"


def installed() -> bool:
    """Whether the libraries that run a model are installed; nothing is imported."""
    return all(importlib.util.find_spec(name) for name in ("transformers", "torch"))


def cache_folder() -> Path:
    """Where the Hugging Face libraries keep models on this machine; it need not exist."""
    for variable, below in (("HF_HUB_CACHE", ""), ("HF_HOME", "hub")):
        if chosen := os.environ.get(variable):
            return Path(chosen).expanduser() / below
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base).expanduser() / "huggingface" / "hub"


def where(model: str = DEFAULT) -> Path | None:
    """The folder of a model that is all there, or None.

    Parameters
    ----------
    model : str
        A name in MODELS, or the path of a folder that holds a model.

    Raises
    ------
    ValueError
        If it is neither.
    """
    if model not in MODELS:
        folder = Path(model) if isinstance(model, str | os.PathLike) else None
        if folder is None or not folder.is_dir():
            names = ", ".join(MODELS)
            raise ValueError(f"model must be one of {names}, or a folder; got {shown(model)}")
        return folder if _complete(folder) else None
    known = MODELS[model]
    folders = [kept(name) for name in (known.repository, known.older) if name]
    found = [one for place in folders for one in sorted(place.glob("snapshots/*"))]
    return next((one for one in found if _complete(one)), None)


def kept(repository: str) -> Path:
    """The folder of the cache that a repository is downloaded into."""
    return cache_folder() / f"models--{repository.replace('/', '--')}"


def _complete(folder: Path) -> bool:
    names = {path.name for path in folder.glob("*") if path.exists()}  # not a broken link
    spelling = {"tokenizer.json", "vocab.txt", "vocab.json"}
    return {"config.json", "model.safetensors"} <= names and bool(spelling & names)


def cached() -> tuple[str, ...]:
    """The names of the models that are on this machine and can be run."""
    return tuple(name for name in MODELS if where(name)) if installed() else ()


def missing(model: str = DEFAULT) -> str:
    """Why a model cannot be used, in a sentence; "" if it can."""
    if not installed():
        return "transformers is not installed here: pip install 'glassbox-course[text]'"
    if where(model) is None:
        title = MODELS[model].title if model in MODELS else Path(model).name
        return f"{title} is not on this machine"
    return ""


# ---- running ---------------------------------------------------------------------------


def embed(texts: Sequence[str], model: str = DEFAULT) -> np.ndarray:
    """The vector of each text: the mean of the model's last hidden states over its tokens.

    Parameters
    ----------
    texts : sequence of str
        At least one; of each the first 128 tokens are read.
    model : str
        A name in MODELS, or the path of a folder that holds a model.

    Returns
    -------
    float64 array, shape (n_texts, d)
        Zeros for a text without a token.

    Raises
    ------
    FileNotFoundError
        If the model is not on this machine; `fetch` fetches it.
    ImportError
        If transformers is not installed.
    """
    return np.stack([parts.sum(axis=0) for _, parts in tokens(texts, model)])


def tokens(
    texts: Sequence[str], model: str = DEFAULT
) -> tuple[tuple[tuple[str, ...], np.ndarray], ...]:
    """Of each text its tokens, and a vector (d,) for each: they add up to the text's vector.

    See `embed`; what the model adds of itself, such as [CLS], counts as it does there.
    """
    texts = list(texts)
    if not texts:
        raise ValueError("texts must be at least one, got none")
    if reason := missing(model):
        raise (FileNotFoundError if installed() else ImportError)(reason)
    loaded = _load(str(where(model)))
    found: list[tuple[tuple[str, ...], np.ndarray]] = []
    for begin in range(0, len(texts), AT_ONCE):
        found += _through(*loaded, texts[begin : begin + AT_ONCE])
    return tuple(found)


@lru_cache(maxsize=1)
def _load(folder: str) -> tuple[Any, Any]:
    from transformers import AutoModel, AutoTokenizer

    own = {"local_files_only": True, "trust_remote_code": False}
    spelling = AutoTokenizer.from_pretrained(folder, **own)
    network = AutoModel.from_pretrained(folder, use_safetensors=True, **own).eval()
    if spelling.pad_token is None:  # GPT-2 has none; what is padded is masked out anyway
        spelling.pad_token = spelling.eos_token
    return spelling, network


def _through(spelling: Any, network: Any, texts: list[str]) -> list[tuple]:
    """Tokens of some texts and their shares of the mean over the attention mask."""
    import torch

    read = spelling(texts, padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
    if not read["input_ids"].shape[1]:
        empty = np.zeros((0, network.config.hidden_size))
        return [((), empty) for _ in texts]
    with torch.no_grad():
        states = network(**read).last_hidden_state.double().numpy()
    mask, found = read["attention_mask"].numpy().astype(bool), []
    for ids, state, there in zip(read["input_ids"], states, mask, strict=True):
        names = spelling.convert_ids_to_tokens(ids[there].tolist())
        found.append((tuple(map(_plain, names)), state[there] / max(1, int(there.sum()))))
    return found


def _plain(token: str) -> str:
    """A token as people write it: without the mark that GPT-2 writes for a space."""
    return token.replace("\u0120", "") or "\u2423"


# ---- fetching --------------------------------------------------------------------------


def fetch(model: str = DEFAULT) -> Generator[Any, None, Path]:
    """Download a model into the cache: only when somebody has asked for it.

    Yields a number for each percent that has arrived, and `Loading` while waiting, so that
    whoever drives it can show how far it is and stop waiting; what is being downloaded goes on,
    and what has arrived is kept.

    Returns
    -------
    Path
        The folder of the model.

    Raises
    ------
    ValueError
        If there is no model of that name.
    ImportError
        If transformers is not installed.
    ConnectionError
        If the model cannot be reached.
    """
    known = MODELS[check_choice("model", model, MODELS)]
    if not installed():
        raise ImportError(missing(model))
    ended: list[BaseException | None] = []
    Thread(target=_download, args=(known.repository, ended), daemon=True).start()
    done = 0
    folder = kept(known.repository)
    while not ended:
        arrived = size_below(folder) / 1e6
        percent = min(99, int(100 * arrived / known.megabytes))
        while done < percent:
            done += 1
            yield done
        yield Loading(f"{arrived:.0f} of {known.megabytes} MB")
    if ended[0] is not None:
        raise ConnectionError(
            f"{known.title} could not be fetched: {cause(ended[0])}; nothing else is changed"
        )
    found = where(model)
    if found is None:
        raise ConnectionError(f"{known.title} did not arrive whole; try again")
    return found


def _download(repository: str, ended: list[BaseException | None]) -> None:
    try:
        from huggingface_hub import snapshot_download

        snapshot_download(repository, allow_patterns=list(FILES))
        ended.append(None)
    except BaseException as error:  # noqa: BLE001  told to the caller
        ended.append(error)


def size_below(folder: Path) -> int:
    """Bytes below a folder, links not counted twice."""
    found = 0
    for path in folder.rglob("*"):
        try:
            found += path.stat().st_size if path.is_file() and not path.is_symlink() else 0
        except FileNotFoundError:  # renamed meanwhile, as it is complete
            continue
    return found


def cause(error: BaseException) -> str:
    """Why a download failed, in words."""
    kind = type(error).__name__
    if any(word in kind for word in ("Offline", "Connect", "LocalEntryNotFound", "Timeout")):
        return "the network cannot be reached from here"
    return f"{kind}: {' '.join(str(error).split())[:200]}"
