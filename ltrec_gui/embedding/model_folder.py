"""Judging a folder before it is trusted as a BERT model, by reading plain files, without torch."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ltrec_gui.errors import ModelError, Phrase

MAX_JSON_BYTES = 1_000_000  # a BERT config has some hundred bytes
MAX_HEADER_BYTES = 8_000_000  # the safetensors header of the largest BERT has some ten thousand
MAX_NUMBER = 2_000_000  # no BERT has a larger vocabulary; a config asking for more asks for our memory
ARCHITECTURES = frozenset({"BertModel", "BertForMaskedLM", "BertForPreTraining"})
CONFIG_NUMBERS = (
    "vocab_size",
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "max_position_embeddings",
    "type_vocab_size",
)
ACTIVATIONS = frozenset({"gelu", "gelu_new", "gelu_pytorch_tanh", "relu", "silu"})

# The bundled model lies in a folder called "model", and its config names only the model it was trained from.
KNOWN_WEIGHTS = {"53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db": "all-MiniLM-L6-v2"}

_hashes: dict[tuple[Path, int, int], str] = {}


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A folder that passed: `dimension` of its vectors, `max_tokens` per text, and which weights it holds."""

    folder: Path
    name: str
    dimension: int
    max_tokens: int
    vocabulary_size: int
    weights_sha256: str


def check_model_folder(folder: Path) -> ModelFolder:
    """Return what the folder holds; raise ModelError where it is not a BERT made of plain data files."""
    try:
        return _checked(folder)
    except OSError as error:
        raise unusable(folder, "it cannot be read ({why})", why=error.strerror or error) from error


def bert_config_values(folder: Path) -> dict[str, Any]:
    """Return the values of config.json that shape a BERT, no others; raise ModelError where they are absurd.

    Only these reach transformers, so nothing else in a stranger's config (code to run, kernels to fetch) can
    have any effect.
    """
    config = _read_json(folder, "config.json")
    values = {name: _number(folder, config, name) for name in CONFIG_NUMBERS}
    if values["hidden_size"] % values["num_attention_heads"]:
        raise unusable(folder, "the numbers in its config.json do not fit together")
    activation = config.get("hidden_act", "gelu")
    if activation not in ACTIVATIONS:
        raise unusable(folder, "its config.json names an activation we do not know")
    epsilon = config.get("layer_norm_eps", 1e-12)
    if not isinstance(epsilon, float) or not 0 < epsilon < 1:
        raise unusable(folder, "its config.json has a bad “layer_norm_eps”")
    return {**values, "hidden_act": activation, "layer_norm_eps": epsilon}


def tokenizer_options(folder: Path) -> dict[str, Any]:
    """Return tokenizer_config.json, empty where there is none; raise ModelError where it is no object."""
    name = "tokenizer_config.json"
    return _read_json(folder, name) if (folder / name).is_file() else {}


def unusable(folder: Path, reason: str, **facts: object) -> ModelError:
    """Return the error to raise for a folder: what is wrong, what is safe, what to do."""
    return ModelError(
        "The model folder “{folder}” cannot be used: {reason}; nothing was changed, choose another folder.",
        folder=folder.name,
        reason=Phrase(reason, **facts),
    )


def _checked(folder: Path) -> ModelFolder:
    if not folder.is_dir():
        raise unusable(folder, "there is no such folder")
    if not (folder / "config.json").is_file():
        raise unusable(folder, "it has no config.json, so it is not a model")
    _refuse_links_out(folder)
    config = _read_json(folder, "config.json")
    options = tokenizer_options(folder)
    if "auto_map" in config or "auto_map" in options:
        raise unusable(folder, "it asks to run program code of its own (“auto_map”)")
    if config.get("model_type") != "bert":
        raise unusable(folder, "it is not a BERT but “{kind}”", kind=str(config.get("model_type"))[:40])
    architectures = config.get("architectures") or ["BertModel"]
    if not isinstance(architectures, list) or not ARCHITECTURES.intersection(map(str, architectures)):
        raise unusable(
            folder, "it is a BERT for another purpose, “{purpose}”", purpose=str(architectures)[:60]
        )
    if config.get("position_embedding_type", "absolute") != "absolute":
        raise unusable(folder, "it counts positions in a way that is no longer supported")
    if (folder / "adapter_config.json").exists():
        raise unusable(folder, "it is an adapter for another model")
    if not (folder / "tokenizer.json").is_file() and not (folder / "vocab.txt").is_file():
        raise unusable(folder, "it has neither tokenizer.json nor vocab.txt")
    values = bert_config_values(folder)
    weights = _weights_hash(folder)
    return ModelFolder(
        folder=folder,
        name=_name(folder, config, weights),
        dimension=values["hidden_size"],
        max_tokens=_max_tokens(folder, values["max_position_embeddings"]),
        vocabulary_size=values["vocab_size"],
        weights_sha256=weights,
    )


def _refuse_links_out(folder: Path) -> None:
    home = folder.resolve()
    for path in folder.iterdir():
        if path.is_symlink() and not path.resolve().is_relative_to(home):
            raise unusable(
                folder,
                "“{name}” in it is only a link to another place, copy the real file there",
                name=path.name,
            )


def _read_json(folder: Path, name: str) -> dict[str, Any]:
    path = folder / name
    if path.stat().st_size > MAX_JSON_BYTES:
        raise unusable(folder, "its {name} is far too large", name=name)
    return _parsed(folder, name, path.read_bytes())


def _parsed(folder: Path, name: str, data: bytes) -> dict[str, Any]:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise unusable(folder, "its {name} is not valid JSON", name=name) from error
    if not isinstance(value, dict):
        raise unusable(folder, "its {name} is not a JSON object", name=name)
    return value


def _number(folder: Path, config: dict[str, Any], name: str) -> int:
    value = config.get(name)
    if type(value) is not int or not 1 <= value <= MAX_NUMBER:
        raise unusable(folder, "its config.json has no sensible “{value}”", value=name)
    return value


def _max_tokens(folder: Path, position_count: int) -> int:
    name = "sentence_bert_config.json"
    if not (folder / name).is_file():
        return position_count
    stated = _read_json(folder, name).get("max_seq_length")
    if stated is None:
        return position_count
    if type(stated) is not int or stated < 3:  # [CLS], one word, [SEP]
        raise unusable(folder, "its {name} has no sensible “max_seq_length”", name=name)
    return min(stated, position_count)


def _name(folder: Path, config: dict[str, Any], weights: str) -> str:
    name = folder.resolve().name
    if name != "model":
        return name
    origin = str(config.get("_name_or_path") or "").replace("\\", "/").rstrip("/").rpartition("/")[2]
    return KNOWN_WEIGHTS.get(weights) or origin[:80] or name


def _weights_hash(folder: Path) -> str:
    single, index = folder / "model.safetensors", folder / "model.safetensors.index.json"
    if single.is_file():
        return _checked_hash(folder, single)
    if not index.is_file():
        if any(folder.glob("*.bin")) or any(folder.glob("*.pt")):
            raise unusable(
                folder, "its weights are in a format that can run code when read; only safetensors is safe"
            )
        raise unusable(folder, "it has no model.safetensors")
    shards = _read_json(folder, index.name).get("weight_map")
    if not isinstance(shards, dict) or not shards:
        raise unusable(folder, "its {name} names no files", name=index.name)
    together = hashlib.sha256()
    for name in sorted({str(name) for name in shards.values()}):
        if Path(name).name != name or "\\" in name or not name.endswith(".safetensors"):
            raise unusable(folder, "its {name} names a file outside the folder", name=index.name)
        if not (folder / name).is_file():
            raise unusable(folder, "“{name}” is missing", name=name[:60])
        together.update(bytes.fromhex(_checked_hash(folder, folder / name)))
    return together.hexdigest()


def _checked_hash(folder: Path, path: Path) -> str:
    """Return the SHA-256 of a weights file whose own table of contents agrees with its size."""
    status = path.stat()
    key = (path.resolve(), status.st_size, status.st_mtime_ns)
    if key in _hashes:
        return _hashes[key]
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if status.st_size < 8 or not 2 <= length <= min(MAX_HEADER_BYTES, status.st_size - 8):
            raise unusable(folder, "its {name} is damaged", name=path.name)
        header = _parsed(folder, path.name, file.read(length))
        ends = [_end_of(folder, path, entry) for name, entry in header.items() if name != "__metadata__"]
        if not ends or 8 + length + max(ends) != status.st_size:
            raise unusable(folder, "its {name} is damaged or was not copied to its end", name=path.name)
        file.seek(0)
        _hashes[key] = hashlib.file_digest(file, "sha256").hexdigest()
    return _hashes[key]


def _end_of(folder: Path, path: Path, entry: object) -> int:
    offsets = entry.get("data_offsets") if isinstance(entry, dict) else None
    if (
        not isinstance(offsets, list)
        or len(offsets) != 2
        or any(type(offset) is not int for offset in offsets)
    ):
        raise unusable(folder, "its {name} is damaged", name=path.name)
    return int(offsets[1])
