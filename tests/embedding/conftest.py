import json
import struct

import pytest

CONFIG = {
    "model_type": "bert",
    "architectures": ["BertModel"],
    "vocab_size": 40,
    "hidden_size": 8,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "max_position_embeddings": 32,
    "type_vocab_size": 2,
}
WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "a", "book", "about", "the", "sea", ".", ",", "##s"]


def safetensors(**tensors):
    """Return the bytes of a safetensors file of zero float32 tensors of the given lengths."""
    header, offset = {}, 0
    for name, length in tensors.items():
        header[name] = {"dtype": "F32", "shape": [length], "data_offsets": [offset, offset + 4 * length]}
        offset += 4 * length
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(offset)


@pytest.fixture
def model_folder(tmp_path):
    """A folder that passes every check, though its weights are no real BERT."""
    folder = tmp_path / "tiny-bert"
    folder.mkdir()
    (folder / "config.json").write_text(json.dumps(CONFIG), encoding="utf-8")
    (folder / "vocab.txt").write_text("\n".join(WORDS) + "\n", encoding="utf-8")
    (folder / "model.safetensors").write_bytes(safetensors(weight=16))
    return folder


@pytest.fixture
def change_json():
    def change(path, **changes):
        values = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        values.update(changes)
        path.write_text(json.dumps(values), encoding="utf-8")

    return change


@pytest.fixture
def make_safetensors():
    return safetensors
