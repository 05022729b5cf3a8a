"""A goal in words, judged by CLIP: a network that knows which words go with which picture.

CLIP turns a picture into a vector, and words into another, so that those that belong together
point the same way (Radford et al., "Learning transferable visual models from natural language
supervision", ICML 2021).  The goal is one minus the cosine of the two.
"""
from dataclasses import dataclass
from functools import lru_cache
from os import PathLike
from pathlib import Path
from typing import Any

import torch
from torch.nn.functional import cosine_similarity, interpolate, pad

from course.art.goals import Goal, term
from course.checks import check_integer, shown
from course.pictures.clip_cache import cached_clip, missing_clip, whole
from course.vectors.embeddings import installed

# Mean and deviation of red, green and blue in what CLIP has learnt from.
MEAN = (0.48145466, 0.4578275, 0.40821073)
DEVIATION = (0.26862954, 0.26130258, 0.27577711)
LEAST, MOST = 0.6, 1.0  # share of the picture's side that a cutout has
WIDER = 0.1  # share by which the picture goes on beyond its rim, so that cutouts may hang over
LONGEST = 300  # characters


@dataclass(frozen=True, eq=False)
class Clip:
    """A loaded CLIP.

    Attributes
    ----------
    network : transformers CLIPModel
        Its weights are frozen.
    spelling : transformers tokenizer
    size : int
        Pixels a side of the pictures that it looks at.
    """

    network: Any
    spelling: Any
    size: int

    def words(self, text: str) -> torch.Tensor:
        """The vector of a text, shape (1, d)."""
        most = self.network.config.text_config.max_position_embeddings
        read = self.spelling([text], truncation=True, max_length=most, return_tensors="pt")
        device = next(self.network.parameters()).device
        with torch.no_grad():
            return _vector(self.network.get_text_features(**read.to(device)))

    def pictures(self, images: torch.Tensor) -> torch.Tensor:
        """The vectors of pictures (n, 3, size, size) in [0, 1], shape (n, d)."""
        mean, deviation = (images.new_tensor(v)[:, None, None] for v in (MEAN, DEVIATION))
        return _vector(self.network.get_image_features(pixel_values=(images - mean) / deviation))


def load_clip(path: str | PathLike | None = None) -> Clip:
    """A CLIP from a folder on this machine, or from where the Hugging Face libraries keep one.

    Nothing is fetched, and no code of the model's own is run.

    Parameters
    ----------
    path : str or path, optional
        A folder with config.json, its weights and its tokens; `cached_clip()` if left out.

    Raises
    ------
    ImportError
        If transformers is not installed.
    FileNotFoundError
        If there is no CLIP; the message says how to get one.
    """
    if not installed():
        raise ImportError(missing_clip())
    folder = cached_clip() if path is None else Path(path)
    if folder is None:
        raise FileNotFoundError(missing_clip())
    if not whole(folder):
        expected = "config.json, model.safetensors and tokenizer.json"
        raise FileNotFoundError(f"path must be a folder with {expected}, got {shown(str(path))}")
    return _loaded(str(folder))


@lru_cache(maxsize=1)
def _loaded(folder: str) -> Clip:
    from transformers import AutoTokenizer, CLIPModel

    own = {"local_files_only": True, "trust_remote_code": False}
    safe = (Path(folder) / "model.safetensors").exists()
    network = CLIPModel.from_pretrained(folder, use_safetensors=safe, **own)
    network = network.float().eval().requires_grad_(False)
    spelling = AutoTokenizer.from_pretrained(folder, **own)
    return Clip(network, spelling, network.config.vision_config.image_size)


def text(words: str, clip: Clip | None = None, cutouts: int = 4) -> Goal:
    """One minus the cosine of what CLIP makes of the picture and of words; in [0, 2].

    In every step it looks at some random cutouts of the picture, so that the picture must go with
    the words as a whole and in its parts, wherever they are cut.  It does not come to 0: a picture
    and a sentence are never the same.

    Parameters
    ----------
    words : str
        What the picture should go with, up to 300 characters: "a watercolour of a lighthouse".
    clip : Clip, optional
        From `load_clip`; the one in the cache if left out.
    cutouts : int
        How many a step looks at, in [1, 64]; each costs as much as a picture.

    Raises
    ------
    TypeError, ValueError
        If an argument is not what it should be.
    ImportError, FileNotFoundError
        If there is no CLIP; the message says how to get one.
    """
    if not isinstance(words, str) or not words.strip() or len(words) > LONGEST:
        raise ValueError(f"words must be 1 to {LONGEST} characters of text, got {shown(words)}")
    cutouts = check_integer("cutouts", cutouts, 1, 64)
    clip = load_clip() if clip is None else clip
    wanted = clip.words(words.strip())

    def distance(image: torch.Tensor, rng: torch.Generator) -> torch.Tensor:
        clip.network.to(image.device)
        parts = cut(image.float(), clip.size, cutouts, rng)
        return 1 - cosine_similarity(clip.pictures(parts), wanted.to(parts), dim=1).mean()

    return term("text", distance, random=True)


def cut(image: torch.Tensor, size: int, count: int, rng: torch.Generator) -> torch.Tensor:
    """Random squares of a picture, some mirrored, shape (count, 3, size, size).

    Parameters
    ----------
    image : tensor, shape (1, 3, s, s)
    size : int
        Pixels a side that each square is brought to.
    count : int
    rng : torch.Generator
    """
    rim = max(1, round(WIDER * image.shape[-1]))
    wide, side = pad(image, (rim,) * 4, mode="reflect"), image.shape[-1]
    found = []
    for share, right, down, turned in torch.rand(count, 4, generator=rng).tolist():
        edge = max(2, round(side * (LEAST + (MOST - LEAST) * share)))
        room = wide.shape[-1] - edge
        x, y = round(right * room), round(down * room)
        part = wide[..., y : y + edge, x : x + edge]
        part = part.flip(3) if turned < 0.5 else part
        found.append(interpolate(part, (size, size), mode="bilinear", antialias=edge > size))
    return torch.cat(found)


def _vector(found: Any) -> torch.Tensor:
    """The vectors themselves: newer libraries wrap them up."""
    return found if isinstance(found, torch.Tensor) else found.pooler_output
