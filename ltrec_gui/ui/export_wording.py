"""What the window says of exports: names of formats, encodings, fields and presets, and what an export did."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QObject, QTime

from ltrec_gui.pipeline.export_presets import EVERYTHING, LAST, NamedPreset
from ltrec_gui.pipeline.export_shelf import ExportOutcome, Words
from ltrec_gui.ui.wording import card_sentence, filled, joined, segment_name, verdict_name

translate = QCoreApplication.translate


class ExportCounts(QObject):
    """Texts that depend on a number."""

    def items_of(self, count: int) -> str:
        """Return e.g. "20 items of “%1”"; %1 is the shelf."""
        return self.tr("%Ln items of “%1”", "", count)

    def save(self, count: int) -> str:
        """Return what the main button says."""
        return self.tr("Save %Ln items", "", count)

    def preview(self, count: int) -> str:
        """Return the heading of a preview."""
        return self.tr("Preview of the first %Ln items", "", count)

    def saved(self, count: int) -> str:
        """Return e.g. "Exported 20 items to “%1” at %2."."""
        return self.tr("Exported %Ln items to “%1” at %2.", "", count)

    def copied(self, count: int) -> str:
        """Return e.g. "Copied 20 items at %1."."""
        return self.tr("Copied %Ln items at %1. Paste them where you want them.", "", count)

    def shortened(self, count: int) -> str:
        """Return that cells were too long for a workbook."""
        return self.tr("%Ln texts were too long for a workbook and were cut.", "", count)


def words_in_use() -> Words:
    """Return how facts are said in the language now in use: a reason as the card says it."""
    return Words(
        reason=card_sentence,
        segment=segment_name,
        verdict=verdict_name,
        first_shelf=shelf_title(""),
        language=QLocale().bcp47Name(),
    )


def shelf_title(name: str) -> str:
    """Return the name of a shelf; a first shelf that nobody named is just called that."""
    return name or translate("Export", "Shelf")


def table_title(library: str, shelf: str) -> str:
    """Return what stands above an exported list."""
    return (
        filled(translate("Export", "%1: %2"), library, shelf_title(shelf)) if library else shelf_title(shelf)
    )


def proposed_stem(library: str) -> str:
    """Return the name of a file to propose, without its ending."""
    return filled(translate("Export", "%1 shelf"), library).strip()


def format_name(file_format: str) -> str:
    """Return the name of a format of FORMATS."""
    return {
        "csv": translate("Export", "CSV table"),
        "xlsx": translate("Export", "Excel workbook (XLSX)"),
        "json": translate("Export", "JSON data"),
        "markdown": translate("Export", "Markdown list"),
        "html": translate("Export", "Web page (HTML)"),
    }.get(file_format, file_format)


def encoding_name(encoding: str) -> str:
    """Return the name of an encoding of ENCODINGS."""
    return {
        "utf-8": translate("Export", "UTF-8"),
        "utf-8-excel": translate("Export", "UTF-8 for Excel"),
        "gb18030": translate("Export", "GB18030 (Chinese)"),
    }.get(encoding, encoding)


def field_name(field: str) -> str:
    """Return the name of what a column shows; a column of the catalogue's own names itself."""
    return {
        "position": translate("Export", "Position"),
        "note": translate("Export", "Note"),
        "brief": translate("Export", "Brief"),
        "reason": translate("Export", "Reason"),
        "segment": translate("Export", "Segment"),
        "popularity_rank": translate("Export", "Rank by popularity"),
        "verdict": translate("Export", "Verdict"),
        "verdict_date": translate("Export", "Date of the verdict"),
        "shelf": translate("Export", "Name of the shelf"),
        "item_id": translate("Export", "Id"),
        "title": translate("Export", "Title"),
        "text": translate("Export", "Description"),
        "author": translate("Export", "Author"),
        "tags": translate("Export", "Tags"),
        "popularity": translate("Export", "Popularity"),
        "rating": translate("Export", "Rating"),
        "url": translate("Export", "Web address"),
        "image": translate("Export", "Image"),
        "date": translate("Export", "Date"),
        "year": translate("Export", "Year"),
        "language": translate("Export", "Language"),
    }.get(field, field)


def preset_name(named: NamedPreset) -> str:
    """Return the name of a preset; those that come with the program are named in the language in use."""
    if named.key == EVERYTHING:
        return translate("Export", "All columns")
    if named.key == LAST:
        return translate("Export", "As last time")
    if not named.domain:
        return named.preset.name
    return filled(translate("Export", "%1: %2"), _domain_name(named.domain), _shipped_name(named.preset.name))


def _domain_name(domain: str) -> str:
    return {
        "books": translate("Export", "Books"),
        "news": translate("Export", "News"),
        "video": translate("Export", "Video"),
        "shop": translate("Export", "Shop"),
        "courses": translate("Export", "Courses"),
    }.get(domain, domain)


def _shipped_name(name: str) -> str:
    return {
        "List of titles (CSV)": translate("Export", "List of titles (CSV)"),
        "Reading list (Markdown)": translate("Export", "Reading list (Markdown)"),
        "Reading list for a web page (HTML)": translate("Export", "Reading list for a web page (HTML)"),
        "Addresses and trail texts (JSON)": translate("Export", "Addresses and trail texts (JSON)"),
        "List of links (Markdown)": translate("Export", "List of links (Markdown)"),
        "Plan of the day (CSV)": translate("Export", "Plan of the day (CSV)"),
        "Identifiers in order (CSV)": translate("Export", "Identifiers in order (CSV)"),
        "Playlist to talk over (CSV)": translate("Export", "Playlist to talk over (CSV)"),
        "Playlist (Markdown)": translate("Export", "Playlist (Markdown)"),
        "Handles in order (CSV)": translate("Export", "Handles in order (CSV)"),
        "Shelf with prices (XLSX)": translate("Export", "Shelf with prices (XLSX)"),
        "Block for a web page (HTML)": translate("Export", "Block for a web page (HTML)"),
        "Codes in order (CSV)": translate("Export", "Codes in order (CSV)"),
        "Handout (Markdown)": translate("Export", "Handout (Markdown)"),
        "Codes in order for Chinese systems (CSV)": translate(
            "Export", "Codes in order for Chinese systems (CSV)"
        ),
    }.get(name, name)


def clock_text(recorded_at: str) -> str:
    """Return the time of day, where the editor is, of an ISO 8601 time, e.g. "14:02"; "" where it is no time."""
    if not recorded_at:
        return ""
    then = datetime.fromisoformat(recorded_at).astimezone()
    return QLocale().toString(QTime(then.hour, then.minute), QLocale.FormatType.ShortFormat)


def export_sentence(outcome: ExportOutcome) -> str:
    """Return what an export did."""
    count, path = len(outcome.plan.item_ids), outcome.plan.path
    counts, at = ExportCounts(), clock_text(outcome.exported_at)
    if path is None:
        return filled(counts.copied(count), at)
    said = filled(counts.saved(count), path.name, at)
    return joined(said, counts.shortened(outcome.shortened_count)) if outcome.shortened_count else said


def taken_sentences(path: Path, free: Path) -> tuple[str, str, str]:
    """Return that a name is taken, what is proposed instead, and what the button says that replaces the file."""
    return (
        filled(translate("Export", "“%1” is there already."), path.name),
        filled(translate("Export", "Nothing was written. “%1” is free: save under that name."), free.name),
        translate("Export", "Replace the file"),
    )
