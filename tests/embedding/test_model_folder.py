import hashlib
import json
import os
import sys

import pytest

from ltrec_gui.embedding.model_folder import bert_config_values, check_model_folder
from ltrec_gui.errors import ModelError


def test_a_good_folder_tells_what_it_holds(model_folder):
    checked = check_model_folder(model_folder)
    assert (checked.name, checked.dimension, checked.max_tokens) == ("tiny-bert", 8, 32)
    assert checked.vocabulary_size == 40
    weights = (model_folder / "model.safetensors").read_bytes()
    assert checked.weights_sha256 == hashlib.sha256(weights).hexdigest()


def test_changed_weights_have_another_hash(model_folder):
    before = check_model_folder(model_folder).weights_sha256
    path = model_folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-1] + b"\x01")
    os.utime(path, ns=(1, 1))
    assert check_model_folder(model_folder).weights_sha256 != before


def test_the_sentence_length_is_the_smaller_of_the_two_stated(model_folder, change_json):
    change_json(model_folder / "sentence_bert_config.json", max_seq_length=12)
    assert check_model_folder(model_folder).max_tokens == 12
    change_json(model_folder / "sentence_bert_config.json", max_seq_length=500)
    assert check_model_folder(model_folder).max_tokens == 32
    change_json(model_folder / "sentence_bert_config.json", max_seq_length=None)
    assert check_model_folder(model_folder).max_tokens == 32


def test_a_folder_called_model_takes_its_name_from_the_config(model_folder, change_json):
    folder = model_folder.rename(model_folder.with_name("model"))
    assert check_model_folder(folder).name == "model"
    change_json(folder / "config.json", _name_or_path="someone/little-bert")
    assert check_model_folder(folder).name == "little-bert"


def test_old_weights_beside_safetensors_do_no_harm(model_folder):
    (model_folder / "pytorch_model.bin").write_bytes(b"never read")
    assert check_model_folder(model_folder).dimension == 8


def test_sharded_weights_are_hashed_together(model_folder, change_json, make_safetensors):
    (model_folder / "model.safetensors").unlink()
    (model_folder / "one.safetensors").write_bytes(make_safetensors(a=3))
    (model_folder / "two.safetensors").write_bytes(make_safetensors(b=4))
    shards = {"a": "one.safetensors", "b": "two.safetensors"}
    change_json(model_folder / "model.safetensors.index.json", weight_map=shards)
    before = check_model_folder(model_folder).weights_sha256
    (model_folder / "two.safetensors").write_bytes(make_safetensors(b=5))
    assert check_model_folder(model_folder).weights_sha256 != before


@pytest.mark.parametrize(
    "shards",
    [
        {},
        [],
        None,
        {"a": "../one.safetensors"},
        {"a": "missing.safetensors"},
        {"a": "one.bin"},
        {"a": "..\\x.safetensors"},
    ],
)
def test_a_shard_index_that_leads_astray_is_refused(model_folder, change_json, shards):
    (model_folder / "model.safetensors").rename(model_folder.parent / "one.safetensors")
    (model_folder / "one.bin").write_bytes(b"x")
    change_json(model_folder / "model.safetensors.index.json", weight_map=shards)
    with pytest.raises(ModelError):
        check_model_folder(model_folder)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"model_type": "roberta"}, "not a BERT"),
        ({"model_type": None}, "not a BERT"),
        ({"architectures": ["BertForTokenClassification"]}, "another purpose"),
        ({"architectures": "BertModel"}, "another purpose"),
        ({"auto_map": {"AutoModel": "code.Model"}}, "program code"),
        ({"position_embedding_type": "relative_key"}, "positions"),
        ({"hidden_size": 0}, "hidden_size"),
        ({"hidden_size": 7}, "do not fit"),
        ({"hidden_size": "8"}, "hidden_size"),
        ({"hidden_size": True}, "hidden_size"),
        ({"vocab_size": 10**12}, "vocab_size"),
        ({"max_position_embeddings": None}, "max_position_embeddings"),
        ({"hidden_act": "os.system"}, "activation"),
        ({"layer_norm_eps": "x"}, "layer_norm_eps"),
    ],
)
def test_a_config_we_cannot_trust_is_refused(model_folder, change_json, changes, reason):
    change_json(model_folder / "config.json", **changes)
    with pytest.raises(ModelError, match=reason) as refusal:
        check_model_folder(model_folder)
    assert "tiny-bert" in str(refusal.value) and str(refusal.value).endswith("choose another folder.")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 200_000, "\ud83d", "{}" + " " * 1_000_000])
def test_a_config_that_is_no_json_object_is_refused(model_folder, text):
    (model_folder / "config.json").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(ModelError):
        check_model_folder(model_folder)


@pytest.mark.parametrize("name", ["config.json", "vocab.txt", "model.safetensors"])
def test_a_missing_file_is_named_in_the_refusal(model_folder, name):
    (model_folder / name).unlink()
    with pytest.raises(ModelError, match=name):
        check_model_folder(model_folder)


def test_a_folder_with_only_old_weights_is_refused(model_folder):
    (model_folder / "model.safetensors").rename(model_folder / "pytorch_model.bin")
    with pytest.raises(ModelError, match="can run code"):
        check_model_folder(model_folder)


def test_code_named_by_the_tokenizer_is_refused(model_folder, change_json):
    change_json(model_folder / "tokenizer_config.json", auto_map={"AutoTokenizer": ["code.Tokenizer", None]})
    with pytest.raises(ModelError, match="program code"):
        check_model_folder(model_folder)


def test_an_adapter_is_refused(model_folder, change_json):
    change_json(model_folder / "adapter_config.json", base="x")
    with pytest.raises(ModelError, match="adapter"):
        check_model_folder(model_folder)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_out_of_the_folder_is_refused_and_one_inside_is_not(model_folder):
    (model_folder / "alias.txt").symlink_to("vocab.txt")
    assert check_model_folder(model_folder).dimension == 8
    elsewhere = model_folder.parent / "elsewhere.safetensors"
    (model_folder / "model.safetensors").rename(elsewhere)
    (model_folder / "model.safetensors").symlink_to(elsewhere)
    with pytest.raises(ModelError, match="link"):
        check_model_folder(model_folder)


def test_weights_cut_short_are_refused_at_every_length(model_folder):
    path = model_folder / "model.safetensors"
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(ModelError):
            check_model_folder(model_folder)


@pytest.mark.parametrize(
    "entry", [None, {}, {"data_offsets": [0]}, {"data_offsets": ["0", "64"]}, {"data_offsets": 64}]
)
def test_a_weights_table_without_offsets_is_refused(model_folder, entry):
    header = json.dumps({"weight": entry}).encode()
    (model_folder / "model.safetensors").write_bytes(len(header).to_bytes(8, "little") + header + bytes(64))
    with pytest.raises(ModelError, match="damaged"):
        check_model_folder(model_folder)


def test_no_folder_and_a_file_are_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    for path in (tmp_path / "none", tmp_path / "file"):
        with pytest.raises(ModelError, match="no such folder"):
            check_model_folder(path)


def test_only_the_shape_of_the_model_leaves_the_config(model_folder, change_json):
    change_json(model_folder / "config.json", _attn_implementation_internal="someone/kernel", is_decoder=True)
    values = bert_config_values(model_folder)
    assert "_attn_implementation_internal" not in values and "is_decoder" not in values
    assert values["hidden_size"] == 8
