"""`ltrec-gui --self-test`: the whole path in a temporary library, with the real model, reported as JSON-ready values.

It is run on the frozen program, too: a file that is only in the source tree, a lazy import that was not collected or a
library that does not load shows here.
"""

import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np

from ltrec_gui import paths, selftest_desk
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.browse import library_overview
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.domains import DOMAINS, domains
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.evaluate import EvaluationRequest, evaluate, quick
from ltrec_gui.pipeline.export_shelf import export_shelf
from ltrec_gui.pipeline.find_topics import BY_CLUSTERS, BY_LDA, find_topics, topic_sizes
from ltrec_gui.pipeline.give_feedback import give_feedback, undo_feedback
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
from ltrec_gui.pipeline.learn_readers import learn_readers, readers_are_stale
from ltrec_gui.pipeline.shelf import shelf_entries
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verify import verify
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.diversify import POLICIES
from ltrec_gui.recommend.slate import LEARNING, SuggestRequest
from ltrec_gui.selftest_desk import require
from ltrec_gui.store.database import journal_mode

ROWS = 60  # of the sample's catalogue: enough for every segment, a few seconds of embedding
LIST_LENGTH = 8
BRIEF = "life by the sea, told in letters and diaries"
HOSTILE_ROW = (
    "=cmd|'/c calc'!A1",
    "<img src=file:///etc/passwd> Zürich 灯塔 \u202egnp",
    "A hostile row: markup, a formula and a reversed word.",
)


def run() -> dict[str, Any]:
    """Return `ok` and what every step found; a step that fails is reported with its error and ends the run."""
    report: dict[str, Any] = {"ok": False, "versions": _versions(), "steps": []}
    with tempfile.TemporaryDirectory(prefix="ltrec é ", ignore_cleanup_errors=True) as folder:
        test = _SelfTest(Path(folder))
        for step in test.steps():
            started = time.perf_counter()
            try:
                finding = step()
            except Exception as error:  # noqa: BLE001 - whatever breaks is the finding
                report["steps"].append({"step": step.__name__, "ok": False, "error": _chain(error)})
                break
            finally:
                seconds = round(time.perf_counter() - started, 2)
            report["steps"].append({"step": step.__name__, "ok": True, "seconds": seconds, **finding})
        else:
            report["ok"] = True
        test.close()
    return report


def _chain(error: BaseException) -> str:
    """Return what was raised and everything it was raised from."""
    words = f"{type(error).__name__}: {error}"
    return f"{words} <- {_chain(error.__cause__)}" if error.__cause__ is not None else words


def _versions() -> dict[str, Any]:
    return {
        "python": platform.python_version(),
        "platform": platform.platform(),
        "frozen": bool(getattr(sys, "frozen", False)),
        "sqlite": sqlite3.sqlite_version,
        "journal_mode": journal_mode(),
    }


class _SelfTest:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.library = folder / "a library"
        self.control = JobControl()
        self.workspace = Workspace(self.library)
        self.ids: list[str] = []
        self.sample: Workspace | None = None
        self.sample_brief = ""
        self.slate_id = ""

    def steps(self) -> list[Callable[[], dict[str, Any]]]:
        return [
            self.resources,
            self.import_rows,
            self.import_again,
            self.read_every_form,
            self.embed,
            self.compare_with_the_shipped_vectors,
            self.index,
            self.suggest,
            self.judge_and_undo,
            self.restart,
            self.export,
            self.keep_a_brief,
            self.count_what_came_of_it,
            self.keep_a_second_shelf,
            self.export_every_format,
            self.draw_the_map,
            self.back_up_and_go_back,
            self.verify,
            self.open_every_sample,
            self.open_the_sample,
            self.learn_from_readers,
            self.find_topics,
            self.vary_lists,
            self.evaluate,
        ]

    def close(self) -> None:
        self.workspace.close()
        if self.sample is not None:
            self.sample.close()

    def resources(self) -> dict[str, Any]:
        """Find every kind of file the program needs beside its code."""
        root = paths.resources_folder()
        needed = [
            "theme.qss",
            "sample/catalogue.csv",
            "sample/library/library.db",
            *(f"domains/{name}.toml" for name in DOMAINS),
            *(f"{domain.sample.folder}/library/library.db" for domain in domains()),
            "translations/ltrec_zh_CN.qm",
        ]
        missing = [name for name in needed if not (root / name).is_file()]
        require(not missing, f"missing resources: {missing}")
        icons = len(list((root / "icons").glob("*.svg")))
        require(icons > 20, f"only {icons} icons")
        model = paths.bundled_model_folder()
        require((model / "model.safetensors").is_file(), "the model is missing")
        texts = paths.licences_folder()
        if not getattr(sys, "frozen", False):
            return {"icons": icons}
        if texts is None:
            raise AssertionError("the texts of the licences are missing")
        index = (texts / "README.txt").read_text(encoding="utf-8")
        # Each text that the list names, and each licence that some part is used under only with its text.
        named = [line.strip() for line in index.splitlines() if line.startswith("    ")]
        gone = [name for name in named if not (texts / name).is_file()]
        require(not gone, f"missing texts of licences: {gone}")
        require(
            {"LGPL-3.0.txt", "GPL-3.0.txt", "Apache-2.0.txt"} <= set(named), "a common licence is missing"
        )
        return {"icons": icons, "licence_texts": len(named)}

    def import_rows(self) -> dict[str, Any]:
        source = (
            (paths.resources_folder() / "sample" / "catalogue.csv").read_text(encoding="utf-8").splitlines()
        )
        hostile = ",".join(
            ['"' + cell.replace('"', '""') + '"' for cell in ("evil", HOSTILE_ROW[1], HOSTILE_ROW[0])]
            + ["1900", "", "en", "hostile", f'"{HOSTILE_ROW[2]}"', "0"]
        )
        path = self.folder / "some rows.csv"
        path.write_text("\n".join([*source[: ROWS + 1], hostile, ""]), encoding="utf-8")
        report = import_file(self.workspace, self.control, inspect_file(path))
        require(
            report.imported == ROWS + 1, f"{report.imported} of {ROWS + 1} rows imported: {report.problems}"
        )
        require(report.records == report.imported + report.refused + report.blank, "records do not add up")
        return {"records": report.records, "imported": report.imported}

    def import_again(self) -> dict[str, Any]:
        report = import_file(self.workspace, self.control, inspect_file(self.folder / "some rows.csv"))
        require(report.unchanged == ROWS + 1, "importing twice changed something")
        return {"unchanged": report.unchanged}

    def embed(self) -> dict[str, Any]:
        report = embed_items(self.workspace, self.control)
        require(report.total == ROWS + 1, f"{report.total} items embedded")
        return asdict(report)

    def compare_with_the_shipped_vectors(self) -> dict[str, Any]:
        """Compare with the vectors in the sample: the same model must give the same vectors here."""
        copy = self.folder / "sample"
        shutil.copytree(paths.resources_folder() / "sample" / "library", copy)
        sample = Workspace(copy)
        try:
            key = self.workspace.model_key
            require(sample.model_key == key, "the sample was made with another model")
            hashes = self.workspace.snapshot().table.text_hashes[:5]
            pairs = [(self.workspace.vectors.get(key, h), sample.vectors.get(key, h)) for h in hashes]
            cosines = [
                float(a @ b / (np.linalg.norm(a) * np.linalg.norm(b)))  # each is as long as it has fields
                for a, b in pairs
                if a is not None and b is not None
            ]
        finally:
            sample.close()
        require(len(cosines) == len(hashes), "the sample's texts are embedded differently here")
        require(min(cosines) >= 0.9999, f"vectors differ: {min(cosines)}")
        return {"least_cosine": min(cosines)}

    def index(self) -> dict[str, Any]:
        manifest = build_index(self.workspace, self.control)
        require(manifest is not None, "no index was built")
        view = self.workspace.snapshot().view
        require(view.index_count == ROWS + 1 and not view.is_stale, "the index is not in force")
        everything = np.ones(ROWS + 1, bool)
        for position in range(10):
            vector = view.rows(np.array([position]))[0]
            by_index, _ = view.nearest(vector, 10)
            exactly, _ = view.nearest_where(vector, 10, everything)
            require(list(by_index) == list(exactly), f"index and exact search differ at {position}")
        return {"items": view.index_count}

    def suggest(self) -> dict[str, Any]:
        slate = suggest(
            self.workspace, self.control, SuggestRequest(brief=BRIEF, count=LIST_LENGTH), load_model=True
        )
        require(len(slate.suggestions) == LIST_LENGTH, f"{len(slate.suggestions)} suggestions")
        require(slate.ranked_by == "meaning", "not ranked by meaning")
        require(all(s.reasons for s in slate.suggestions), "a suggestion without a reason")
        self.ids = [s.item.item_id for s in slate.suggestions]
        self.slate_id = slate.slate_id
        return {"first": slate.suggestions[0].item.title, **asdict(slate.metrics)}

    def judge_and_undo(self) -> dict[str, Any]:
        give_feedback(self.workspace, self.control, self.ids[:2], "shelve", self.slate_id)
        give_feedback(self.workspace, self.control, ["evil"], "shelve", self.slate_id)
        give_feedback(self.workspace, self.control, self.ids[2:3], "not-right", self.slate_id)
        undone = undo_feedback(self.workspace, self.control)
        require(undone is not None and undone.items[0].verdict is None, "the undo did not undo")
        return {"shelf": undone.shelf_count if undone else 0}

    def restart(self) -> dict[str, Any]:
        """Open the library in another process and in a new workspace: what was judged is there."""
        self.workspace.close()
        command = (
            [sys.executable, "--library-state"]
            if getattr(sys, "frozen", False)
            else [
                sys.executable,
                "-m",
                "ltrec_gui",
                "--library-state",
            ]
        )
        result = subprocess.run(
            [*command, str(self.library)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        require(result.returncode == 0, f"the second process failed: {result.stderr[-500:]}")
        require(result.stdout.strip() == "3", f"the second process sees a shelf of {result.stdout.strip()!r}")
        self.workspace = Workspace(self.library)
        return {"shelf": len(shelf_entries(self.workspace, self.control))}

    def export(self) -> dict[str, Any]:
        path = self.folder / "shelf.csv"
        count = export_shelf(self.workspace, self.control, path)
        content = path.read_text(encoding="utf-8-sig")
        require(count == 3, f"{count} items exported")
        require('"=cmd' not in content and "'=cmd" in content, "a formula was exported as one")
        return {"items": count}

    def read_every_form(self) -> dict[str, Any]:
        other = Workspace(self.folder / "of every form")
        try:
            return selftest_desk.read_every_form(other, self.control, self.folder)
        finally:
            other.close()

    def keep_a_brief(self) -> dict[str, Any]:
        request = SuggestRequest(brief=BRIEF, count=LIST_LENGTH)
        return selftest_desk.keep_a_brief(self.workspace, self.control, request, self.ids)

    def count_what_came_of_it(self) -> dict[str, Any]:
        # Two of the list were shelved; the third verdict was undone, and the hostile row was in no list.
        return selftest_desk.count_what_came_of_it(self.workspace, self.control, LIST_LENGTH, 2)

    def keep_a_second_shelf(self) -> dict[str, Any]:
        return selftest_desk.keep_a_second_shelf(self.workspace, self.control, [*self.ids[3:6], "evil"])

    def export_every_format(self) -> dict[str, Any]:
        back = Workspace(self.folder / "read back")
        try:
            return selftest_desk.export_every_format(self.workspace, self.control, self.folder, back)
        finally:
            back.close()

    def draw_the_map(self) -> dict[str, Any]:
        return selftest_desk.draw_and_place(self.workspace, self.control)

    def back_up_and_go_back(self) -> dict[str, Any]:
        self.workspace, finding = selftest_desk.back_up_and_go_back(
            self.workspace, self.control, self.ids[6], lambda: Workspace(self.library)
        )
        return finding

    def open_every_sample(self) -> dict[str, Any]:
        return selftest_desk.open_every_sample(self.control, self.folder)

    def verify(self) -> dict[str, Any]:
        report = verify(self.workspace, self.control)
        require(report.is_sound, f"{[asdict(check) for check in report.checks if check.state != 'ok']}")
        states = {check.name: check.state for check in report.checks}
        require(states.get("map") == states["backups"] == "ok", f"verify found {states}")
        return {"checks": states}

    def open_the_sample(self) -> dict[str, Any]:
        self.sample = Workspace(self.folder / "sample")
        overview = library_overview(self.sample, self.control)
        self.sample_brief = self.sample.meta.get("example_briefs").split("\n")[0]
        slate = suggest(self.sample, self.control, SuggestRequest(brief=self.sample_brief, count=10))
        require(overview.index_count == overview.item_count >= 400, "the sample's index is not in force")
        require(slate.ranked_by == "meaning", "the sample's first list needs the model")
        return {"items": overview.item_count, "first": slate.suggestions[0].item.title}

    def _opened_sample(self) -> Workspace:
        if self.sample is None:
            raise AssertionError("the sample is not open")
        return self.sample

    def learn_from_readers(self) -> dict[str, Any]:
        """Learn from the sample's readers, which tries settings first, and rank with what was learned."""
        sample = self._opened_sample()
        report = learn_readers(sample, self.control)
        if report is None:
            raise AssertionError("nothing was learned from the sample's readers")
        require(report.name == "ease-prior", f"the model is {report.name}")
        require(not readers_are_stale(sample, self.control), "what was learned is not in force")
        seeds = tuple(sample.snapshot().table.ids[:5])
        slate = suggest(sample, self.control, SuggestRequest(seed_ids=seeds, count=10))
        parts = {part.name for suggestion in slate.suggestions for part in suggestion.parts}
        require("readers" in parts, f"readers have no part in the list: {sorted(parts)}")
        return {"readers": report.reader_count, "items": report.item_count}

    def find_topics(self) -> dict[str, Any]:
        """Find the sample's topics by clusters and by LDA."""
        sample = self._opened_sample()
        manifest = find_topics(sample, self.control)
        if manifest is None:
            raise AssertionError("no topics were found")
        sizes = topic_sizes(sample)
        for policy in (BY_CLUSTERS, BY_LDA):
            require(len(sizes[policy]) > 1, f"{policy}: {len(sizes[policy])} topics")
            require(all(name for name, _ in sizes[policy]), f"{policy}: a topic without a name")
        return {"clusters": manifest.cluster_count, "lda": manifest.lda_count, "one": sizes[BY_LDA][0][0]}

    def vary_lists(self) -> dict[str, Any]:
        """Make a list by every policy; each is full, and greedy DPP's is more varied than that of relevance alone."""
        sample = self._opened_sample()
        diversity: dict[str, float] = {}
        for policy in (*POLICIES, LEARNING):
            request = SuggestRequest(brief=self.sample_brief, count=10, policy=policy, diversity=1.0)
            slate = suggest(sample, self.control, request)
            require(len(slate.suggestions) == 10, f"{policy}: {len(slate.suggestions)} suggestions")
            diversity[policy] = round(slate.metrics.intra_list_diversity, 3)
        require(diversity["dpp"] > diversity["none"], f"variety varies nothing: {diversity}")
        checks = verify(sample, self.control).checks
        states = {check.name: check.state for check in checks}
        require(states.get("readers") == states.get("topics") == "ok", f"verify found {states}")
        return {"diversity": diversity}

    def evaluate(self) -> dict[str, Any]:
        """Measure the product against baselines on a few readers, which loads everything `evaluate` needs."""
        request = replace(
            quick(EvaluationRequest()), protocols=("readers-tail", "seeds"), readers_limit=5, draws=50
        )
        report = evaluate(self._opened_sample(), self.control, request)
        names = {method.name for protocol in report.protocols for method in protocol.methods}
        require({"product", "ease", "ials", "bm25"} <= names, f"only {sorted(names)} were measured")
        return {"protocols": [protocol.name for protocol in report.protocols], "methods": len(names)}


def print_library_state(folder: Path) -> None:
    """Print how many items are on a library's shelf: the second process of `restart`."""
    workspace = Workspace(folder)
    try:
        sys.stdout.write(f"{len(shelf_entries(workspace, JobControl()))}\n")
    finally:
        workspace.close()
