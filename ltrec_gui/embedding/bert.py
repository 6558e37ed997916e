"""BertEncoder: from texts to unit vectors; torch and transformers are imported at its first use only."""

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ltrec_gui.embedding.model_folder import (
    bert_config_values,
    check_model_folder,
    tokenizer_options,
    unusable,
)
from ltrec_gui.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

logger = logging.getLogger(__name__)

POOLINGS = ("mean", "cls")
TOKENIZED_AT_ONCE = 1_000  # texts; keeps the tokenizer's working memory small on large catalogues
UNKNOWN_TOKENS = ("[UNK]", "<unk>")


@dataclass(frozen=True, slots=True)
class TokenStates:
    """The last hidden states of one text, token by token; their mean, made a unit vector, is its mean pooling.

    `states` is float32 (tokens, dimension), `offsets` int (tokens, 2): the characters [start, end) of the given text
    that a token stands for. `is_special` is bool (tokens,): true for what the model adds ([CLS], [SEP]).
    """

    states: NDArray[np.float32]
    offsets: NDArray[np.intp]
    is_special: NDArray[np.bool_]


class BertEncoder:
    """One BERT folder with one way of pooling; may be shared by several threads.

    `model_key` names model, pooling and weights: vectors with different keys must never be compared.
    """

    def __init__(
        self, folder: Path, pooling: str = "mean", thread_count: int = 1, token_budget: int = 1000
    ) -> None:
        if pooling not in POOLINGS:
            raise ModelError(
                "There is no pooling “{pooling}”; nothing was changed, choose “mean” or “cls”.",
                pooling=pooling,
            )
        self._checked = check_model_folder(folder)
        self.pooling = pooling
        self._thread_count = max(1, thread_count)
        self._token_budget = token_budget
        self._model: Any = None
        self._loaded_tokenizer: Tokenizer | None = None
        self._loading = threading.Lock()
        self._turnstile = threading.Lock()
        self._computing = threading.Lock()

    @property
    def model_name(self) -> str:
        """The model's name, fit to show."""
        return self._checked.name

    @property
    def model_key(self) -> str:
        """What a stored vector is tied to: name, pooling and the first digits of the weights' SHA-256."""
        return f"{self._checked.name}:{self.pooling}:{self._checked.weights_sha256[:12]}"

    @property
    def dimension(self) -> int:
        """The length of a vector."""
        return self._checked.dimension

    @property
    def is_loaded(self) -> bool:
        """Whether torch is imported and the weights are in memory."""
        return self._model is not None

    def load(self) -> None:
        """Import torch and transformers (seconds) and read the weights, once; raise ModelError on failure."""
        self._tokenizer()
        with self._loading:
            if self._model is None:
                self._model = self._read_model()

    def batches(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the positions of `texts` in batches of like length, longest first, each position once.

        A batch holds at most `token_budget` tokens with its padding, but at least one text. Needs no torch.
        """
        return self._batches_of([len(ids) for ids in self._token_ids(texts)])

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one unit row per text, shape (n, dimension), in their order; raise ModelError on failure.

        Loads the model if need be. Texts are cut at the model's greatest length; an empty one has a vector.
        """
        self.load()
        tokens = list(self._token_ids(texts))
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in self._batches_of([len(ids) for ids in tokens]):
            with self._turn():
                rows[batch] = self._encode_batch([tokens[position] for position in batch])
        return rows

    def token_states(self, texts: Sequence[str]) -> list[TokenStates]:
        """Return the hidden states of the tokens of each text, in their order; raise ModelError on failure.

        Loads the model if need be. Texts are cut as in `encode`: what lies beyond has no token. The states are
        those that `encode` pools, whichever pooling this encoder has.
        """
        self.load()
        encodings = list(self._encodings(texts))
        found: dict[int, TokenStates] = {}
        for batch in self._batches_of([len(encoding.ids) for encoding in encodings]):
            with self._turn():
                states = self._states_of_batch([encodings[position].ids for position in batch])
            for position, rows in zip(batch, states, strict=True):
                encoding = encodings[position]
                found[position] = TokenStates(
                    rows,
                    np.array(encoding.offsets, dtype=np.intp).reshape(-1, 2),
                    np.array(encoding.special_tokens_mask, dtype=np.bool_),
                )
        return [found[position] for position in range(len(texts))]

    def unknown_token_share(self, texts: Sequence[str]) -> float:
        """Return the share (0..1) of tokens that the model does not know, 0 of none; needs no torch."""
        tokenizer = self._tokenizer()
        unknown = {tokenizer.token_to_id(token) for token in UNKNOWN_TOKENS} - {None}
        token_count = unknown_count = 0
        for ids in self._token_ids(texts, add_special_tokens=False):
            token_count += len(ids)
            unknown_count += sum(token in unknown for token in ids)
        return unknown_count / token_count if token_count else 0.0

    def _tokenizer(self) -> "Tokenizer":
        with self._loading:
            if self._loaded_tokenizer is None:
                self._loaded_tokenizer = self._read_tokenizer()
            return self._loaded_tokenizer

    def _read_tokenizer(self) -> "Tokenizer":
        _set_environment(self._thread_count)
        from tokenizers import Tokenizer

        folder = self._checked.folder
        try:
            if (folder / "tokenizer.json").is_file():
                tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
            else:
                tokenizer = _tokenizer_from_vocabulary(folder)
            # The file may ask for padding to a fixed length and for a shorter cut; both are ours to decide.
            tokenizer.no_padding()
            tokenizer.enable_truncation(self._checked.max_tokens)
            vocabulary = tokenizer.get_vocab()
        except ModelError:
            raise
        except Exception as error:  # tokenizers raises plain Exception for every kind of bad file
            raise unusable(folder, "its tokenizer cannot be read") from error
        if not vocabulary or max(vocabulary.values()) >= self._checked.vocabulary_size:
            raise unusable(folder, "its tokenizer knows more words than its weights")
        return tokenizer

    def _token_ids(self, texts: Sequence[str], add_special_tokens: bool = True) -> Iterator[list[int]]:
        tokenizer = self._tokenizer()
        for part in _valid_parts(texts):
            for encoding in tokenizer.encode_batch_fast(part, add_special_tokens=add_special_tokens):
                yield encoding.ids

    def _encodings(self, texts: Sequence[str]) -> "Iterator[Encoding]":
        tokenizer = self._tokenizer()
        for part in _valid_parts(texts):
            yield from tokenizer.encode_batch(part)  # the fast one knows no offsets

    def _batches_of(self, lengths: Sequence[int]) -> list[list[int]]:
        batches: list[list[int]] = []
        room = 0
        for position in sorted(range(len(lengths)), key=lambda position: (-lengths[position], position)):
            if room == 0:
                batches.append([])
                room = max(1, self._token_budget // max(1, lengths[position]))
            batches[-1].append(position)
            room -= 1
        return batches

    def _read_model(self) -> Any:  # noqa: ANN401 - transformers has no types of its own
        folder = self._checked.folder
        if check_model_folder(folder).weights_sha256 != self._checked.weights_sha256:
            raise unusable(folder, "its weights have changed since it was chosen")
        _set_environment(self._thread_count)
        try:
            import torch
            from safetensors import SafetensorError
            from transformers import BertConfig, BertModel
            from transformers.utils import logging as transformers_logging
        except ImportError as error:
            raise ModelError(
                "The language model cannot start because a part of the program is missing; "
                "your library is safe, please install the program again."
            ) from error
        transformers_logging.set_verbosity_error()
        transformers_logging.disable_progress_bar()
        torch.set_num_threads(self._thread_count)
        try:
            model, report = BertModel.from_pretrained(
                str(folder),
                config=BertConfig(**bert_config_values(folder)),
                add_pooling_layer=False,
                dtype=torch.float32,
                attn_implementation="sdpa",
                local_files_only=True,
                use_safetensors=True,
                trust_remote_code=False,
                output_loading_info=True,
            )
        except (OSError, ValueError, RuntimeError, KeyError, TypeError, SafetensorError) as error:
            raise unusable(folder, "its weights cannot be read") from error
        # transformers fills what is missing with random numbers and only logs it.
        if report["missing_keys"] or report["mismatched_keys"]:
            raise unusable(folder, "its weights are incomplete")
        logger.info("model loaded: %s", self.model_key)
        return model.eval()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Hold the model for one batch; whoever waits comes before whoever has just had a turn."""
        # A plain lock would be taken again at once by the thread that gave it back, and a brief would wait
        # behind a whole catalogue.
        with self._turnstile:
            self._computing.acquire()
        try:
            yield
        finally:
            self._computing.release()

    def _encode_batch(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        import torch

        with self._computation():
            hidden, mask = self._hidden(tokens)
            if self.pooling == "cls":
                pooled = hidden[:, 0]
            else:
                weights = mask.unsqueeze(-1).to(hidden.dtype)
                pooled = (hidden * weights).sum(dim=1) / weights.sum(dim=1)
            rows: NDArray[np.float32] = torch.nn.functional.normalize(pooled, dim=1).numpy()
        if not np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-3):  # false for NaN too
            raise unusable(self._checked.folder, "its weights give no usable numbers")
        return rows

    def _states_of_batch(self, tokens: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        with self._computation():
            hidden, _ = self._hidden(tokens)
            states = hidden.numpy()
        if not np.isfinite(states).all():
            raise unusable(self._checked.folder, "its weights give no usable numbers")
        return [states[row, : len(ids)].copy() for row, ids in enumerate(tokens)]

    def _hidden(self, tokens: Sequence[Sequence[int]]) -> tuple[Any, Any]:
        """Return the last hidden states of a padded batch and its attention mask, as tensors."""
        import torch

        width = max(1, max(len(ids) for ids in tokens))
        ids = np.zeros((len(tokens), width), dtype=np.int64)
        mask = np.zeros((len(tokens), width), dtype=np.int64)
        for row, row_ids in enumerate(tokens):
            ids[row, : len(row_ids)] = row_ids
            mask[row, : max(1, len(row_ids))] = 1
        mask_tensor = torch.from_numpy(mask)
        output = self._model(input_ids=torch.from_numpy(ids), attention_mask=mask_tensor)
        return output.last_hidden_state, mask_tensor

    @contextmanager
    def _computation(self) -> Iterator[None]:
        """Compute without gradients; what the model cannot do becomes a ModelError."""
        import torch

        try:
            with torch.inference_mode():
                yield
        except (RuntimeError, MemoryError) as error:
            raise ModelError(
                "The language model stopped while reading a text, perhaps for want of memory; "
                "what is embedded so far is kept, close other programs and try again."
            ) from error


def _valid_parts(texts: Sequence[str]) -> Iterator[list[str]]:
    """Yield `texts` in parts of a size fit to tokenize, each text with as many characters as it had."""
    for start in range(0, len(texts), TOKENIZED_AT_ONCE):
        # A lone surrogate in a pasted text is no valid Unicode and would be refused by the tokenizer.
        yield [text.encode("utf-8", "replace").decode() for text in texts[start : start + TOKENIZED_AT_ONCE]]


def _set_environment(thread_count: int) -> None:
    """Tell the libraries, before they are imported, to stay offline and to leave the other cores alone."""
    os.environ.update(
        {
            "HF_HUB_OFFLINE": "1",
            "TRANSFORMERS_OFFLINE": "1",
            "HF_HUB_DISABLE_TELEMETRY": "1",
            "TOKENIZERS_PARALLELISM": "false",
            "OMP_NUM_THREADS": str(thread_count),
        }
    )


def _tokenizer_from_vocabulary(folder: Path) -> "Tokenizer":
    """Return the classic BERT tokenizer for a folder that has only vocab.txt."""
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import BertProcessing

    words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
    vocabulary = {word.rstrip(): position for position, word in enumerate(words)}
    if not {"[UNK]", "[CLS]", "[SEP]"} <= vocabulary.keys():
        raise unusable(folder, "its vocab.txt is not that of a BERT")
    options = tokenizer_options(folder)
    tokenizer = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = BertNormalizer(
        lowercase=options.get("do_lower_case", True) is not False,
        strip_accents=options.get("strip_accents")
        if isinstance(options.get("strip_accents"), bool)
        else None,
        handle_chinese_chars=options.get("tokenize_chinese_chars", True) is not False,
    )
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = BertProcessing(("[SEP]", vocabulary["[SEP]"]), ("[CLS]", vocabulary["[CLS]"]))
    return tokenizer
