import os
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from ltrec_gui.embedding.bert import BertEncoder
from ltrec_gui.errors import ModelError
from ltrec_gui.paths import bundled_model_folder

CHECKOUT = Path(__file__).resolve().parents[2]
ENGLISH = [
    "A keeper tends a lighthouse alone and writes letters that nobody answers.",
    "Bread, salt and water: how a town learned to bake again after the flood.",
    "The sea.",
    "",
    "An account of beetles found under bark in northern forests, with drawings. " * 12,
]
CHINESE = ["灯塔看守人独自守望大海，写着无人回复的信。", "洪水过后，小镇重新学会烤面包。"]


@pytest.fixture(scope="session")
def encoder():
    return BertEncoder(bundled_model_folder())


@pytest.fixture(scope="session")
def cls_encoder():
    return BertEncoder(bundled_model_folder(), pooling="cls")


# Without torch


def test_what_it_is_is_known_before_anything_heavy_is_loaded(model_folder):
    encoder = BertEncoder(model_folder)
    assert (encoder.model_name, encoder.dimension, encoder.pooling) == ("tiny-bert", 8, "mean")
    assert not encoder.is_loaded


def test_the_key_tells_pooling_and_weights_apart(model_folder):
    mean, cls = BertEncoder(model_folder), BertEncoder(model_folder, pooling="cls")
    assert mean.model_key.startswith("tiny-bert:mean:") and len(mean.model_key) == len("tiny-bert:mean:") + 12
    assert cls.model_key == mean.model_key.replace(":mean:", ":cls:")


def test_an_unknown_pooling_is_refused(model_folder):
    with pytest.raises(ModelError, match="max"):
        BertEncoder(model_folder, pooling="max")


@pytest.mark.parametrize("budget", [1, 10, 24, 1000])
def test_batches_hold_every_text_once_within_the_budget(model_folder, budget):
    encoder = BertEncoder(model_folder, token_budget=budget)
    texts = ["a " * (n % 11) for n in range(60)]
    lengths = [n % 11 + 2 for n in range(60)]
    batches = encoder.batches(texts)
    assert sorted(position for batch in batches for position in batch) == list(range(60))
    for batch in batches:
        assert len(batch) == 1 or len(batch) * max(lengths[position] for position in batch) <= budget
    order = [lengths[position] for batch in batches for position in batch]
    assert order == sorted(order, reverse=True)


def test_no_texts_make_no_batches(model_folder):
    assert BertEncoder(model_folder).batches([]) == []


def test_texts_are_cut_at_the_greatest_length(model_folder):
    assert BertEncoder(model_folder, token_budget=64).batches(["a " * 500, "sea " * 400]) == [[0, 1]]


def test_unknown_tokens_are_counted_without_the_special_ones(model_folder):
    encoder = BertEncoder(model_folder)
    assert encoder.unknown_token_share(["the sea"]) == 0.0
    assert encoder.unknown_token_share(["the whale", "a book"]) == 0.25
    assert encoder.unknown_token_share([]) == encoder.unknown_token_share([""]) == 0.0


def test_a_vocabulary_without_bert_words_is_refused(model_folder):
    (model_folder / "vocab.txt").write_text("a\nb\n")
    with pytest.raises(ModelError, match=r"vocab\.txt"):
        BertEncoder(model_folder).batches(["a"])


def test_a_vocabulary_larger_than_the_weights_is_refused(model_folder, change_json):
    change_json(model_folder / "config.json", vocab_size=5)
    with pytest.raises(ModelError, match="more words"):
        BertEncoder(model_folder).batches(["a"])


@pytest.mark.parametrize("data", [b"", b"{}", b"[1]", b"\xff"])
def test_a_damaged_tokenizer_is_refused(model_folder, data):
    (model_folder / "tokenizer.json").write_bytes(data)
    with pytest.raises(ModelError, match="tokenizer"):
        BertEncoder(model_folder).unknown_token_share(["a"])


def test_torch_waits_until_the_first_vector():
    script = """
import sys
from ltrec_gui.embedding.bert import BertEncoder
from ltrec_gui.paths import bundled_model_folder
encoder = BertEncoder(bundled_model_folder())
encoder.batches(["a book about the sea"])
encoder.unknown_token_share(["a book about the sea"])
assert not encoder.is_loaded
print(sorted({"torch", "transformers", "sentence_transformers"} & set(sys.modules)))
"""
    environment = {**os.environ, "PYTHONPATH": str(CHECKOUT)}
    run = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "[]"


def test_the_bundled_model_reads_english_and_not_chinese(encoder):
    assert encoder.unknown_token_share(ENGLISH) < 0.01
    assert encoder.unknown_token_share(CHINESE) > 0.3


# With torch and the real weights


@pytest.mark.model
def test_vectors_are_finite_unit_rows_even_of_an_empty_text(encoder):
    rows = encoder.encode(ENGLISH)
    assert rows.shape == (len(ENGLISH), 384) and rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)


@pytest.mark.model
def test_no_texts_give_no_rows(encoder):
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.model
@pytest.mark.parametrize("pooling", ["mean", "cls"])
def test_vectors_equal_a_plain_computation_with_the_models_own_tokenizer(encoder, cls_encoder, pooling):
    import torch
    from transformers import BertModel, BertTokenizerFast

    rows = {"mean": encoder, "cls": cls_encoder}[pooling].encode(ENGLISH)
    folder = str(bundled_model_folder())
    tokenizer = BertTokenizerFast.from_pretrained(folder, local_files_only=True)
    model = BertModel.from_pretrained(folder, local_files_only=True).eval()
    for text, row in zip(ENGLISH, rows, strict=True):
        inputs = tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
        with torch.no_grad():
            hidden = model(**inputs).last_hidden_state[0].numpy()
        expected = hidden.mean(axis=0) if pooling == "mean" else hidden[0]
        np.testing.assert_allclose(row, expected / np.linalg.norm(expected), atol=1e-5)


@pytest.mark.model
def test_a_vector_does_not_depend_on_its_company(encoder):
    together = encoder.encode(ENGLISH)
    alone = np.vstack([encoder.encode([text]) for text in ENGLISH])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    np.testing.assert_allclose(encoder.encode(ENGLISH[::-1])[::-1], together, atol=1e-5)


@pytest.mark.model
def test_mean_and_cls_are_different_questions(encoder, cls_encoder):
    assert abs(encoder.encode(ENGLISH[:1]) - cls_encoder.encode(ENGLISH[:1])).max() > 0.01


@pytest.mark.model
def test_like_texts_are_nearer_than_unlike_ones(encoder):
    brief, sea, bread = encoder.encode(["a lonely man watching over a beacon", ENGLISH[0], ENGLISH[1]])
    assert brief @ sea > brief @ bread + 0.1


@pytest.mark.model
def test_loading_is_quiet_and_uses_one_thread(capfd):
    import torch

    encoder = BertEncoder(bundled_model_folder())
    encoder.load()
    encoder.load()
    assert encoder.is_loaded
    assert torch.get_num_threads() == 1
    assert capfd.readouterr() == ("", "")


@pytest.mark.model
def test_a_short_request_overtakes_a_long_one(encoder):
    """A brief must not wait behind a catalogue: whoever waits gets the next turn."""
    encoder.load()
    finished = []
    started = threading.Event()
    plain_turn = encoder._encode_batch

    def tell(tokens):
        started.set()
        return plain_turn(tokens)

    encoder._encode_batch = tell
    try:
        catalogue = [ENGLISH[4]] * 80
        long_request = threading.Thread(target=lambda: finished.append(len(encoder.encode(catalogue))))
        long_request.start()
        assert started.wait(60)
        finished.append(len(encoder.encode(["one brief"])))
        long_request.join()
    finally:
        del encoder._encode_batch
    assert finished == [1, 80]


# With torch and small models made here


@pytest.fixture
def real_tiny_folder(model_folder):
    """`model_folder` with the weights of a real, randomly initialised, tiny BERT."""
    from transformers import BertConfig, BertModel

    from ltrec_gui.embedding.model_folder import bert_config_values

    model = BertModel(BertConfig(**bert_config_values(model_folder)))
    model.save_pretrained(model_folder)
    return model_folder


@pytest.mark.model
def test_a_folder_with_only_a_vocabulary_works(real_tiny_folder):
    rows = BertEncoder(real_tiny_folder).encode(["a book", "the sea", "a book"])
    assert rows.shape == (3, 8)
    np.testing.assert_allclose(rows[0], rows[2], atol=1e-5)
    assert abs(rows[0] - rows[1]).max() > 1e-3


@pytest.mark.model
def test_sharded_weights_give_the_same_vectors(real_tiny_folder, tmp_path):
    from transformers import BertModel

    sharded = tmp_path / "sharded"
    BertModel.from_pretrained(str(real_tiny_folder)).save_pretrained(sharded, max_shard_size="1KB")
    (sharded / "vocab.txt").write_bytes((real_tiny_folder / "vocab.txt").read_bytes())
    assert not (sharded / "model.safetensors").exists()
    texts = ["a book about the sea", "a"]
    np.testing.assert_allclose(
        BertEncoder(sharded).encode(texts), BertEncoder(real_tiny_folder).encode(texts), atol=1e-6
    )


@pytest.mark.model
def test_weights_of_a_masked_language_model_are_read_too(real_tiny_folder, tmp_path):
    from transformers import BertForMaskedLM

    folder = tmp_path / "masked"
    model = BertForMaskedLM.from_pretrained(str(real_tiny_folder))
    model.save_pretrained(folder)
    (folder / "vocab.txt").write_bytes((real_tiny_folder / "vocab.txt").read_bytes())
    np.testing.assert_allclose(
        BertEncoder(folder).encode(["the sea"]), BertEncoder(real_tiny_folder).encode(["the sea"]), atol=1e-6
    )


@pytest.mark.model
def test_weights_that_are_not_those_of_the_config_are_refused(model_folder):
    with pytest.raises(ModelError, match=r"incomplete|cannot be read"):
        BertEncoder(model_folder).encode(["a"])


@pytest.mark.model
def test_weights_of_another_size_are_refused(real_tiny_folder, change_json):
    change_json(real_tiny_folder / "config.json", intermediate_size=24)
    with pytest.raises(ModelError, match=r"incomplete|cannot be read"):
        BertEncoder(real_tiny_folder).encode(["a"])


@pytest.mark.model
def test_weights_that_changed_after_the_choice_are_refused(real_tiny_folder):
    encoder = BertEncoder(real_tiny_folder)
    path = real_tiny_folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-4] + b"\x00\x00\x80\x3f")
    os.utime(path, ns=(1, 1))
    with pytest.raises(ModelError, match="changed"):
        encoder.load()


@pytest.mark.model
def test_weights_that_are_not_numbers_are_refused(real_tiny_folder):
    from safetensors.numpy import load_file, save_file

    path = real_tiny_folder / "model.safetensors"
    weights = {name: np.full_like(values, np.nan) for name, values in load_file(path).items()}
    save_file(weights, path, metadata={"format": "pt"})
    with pytest.raises(ModelError, match="no usable numbers"):
        BertEncoder(real_tiny_folder).encode(["a"])
