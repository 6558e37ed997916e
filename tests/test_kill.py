"""Kill the process in the middle of each job: nothing is lost, nothing doubled, and the job goes on."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.backups import back_up, backups_in
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file, unfinished_import
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.verify import verify
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend.slate import SuggestRequest
from ltrec_gui.store.backups import KEPT, check_backup
from tests.making import FakeEncoders, fill, topic_items

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")

ROOT = Path(__file__).resolve().parents[1]
COUNT = 3000

# The child reports each checkpoint on stdout, so that the parent can choose the moment of the kill.
CHILD = """
import sys, time
sys.path.insert(0, sys.argv[1])
from dataclasses import replace
from pathlib import Path
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.backups import back_up, restore
from ltrec_gui.pipeline.build_index import build_index
from ltrec_gui.pipeline.embed_items import embed_items
from ltrec_gui.pipeline.export_presets import everything
from ltrec_gui.pipeline.export_shelf import export_shelf
from ltrec_gui.pipeline.give_feedback import give_feedback
from ltrec_gui.pipeline.import_catalogue import import_file, inspect_file
from ltrec_gui.pipeline.whole_file import pour_whole
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.store import backups
from tests.making import FakeEncoders

job, library, csv = sys.argv[2:5]
workspace = Workspace(Path(library), FakeEncoders())

def say(progress):
    print(progress.stage, progress.done, flush=True)

control = JobControl(say)
quiet = JobControl()
if job == "import":
    import_file(workspace, control, inspect_file(Path(csv)))
elif job == "embed":
    embed_items(workspace, control)
elif job == "index":
    build_index(workspace, control)
elif job == "feedback":
    for number in range(10**9):
        give_feedback(workspace, control, [f"{number % 50:04d}"], ["good", "not-right", "shelve"][number % 3])
        print("verdict", number, flush=True)
elif job == "export":
    preset = replace(everything(), format="json", encoding="utf-8")
    for number in range(10**9):
        export_shelf(workspace, quiet, Path(csv), preset, may_replace=True)
        print("exported", number, flush=True)
elif job == "half":
    def pour(file):
        file.write(b"half of it")
        file.flush()
        print("half", 0, flush=True)
        time.sleep(60)
    pour_whole(Path(csv), pour)
elif job == "half-copy":
    def step(done, total):
        print("pages", done, flush=True)
        time.sleep(0.2)
    backups.PAGES_A_STEP = 5
    backups.keep_copy(workspace.db.conn, Path(library) / "library.db", "asked", step)
elif job == "backup":
    for number in range(10**9):
        back_up(workspace, quiet)
        print("copied", number, flush=True)
elif job == "restore":
    # To and fro between two backups: of two verdicts, and of five.
    keys = csv.split(",")
    workspace.close()
    for number in range(10**9):
        restore(Path(library), quiet, keys[number % 2])
        print("restored", number, flush=True)
print("finished", 0, flush=True)
"""


def killed(job, library, csv, after_lines, then_wait=0.0):
    """Run a job in a process of its own, kill it after some lines of output and return the lines."""
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(ROOT), job, str(library), str(csv)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    lines = []
    while len(lines) < after_lines and (line := process.stdout.readline()):
        lines.append(line.split())
    time.sleep(then_wait)
    process.send_signal(signal.SIGKILL)
    lines += [line.split() for line in process.communicate()[0].splitlines() if line.strip()]
    return lines


@pytest.fixture
def csv(tmp_path):
    path = tmp_path / "catalogue.csv"
    rows = [f"{i.item_id},{i.title},{i.text},{i.tags[0]},{i.popularity:g}" for i in topic_items(COUNT)]
    path.write_text("\n".join(["id,title,description,subjects,loans", *rows, ""]), encoding="utf-8")
    return path


@pytest.fixture
def library(tmp_path):
    return tmp_path / "library"


def opened(library):
    return Workspace(library, FakeEncoders())


@pytest.mark.parametrize("after_lines", [1, 2, 3])
def test_import(csv, library, after_lines):
    lines = killed("import", library, csv, after_lines)
    assert ["finished", "0"] not in lines, "the kill came too late to prove anything"
    workspace = opened(library)
    reading = unfinished_import(workspace, JobControl())
    assert reading is not None
    kept = workspace.items.count()
    assert int(lines[-1][1]) <= kept < COUNT
    report = import_file(workspace, JobControl(), reading)
    assert report.unchanged >= kept
    assert report.added == COUNT - report.unchanged
    assert workspace.items.count() == COUNT
    assert len(set(workspace.snapshot().table.ids)) == COUNT
    assert verify(workspace, JobControl()).is_sound
    workspace.close()


@pytest.mark.parametrize("after_lines", [1, 4, 9])
def test_embed(csv, library, after_lines):
    workspace = opened(library)
    import_file(workspace, JobControl(), inspect_file(csv))
    workspace.close()
    lines = killed("embed", library, csv, after_lines)
    assert ["finished", "0"] not in lines, "the kill came too late to prove anything"
    workspace = opened(library)
    kept = workspace.vectors.item_count("fake:mean")
    assert int(lines[-1][1]) <= kept
    report = embed_items(workspace, JobControl())
    assert (report.embedded, report.total) == (COUNT - kept, COUNT)
    assert verify(workspace, JobControl()).is_sound
    workspace.close()


@pytest.mark.parametrize(("after_lines", "then_wait"), [(2, 0.0), (4, 0.0), (4, 0.1)])
def test_index(csv, library, after_lines, then_wait):
    workspace = opened(library)
    import_file(workspace, JobControl(), inspect_file(csv))
    embed_items(workspace, JobControl())
    build_index(workspace, JobControl())
    request = SuggestRequest(brief="harbour and tide", count=10)
    expected = [
        s.item.item_id for s in suggest(workspace, JobControl(), request, load_model=True).suggestions
    ]
    # A new text makes the index stale, so that the child has something to build.
    csv.write_text(csv.read_text(encoding="utf-8") + "new,Quite new,unheard of,other,0\n", encoding="utf-8")
    import_file(workspace, JobControl(), inspect_file(csv))
    embed_items(workspace, JobControl())
    workspace.close()
    lines = killed("index", library, csv, after_lines, then_wait)
    workspace = opened(library)
    if ["finished", "0"] not in lines:
        assert workspace.snapshot().view.problem == ""
        assert workspace.snapshot().view.index_count in (COUNT, COUNT + 1)
    slate = suggest(workspace, JobControl(), request, load_model=True)
    assert [s.item.item_id for s in slate.suggestions] == expected
    assert build_index(workspace, JobControl()).item_count == COUNT + 1
    assert {path.suffix for path in workspace.index_root.iterdir()} == {""}
    assert verify(workspace, JobControl()).is_sound
    workspace.close()


@pytest.mark.parametrize("then_wait", [0.0, 0.05, 0.2])
def test_no_acknowledged_verdict_is_lost(csv, library, then_wait):
    workspace = opened(library)
    import_file(workspace, JobControl(), inspect_file(csv))
    workspace.close()
    lines = killed("feedback", library, csv, 5, then_wait)
    acknowledged = max(int(line[1]) for line in lines if len(line) == 2 and line[0] == "verdict") + 1
    workspace = opened(library)
    recorded = workspace.feedback.history(10**9)
    assert len(recorded) in (acknowledged, acknowledged + 1)
    assert [event.item_id for event, _ in recorded][::-1] == [f"{n % 50:04d}" for n in range(len(recorded))]
    assert verify(workspace, JobControl()).is_sound
    workspace.close()


@pytest.fixture
def shelved(library, control):
    """Return a library with fifty items on its shelf."""
    workspace = opened(library)
    fill(workspace, topic_items(300))
    give_feedback(workspace, control, [item.item_id for item in topic_items(50)], "shelve")
    yield workspace
    workspace.close()


def test_an_export_is_the_old_file_or_the_new_one(shelved, library, tmp_path):
    path = tmp_path / "the shelf.json"
    killed("export", library, path, 5, 0.019)
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 50
    assert verify(shelved, JobControl()).is_sound
    path.write_text("the old one", encoding="utf-8")
    killed("half", library, path, 1)
    assert path.read_text(encoding="utf-8") == "the old one"


def test_no_half_copy_passes_for_a_backup(shelved, library):
    before = len(backups_in(library))
    lines = killed("half-copy", library, "-", 2)
    assert ["finished", "0"] not in lines, "the kill came too late to prove anything"
    assert len(backups_in(library)) == before
    lines = killed("backup", library, "-", 3, 0.037)
    made = backups_in(library)
    # One more may have been whole and not yet told, and the oldest not yet cleared away for it.
    told = min(KEPT, before + len(lines))
    assert len(made) in (told, told + 1)
    for backup in made:
        check_backup(library / "backups" / f"{backup.key}.db")
    assert verify(shelved, JobControl()).is_sound


@pytest.mark.parametrize("then_wait", [0.0, 0.037])
def test_a_restore_is_whole_or_did_not_begin(shelved, library, control, then_wait):
    keys = [back_up(shelved, control).key]
    give_feedback(shelved, control, ["0200", "0201", "0202"], "good")
    keys.append(back_up(shelved, control).key)
    shelved.close()
    killed("restore", library, ",".join(keys), 3, then_wait)
    again = opened(library)
    assert len(again.feedback.history(10**9)) in (50, 53)
    assert verify(again, JobControl()).is_sound
    again.close()
