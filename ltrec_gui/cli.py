"""`ltrec`: the pipeline without a window; answers on stdout, progress on stderr, exit code 0 only when done."""

import json
import logging
import math
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, replace
from dataclasses import fields as dataclass_fields
from pathlib import Path
from types import TracebackType
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from ltrec_gui import diagnostics, paths
from ltrec_gui.catalogue.columns import KINDS, ColumnMapping, roles_of
from ltrec_gui.catalogue.dialect import Dialect
from ltrec_gui.catalogue.forms import TEXT, WORKBOOK
from ltrec_gui.errors import CatalogueError, LtrecError, RequestError
from ltrec_gui.jobs.control import JobControl, Progress
from ltrec_gui.pipeline import (
    backups,
    briefs,
    browse,
    build_index,
    domains,
    embed_items,
    export_presets,
    export_shelf,
    find_topics,
    give_feedback,
    import_catalogue,
    learn_readers,
    learning,
    rehearse_import,
    replay,
    verify,
)
from ltrec_gui.pipeline.selections import keep_selection
from ltrec_gui.pipeline.suggest import suggest
from ltrec_gui.pipeline.whole_file import write_whole
from ltrec_gui.pipeline.why_not import FILTERED, LISTED, Change, WhyNot, why_not
from ltrec_gui.pipeline.workspace import Workspace
from ltrec_gui.recommend import explain
from ltrec_gui.recommend import slate as slates
from ltrec_gui.recommend.critiques import CRITIQUES, KNOWN, LEAST, OLD
from ltrec_gui.recommend.diversify import POLICIES
from ltrec_gui.recommend.learning_policy import ArmSummary
from ltrec_gui.recommend.preference import FEEDBACK_MODELS, LOGISTIC
from ltrec_gui.recommend.slate import LEARNING, SEGMENTS, VERDICTS, Reason, Slate, Suggestion, SuggestRequest
from ltrec_gui.recommend.tail import TAIL_METHODS

logger = logging.getLogger(__name__)

FAILED = 1
INTERRUPTED = 130
SECONDS_BETWEEN_LINES = 5.0
BAKE_OFF_SAMPLE = 1_000  # items read with each model
LONGEST_LIST = 1_000  # to tell the items of a longer one apart takes minutes
F = TypeVar("F", bound=Callable[..., Any])


def main() -> None:
    """Run the command line; every error is one sentence on stderr and a non-zero exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    start_log()
    try:
        _refuse_unreadable(sys.argv[1:])
        commands(standalone_mode=False)
    except click.exceptions.Abort:
        _complain("Stopped. What was finished is kept; run the same command again to go on.")
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except LtrecError as error:
        _complain(str(error))
        sys.exit(FAILED)
    except BrokenPipeError:
        # The reader of our output went away; there is nobody left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(FAILED)


def _refuse_unreadable(arguments: list[str]) -> None:
    """Raise RequestError for an argument that is no text: neither the library nor JSON could hold it."""
    for argument in arguments:
        shown = argument.encode("utf-8", "replace").decode()
        if shown != argument:
            raise RequestError(
                "“{shown}” is not valid UTF-8. Nothing was changed. Type it again, or rename the file first.",
                shown=shown,
            )


def start_log() -> None:
    """Log to the file where it can be written, and turn what nobody expected into a sentence."""
    with suppress(OSError):  # a home that cannot be written must not keep a command from working
        diagnostics.start_log(paths.log_file())
    sys.excepthook = _unexpected


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logger.critical("unexpected", exc_info=(kind, error, trace))
    _complain(
        f"Something went wrong that the program did not expect ({kind.__name__}). What was finished is kept. "
        "Try again; the log file says more."
    )


def _complain(sentence: str) -> None:
    click.echo(sentence, err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="ltrec-gui")
def commands() -> None:
    """Find the good things in a catalogue that nobody is looking at, without a window."""


def library_option(function: F) -> F:
    """Add the options every command has."""
    function = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON on stdout.")(
        function
    )
    return click.option(
        "--library",
        "-l",
        "folder",
        required=True,
        type=click.Path(path_type=Path),
        help="The library's folder.",
    )(function)


def _is_library(path: Path) -> bool:
    """Return whether a library is there; an empty file is none, and opening it would make it a new one."""
    try:
        return path.is_file() and path.stat().st_size > 0
    except OSError as error:
        raise RequestError(
            "“{folder}” cannot be read ({why}). Nothing was changed. Check your rights to the folder.",
            folder=path.parent,
            why=error.strerror,
        ) from error


@contextmanager
def opened(folder: Path, must_exist: bool = True) -> Iterator[Workspace]:
    """Open a library for one command; raise RequestError where there is none and one is needed."""
    if must_exist and not _is_library(folder / "library.db"):
        raise RequestError(
            "There is no library in “{folder}”. Nothing was changed. Import a catalogue there first.",
            folder=folder,
        )
    workspace = Workspace(folder)
    try:
        yield workspace
    finally:
        workspace.close()


def stderr_control() -> JobControl:
    """Return a control that shows progress on stderr, as a line that rewrites itself on a terminal."""
    is_terminal = sys.stderr.isatty()
    last_shown = 0.0

    def show(progress: Progress) -> None:
        of_total = f" of {progress.total:,}" if progress.total is not None else ""
        line = f"{progress.stage}: {progress.done:,}{of_total}"
        if is_terminal:
            click.echo(f"\r{line}\033[K", err=True, nl=progress.done == progress.total)
            return
        # A log file wants a line now and then, not twenty a second.
        nonlocal last_shown
        if progress.done == progress.total or time.monotonic() - last_shown > SECONDS_BETWEEN_LINES:
            last_shown = time.monotonic()
            click.echo(line, err=True)

    return JobControl(show)


def answer(as_json: bool, result: dict[str, Any], lines: list[str]) -> None:
    """Print the result: JSON for machines or lines for people."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else "\n".join(lines))


@commands.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@library_option
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the file holds; guessed if left out.")
@click.option(
    "--map", "assignments", multiple=True, metavar="ROLE=COLUMN", help="A column, by header or number."
)
@click.option("--encoding", help="The file's encoding; detected if left out.")
@click.option("--delimiter", help="The file's delimiter, e.g. ';' or 'tab'; detected if left out.")
@click.option("--sheet", help="The sheet of a workbook; the first that holds a table if left out.")
@click.option("--dry-run", is_flag=True, help="Only say what would be new, changed, the same and missing.")
@click.option("--refused", type=click.Path(path_type=Path), help="Write the rows left out to this CSV file.")
def import_command(
    file: Path,
    folder: Path,
    as_json: bool,
    kind: str | None,
    assignments: tuple[str, ...],
    encoding: str | None,
    delimiter: str | None,
    sheet: str | None,
    dry_run: bool,
    refused: Path | None,
) -> None:
    """Import a catalogue, interactions, or both in one: CSV, TSV, XLSX, JSON or Parquet."""
    if delimiter is not None:
        delimiter = {"tab": "\t", "\\t": "\t"}.get(delimiter.lower(), delimiter)
    reading = import_catalogue.inspect_file(
        file, kind=kind, encoding=encoding, delimiter=delimiter, sheet=sheet
    )
    if assignments:
        mapping = assigned(reading.mapping, reading.preview.header, assignments)
        reading = import_catalogue.inspect_file(file, dialect=reading.dialect, mapping=mapping)
    if refused is not None:
        rehearse_import.save_refused(stderr_control(), reading, refused)
    if dry_run:
        _foretell(reading, folder, as_json)
        return
    with opened(folder, must_exist=False) as workspace:
        report = backups.import_backed_up(workspace, stderr_control(), reading)
    result = {
        "records": report.records,
        "imported": report.imported,
        "added": report.added,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "refused": report.refused,
        "blank": report.blank,
        "problems": [asdict(problem) for problem in report.problems],
        "encoding": report.dialect.encoding,
        "delimiter": report.dialect.delimiter,
        "mapping": _roles(report.mapping),
        "kind": report.kind,
        "header_line": report.dialect.header_line,
        "form": report.dialect.form,
        "sheet": report.dialect.sheet,
        "items_added": report.items_added,
        "items_changed": report.items_changed,
    }
    lines = [
        f"{report.records:,} records: {report.imported:,} imported ({report.added:,} new, {report.changed:,} changed, "
        f"{report.unchanged:,} as before), {report.refused:,} refused, {report.blank:,} blank.",
        f"Read as {report.kind}, {_how_written(report.dialect)}.",
        *(f"  {role} = {header}" for role, header in report.mapping),
        *(f"line {p.line}, {p.column}: {p.value!r}: {p.reason}" for p in report.problems[:20]),
    ]
    if len(report.problems) > 20:
        lines.append(f"… and {len(report.problems) - 20:,} more; --json lists them all.")
    answer(as_json, result, lines)


def _how_written(dialect: Dialect) -> str:
    if dialect.form == WORKBOOK:
        return f"sheet “{dialect.sheet}” of a workbook"
    if dialect.form == TEXT:
        return f"{dialect.encoding}, delimiter {dialect.delimiter!r}"
    return " ".join(filter(None, (dialect.form, dialect.encoding)))


def _foretell(reading: import_catalogue.FileReading, folder: Path, as_json: bool) -> None:
    library = folder if _is_library(folder / "library.db") else None
    told = rehearse_import.rehearse(stderr_control(), reading, library)
    result = {
        "records": told.records,
        "ready": told.ready,
        "refused": told.refused,
        "blank": told.blank,
        "new": told.new,
        "changed": told.changed,
        "same": told.same,
        "missing": told.missing,
        "kinds": told.kinds,
    }
    missing = "" if told.missing is None else f", {told.missing:,} of the library not in the file"
    lines = [
        f"{told.records:,} records: {told.ready:,} ready, {told.refused:,} refused, {told.blank:,} blank. "
        "Nothing was imported.",
        f"{told.new:,} new, {told.changed:,} changed, {told.same:,} as before{missing}.",
        *(f"  {count:,} × {kind}" for kind, count in sorted(told.kinds.items())),
    ]
    answer(as_json, result, lines)


@commands.command("undo-import")
@library_option
def undo_import_command(folder: Path, as_json: bool) -> None:
    """Take the last import back: items and interactions are as before; verdicts stay."""
    with opened(folder) as workspace:
        undone = import_catalogue.undo_import(workspace, stderr_control())
    if undone is None:
        raise RequestError("There is no import to undo. Nothing was changed.")
    lines = [
        f"Took back {undone.name}: {undone.removed:,} items taken out, {undone.restored:,} put back; "
        f"{undone.interactions_removed:,} interactions taken out, {undone.interactions_restored:,} put back."
    ]
    answer(as_json, asdict(undone), lines)


def _roles(pairs: tuple[tuple[str, str], ...]) -> dict[str, Any]:
    """Return role → header; a list of headers where several columns play one role."""
    found: dict[str, Any] = {}
    for role, header in pairs:
        if role not in found:
            found[role] = header
        else:
            found[role] = [*([found[role]] if isinstance(found[role], str) else found[role]), header]
    return found


def assigned(mapping: ColumnMapping, header: tuple[str, ...], assignments: tuple[str, ...]) -> ColumnMapping:
    """Return the mapping with the editor's own roles in force; raise CatalogueError for an unknown column."""
    wanted: list[tuple[str, int]] = []
    for assignment in assignments:
        role, separator, column = assignment.partition("=")
        if not separator:
            raise CatalogueError(
                "“{assignment}” is not ROLE=COLUMN. Nothing was imported.", assignment=assignment
            )
        if role not in roles_of(mapping.kind):
            raise CatalogueError(
                "There is no role “{role}” in a file read as {kind}. Nothing was imported. The roles are: {roles}.",
                role=role,
                kind=mapping.kind,
                roles=", ".join(roles_of(mapping.kind)),
            )
        if column in header:
            wanted.append((role, header.index(column)))
        elif column.isdecimal() and 1 <= int(column) <= len(header):
            wanted.append((role, int(column) - 1))
        else:
            raise CatalogueError(
                "There is no column “{column}”. Nothing was imported. The columns are: {columns}.",
                column=column,
                columns=", ".join(header),
            )
    roles = {role for role, _ in wanted}
    columns = {column for _, column in wanted}
    kept = [pair for pair in mapping.columns if pair[0] not in roles and pair[1] not in columns]
    return ColumnMapping(mapping.kind, tuple(sorted([*kept, *wanted], key=lambda pair: pair[1])))


@commands.command("embed")
@library_option
@click.option(
    "--model",
    help="A local BERT folder; it becomes the library's. Empty, as in --model '', for the bundled one.",
)
@click.option("--pooling", type=click.Choice(["mean", "cls"]), help="How token vectors become one.")
def embed_command(folder: Path, as_json: bool, model: str | None, pooling: str | None) -> None:
    """Embed every item that has no vector yet."""
    with opened(folder) as workspace:
        settings = workspace.meta.settings
        if model is not None or pooling is not None:
            chosen = model if model is not None else settings.model_folder
            embed_items.choose_model(workspace, stderr_control(), chosen, pooling or settings.pooling)
        report = embed_items.embed_items(workspace, stderr_control())
    lines = [
        f"{report.embedded:,} embedded, {report.total:,} in all, with {report.model_name} ({report.pooling})."
    ]
    if report.unknown_token_share >= embed_items.UNREADABLE_SHARE:
        lines.append(
            f"This model cannot read {report.unknown_token_share:.0%} of this catalogue; suggestions are ranked "
            "by words. "
            "Choose another with --model."
        )
    answer(as_json, asdict(report), lines)


@commands.command("index")
@library_option
def index_command(folder: Path, as_json: bool) -> None:
    """Build the index over all vectors."""
    with opened(folder) as workspace:
        manifest = build_index.build_index(workspace, stderr_control())
    if manifest is None:
        raise RequestError("There are no vectors to index yet. Nothing was changed. Run `ltrec embed` first.")
    answer(
        as_json,
        asdict(manifest),
        [f"Generation {manifest.generation}: {manifest.item_count:,} items indexed."],
    )


@commands.command("readers")
@library_option
def readers_command(folder: Path, as_json: bool) -> None:
    """Learn from what readers did which items go together."""
    with opened(folder) as workspace:
        report = learn_readers.learn_readers(workspace, stderr_control())
    if report is None:
        raise RequestError(
            "There are too few readers to learn from: {least} are needed who like {likes} items or more. Nothing was "
            "changed. Import interactions first.",
            least=learn_readers.LEAST_READERS,
            likes=learn_readers.LEAST_LIKES,
        )
    lines = [
        f"{report.reader_count:,} readers, {report.like_count:,} likes and {report.view_count:,} other views of "
        f"{report.item_count:,} items: {report.name}."
    ]
    if not report.is_trusted:
        lines.append(
            f"These are few: fewer than {learn_readers.TRUSTED_READERS} of them like "
            f"{learn_readers.TRUSTED_LIKES} items or more, so they count less in suggestions."
        )
    answer(as_json, asdict(report), lines)


@commands.command("topics")
@library_option
def topics_command(folder: Path, as_json: bool) -> None:
    """Find the topics of the whole catalogue, which the policies topic-quota and lda-quota share places among."""
    with opened(folder) as workspace:
        manifest = find_topics.find_topics(workspace, stderr_control())
        names = find_topics.topic_sizes(workspace)
    if manifest is None:
        raise RequestError("This library has no items yet. Import a catalogue first.")
    answer(
        as_json,
        {**asdict(manifest), "topics": names},
        [
            f"{manifest.cluster_count:,} clusters and {manifest.lda_count:,} topics of LDA "
            f"in {manifest.item_count:,} items.",
            *(f"{kind} {count:>7,}  {name}" for kind, found in names.items() for name, count in found),
        ],
    )


def conditions_given(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Return what `--where` was given as (column, condition) pairs."""
    pairs = [value.partition("=") for value in values]
    if not all(column.strip() and sign and condition.strip() for column, sign, condition in pairs):
        raise click.BadParameter("write COLUMN=CONDITION, such as stock=1..")
    return tuple((column.strip(), condition.strip()) for column, _, condition in pairs)


@commands.command("suggest")
@library_option
@click.option("--brief", default="", help="What you look for, or a reader's comment, in plain words.")
@click.option(
    "--brief-name",
    metavar="NAME",
    help="Ask again what a saved brief asks for, with its verdicts; what else is given here is asked instead.",
)
@click.option(
    "--seed", "seeds", multiple=True, metavar="ITEM_ID", help="An item to start from; may be repeated."
)
@click.option(
    "--count",
    default=20,
    show_default=True,
    type=click.IntRange(max=LONGEST_LIST),
    help="How many suggestions.",
)
@click.option(
    "--tail-preference", default=0.7, show_default=True, help="Share of places reserved for the tail, 0 to 1."
)
@click.option("--diversity", default=0.5, show_default=True, help="How much variety, 0 to 1.")
@click.option(
    "--segment",
    "segments",
    multiple=True,
    type=click.Choice(SEGMENTS),
    help="Only these; may be repeated. New: within 30 days of the catalogue's newest date.",
)
@click.option("--tag", "tags", multiple=True, help="Only items with any of these tags.")
@click.option("--language", "languages", multiple=True, help="Only items in these languages.")
@click.option("--year-from", type=int)
@click.option("--year-to", type=int)
@click.option(
    "--where",
    "columns",
    multiple=True,
    metavar="COLUMN=CONDITION",
    callback=conditions_given,
    help="Only items that meet it, as stock=1.., level=beginner|all, date=..730d (an age) or status=!gone; "
    "may be repeated.",
)
@click.option(
    "--only",
    "only_path",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Only these items: a text file of item ids, one a line.",
)
@click.option(
    "--policy",
    default="dpp",
    show_default=True,
    type=click.Choice([*POLICIES, LEARNING]),
    help="How variety is made; random-tail and softmax are controls, learning draws by your verdicts.",
)
@click.option(
    "--quota-column",
    default="author",
    show_default=True,
    help="What column-quota counts: author, language, year, first-tag or another column of the catalogue.",
)
@click.option(
    "--tail-method",
    default="quota",
    show_default=True,
    type=click.Choice(TAIL_METHODS),
    help="How the tail gets its places; only a quota keeps a number known in advance.",
)
@click.option(
    "--explore",
    "explore_places",
    default=0,
    show_default=True,
    type=click.IntRange(min=0),
    help="Wild cards: places given to items from further down the list, to find out.",
)
@click.option(
    "--feedback-model",
    default=LOGISTIC,
    show_default=True,
    type=click.Choice(FEEDBACK_MODELS),
    help="What learns from the verdicts; both count from the first one, rocchio lets one rejection weigh as many.",
)
def suggest_command(
    folder: Path,
    as_json: bool,
    brief: str,
    brief_name: str | None,
    seeds: tuple[str, ...],
    count: int,
    tail_preference: float,
    diversity: float,
    segments: tuple[str, ...],
    tags: tuple[str, ...],
    languages: tuple[str, ...],
    year_from: int | None,
    year_to: int | None,
    columns: tuple[tuple[str, str], ...],
    only_path: Path | None,
    policy: str,
    quota_column: str,
    tail_method: str,
    explore_places: int,
    feedback_model: str,
) -> None:
    """Suggest long-tail items for a brief, for seeds, or for both."""
    request = SuggestRequest(
        brief=brief,
        seed_ids=seeds,
        count=count,
        tail_preference=tail_preference,
        diversity=diversity,
        segments=segments or SuggestRequest().segments,
        tags=tags,
        languages=languages,
        year_from=year_from,
        year_to=year_to,
        columns=columns,
        policy=policy,
        quota_column=quota_column,
        tail_method=tail_method,
        explore_places=explore_places,
        feedback_model=feedback_model,
    )
    with opened(folder) as workspace:
        if brief_name is not None:
            request = as_saved(workspace, brief_name, request)
        if only_path is not None:
            ids = only_path.read_text(encoding="utf-8-sig", errors="replace").splitlines()
            kept = keep_selection(workspace, JobControl(), [each.strip() for each in ids if each.strip()])
            request = replace(request, selection=kept.key, selection_count=kept.item_count)
        slate = suggest(workspace, stderr_control(), request, load_model=True)
    answer(as_json, slate_as_json(slate), slate_as_lines(slate))


def as_saved(workspace: Workspace, brief_name: str, request: SuggestRequest) -> SuggestRequest:
    """Return what a saved brief asks for, with those parts of `request` instead that the command line names."""
    named = briefs.brief_named(workspace, JobControl(), brief_name)
    context = click.get_current_context()
    fields = {"seed_ids": "seeds"}  # of the request, where the option is called otherwise
    given = {
        field: value
        for field, value in vars_of(request).items()
        if context.get_parameter_source(fields.get(field, field)) is ParameterSource.COMMANDLINE
    }
    return replace(briefs.asked_by(workspace, JobControl(), named.brief_id), **given)


def vars_of(request: SuggestRequest) -> dict[str, Any]:
    """Return the fields of a request by name, as they are."""
    return {field.name: getattr(request, field.name) for field in dataclass_fields(request)}


@commands.command("briefs")
@library_option
def briefs_command(folder: Path, as_json: bool) -> None:
    """List the saved briefs, then those that were not saved, each with what came of it."""
    with opened(folder) as workspace:
        found = briefs.list_briefs(workspace, JobControl())
    answer(
        as_json,
        {"briefs": [asdict(entry) for entry in found]},
        [
            f"{entry.name or '(without a text)'}{'' if entry.is_saved else ', not saved'}: "
            f"verdicts {entry.verdict_count:,}, on the shelf {entry.shelf_count:,}, lists {entry.list_count:,}, "
            f"used {entry.used_at[:16].replace('T', ' ')} UTC."
            for entry in found
        ]
        or ["There are no briefs yet. Each list you ask for is kept with its brief."],
    )


def slate_as_json(slate: Slate) -> dict[str, Any]:
    """Return a slate as plain values."""
    return {
        "slate_id": slate.slate_id,
        "items": [
            {
                "item_id": suggestion.item.item_id,
                "title": suggestion.item.title,
                "rank": suggestion.rank,
                "relevance": suggestion.relevance,
                "similarity": suggestion.similarity,
                "segment": suggestion.segment,
                "popularity": suggestion.popularity,
                "novelty": suggestion.novelty,
                "reasons": [reason_sentence(reason) for reason in suggestion.reasons],
                "parts": {part.name: part.value for part in suggestion.parts},
                "penalty": suggestion.penalty,
                "overlaps_with": suggestion.overlaps_with,
                "is_exploration": suggestion.is_exploration,
                "topic": suggestion.topic,
            }
            for suggestion in slate.suggestions
        ],
        "metrics": asdict(slate.metrics),
        "ranked_by": slate.ranked_by,
        "policy": slate.policy,
        "diversity": slate.diversity,
        "learned": _learned_facts(slate),
        "notes": [NOTE_SENTENCES[note] for note in slate.notes],
        "change": asdict(slate.change) if slate.change else None,
    }


def _learned_facts(slate: Slate) -> dict[str, Any] | None:
    """Return the chances the learning policy had, and how many earlier lists they came from."""
    if slate.learned is None:
        return None
    choice = slate.learned.choice
    return {
        "trial_count": slate.learned.trial_count,
        "chance": slate.learned.chance,
        "arms": [
            {**asdict(arm), "chance": chance, "expected": expected}
            for arm, chance, expected in zip(choice.arms, choice.chances, choice.expected, strict=True)
        ],
    }


NOTE_SENTENCES = {
    slates.NOTE_QUICK: "Ranked by words: the brief is not embedded yet.",
    slates.NOTE_MODEL_CANNOT_READ: "Ranked by words: the model does not know this catalogue's language.",
    slates.NOTE_MODEL_MISSING: "Ranked by words: the model folder cannot be used. Choose one with embed --model.",
    slates.NOTE_NO_VECTORS: "Ranked by words: nothing is embedded yet.",
    slates.NOTE_FEW_VECTORS: "Ranked by words: too few items are embedded yet.",
    slates.NOTE_PARTLY_EMBEDDED: "Not every item is embedded yet; the others are ranked by words.",
    slates.NOTE_NO_POPULARITY: "This catalogue has no popularity, so there is no head and no tail.",
    slates.NOTE_FLAT_POPULARITY: "Popularity is nearly the same everywhere: this catalogue has no tail.",
    slates.NOTE_NO_MATCH: "No item that may be suggested holds any of these words.",
    slates.NOTE_RULED_OUT: "What the brief rules out (“no …”, “rather than …”) is not looked for; it is not filtered "
    "out either.",
    slates.NOTE_NO_WORD: "No item holds a word of the brief. If it is in another language than the catalogue, the "
    "order is a guess.",
    slates.NOTE_TAIL_SHORT: "Fewer tail items fit than places were reserved for.",
    slates.NOTE_POOL_TOPICS: "The topics of the whole catalogue are not found yet; run `ltrec topics`. "
    "Places were shared among topics of the candidates.",
}


def slate_as_lines(slate: Slate) -> list[str]:
    """Return a slate for people."""
    lines = [NOTE_SENTENCES[note] for note in slate.notes]
    for suggestion in slate.suggestions:
        lines.append(
            f"{suggestion.rank:>3}. {suggestion.item.title} [{suggestion.item.item_id}] {suggestion.segment}, "
            f"relevance {suggestion.relevance:.2f}, novelty {suggestion.novelty:.2f}{_marks(suggestion)}"
        )
        lines.append("     " + " ".join(reason_sentence(reason) for reason in suggestion.reasons))
    if not slate.suggestions:
        removed = ", ".join(f"{name} removes {count:,}" for name, count in slate.blocked_by)
        lines.append(f"Nothing fits. {removed}." if removed else "Nothing fits.")
    lines.append(
        f"Tail share {slate.metrics.tail_share:.0%}, diversity {slate.metrics.intra_list_diversity:.2f}, "
        "mean popularity "
        f"{slate.metrics.mean_popularity:,.1f}."
    )
    if slate.learned is not None:
        lines.append(
            f"Learning drew {slate.policy} at {slate.diversity:g}, which had a chance of {slate.learned.chance:.0%} "
            f"after {slate.learned.trial_count:,} earlier lists; `ltrec policies` shows them."
        )
    return lines


def _marks(suggestion: Suggestion) -> str:
    topic = f", topic: {suggestion.topic}" if suggestion.topic else ""
    return topic + (", wild card" if suggestion.is_exploration else "")


def reason_sentence(reason: Reason) -> str:
    """Return a reason as one English sentence."""
    match reason.kind:
        case "seed":
            return f"{_near(reason)} “{reason.title}” ({reason.similarity:.2f})."
        case "brief":
            return f"{_near(reason)} the brief in meaning ({reason.similarity:.2f})."
        case "verdict":
            return f"{_near(reason)} “{reason.title}”, which you chose ({reason.similarity:.2f})."
        case "words":
            other = f"“{reason.title}”" if reason.title else "the brief"
            return "Shares " + ", ".join(f"“{term}”" for term in reason.terms) + f" with {other}."
        case "readers":
            others = " and ".join(f"“{title}”" for title in (reason.title, *reason.terms))
            return f"Opened by the same people as {others}."
        case "variety":
            return "Chosen for variety; nothing was asked for yet."
        case "sample":
            return "Drawn at random, to estimate how much is left to find."
        case "remainder":
            return "Not close to what was asked, but nothing closer is left."
        case "unopened":
            return "Never opened so far."
        case "uncounted":
            return "Its popularity is not known."
        case "popularity":
            # A new item had no time to be opened: its place says where it stands, not what it is worth.
            so_far = " so far" if reason.segment == "new" else ""
            return f"Number {reason.rank:,} of {reason.total:,} by popularity{so_far}."
    raise ValueError(reason.kind)


def _near(reason: Reason) -> str:
    if not explain.is_clearly_near(reason.kind, reason.similarity):
        return "Loosely related to"
    return {"seed": "Near", "brief": "Close to"}.get(reason.kind, "Like")


@commands.command("why")
@click.argument("item_id")
@library_option
@click.option("--slate", "slate_id", default="last", show_default=True, help="The list's id, or last.")
def why_command(item_id: str, folder: Path, as_json: bool, slate_id: str) -> None:
    """Say why ITEM_ID is not in a list, what it lacks, and which changes bring it in."""
    with opened(folder) as workspace:
        found = why_not(workspace, stderr_control(), slate_id, item_id)
    answer(as_json, _why_as_json(found), _why_as_lines(found))


def _why_as_json(found: WhyNot) -> dict[str, Any]:
    last = found.last
    return {
        "item_id": found.item.item_id,
        "title": found.item.title,
        "slate_id": found.slate_id,
        "shown_rank": found.shown_rank,
        "rank_now": found.rank_now,
        "has_changed": found.has_changed,
        "rank": found.rank,
        "candidate_count": found.candidate_count,
        "relevance": found.relevance,
        "parts": {part.name: part.value for part in found.parts},
        "last": None
        if last is None
        else {
            "item_id": last.item.item_id,
            "title": last.item.title,
            "rank": last.rank,
            "relevance": last.relevance,
            "parts": {part.name: part.value for part in last.parts},
            "penalty": last.penalty,
        },
        "filters": list(found.filters),
        "behind": found.behind,
        "because": found.because,
        "needed": found.needed,
        "changes": [asdict(change) for change in found.changes],
        "critiques": [asdict(part) for part in found.critiques],
    }


def _why_as_lines(found: WhyNot) -> list[str]:
    lines = [f"“{found.item.title}” [{found.item.item_id}]: {_cause_sentence(found)}"]
    if found.has_changed and found.behind != LISTED:
        lines.append("The list has changed since it was shown; this is how it is made today.")
    lines.append(f"Number {found.rank:,} of {found.candidate_count:,} by relevance, {found.relevance:.2f}.")
    if found.last is not None:
        lines.append(
            f"The last of the list, “{found.last.item.title}”, has {found.last.relevance:.2f} "
            f"({found.last.penalty:+.2f} for variety)."
        )
    others = {part.name: part.value for part in found.last.parts} if found.last is not None else {}
    own = {part.name: part.value for part in found.parts}
    lines += [
        f"  {name}: {own.get(name, 0.0):+.2f}, the last has {others.get(name, 0.0):+.2f}"
        for name in dict.fromkeys([*own, *others])
    ]
    lines += [
        f"Rejected as {part.name} so far: {part.count:,}; that takes {-part.value:.2f} from it."
        for part in found.critiques
    ]
    if found.behind == LISTED:
        return lines
    if found.needed:
        # Rounded down it would be a promise that is not kept.
        needed = math.ceil(found.needed * 100) / 100
        still = "Without the filters it would still need" if found.behind == FILTERED else "It would need"
        lines.append(f"{still} {needed:.2f} more relevance.")
    lines += [_change_sentence(change) for change in found.changes]
    if not found.changes:
        lines.append("No single change of the settings brings it in.")
    return lines


def _cause_sentence(found: WhyNot) -> str:
    match found.behind:
        case "listed":
            again = "" if found.shown_rank else " as it is made today"
            return f"it is in the list{again}, at place {found.rank_now}."
        case "filtered":
            return f"removed by {', '.join(found.filters)}."
        case "twin":
            if not found.because:
                return "it repeats an item that you decided on."
            return f"it repeats “{found.because}”, which is in the list."
        case "quota":
            return f"all places for “{found.because}” are taken."
        case "tail":
            return "the place it would have is kept for the tail."
        case "diversity":
            return f"relevant enough, but too much like “{found.because}”, which is in the list."
        case "chance":
            return "the places were drawn by chance, and it was not drawn."
        case "relevance":
            return "other items are more relevant."
    raise ValueError(found.behind)


def _change_sentence(change: Change) -> str:
    match change.kind:
        case "filters":
            return f"Without {', '.join(change.names)} it would be number {change.rank}."
        case "tail-preference":
            return f"With a tail preference of {change.value:g} it would be number {change.rank}."
        case "diversity":
            return f"With a diversity of {change.value:g} it would be number {change.rank}."
        case "more-like-this":
            return f"After “more like this” on “{change.title}” it would be number {change.rank}."
        case "critique":
            return (
                f"Had nothing been rejected as {', '.join(change.names)}, it would be number {change.rank}."
            )
    raise ValueError(change.kind)


@commands.command("policies")
@library_option
def policies_command(folder: Path, as_json: bool) -> None:
    """Show what the learning policy has learned: how many lists each policy made, and what was accepted of them."""
    with opened(folder) as workspace:
        found = learning.policies_overview(workspace, JobControl())
    answer(
        as_json,
        {
            "policies": [
                {
                    **asdict(each.arm),
                    "lists": each.trial_count,
                    "shown": each.shown_count,
                    "judged": each.judged_count,
                    "accepted_share": each.mean_reward if each.judged_count else None,
                    "low": each.low,
                    "high": each.high,
                }
                for each in found
            ]
        },
        [_policy_line(each) for each in found],
    )


def _policy_line(each: ArmSummary) -> str:
    lists = f"{each.arm.policy} at {each.arm.diversity:g}: {each.trial_count:,} lists"
    if not each.judged_count:
        return f"{lists}, nothing judged yet."
    return (
        f"{lists}, {each.judged_count:,} judged, {each.mean_reward:.0%} of them accepted "
        f"(95 % interval {each.low:.0%} to {each.high:.0%})."
    )


@commands.command("replay")
@click.argument("slate_id", metavar="SLATE_ID|last")
@library_option
@click.option("--policy", type=click.Choice(POLICIES), help="Try this diversity policy.")
@click.option("--diversity", type=click.FloatRange(0, 1), help="Try this much variety, 0 to 1.")
@click.option("--tail-preference", type=click.FloatRange(0, 1), help="Try this share of the tail, 0 to 1.")
@click.option("--tail-method", type=click.Choice(TAIL_METHODS), help="Try this way to raise the tail.")
@click.option("--feedback-model", type=click.Choice(FEEDBACK_MODELS), help="Try this model of the verdicts.")
@click.option(
    "--segment", "segments", multiple=True, type=click.Choice(SEGMENTS), help="Try these segments only."
)
@click.option("--count", type=click.IntRange(1, LONGEST_LIST), help="Try a list of this length.")
def replay_command(slate_id: str, folder: Path, as_json: bool, **changes: object) -> None:
    """Make a past list again and say whether it is the same; with other settings, try them on past verdicts."""
    wanted = {name: value for name, value in changes.items() if value not in (None, ())}
    with opened(folder) as workspace:
        rebuilt = replay.rebuild(workspace, stderr_control(), slate_id)
        if not wanted:
            answer(as_json, _rebuilt_as_json(rebuilt), _rebuilt_as_lines(rebuilt))
            return
        other = replay.ranked_with(workspace, stderr_control(), rebuilt.slate.slate_id, wanted)
        report = replay.replay_verdicts(workspace, stderr_control(), wanted)
    result = {
        **_rebuilt_as_json(rebuilt),
        "changes": wanted,
        "items": [s.item.item_id for s in other.suggestions],
        "verdicts": asdict(report) if report else None,
    }
    answer(as_json, result, [*_other_as_lines(rebuilt.slate, other), "", *_replay_as_lines(report)])


def _rebuilt_as_json(rebuilt: replay.Rebuilt) -> dict[str, Any]:
    return {
        "slate_id": rebuilt.slate.slate_id,
        "is_exact": rebuilt.is_exact,
        "differences": list(rebuilt.differences),
        "moved_count": rebuilt.moved_count,
        "largest_difference": rebuilt.largest_difference,
        "shown": [s.item.item_id for s in rebuilt.shown.suggestions],
        "rebuilt": [s.item.item_id for s in rebuilt.slate.suggestions],
    }


def _rebuilt_as_lines(rebuilt: replay.Rebuilt) -> list[str]:
    lines = [
        f"{suggestion.rank:>3}. {suggestion.item.title} [{suggestion.item.item_id}] "
        f"relevance {suggestion.relevance:.2f}"
        for suggestion in rebuilt.slate.suggestions
    ]
    if rebuilt.is_exact:
        lines.append("The same items, order, relevance and parts as when it was shown.")
    elif rebuilt.moved_count:
        lines.append(f"Not as it was shown: {rebuilt.moved_count} places differ.")
    else:
        lines.append(
            f"The same items in the same order; relevance differs by up to {rebuilt.largest_difference:.1e}."
        )
    if rebuilt.differences:
        lines.append(f"Changed since: {', '.join(rebuilt.differences)}.")
    return lines


def _other_as_lines(now: Slate, other: Slate) -> list[str]:
    known = {suggestion.item.item_id for suggestion in now.suggestions}
    lines = [
        f"{s.rank:>3}. {s.item.title} [{s.item.item_id}] {s.segment}"
        + ("" if s.item.item_id in known else ", not in the list before")
        for s in other.suggestions
    ]
    for name, slate in (("Before", now), ("Tried", other)):
        lines.append(
            f"{name}: tail share {slate.metrics.tail_share:.0%}, "
            f"diversity {slate.metrics.intra_list_diversity:.2f}."
        )
    return lines


def _replay_as_lines(report: replay.ReplayReport | None) -> list[str]:
    """Return what past verdicts say of other settings, and how little that may be."""
    if report is None:
        return ["No list was followed by an accepted item yet, so verdicts say nothing of these settings."]
    lines = [
        f"{report.list_count:,} past lists of {report.brief_count:,} briefs, "
        f"followed by {report.accepted_count:,} accepted items."
    ]
    for name, side in (("Before", report.old), ("Tried", report.new)):
        lines.append(
            f"{name}: {side.accepted.value:.2f} [{side.accepted.low:.2f}, {side.accepted.high:.2f}] of the items "
            f"accepted later per list, tail share {side.tail_share:.0%}, diversity {side.diversity:.2f}, "
            f"{side.unjudged_share:.0%} of the places never judged."
        )
    gap = report.difference
    lines.append(
        f"Difference {gap.value:+.2f} [{gap.low:+.2f}, {gap.high:+.2f}], 95 % interval over {report.unit}."
    )
    if report.is_few:
        lines.append("These are too few to decide by.")
    elif not report.is_clear:
        lines.append("The interval holds zero: the verdicts do not tell the two apart.")
    lines.append(
        "Only items that were shown could be judged, and the settings before chose those: this speaks for them. "
        "Places never judged may hold good items that nobody saw."
    )
    return lines


@commands.command("feedback")
@library_option
@click.option("--item", "item_id", required=True, metavar="ITEM_ID")
@click.option("--verdict", required=True, type=click.Choice(VERDICTS))
@click.option(
    "--reason",
    "critique",
    type=click.Choice(CRITIQUES),
    help="With not-right: what it moves instead of leading away from the subject. known: the wish for what is less "
    f"popular, from {LEAST[KNOWN]} such verdicts on; too-old: what is as old, from {LEAST[OLD]} on; alike, language, "
    "author: near copies, that language, that author, from the first on; have, quality: this item alone; off-topic: "
    "the subject, as no reason does.",
)
def feedback_command(folder: Path, as_json: bool, item_id: str, verdict: str, critique: str | None) -> None:
    """Record a verdict on one item; it counts for the brief of the list made last."""
    with opened(folder) as workspace:
        outcome = give_feedback.give_feedback(
            workspace, JobControl(), [item_id], verdict, critique=critique or ""
        )
    said = f"{verdict} ({critique})" if critique else verdict
    lines = [f"Recorded: {said}, “{outcome.items[0].title}”. Shelf: {outcome.shelf_count}."]
    if outcome.critique_least > outcome.critique_count:
        lines.append(
            f"Said {outcome.critique_count:,} time so far; it moves the list from {outcome.critique_least:,} on."
        )
    answer(as_json, asdict(outcome), lines)


@commands.group("shelf")
def shelf_group() -> None:
    """Take what was chosen out of the library."""


@shelf_group.command("export")
@click.argument("file", type=click.Path(path_type=Path))
@library_option
@click.option(
    "--preset",
    "preset_name",
    metavar="NAME",
    help="Which columns, in which format: a key or name of `ltrec shelf presets`, or a preset file. All columns, and "
    "the format of FILE's ending, if left out.",
)
@click.option(
    "--format", "file_format", type=click.Choice(domains.FORMATS), help="Another format than the preset's."
)
@click.option("--encoding", type=click.Choice(domains.ENCODINGS), help="Another encoding than the preset's.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="HEADER=FIELD",
    help="A column, in place of the preset's; may be repeated. `ltrec shelf presets` lists the fields.",
)
@click.option(
    "--shelf", "shelf_id", type=int, metavar="ID", help="Which shelf; the one worked on if left out."
)
@click.option("--replace", "may_replace", is_flag=True, help="Write over a file that is there.")
def shelf_export_command(
    file: Path,
    folder: Path,
    as_json: bool,
    preset_name: str | None,
    file_format: str | None,
    encoding: str | None,
    columns: tuple[str, ...],
    shelf_id: int | None,
    may_replace: bool,
) -> None:
    """Write a shelf to FILE: .csv, .xlsx, .json, .md or .html."""
    with opened(folder) as workspace:
        preset = chosen_preset(preset_name, workspace.meta.get("domain"))
        if file_format is None and preset_name is None:
            file_format = export_shelf.format_of(file)
        preset = replace(
            preset,
            format=file_format or preset.format,
            encoding=encoding or preset.encoding,
            columns=tuple(column_pair(text) for text in columns) or preset.columns,
        )
        count = export_shelf.export_shelf(
            workspace,
            stderr_control(),
            file,
            preset,
            words=export_shelf.Words(reason=reason_sentences),
            shelf_id=shelf_id,
            may_replace=may_replace,
        )
    result = {"file": str(file), "items": count, "format": preset.format, "encoding": preset.encoding}
    answer(as_json, result, [f"{count:,} items written to {file}."])


@shelf_group.command("presets")
@library_option
def shelf_presets_command(folder: Path, as_json: bool) -> None:
    """List the presets a shelf can be exported by, the editor's own included, and the fields of a column."""
    with opened(folder) as workspace:
        material = export_shelf.export_material(workspace, JobControl())
    listed = material.presets
    result = {
        "presets": [{"key": each.key, **asdict(each.preset)} for each in listed.presets],
        "fields": list(material.fields),
        "problems": [str(problem) for problem in listed.problems],
    }
    lines = [
        f"{each.key}: {each.preset.name} ({each.preset.format}, {each.preset.encoding}): "
        + ", ".join(header for header, _field in each.preset.columns)
        for each in listed.presets
    ]
    lines.append(f"Fields: {', '.join(material.fields)}")
    answer(as_json, result, [*lines, *(str(problem) for problem in listed.problems)])


def chosen_preset(name: str | None, domain: str) -> export_presets.ExportPreset:
    """Return the preset of a name, a key or a file; all columns without one; RequestError where there is none."""
    if name is None:
        return export_presets.everything()
    known = export_presets.all_presets(domain).named(name)
    if known is not None:
        return known.preset
    if name.endswith(".toml"):
        return export_presets.read_preset(Path(name))
    raise RequestError(
        "There is no preset “{name}”. Nothing was written. Choose one that `ltrec shelf presets` lists.",
        name=name,
    )


def column_pair(text: str) -> tuple[str, str]:
    """Return header and field of HEADER=FIELD; a field alone is its own header."""
    header, equals, field = text.rpartition("=")
    return (header.strip(), field.strip()) if equals and header.strip() else (field.strip(), field.strip())


def reason_sentences(suggestion: Suggestion) -> str:
    """Return the reasons of a suggestion as English sentences."""
    return " ".join(reason_sentence(reason) for reason in suggestion.reasons)


@commands.command("backup")
@library_option
@click.option("--list", "lists_only", is_flag=True, help="List the backups there are and make none.")
@click.option(
    "--if-due", is_flag=True, help="Only if none was made today and anything changed since the last."
)
def backup_command(folder: Path, as_json: bool, lists_only: bool, if_due: bool) -> None:
    """Back the library up now; the last seven backups are kept."""
    with opened(folder) as workspace:
        made = None
        if not lists_only:
            make = backups.back_up_daily if if_due else backups.back_up
            made = make(workspace, stderr_control())
        found = backups.list_backups(workspace, JobControl())
    result = {
        "made": _backup_as_json(made) if made else None,
        "backups": [_backup_as_json(each) for each in found],
    }
    lines = [f"{each.key}  {each.byte_count / 1e6:,.1f} MB" for each in found]
    if not lists_only:
        lines = [f"Backed up: {made.key}." if made else "No backup is due.", *lines]
    answer(as_json, result, lines or ["There is no backup yet."])


@commands.command("restore")
@click.argument("key", default=backups.NEWEST)
@library_option
def restore_command(key: str, folder: Path, as_json: bool) -> None:
    """Make the library what the backup KEY is, the newest if left out; what it was becomes a backup first."""
    restored = backups.restore(folder, stderr_control(), key)
    kept, damaged = restored.kept, restored.damaged_path
    result = {
        "restored": _backup_as_json(restored.backup),
        "kept": _backup_as_json(kept) if kept else None,
        "damaged": str(damaged) if damaged else None,
    }
    undo = (
        f"What it was is kept as {kept.key}."
        if kept
        else "What was there could not be read and is put aside."
    )
    answer(as_json, result, [f"Restored {restored.backup.key}. {undo}"])


def _backup_as_json(backup: backups.Backup) -> dict[str, Any]:
    return {**asdict(backup), "path": str(backup.path)}


@commands.command("evaluate")
@library_option
@click.option(
    "--protocol",
    "protocols",
    multiple=True,
    metavar="NAME",
    help="readers-tail, readers-all, readers-cold, seeds, editor-co-likers, editor-topics or editor-topics-noise; may "
    "be repeated; all if left out.",
)
@click.option("--method", "methods", multiple=True, metavar="NAME", help="Only these; may be repeated.")
@click.option(
    "--baseline", default="ease", show_default=True, help="The method all others are compared with."
)
@click.option(
    "--label",
    "label_column",
    default="tags",
    show_default=True,
    help="The column topic briefs are made of; it is kept out of what methods may know.",
)
@click.option(
    "--like-from", "like_threshold", type=float, help="The rating that is a like; by the scale if left out."
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(min=0), help="Of all chance.")
@click.option(
    "--readers",
    "readers_limit",
    type=click.IntRange(min=1),
    help="Judge a protocol of readers by at most so many, drawn by chance; 600 if left out.",
)
@click.option(
    "--editors",
    "editors_limit",
    type=click.IntRange(min=1),
    help="The same of editors with a reader's taste; 200 if left out.",
)
@click.option(
    "--topics", "topics_limit", type=click.IntRange(min=1), help="The same of topics; 70 if left out."
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    help="Let every editor judge so many rounds of 20; if left out, 25 of topics and 10 of the others.",
)
@click.option("--quick", "is_quick", is_flag=True, help="Fewer readers, topics and rounds, nothing tuned.")
@click.option("--time", "is_timed", is_flag=True, help="Measure seconds, too; they differ from run to run.")
@click.option("--html", "page", type=click.Path(path_type=Path), help="Also write a report with plots here.")
@click.option(
    "--bake-off", "is_bake_off", is_flag=True, help="Compare models instead, as `ltrec bake-off` does."
)
@click.option(
    "--model", "models", multiple=True, metavar="FOLDER", help="With --bake-off: one more BERT folder."
)
def evaluate_command(
    folder: Path,
    as_json: bool,
    protocols: tuple[str, ...],
    methods: tuple[str, ...],
    baseline: str,
    label_column: str,
    like_threshold: float | None,
    seed: int,
    readers_limit: int | None,
    editors_limit: int | None,
    topics_limit: int | None,
    rounds: int | None,
    is_quick: bool,
    is_timed: bool,
    page: Path | None,
    is_bake_off: bool,
    models: tuple[str, ...],
) -> None:
    """Measure suggestions against baselines, on this library's own readers and topics."""
    if is_bake_off:
        compare_models(folder, as_json, models, BAKE_OFF_SAMPLE, page)
        return
    # scipy comes with these, and the other commands start without it.
    from ltrec_gui.evaluate import report as reports
    from ltrec_gui.evaluate import wording
    from ltrec_gui.pipeline import evaluate

    request = evaluate.EvaluationRequest(
        protocols=protocols or evaluate.PROTOCOLS,
        methods=methods,
        seed=seed,
        baseline=baseline,
        like_threshold=like_threshold,
        label_column=label_column,
        is_timed=is_timed,
    )
    if is_quick:
        request = evaluate.quick(request)
    request = replace(
        request,
        readers_limit=readers_limit or request.readers_limit,
        editors_limit=editors_limit or request.editors_limit,
        topics_limit=topics_limit or request.topics_limit,
        rounds=rounds or request.rounds,
    )
    with opened(folder) as workspace:
        found = evaluate.evaluate(workspace, stderr_control(), request)
    in_use = (SuggestRequest().policy, SuggestRequest().diversity)
    if page is not None:
        write_whole(page, reports.as_html(found, in_use))
    lines = [f"{heading}: {said}" for heading, said in wording.summary(found, in_use)]
    lines += [f"Left out: {name}, because {why}." for name, why in found.left_out.items()]
    answer(as_json, reports.as_json(found), lines)


@commands.command("bake-off")
@library_option
@click.option(
    "--model", "models", multiple=True, metavar="FOLDER", help="One more BERT folder; may be repeated."
)
@click.option(
    "--sample",
    "sample_size",
    default=BAKE_OFF_SAMPLE,
    show_default=True,
    type=click.IntRange(min=100),
    help="How many items are read with each model.",
)
@click.option("--html", "page", type=click.Path(path_type=Path), help="Also write the comparison as a page.")
def bake_off_command(
    folder: Path, as_json: bool, models: tuple[str, ...], sample_size: int, page: Path | None
) -> None:
    """Compare models and settings of their vectors on this library's own verdicts and readers."""
    compare_models(folder, as_json, models, sample_size, page)


def compare_models(
    folder: Path, as_json: bool, models: tuple[str, ...], sample_size: int, page: Path | None
) -> None:
    """Compare models, print what came of it and write it to `page`; RequestError where there is too little to judge."""
    from ltrec_gui.pipeline import bake_off

    with opened(folder) as workspace:
        report = bake_off.bake_off(workspace, stderr_control(), models, sample_size=sample_size)
        if report.bake_off is not None and page is not None:
            bake_off.export_bake_off(workspace, stderr_control(), report, page)
    lines = [bake_off.advice(report)]
    if report.bake_off is not None:
        best_first = sorted(enumerate(report.bake_off.rows, 1), key=lambda numbered: -numbered[1].score.value)
        for number, row in best_first:
            threshold = "" if row.threshold is None else f", least similarity {row.threshold:.2f}"
            lines.append(
                f"{number:4} {report.measure} {row.score.value:.4f} [{row.score.low:.4f}, {row.score.high:.4f}]  "
                f"{row.model}, {row.pooling}, {'centred' if row.centring else 'not centred'}, {row.dimension}, "
                f"{row.distance}{threshold}, {row.seconds:.0f} s, {row.megabytes:.1f} MB"
            )
        lines += bake_off.notes(report)
    answer(as_json, bake_off.as_json(report), lines)
    if report.bake_off is None:
        raise RequestError("Nothing was compared; see above. Nothing was changed.")


@commands.command("kind")
@click.argument("kind", required=False, type=click.Choice((*domains.DOMAINS, domains.OTHER)))
@library_option
def kind_command(folder: Path, as_json: bool, kind: str | None) -> None:
    """Say what kind of catalogue the library holds, or set it: shelf rules, exports and filters go by it."""
    with opened(folder) as workspace:
        if kind is not None:
            domains.choose_domain(workspace, stderr_control(), kind)
        name = workspace.meta.get(domains.META_NAME)
        domain = domains.domain_named(name)
        filters = domains.default_filters(domain, workspace.items.extra_headers())
    lines = [
        f"{domain.title}. {domain.tail_meaning}" if domain else "No kind of catalogue that is known here."
    ]
    lines += [f"A new list begins with --where '{column}={condition}'." for column, condition in filters]
    answer(as_json, {"kind": name, "default_filters": dict(filters)}, lines)


@commands.command("verify")
@library_option
def verify_command(folder: Path, as_json: bool) -> None:
    """Check everything in the library and say what was found."""
    with opened(folder) as workspace:
        report = verify.verify(workspace, stderr_control())
        overview = browse.library_overview(workspace, JobControl()) if report.is_readable else None
    result = {
        "ok": report.is_sound,
        "checks": [asdict(check) for check in report.checks],
        "overview": _overview_numbers(overview) if overview else None,
    }
    marks = {"ok": "✓", "note": "·", "bad": "✗"}
    answer(
        as_json, result, [f"{marks[check.state]} {check.name}: {check.finding}" for check in report.checks]
    )
    if not report.is_sound:
        raise RequestError("Something in this library is damaged; see above. Nothing was changed.")


def _overview_numbers(overview: browse.LibraryOverview) -> dict[str, Any]:
    values = asdict(overview)
    del values["tags"]
    return values


if __name__ == "__main__":
    main()
