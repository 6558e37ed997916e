"""Measure the product against baselines on a library's own readers and topics, with intervals."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from ltrec_gui.catalogue.item import Item
from ltrec_gui.catalogue.words import content_terms, terms, title_key
from ltrec_gui.errors import RequestError
from ltrec_gui.evaluate import baselines, bootstrap, product, readers, simulated_editor, splits
from ltrec_gui.evaluate.baselines import Baseline
from ltrec_gui.evaluate.readers import Report, Scorer, Settings, Traits
from ltrec_gui.evaluate.results import EvaluationReport, FrontierPoint, ProtocolResult
from ltrec_gui.evaluate.simulated_editor import EditorMethod, EditorTask
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline.learn_readers import events_of
from ltrec_gui.pipeline.workspace import Snapshot, Workspace
from ltrec_gui.recommend import diversify, metrics, topics
from ltrec_gui.recommend.fields import FIELDS, ITEM_WEIGHTS, field_means, joined
from ltrec_gui.recommend.popularity import TAIL
from ltrec_gui.recommend.relevance import Evidence
from ltrec_gui.store.items import WORD_WEIGHTS

PROTOCOLS = (
    "readers-tail",
    "readers-all",
    "readers-cold",
    "seeds",
    "editor-co-likers",
    "editor-topics",
    "editor-topics-noise",
)
OF_READERS = PROTOCOLS[:5]
PRODUCT = "product"
PRODUCT_LIST = "product as shown"
PRODUCT_ALONE = "product without readers"
METHODS = (
    "random",
    "popular",
    "tf-idf",
    "bm25",
    "bert-mean",
    "bert-cls",
    "bert-centred",
    "item-knn",
    "ease",
    "rp3beta",
    "ials",
    "cold-map",
    PRODUCT_ALONE,
    PRODUCT,
    PRODUCT_LIST,
)
OURS = (PRODUCT, PRODUCT_LIST, PRODUCT_ALONE)
UNTAUGHT = (
    "random",
    "popular",
    "bert-mean",
    "bert-cls",
)  # shown as the tutorials have them: verdicts change nothing
FALLBACKS = ("bm25", "popular", "random")  # baselines where the one asked for cannot be run
LABEL_COLUMNS = ("tags", "author", "language")
MOST_READERS = 600  # judged in a protocol; more make the intervals hardly narrower
MOST_EDITORS = 200
TUNING_READERS = 200
FRONTIER_READERS = 400
SEED_DRAWS = 4
ROUNDS_OF_TOPICS = simulated_editor.ROUNDS
# Hardly any reader's taste is half found within 25 rounds, so more would be judged for nothing.
ROUNDS_OF_OTHERS = 10
STEPS = 1_000  # of progress for each protocol
# Each policy at the strengths an editor can choose.
FRONTIER = (
    ("none", (0.0,)),
    ("dpp", (0.25, 0.5, 0.75, 1.0)),
    ("mmr", (0.25, 0.5, 0.75, 1.0)),
    ("msd", (0.25, 0.5, 0.75, 1.0)),
    ("topic-quota", (0.25, 0.5, 0.75, 1.0)),
    ("lda-quota", (0.5, 1.0)),
    ("softmax", (0.25, 0.5, 1.0)),
    ("random-tail", (1.0,)),
)
NO_POLICY = ("none", 0.0)


@dataclass(frozen=True, slots=True)
class EvaluationRequest:
    """What to measure, and how carefully; no `methods` means all there are.

    `label_column` is what topic briefs ask for: tags, author, language or another column of the catalogue. Rounds are
    of 20, None stands for as many as each protocol needs. No more readers are judged than `readers_limit`, no more
    editors of a reader's taste than `editors_limit` and `readers_limit`; None: all. `is_timed` measures seconds, which
    differ from run to run.
    """

    protocols: tuple[str, ...] = PROTOCOLS
    methods: tuple[str, ...] = ()
    seed: int = 0
    baseline: str = "ease"
    like_threshold: float | None = None
    label_column: str = "tags"
    wrong_clicks: float = 0.1
    draws: int = readers.DRAWS
    readers_limit: int | None = MOST_READERS
    editors_limit: int | None = MOST_EDITORS
    topics_limit: int = simulated_editor.MOST_TOPICS
    rounds: int | None = None
    is_tuned: bool = True
    has_frontier: bool = True
    is_timed: bool = False


def quick(request: EvaluationRequest) -> EvaluationRequest:
    """Return a request that takes a tenth of the time: fewer readers, topics, rounds and draws, nothing tuned."""
    return replace(
        request, readers_limit=60, topics_limit=10, rounds=5, draws=500, is_tuned=False, has_frontier=False
    )


def evaluate(workspace: Workspace, control: JobControl, request: EvaluationRequest) -> EvaluationReport:
    """Return what the product and the baselines find of what readers like and topics hold; RequestError.

    The same library and request give the same report unless it is timed. What cannot be measured is left out, and why.
    """
    _check(request)
    control.checkpoint(Progress("evaluating", 0))
    snapshot = workspace.snapshot()
    if not snapshot.table.ids:
        raise RequestError("There is nothing to evaluate: the library is empty. Import a catalogue first.")
    bench = _Bench(workspace, snapshot, request, control)
    if not set(request.protocols) <= set(OF_READERS):
        bench.labels()  # a column that does not exist is better refused now than in an hour
    results: list[ProtocolResult] = []
    # The lists that policies re-rank are the product's.
    has_frontier = request.has_frontier and "readers-tail" in request.protocols and bench.wants(PRODUCT)
    total = STEPS * (len(request.protocols) + has_frontier)
    frontier: tuple[FrontierPoint, ...] = ()
    for number, name in enumerate(request.protocols):
        report = _scaled(control, number * STEPS, total)
        report(0, 1)
        result = bench.run(name, report)
        if result is not None:
            results.append(result)
    if has_frontier and not bench.why_not_readers("readers-tail"):
        frontier = bench.frontier(_scaled(control, total - STEPS, total))
    control.checkpoint(Progress("evaluating", total, total))
    return EvaluationReport(
        library=workspace.folder.name,
        model=snapshot.view.model_key.partition(":")[0] if snapshot.view.has_vector.any() else "none",
        item_count=bench.item_count,
        reader_count=len(np.unique(bench.events.reader)),
        interaction_count=len(bench.events),
        seed=request.seed,
        protocols=tuple(results),
        frontier=frontier,
        left_out=dict(bench.left_out),
    )


def _check(request: EvaluationRequest) -> None:
    for what, given, known in (
        ("protocol", request.protocols, PROTOCOLS),
        ("method", (*request.methods, request.baseline), METHODS),
    ):
        for name in given:
            if name not in known:
                raise RequestError(
                    "There is no {what} “{name}”. Nothing was measured. There are: {known}.",
                    what=what,
                    name=name,
                    known=", ".join(known),
                )
    if not request.protocols:
        raise RequestError("No protocol was named. Nothing was measured.")
    if not 0 <= request.wrong_clicks < 1:
        raise RequestError(
            "The share of wrong clicks must be from 0 up to, but below, 1. Nothing was measured."
        )


def _scaled(control: JobControl, before: int, total: int) -> Report:
    """Return a report of one protocol that counts in the steps of all."""

    def report(done: int, of: int) -> None:
        at_most = min(STEPS * done // max(of, 1), STEPS - 1)  # only the very end is all of it
        control.checkpoint(Progress("evaluating", before + at_most, total))

    return report


def _part(report: Report, first: float, last: float) -> Report:
    """Return a report of the part from `first` to `last` (shares) of what `report` counts."""
    return lambda done, of: report(int(STEPS * (first + (last - first) * done / max(of, 1))), STEPS)


@dataclass(frozen=True, slots=True)
class _Feature:
    """What methods may know of the items: with all columns, or without the one that is the label."""

    material: product.Material
    words: baselines.WordCounts
    mean: np.ndarray | None  # (n, 3d) unit rows as they come from the model
    cls: np.ndarray | None


@dataclass
class _Bench:
    """A library as arrays, what was tuned on it, and why something was left out; positions are those of `snapshot`."""

    workspace: Workspace
    snapshot: Snapshot
    request: EvaluationRequest
    control: JobControl
    left_out: dict[str, str] = field(default_factory=dict)
    _tuned: dict[str, Settings] = field(default_factory=dict)
    _judged: "_Judged | None" = None
    _folds: tuple[Sequence[splits.Evidence], Sequence[Evidence]] | None = None
    _fits: dict[tuple[object, ...], Scorer] = field(default_factory=dict)

    # ------------------------------------------------------------------------------------------------ the library

    @property
    def item_count(self) -> int:
        return len(self.snapshot.table.ids)

    @cached_property
    def items(self) -> list[Item]:
        ids = self.snapshot.table.ids
        found = self.workspace.items.by_ids(ids)
        return [found[item_id] for item_id in ids]

    @cached_property
    def events(self) -> splits.Events:
        return events_of(
            self.workspace,
            self.snapshot,
            lambda done, total: self.control.checkpoint(Progress("reading", done, total)),
        )

    @cached_property
    def whole_split(self) -> splits.Split | str:
        """How likes are divided, or why they are not."""
        if not len(self.events):
            return "this library has no interactions"
        found = splits.split(
            self.events,
            self.request.seed,
            item_count=self.item_count,
            threshold=self.request.like_threshold,
        )
        if not len(found.readers):
            return f"no reader has {splits.LEAST_LIKES} likes or more"
        return found

    @property
    def split(self) -> splits.Split:
        """How likes are divided, where they are."""
        assert isinstance(self.whole_split, splits.Split)
        return self.whole_split

    @cached_property
    def evidence(self) -> Evidence:
        """What the product may know before the test likes."""
        opened = product.opened_before(self.events, self.split)
        return product.evidence_of(
            self.features.material, self.split.evidence_fit.likes, opened, self.prior(self.features)
        )

    @cached_property
    def everybody(self) -> splits.Evidence:
        """All that readers did."""
        is_like = splits.likes_of(self.events, self.request.like_threshold)
        return splits.evidence_of(self.events, is_like, np.ones(len(self.events), bool), self.item_count)

    @cached_property
    def tags(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(tag.casefold() for tag in found) for found in self.snapshot.table.tags)

    @cached_property
    def features(self) -> _Feature:
        return self._features(frozenset())

    def _features(self, without: frozenset[str]) -> _Feature:
        columns = [
            ("title", [item.title for item in self.items]),
            ("author", [item.author for item in self.items]),
            ("tags", [" ".join(item.tags) for item in self.items]),
            ("text", [item.text for item in self.items]),
        ]
        kept = [
            (texts, weight)
            for (name, texts), weight in zip(columns, WORD_WEIGHTS, strict=True)
            if name not in without
        ]
        weights = [weight for _, weight in kept]
        subjects = [
            content_terms(f"{item.title} {'' if 'tags' in without else ' '.join(item.tags)} {item.text}")
            for item in self.items
        ]
        raw = self.raw_vectors(self.snapshot.view.model_key)
        words = product.Words(
            [list(map(terms, texts)) for texts, _ in kept], weights, subjects, by_meaning=raw is not None
        )
        shares = [share * (name not in without) for name, share in zip(FIELDS, ITEM_WEIGHTS, strict=True)]
        rows = np.zeros((self.item_count, 0), np.float32)
        if raw is not None:
            rows = joined(raw, field_means(raw), shares)
        cls = self.raw_vectors(self.cls_key)
        return _Feature(
            material=product.Material(rows, words, [title_key(item.title) for item in self.items]),
            words=baselines.count_words([list(map(content_terms, texts)) for texts, _ in kept], weights),
            mean=None if raw is None else joined(raw, np.zeros(raw.shape[1]), shares),
            cls=None if cls is None else joined(cls, np.zeros(cls.shape[1]), shares),
        )

    @property
    def cls_key(self) -> str:
        """The name under which vectors of this model's first token are kept; empty where there never were any."""
        settings = self.workspace.meta.settings
        if settings.pooling == "cls":
            return self.snapshot.view.model_key
        return self.workspace.meta.get(f"model_key:{settings.model_folder}:cls")

    def raw_vectors(self, model_key: str) -> np.ndarray | None:
        """Return the raw vectors (n, 3d) of a model, zero rows where there is none; None for none at all."""
        if not model_key:
            return None
        positions: dict[str, list[int]] = {}
        for position, text_hash in enumerate(self.snapshot.table.text_hashes):
            positions.setdefault(text_hash, []).append(position)
        _, hashes, matrix = self.workspace.vectors.newer_than(model_key, 0)
        if not len(matrix) or matrix.shape[1] % len(FIELDS):
            return None
        raw = np.zeros((self.item_count, matrix.shape[1]), np.float32)
        for text_hash, vector in zip(hashes, matrix, strict=True):
            raw[positions.get(text_hash, [])] = vector
        return raw if raw.any() else None

    _priors: dict[int, product.Neighbours] = field(default_factory=dict)

    def prior(self, features: _Feature) -> product.Neighbours | None:
        """Return the neighbours in meaning that readers' likes are drawn to, found once for each set of features."""
        if not features.material.has_vector.any():
            return None
        key = id(features)
        if key not in self._priors:
            self._priors[key] = product.text_prior(
                features.material.rows,
                lambda done, total: self.control.checkpoint(Progress("comparing", done, total)),
            )
        return self._priors[key]

    def _generator(self, stream: int) -> np.random.Generator:
        return np.random.default_rng([self.request.seed, stream])

    @cached_property
    def order(self) -> np.ndarray:
        """A permutation of the positions that ties go by."""
        return self._generator(2).permutation(self.item_count)

    def traits(self, views: np.ndarray, reader_count: int, is_tail: np.ndarray, features: _Feature) -> Traits:
        rows = self.features.material.rows
        return Traits(
            views=views,
            reader_count=max(reader_count, 1),
            is_tail=is_tail,
            vectors=rows if rows.any() else None,
            tags=self.tags if any(self.tags) else None,
        )

    # ------------------------------------------------------------------------------------------------ the methods

    def wants(self, name: str) -> bool:
        return not self.request.methods or name in self.request.methods or name == self.request.baseline

    def baselines(self, features: _Feature, has_readers: bool) -> tuple[Baseline, ...]:
        found = list(
            baselines.baselines(
                self.item_count, self.request.seed, words=features.words, has_readers=has_readers
            )
        )
        rows = features.material.rows
        if features.mean is not None:
            found += [
                baselines.vector_baseline("bert-mean", features.mean),
                baselines.vector_baseline("bert-centred", rows),
            ]
            if has_readers:
                found.append(baselines.cold_map_baseline(self.request.seed, rows))
        elif self.wants("bert-mean"):
            self.left_out["bert-mean, bert-centred"] = "no item has a vector; embed the library first"
        if features.cls is not None:
            found.append(baselines.vector_baseline("bert-cls", features.cls))
        elif self.wants("bert-cls"):
            self.left_out["bert-cls"] = "this library was never embedded with [CLS] pooling"
        places = {name: place for place, name in enumerate(METHODS)}
        return tuple(sorted((one for one in found if self.wants(one.name)), key=lambda one: places[one.name]))

    def settings_of(self, baseline: Baseline) -> Settings:
        """Return what validation chose for a method in the tail, else its first setting."""
        return self._tuned.get(baseline.name, dict(baseline.grid[0]))

    @property
    def settings_from(self) -> str:
        """Where the settings of baselines in editors' loops come from."""
        if self.request.is_tuned and self._tuned:
            return "validation among readers' likes"
        return "the first of each method's settings: no protocol of readers was tuned before"

    def base_of(self, protocol: str, names: Sequence[str]) -> str:
        """Return the baseline of a protocol: the one asked for, or the first that can be run there."""
        wanted = self.request.baseline
        if wanted in names:
            return wanted
        chosen = next(name for name in (*FALLBACKS, *names) if name in names)
        self.left_out[f"{wanted} as the baseline of {protocol}"] = (
            f"it cannot be run there; {chosen} stands in"
        )
        return chosen

    # ---------------------------------------------------------------------------------------------- the protocols

    def run(self, name: str, report: Report) -> ProtocolResult | None:
        """Return the result of a protocol; None, and the reason among what was left out, where it cannot be run."""
        if name.startswith("readers"):
            why = self.why_not_readers(name)
            if why:
                self.left_out[name] = why
                return None
            return self._readers(name, report)
        if name in ("seeds", "editor-co-likers"):
            return self._co_likers(name, report)
        return self._topics(name, report)

    def candidates(self, name: str) -> np.ndarray:
        """Return which items a protocol of readers ranks, (n,) bool."""
        views = self.split.evidence_fit.views
        if name == "readers-tail":
            return splits.is_tail(views)
        return views == 0 if name == "readers-cold" else np.ones(self.item_count, bool)

    def why_not_readers(self, name: str) -> str:
        if isinstance(self.whole_split, str):
            return self.whole_split
        candidates = self.candidates(name)
        if name == "readers-tail" and not candidates.any():
            return "what readers do is spread too evenly: this catalogue has no tail"
        limit = self.request.readers_limit
        if name == "readers-cold" and (limit is None or limit >= readers.LEAST_COLD_READERS):
            return readers.why_not(self.split, candidates)
        if not len(readers.readers_with(self.split, candidates)):
            return "no reader has a test like among these items"
        return ""

    def rows(self, candidates: np.ndarray, part: str, limit: int | None) -> np.ndarray:
        """Return the rows of at most `limit` readers who have a like among `candidates` (n,) bool to be found.

        Who is left out is drawn by chance, and alike for all candidates, so that protocols share their readers.
        """
        found = readers.readers_with(self.split, candidates, part)
        if limit is None or len(found) <= limit:
            return found
        place = self._generator(1).permutation(len(self.split.readers))
        return np.sort(found[np.argsort(place[found])[:limit]])

    def _readers(self, name: str, report: Report) -> ProtocolResult:
        if self._judged is None:
            self._judged = self._judge(report)
        candidates, split, judged = self.candidates(name), self.split, self._judged
        views = split.evidence_fit.views
        result = readers.evaluate_readers(
            name,
            judged.rankings[name],
            split,
            candidates,
            self.traits(views, split.evidence_fit.reader_count, splits.is_tail(views), self.features),
            self.base_of(name, list(judged.rankings[name].lists)),
            generator=self._generator(4),
            draws=self.request.draws,
            settings=judged.settings[name],
            ours=OURS,
        )
        eligible = len(readers.readers_with(split, candidates))
        if eligible == result.unit_count:
            return result
        return replace(result, facts={**result.facts, "drawn_from": eligible})

    def _judge(self, report: Report) -> "_Judged":
        """Return the lists of every protocol of readers that can be run: what is fitted or scored once serves all."""
        names = [
            name
            for name in self.request.protocols
            if name.startswith("readers") and not self.why_not_readers(name)
        ]
        segments = {name: self.candidates(name) for name in names}
        own: dict[str, dict[str, Scorer]] = {name: {} for name in names}
        settings: dict[str, dict[str, Settings]] = {name: {} for name in names}
        found = self.baselines(self.features, has_readers=bool(self.split.evidence_fit.likes.nnz))
        for number, baseline in enumerate(found):
            step = _part(report, 0.5 * number / len(found), 0.5 * (number + 1) / len(found))
            for name, chosen in self._chosen(baseline, names, step).items():
                settings[name][baseline.name] = chosen
                fit = self._fit_with(self.features, baseline, chosen)
                own[name][baseline.name] = fit(self.split.learned("test"))
        for name in names:
            own[name] |= self._product_scorers(name)
        if self.request.is_timed:  # each pays for all it needs
            shared = own
        else:
            once: dict[int, Scorer] = {}
            shared = {
                name: {
                    method: once.setdefault(id(scorer), _once(scorer)) for method, scorer in scorers.items()
                }
                for name, scorers in own.items()
            }
        rankings = readers.rank_segments(
            {},
            self.split,
            segments,
            own=shared,
            rows={
                name: self.rows(candidates, "test", self.request.readers_limit)
                for name, candidates in segments.items()
            },
            generator=self._generator(3),
            clock=_clock(self.request),
            report=_part(report, 0.5, 1.0),
        )
        return _Judged(rankings, settings)

    def _product_scorers(self, name: str) -> dict[str, Scorer]:
        """Return the product's scorers for a protocol of readers."""
        ways = {}
        if self.wants(PRODUCT):
            ways[PRODUCT] = product.RANKING
        if self.wants(PRODUCT_LIST) and name != "readers-cold":
            ways[PRODUCT_LIST] = product.BY_DEFAULT
        if not ways:
            return {}
        material, evidence, candidates = self.features.material, self.evidence, self.candidates(name)
        if self.request.is_timed:
            scorers = [product.reader_scorer(material, evidence, candidates, way) for way in ways.values()]
        else:
            scorers = [*product.reader_scorers(material, evidence, candidates, [*ways.values()])]
        return dict(zip(ways, scorers, strict=True))

    def _chosen(self, baseline: Baseline, names: Sequence[str], report: Report) -> dict[str, Settings]:
        """Return by protocol the settings of a method that validation chose among the candidates there."""
        segments, rows = {}, {}
        for name in names if self.request.is_tuned and len(baseline.grid) > 1 else ():
            candidates = self.candidates(name)
            if name == "readers-cold":
                # What nobody had met by the end of validation was not liked in validation: tune one step earlier.
                candidates = self.split.evidence_train.views == 0
            found = self.rows(candidates, "validation", TUNING_READERS)
            if len(found):
                segments[name], rows[name] = candidates, found
        chosen: dict[str, Settings] = {}
        if segments:
            evidence = self.split.learned("validation")
            tunings = readers.tune_segments(
                lambda **settings: baseline.fit(evidence, **settings),
                baseline.grid,
                self.split,
                segments,
                rows=rows,
                generator=self._generator(6),
                report=report,
            )
            chosen = {name: tuning.settings for name, tuning in tunings.items()}
            self._tuned[baseline.name] = chosen.get("readers-tail", next(iter(chosen.values())))
        return {name: chosen.get(name, self.settings_of(baseline)) for name in names}

    def _fit_with(
        self, features: _Feature, baseline: Baseline, settings: Settings
    ) -> Callable[[splits.Evidence], Scorer]:
        """Return the fit of a method with these settings; for the same features and evidence it is made once."""

        def fit(evidence: splits.Evidence) -> Scorer:
            key = (baseline.name, id(features), tuple(settings.items()), id(evidence))
            if key not in self._fits:
                self._fits[key] = baseline.fit(evidence, **settings)
            return self._fits[key]

        return fit

    def _co_likers(self, name: str, report: Report) -> ProtocolResult | None:
        if not len(self.events):
            self.left_out[name] = "this library has no interactions"
            return None
        is_static = name == "seeds"
        panel = simulated_editor.co_liking_editors(
            self.events,
            item_count=self.item_count,
            generator=self._generator(7),
            draws=SEED_DRAWS if is_static else 1,
            threshold=self.request.like_threshold,
        )
        limits = [one for one in (self.request.readers_limit, self.request.editors_limit) if one is not None]
        tasks = _some_units(panel.tasks, min(limits, default=None), self._generator(8))
        if not tasks:
            self.left_out[name] = (
                f"no reader has {simulated_editor.LEAST_LIKES} likes, {simulated_editor.LEAST_TAIL_LIKES} in the tail"
            )
            return None
        if self._folds is None:  # the folds are dealt alike for every protocol
            known = [
                product.evidence_of(
                    self.features.material,
                    learned.likes,
                    product.opened_by_others(self.events, learned),
                    self.prior(self.features),
                )
                for learned in (panel.evidence if any(map(self.wants, OURS)) else ())
            ]
            self._folds = (panel.evidence, known)
        methods, settings = self._methods(self.features, *self._folds, is_static=is_static)
        runs = simulated_editor.run_loops(
            methods,
            tasks,
            seed=self.request.seed,
            rounds=1 if is_static else self.request.rounds or ROUNDS_OF_OTHERS,
            clock=_clock(self.request),
            report=report,
        )
        traits = self.traits(
            self.everybody.views,
            self.everybody.reader_count,
            splits.is_tail(self.everybody.views),
            self.features,
        )
        base = self.base_of(name, list(methods))
        facts = {**panel.facts, "settings_from": self.settings_from}
        if len(tasks) < len(panel.tasks):
            facts["drawn_from"] = facts["editors"]
            facts["editors"] = len({task.unit for task in tasks})
        if is_static:
            return simulated_editor.evaluate_seeds(
                runs,
                tasks,
                traits,
                base,
                generator=self._generator(9),
                draws=self.request.draws,
                facts=facts,
                settings=settings,
                ours=OURS,
            )
        return simulated_editor.evaluate_editors(
            name,
            runs,
            tasks,
            traits,
            base,
            generator=self._generator(9),
            draws=self.request.draws,
            facts=facts,
            settings=settings,
            ours=OURS,
        )

    def _methods(
        self,
        features: _Feature,
        evidence: Sequence[splits.Evidence],
        known: Sequence[Evidence],
        *,
        is_static: bool = False,
    ) -> tuple[dict[str, EditorMethod], dict[str, Settings]]:
        methods: dict[str, EditorMethod] = {}
        settings: dict[str, Settings] = {}
        for baseline in self.baselines(features, has_readers=all(each.likes.nnz for each in evidence)):
            settings[baseline.name] = self.settings_of(baseline)
            methods[baseline.name] = simulated_editor.editor_method(
                self._fit_with(features, baseline, settings[baseline.name]),
                evidence,
                self.order,
                learns=baseline.name not in UNTAUGHT,
            )
        alone = [product.without_readers(each) for each in known]
        if self.wants(PRODUCT_ALONE):
            methods[PRODUCT_ALONE] = product.ProductMethod(features.material, alone, self.order)
        if self.wants(PRODUCT):
            methods[PRODUCT] = product.ProductMethod(features.material, known, self.order)
        if self.wants(PRODUCT_LIST) and not is_static:
            methods[PRODUCT_LIST] = product.ProductMethod(
                features.material, known, self.order, product.BY_DEFAULT
            )
        return methods, settings

    # -------------------------------------------------------------------------------------------------- by topic

    @cached_property
    def topic_panel(self) -> "_TopicPanel | str":
        """The topics of the label column and what may be known beside it, or why there are none."""
        labels, without = self.labels()
        if isinstance(labels, str):
            return labels
        measured = self.snapshot.popularity
        is_tail = (
            splits.is_tail(self.everybody.views) if len(self.events) else np.zeros(self.item_count, bool)
        )
        if not is_tail.any():
            is_tail = np.asarray(measured.segments == TAIL)
        has_tail = bool(is_tail.any())
        candidates = is_tail if has_tail else np.ones(self.item_count, bool)
        # What half of the candidates are is no topic: anything would find it.
        most = {
            size: min(count, int(candidates.sum()) // 2)
            for size, count in simulated_editor.MOST_RELEVANT.items()
        }
        tasks = simulated_editor.topic_editors(
            labels,
            candidates,
            generator=self._generator(10),
            most=most,
            most_topics=self.request.topics_limit,
        )
        if not tasks:
            return (
                f"no value of “{self.request.label_column}” is shared by "
                f"{simulated_editor.LEAST_RELEVANT} to {max(most[1], simulated_editor.LEAST_RELEVANT)} "
                f"{'tail items' if has_tail else 'items'}"
            )
        facts: dict[str, float | int | str] = {
            "label_column": self.request.label_column,
            "topics_at_most": self.request.topics_limit,
            "kept_out_of_features": ", ".join(sorted(without)) or "nothing: no feature is made of it",
            "segment": "tail" if has_tail else "all items: this catalogue has no tail",
        }
        features = self._features(without) if without else self.features
        learned = self.everybody
        opened = product.opened_by_others(self.events, learned)
        prior = self.prior(features) if learned.likes.nnz else None
        evidence = product.evidence_of(features.material, learned.likes, opened, prior)
        return _TopicPanel(tasks, features, evidence, is_tail, facts)

    def labels(self) -> tuple[list[frozenset[str]] | str, frozenset[str]]:
        """Return each item's labels, or why they cannot be asked for, and the columns that would give them away."""
        column = self.request.label_column
        if column in ("title", "text"):
            return f"“{column}” is what items are found by and cannot be kept out of it", frozenset()
        if column == "tags":
            return list(self.tags), frozenset({"tags"})
        if column == "author":
            if self.features.mean is not None and any(item.author and not item.text for item in self.items):
                return (
                    "the author is part of the vector of items without a text and cannot be kept out",
                    frozenset(),
                )
            return [_values(item.author) for item in self.items], frozenset({"author"})
        if column == "language":
            return [_values(item.language) for item in self.items], frozenset()
        known = sorted({name for item in self.items for name, _ in item.extra})
        if column not in known:
            raise RequestError(
                "There is no column “{column}” to take topics from. Nothing was measured. There are: {known}.",
                column=column,
                known=", ".join([*LABEL_COLUMNS, *known]),
            )
        labels = [
            frozenset().union(*(_values(value) for name, value in item.extra if name == column))
            for item in self.items
        ]
        # Tags that say the same as the label would give it away.
        repeats = frozenset().union(*labels) & frozenset().union(*self.tags)
        return labels, frozenset({"tags"}) if repeats else frozenset()

    def _topics(self, name: str, report: Report) -> ProtocolResult | None:
        panel = self.topic_panel
        if isinstance(panel, str):
            self.left_out[name] = panel
            return None
        learned = self.everybody
        methods, settings = self._methods(panel.features, [learned], [panel.evidence])
        has_noise = name == "editor-topics-noise"
        noise = self.request.wrong_clicks if has_noise else 0.0
        runs = simulated_editor.run_loops(
            methods,
            panel.tasks,
            seed=self.request.seed,
            rounds=self.request.rounds or (ROUNDS_OF_OTHERS if has_noise else ROUNDS_OF_TOPICS),
            noise=noise,
            clock=_clock(self.request),
            report=report,
        )
        return simulated_editor.evaluate_editors(
            name,
            runs,
            panel.tasks,
            self.traits(learned.views, learned.reader_count, panel.is_tail, panel.features),
            self.base_of(name, list(methods)),
            generator=self._generator(11),
            draws=self.request.draws,
            facts={**panel.facts, "wrong_clicks": noise, "settings_from": self.settings_from},
            settings=settings,
            ours=OURS,
        )

    # ---------------------------------------------------------------------------------------------- the frontier

    def frontier(self, report: Report) -> tuple[FrontierPoint, ...]:
        """Return what each policy keeps of relevance and gains in diversity, on lists of ten from the tail."""
        if not self.features.material.has_vector.any():
            self.left_out["frontier"] = "variety is measured by vectors, and no item has one"
            return ()
        candidates = self.candidates("readers-tail")
        pools = [*self._pools(candidates, _part(report, 0.0, 0.6))]
        views = self.split.evidence_fit.views
        traits = self.traits(
            views, self.split.evidence_fit.reader_count, splits.is_tail(views), self.features
        )
        settings = [(policy, strength) for policy, strengths in FRONTIER for strength in strengths]
        # Of each setting and reader: nDCG, relevance kept, diversity by vectors and by tags.
        figures = np.zeros((len(settings), len(pools), 4))
        for number, (policy, strength) in enumerate(settings):
            generator = self._generator(13)
            for at, (pool, best, relevant) in enumerate(pools):
                report(600 + 400 * (number * len(pools) + at) // (len(settings) * len(pools)), STEPS)
                picks = diversify.rerank(pool, policy, readers.LENGTH, strength, 0, generator)
                chosen = [pick.row for pick in picks]
                shown = best[chosen]
                various = readers.diversity_of(shown, traits)
                figures[number, at] = (
                    metrics.ndcg(np.isin(shown, relevant), len(relevant), readers.LENGTH),
                    float(pool.scores[chosen].sum()),
                    various["diversity"],
                    various.get("tag_diversity", 0.0),
                )
        drawn = bootstrap.paired(
            {str(number): figures[number, :, 0] for number in range(len(settings))},
            str(settings.index(NO_POLICY)),
            self.request.draws,
            self._generator(14),
        )
        top = np.mean([np.sort(pool.scores)[-readers.LENGTH :].sum() for pool, _, _ in pools])
        points = []
        for number, (policy, strength) in enumerate(settings):
            _, kept, diversity, tag_diversity = figures[number].mean(axis=0).tolist()
            interval, against_none = drawn[str(number)]
            points.append(
                FrontierPoint(
                    policy=policy,
                    diversity=strength,
                    ndcg=interval.value,
                    relevance_kept=float(kept / top) if top else 0.0,
                    intra_list_diversity=diversity,
                    tag_diversity=tag_diversity,
                    interval=interval,
                    against_none=None if (policy, strength) == NO_POLICY else against_none,
                )
            )
        return tuple(points)

    def _pools(
        self, candidates: np.ndarray, report: Report
    ) -> Iterator[tuple[diversify.Pool, np.ndarray, np.ndarray]]:
        """Yield for each reader the 200 most relevant unseen candidates, as a pool and as positions, and the likes."""
        material = self.features.material
        clusters = topics.cluster(material.rows, seed=self.request.seed).labels
        subjects = [content_terms(f"{item.title} {' '.join(item.tags)} {item.text}") for item in self.items]
        by_words = topics.lda(subjects, seed=self.request.seed, report=_part(report, 0.0, 0.5)).labels
        scorer = product.reader_scorer(material, self.evidence, candidates)
        split = self.split
        limits = [one for one in (self.request.readers_limit, FRONTIER_READERS) if one is not None]
        rows = self.rows(candidates, "test", min(limits))
        for at, row in enumerate(rows):
            report(STEPS // 2 + STEPS // 2 * at // len(rows), STEPS)
            seen = split.seen("test")[row]
            scores = scorer(readers.Profile(split.liked("test")[row], seen))
            is_open = candidates.copy()
            is_open[seen] = False
            best = readers.top_positions(scores, self.order[is_open[self.order]], diversify.POOL_SIZE)
            held = split.test[row]
            yield product.pool_of(material, scores, best, clusters, by_words), best, held[candidates[held]]


@dataclass(frozen=True, slots=True)
class _TopicPanel:
    """Briefs by topic, what methods may know, which items are tail, and facts."""

    tasks: tuple[EditorTask, ...]
    features: _Feature
    evidence: Evidence
    is_tail: np.ndarray
    facts: Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What every method listed for readers, and with which settings, by protocol."""

    rankings: dict[str, readers.Rankings]
    settings: dict[str, dict[str, Settings]]


def _once(scorer: Scorer) -> Scorer:
    """Return the scorer, but where the same profile asks again at once it gets the same scores."""
    last: list[tuple[readers.Profile, np.ndarray]] = []

    def scores(profile: readers.Profile) -> np.ndarray:
        if not last or last[0][0] is not profile:
            last[:] = [(profile, scorer(profile))]
        return last[0][1]

    return scores


def _clock(request: EvaluationRequest) -> readers.Clock | None:
    if not request.is_timed:
        return None
    from time import perf_counter

    return perf_counter


def _values(cell: str) -> frozenset[str]:
    """Return the values in a cell: apart at |, ; and line ends, folded."""
    parts = cell.replace(";", "|").replace("\n", "|").split("|")
    return frozenset(part.strip().casefold() for part in parts if part.strip())


def _some_units(
    tasks: Sequence[EditorTask], limit: int | None, generator: np.random.Generator
) -> tuple[EditorTask, ...]:
    units = np.unique([task.unit for task in tasks])
    if limit is None or len(units) <= limit:
        return tuple(tasks)
    kept = set(generator.choice(units, limit, replace=False).tolist())
    return tuple(task for task in tasks if task.unit in kept)
