"""The command line as a script would use it: JSON on stdout, one sentence on stderr, an exit code."""

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from ltrec_gui import cli
from ltrec_gui.jobs.control import JobControl
from ltrec_gui.pipeline.briefs import asked_by, save_brief
from ltrec_gui.pipeline.workspace import Workspace
from tests.making import topic_items

CSV = "id,title,author,year,subjects,description,loans\n" + "".join(
    f"{item.item_id},{item.title},{item.author},{item.year},{'|'.join(item.tags)},{item.text},{item.popularity:g}\n"
    for item in topic_items(60)
)


@dataclass(frozen=True)
class Finished:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def place_of_its_own(tmp_path, monkeypatch):
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "data"))


def checked(finished, arguments, code):
    assert finished.returncode == code, finished.stderr
    assert "Traceback" not in finished.stderr
    return json.loads(finished.stdout) if "--json" in arguments and code == 0 else finished


@pytest.fixture
def ltrec_process(place_of_its_own):
    """Run a command as a shell does, in a process of its own; that takes a second or two each time."""

    def run(*arguments, code=0):
        result = subprocess.run(
            [sys.executable, "-m", "ltrec_gui.cli", *map(str, arguments)],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        return checked(result, arguments, code)

    return run


@pytest.fixture
def ltrec(place_of_its_own, monkeypatch):
    """Run a command by the very function a process runs, in this one."""
    monkeypatch.setattr(cli, "start_log", lambda: None)  # the log and the hook would outlive the test

    def run(*arguments, code=0):
        streams = [io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2)]
        monkeypatch.setattr(sys, "argv", ["ltrec", *map(str, arguments)])
        ended = 0
        with contextlib.redirect_stdout(streams[0]), contextlib.redirect_stderr(streams[1]):
            try:
                cli.main()
            except SystemExit as end:
                ended = end.code or 0
        said = [stream.buffer.getvalue().decode("utf-8") for stream in streams]
        return checked(Finished(ended, *said), arguments, code)

    return run


@pytest.fixture
def library(tmp_path, ltrec):
    path = tmp_path / "c.csv"
    path.write_text(CSV, encoding="utf-8")
    ltrec("import", path, "--library", tmp_path / "lib")
    return tmp_path / "lib"


@pytest.mark.model
def test_an_empty_model_is_the_bundled_one_again(library, ltrec):
    ltrec("embed", "--library", library, "--pooling", "cls")
    report = ltrec("embed", "--library", library, "--model", "", "--pooling", "mean", "--json")
    assert (report["model_name"], report["pooling"], report["embedded"]) == ("all-MiniLM-L6-v2", "mean", 60)


@pytest.mark.model
def test_the_whole_path(tmp_path, ltrec_process):
    ltrec = ltrec_process
    library = tmp_path / "lib é"
    path = tmp_path / "c.csv"
    path.write_text(CSV, encoding="utf-8")
    report = ltrec("import", path, "--library", library, "--json")
    assert report["records"] == report["imported"] == report["added"] == 60
    assert report["mapping"]["title"] == "title"
    assert report["mapping"]["popularity"] == "loans"
    assert (report["encoding"], report["delimiter"], report["problems"]) == ("utf-8", ",", [])

    embedded = ltrec("embed", "--library", library, "--json")
    assert (embedded["embedded"], embedded["total"]) == (60, 60)
    assert ltrec("embed", "--library", library, "--json")["embedded"] == 0
    assert ltrec("index", "--library", library, "--json")["item_count"] == 60

    slate = ltrec("suggest", "--library", library, "--brief", "ships and the sea", "--count", 6, "--json")
    assert len(slate["items"]) == 6
    first = slate["items"][0]
    assert set(first) >= {
        "item_id",
        "title",
        "rank",
        "relevance",
        "similarity",
        "segment",
        "popularity",
        "novelty",
        "reasons",
    }
    assert first["rank"] == 1
    assert all(isinstance(reason, str) and reason.endswith(".") for reason in first["reasons"])
    assert set(slate["metrics"]) == {"tail_share", "intra_list_diversity", "mean_popularity"}
    assert slate["slate_id"]

    outcome = ltrec(
        "feedback", "--library", library, "--item", first["item_id"], "--verdict", "shelve", "--json"
    )
    assert outcome["shelf_count"] == 1
    again = ltrec("suggest", "--library", library, "--brief", "ships and the sea", "--count", 6, "--json")
    assert first["item_id"] not in {item["item_id"] for item in again["items"]}
    assert ltrec("shelf", "export", tmp_path / "s.json", "--library", library, "--json")["items"] == 1
    assert json.loads((tmp_path / "s.json").read_text(encoding="utf-8"))[0]["item_id"] == first["item_id"]
    checked = ltrec("verify", "--library", library, "--json")
    assert checked["ok"]
    assert {check["state"] for check in checked["checks"]} == {"ok"}
    refused = ltrec("verify", "--library", tmp_path / "none", code=1)
    assert len(refused.stderr.splitlines()) == 1
    assert "Usage" in ltrec("suggest", code=2).stderr


def test_mapping_delimiter_and_encoding_can_be_set(tmp_path, ltrec):
    path = tmp_path / "c.csv"
    path.write_bytes("Kürzel;Bezeichnung;Zahl\nä1;Größe;3\n".encode("cp1252"))
    report = ltrec(
        "import", path, "--library", tmp_path / "lib", "--as", "catalogue", "--encoding", "cp1252", "--delimiter", ";",
        "--map", "id=Kürzel", "--map", "title=Bezeichnung", "--map", "popularity=3", "--json",
    )  # fmt: skip
    assert report["imported"] == 1
    assert report["mapping"] == {"id": "Kürzel", "title": "Bezeichnung", "popularity": "Zahl"}
    slate = ltrec("suggest", "--library", tmp_path / "lib", "--brief", "Größe", "--json", "--segment", "head",
                  "--tail-preference", 0)  # fmt: skip
    assert [item["item_id"] for item in slate["items"]] == ["ä1"]


def test_progress_goes_to_stderr_only(library, ltrec):
    result = ltrec("suggest", "--library", library, "--brief", "harbour", "--json", "--count", "3")
    assert len(result["items"]) == 3


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("import", "missing.csv", "--library", "LIB"), "missing.csv"),
        (("embed", "--library", "NOWHERE"), "There is no library"),
        (("suggest", "--library", "NOWHERE", "--brief", "x"), "There is no library"),
        (("suggest", "--library", "LIB", "--seed", "nobody"), "nobody"),
        (("suggest", "--library", "LIB", "--brief", "x", "--count", "0"), "at least one place"),
        (("feedback", "--library", "LIB", "--item", "nobody", "--verdict", "good"), "Nothing was recorded"),
        (("index", "--library", "LIB"), "no vectors"),
        (("embed", "--library", "LIB", "--model", "no-such-folder"), "no-such-folder"),
        (("shelf", "export", "x.pdf", "--library", "LIB"), ".csv, .xlsx, .json, .md or .html"),
        (("shelf", "export", "x.csv", "--preset", "no such", "--library", "LIB"), "no preset “no such”"),
        (("restore", "no-such", "--library", "LIB"), "no backup “no-such”"),
        (("restore", "--library", "NOWHERE"), "no backup"),
        (("suggest", "--library", "LIB", "--brief", "caf\udce9"), "not valid UTF-8"),
        (("feedback", "--library", "LIB", "--item", "\udcff", "--verdict", "good"), "not valid UTF-8"),
        (("import", "CSV", "--library", "LIB", "--map", "colour=title"), "no role “colour”"),
        (("import", "CSV", "--library", "LIB", "--map", "title=²"), "no column “²”"),
    ],
)
def test_errors_are_one_sentence_and_exit_code_1(library, tmp_path, ltrec, arguments, sentence):
    places = {"LIB": library, "NOWHERE": tmp_path / "nowhere", "CSV": tmp_path / "c.csv"}
    result = ltrec(*(places.get(argument, argument) for argument in arguments), code=1)
    assert result.stdout == ""
    assert sentence in result.stderr
    assert len([line for line in result.stderr.splitlines() if line and not line.startswith("ranking")]) == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_damaged_library_is_reported(library, ltrec):
    content = bytearray((library / "library.db").read_bytes())
    content[4096 * 3 : 4096 * 6] = b"\xff" * (4096 * 3)
    (library / "library.db").write_bytes(content)
    result = ltrec("verify", "--library", library, code=1)
    assert "damaged" in result.stderr


def test_an_emptied_library_is_not_taken_for_a_sound_new_one(library, ltrec):
    (library / "library.db").write_bytes(b"")
    assert "There is no library" in ltrec("verify", "--library", library, code=1).stderr
    assert (library / "library.db").read_bytes() == b""


def test_a_list_that_would_take_minutes_is_refused(library, ltrec):
    assert ltrec("suggest", "--library", library, "--count", "1000", "--json")["items"]
    assert "1000000000" in ltrec("suggest", "--library", library, "--count", "1000000000", code=2).stderr


def test_no_match_is_said_of_what_may_be_suggested(library, ltrec):
    result = ltrec("suggest", "--library", library, "--brief", "harbour", "--tag", "no such tag")
    assert "No item that may be suggested holds any of these words." in result.stdout


def test_usage_errors_are_clicks_own(ltrec):
    assert "Usage" in ltrec("suggest", code=2).stderr
    assert "--brief" in ltrec("suggest", "--help").stdout


def test_what_nobody_expected_is_a_sentence_and_in_the_log_without_its_text(tmp_path):
    program = (
        "from ltrec_gui import cli\n"
        "from ltrec_gui.pipeline import verify\n"
        "def broken(workspace, control): raise KeyError('The Tide Tables')\n"
        "verify.verify = broken\n"
        "cli.main()\n"
    )
    (tmp_path / "lib").mkdir()
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "LOCALAPPDATA": str(tmp_path / "data"),
    }
    from ltrec_gui.store.database import open_database

    open_database(tmp_path / "lib" / "library.db").close()
    result = subprocess.run(
        [sys.executable, "-c", program, "verify", "--library", str(tmp_path / "lib")],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert result.returncode == 1
    assert "did not expect (KeyError)" in result.stderr
    assert "Traceback" not in result.stderr
    log = next((tmp_path / "data").rglob("ltrec.log")).read_text(encoding="utf-8")
    assert "KeyError" in log
    assert "broken" in log
    assert "Tide Tables" not in log


def test_a_policy_a_tail_method_and_wild_cards_may_be_asked_for(library, ltrec):
    asked = ("suggest", "--library", library, "--count", "8", "--json")
    slate = ltrec(*asked, "--policy", "column-quota", "--quota-column", "first-tag", "--explore", "2")
    assert (slate["policy"], slate["learned"]) == ("column-quota", None)
    assert [item["is_exploration"] for item in slate["items"]] == [False] * 6 + [True] * 2
    assert ltrec(*asked, "--tail-method", "penalty")["items"]
    assert "random-tail" in ltrec(*asked, "--policy", "nonsense", code=2).stderr
    refused = ltrec(*asked, "--policy", "column-quota", "--quota-column", "colour", code=1)
    assert "There is no column “colour”" in refused.stderr


def test_what_learning_draws_and_has_learned_is_shown(library, ltrec):
    slate = ltrec(
        "suggest",
        "--library",
        library,
        "--brief",
        "harbour",
        "--count",
        "8",
        "--policy",
        "learning",
        "--json",
    )
    drawn = {"policy": slate["policy"], "diversity": slate["diversity"]}
    chances = {(arm["policy"], arm["diversity"]): arm["chance"] for arm in slate["learned"]["arms"]}
    assert chances[drawn["policy"], drawn["diversity"]] == slate["learned"]["chance"]
    assert sum(chances.values()) == pytest.approx(1)
    ltrec("feedback", "--library", library, "--item", slate["items"][0]["item_id"], "--verdict", "good")
    found = ltrec("policies", "--library", library, "--json")["policies"]
    used = [each for each in found if each["lists"]]
    assert [{name: each[name] for name in drawn} for each in used] == [drawn]
    assert (used[0]["judged"], used[0]["accepted_share"]) == (1, 1.0)
    said = ltrec("policies", "--library", library).stdout
    assert "1 judged, 100% of them accepted" in said
    assert "nothing judged yet" in said


def test_topics_are_found_named_and_used(library, ltrec):
    asked = ("suggest", "--library", library, "--brief", "harbour", "--policy", "lda-quota")
    assert "ltrec topics" in ltrec(*asked).stdout
    found = ltrec("topics", "--library", library, "--json")
    assert found["item_count"] == 60
    assert sum(count for _, count in found["topics"]["lda-quota"]) == 60
    said = ltrec(*asked).stdout
    assert "ltrec topics" not in said
    assert "topic: " in said


def test_a_past_list_is_made_again_and_other_settings_are_tried(library, ltrec):
    first = ltrec("suggest", "-l", library, "--brief", "harbour lighthouse", "--count", 5, "--json")
    for item in first["items"][:2]:
        ltrec("feedback", "--library", library, "--item", item["item_id"], "--verdict", "good")
    shown = [item["item_id"] for item in first["items"]]
    again = ltrec("replay", "last", "-l", library, "--json")
    assert (again["is_exact"], again["differences"], again["rebuilt"]) == (True, [], shown)
    assert "The same items, order" in ltrec("replay", first["slate_id"], "-l", library).stdout
    tried = ltrec(
        "replay", "last", "-l", library, "--tail-preference", 1, "--segment", "tail", "--count", 3, "--json"
    )
    assert tried["changes"] == {"tail_preference": 1.0, "segments": ["tail"], "count": 3}
    assert len(tried["items"]) == 3
    verdicts = tried["verdicts"]
    assert (verdicts["list_count"], verdicts["accepted_count"], verdicts["is_few"]) == (1, 2, True)
    assert verdicts["old"]["accepted"]["value"] == 2
    said = ltrec("replay", "last", "-l", library, "--policy", "none").stdout
    assert "too few to decide by" in said and "Only items that were shown could be judged" in said
    assert "no list “x”" in ltrec("replay", "x", "-l", library, code=1).stderr


def test_new_items_are_suggested_where_asked_for(tmp_path, ltrec):
    path = tmp_path / "dated.csv"
    rows = [
        f"{item.item_id},{item.title},{'2003-06-' if number > 55 else '1999-02-'}{number % 28 + 1:02d},"
        f"{item.text},{item.popularity:g}\n"
        for number, item in enumerate(topic_items(60))
    ]
    path.write_text("id,title,date,description,loans\n" + "".join(rows), encoding="utf-8")
    ltrec("import", path, "--library", tmp_path / "lib")
    asked = ("suggest", "--library", tmp_path / "lib", "--count", 60, "--json")
    usual = ltrec(*asked)
    assert {item["segment"] for item in usual["items"]} == {"torso", "tail"}
    new = ltrec(*asked, "--segment", "new")
    assert {item["item_id"] for item in new["items"]} == {f"{number:04d}" for number in range(56, 60)}
    assert all(item["reasons"][-1].endswith("by popularity so far.") for item in new["items"])


def test_a_rejection_may_say_why_and_a_model_of_the_verdicts_be_chosen(library, ltrec):
    asked = ("suggest", "--library", library, "--brief", "harbour", "--count", "8", "--json")
    items = [item["item_id"] for item in ltrec(*asked, "--feedback-model", "rocchio")["items"]]
    given = ("feedback", "--library", library, "--verdict", "not-right", "--reason")
    once = ltrec(*given, "known", "--item", items[0], "--json")
    assert (once["critique"], once["critique_count"], once["critique_least"]) == ("known", 1, 2)
    assert "known" not in ltrec(*asked)["items"][0]["parts"]
    ltrec(*given, "known", "--item", items[1], "--json")
    assert "known" in ltrec(*asked)["items"][0]["parts"]
    refused = ltrec(
        "feedback", "--library", library, "--verdict", "good", "--reason", "have", "--item", "x", code=1
    )
    assert "is no reason for the verdict" in refused.stderr
    assert "rocchio" in ltrec(*asked, "--feedback-model", "nonsense", code=2).stderr


def test_an_update_is_foretold_brought_in_and_taken_back(tmp_path, library, ltrec):
    rows = [line.split(",") for line in CSV.splitlines()]
    rows[1][1] = "Another title"
    del rows[40:]
    rows.append(["new-1", "New", "", "1999", "", "A new one.", "5"])
    rows.append(["new-2", "", "", "1999", "", "No title.", "5"])
    path = tmp_path / "update.jsonl"
    lines = [json.dumps(dict(zip(rows[0], row, strict=False)), ensure_ascii=False) for row in rows[1:]]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    refused = tmp_path / "refused.csv"
    told = ltrec("import", path, "--library", library, "--dry-run", "--refused", refused, "--json")
    assert (told["new"], told["changed"], told["same"], told["missing"], told["refused"]) == (1, 1, 38, 21, 1)
    assert "the title is empty" in refused.read_text(encoding="utf-8-sig")
    report = ltrec("import", path, "--library", library, "--json")
    assert (report["added"], report["changed"], report["unchanged"]) == (1, 1, 38)
    assert report["form"] == "json-lines"
    undone = ltrec("undo-import", "--library", library, "--json")
    assert (undone["removed"], undone["restored"]) == (1, 1)
    ltrec("undo-import", "--library", library, code=1)


def test_briefs_are_listed_and_a_saved_one_is_asked_again_by_its_name(library, ltrec):
    asked = ("suggest", "--library", library, "--json")
    assert ltrec("briefs", "--library", library, "--json") == {"briefs": []}
    first = ltrec(*asked, "--brief", "harbour", "--count", "6", "--diversity", "0.2")
    ltrec("feedback", "--library", library, "--item", first["items"][0]["item_id"], "--verdict", "good")
    (entry,) = ltrec("briefs", "--library", library, "--json")["briefs"]
    assert (entry["name"], entry["is_saved"], entry["verdict_count"]) == ("harbour", False, 1)
    workspace = Workspace(library)
    request = asked_by(workspace, JobControl(), entry["brief_id"])
    save_brief(workspace, JobControl(), request, "Summer table", entry["brief_id"])
    workspace.close()
    again = ltrec(*asked, "--brief-name", "summer TABLE", "--count", "4")
    assert len(again["items"]) == 4  # what is said on the command line counts, the rest is the brief's
    assert first["items"][0]["item_id"] not in {item["item_id"] for item in again["items"]}
    (entry,) = ltrec("briefs", "--library", library, "--json")["briefs"]
    assert (entry["name"], entry["is_saved"], entry["list_count"]) == ("Summer table", True, 2)
    assert "Summer table: verdicts 1, " in ltrec("briefs", "--library", library).stdout
    assert "no saved brief “Winter”" in ltrec(*asked, "--brief-name", "Winter", code=1).stderr


def test_suggestions_from_a_file_of_ids_alone(tmp_path, library, ltrec):
    asked = ("suggest", "--library", library, "--json", "--brief", "harbour")
    ids = [item["item_id"] for item in ltrec(*asked, "--count", "30")["items"]][::3]
    path = tmp_path / "ids.txt"
    path.write_text("\n".join(["\ufeff" + ids[0], *ids[1:], "", "of another library"]), encoding="utf-8")
    found = [item["item_id"] for item in ltrec(*asked, "--only", path)["items"]]
    assert found and set(found) <= set(ids)
    path.write_text("of another library\n", encoding="utf-8")
    assert "None of the items selected" in ltrec(*asked, "--only", path, code=1).stderr


def test_a_shelf_goes_out_in_any_format_by_any_preset(tmp_path, library, ltrec):
    slate = ltrec("suggest", "--library", library, "--brief", "harbour tide", "--count", 3, "--json")
    ids = [item["item_id"] for item in slate["items"]]
    for item_id in ids:
        ltrec("feedback", "--library", library, "--item", item_id, "--verdict", "shelve")
    listed = ltrec("shelf", "presets", "--library", library, "--json")
    assert {"everything", "books/1", "shop/2"} <= {preset["key"] for preset in listed["presets"]}
    assert {"reason", "note", "title"} <= {*listed["fields"]}

    out = tmp_path / "list.txt"
    written = ltrec(
        "shelf", "export", out, "--library", library, "--preset", "Reading list (Markdown)", "--encoding", "gb18030",
        "--column", "Name=title", "--column", "Why=reason", "--json",
    )  # fmt: skip
    assert written == {"file": str(out), "items": 3, "format": "markdown", "encoding": "gb18030"}
    content = out.read_text(encoding="gb18030")
    assert content.count("Why: ") == 3
    assert all(item["title"] in content for item in slate["items"])
    refused = ltrec("shelf", "export", out, "--library", library, "--format", "csv", code=1)
    assert "is there already" in refused.stderr
    ltrec("shelf", "export", out, "--library", library, "--format", "csv", "--replace")
    assert out.read_text(encoding="utf-8-sig").startswith('"position","item_id"')


def test_a_library_is_backed_up_and_restored(tmp_path, library, ltrec):
    assert ltrec("backup", "--list", "--library", library, "--json")["backups"] == []
    made = ltrec("backup", "--library", library, "--json")["made"]
    assert made["reason"] == "asked"
    assert ltrec("backup", "--if-due", "--library", library, "--json")["made"] is None
    ltrec("feedback", "--library", library, "--item", "0001", "--verdict", "shelve")
    restored = ltrec("restore", made["key"], "--library", library, "--json")
    assert restored["restored"]["key"] == made["key"]
    assert ltrec("shelf", "export", tmp_path / "none.json", "--library", library, "--json")["items"] == 0
    ltrec("restore", restored["kept"]["key"], "--library", library)
    assert ltrec("shelf", "export", tmp_path / "one.json", "--library", library, "--json")["items"] == 1
    # An import is preceded by a backup of its own.
    ltrec("import", tmp_path / "c.csv", "--library", library)
    assert "import" in {
        each["reason"] for each in ltrec("backup", "--list", "--library", library, "--json")["backups"]
    }
