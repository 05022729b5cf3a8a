"""A tiny language model with random weights, saved as the real ones are."""
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

from course.seeding import torch_seed

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "i", "love", "hate", "cats", "a", "dog", "bites"]


def save_tiny(place: Path) -> tuple[BertModel, PreTrainedTokenizerFast]:
    """A BERT of 8 columns and a tokenizer of eleven words; both are saved there."""
    made = Tokenizer(models.WordLevel({word: i for i, word in enumerate(WORDS)}, "[UNK]"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.Whitespace()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    spelling = PreTrainedTokenizerFast(
        tokenizer_object=made, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]",
        sep_token="[SEP]",
    )  # fmt: skip
    with torch_seed(0):
        network = BertModel(BertConfig(
            vocab_size=len(WORDS), hidden_size=8, num_hidden_layers=2, num_attention_heads=2,
            intermediate_size=16, max_position_embeddings=160,
        )).eval()  # fmt: skip
    network.save_pretrained(place)
    spelling.save_pretrained(place)
    return network, spelling


def keep(
    hub: Path, source: Path, repository: str = "sentence-transformers/all-MiniLM-L6-v2"
) -> Path:
    """Put a saved model into a cache, as the Hugging Face libraries lay it out."""
    place = hub / f"models--{repository.replace('/', '--')}" / "snapshots" / "abc"
    place.mkdir(parents=True)
    for path in source.iterdir():
        (place / path.name).write_bytes(path.read_bytes())
    return place
