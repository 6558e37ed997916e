"""The settings: each applies at once, except those that cost time, which say so before."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QSize, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QSpinBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.browse import LibraryOverview
from ltrec_gui.pipeline.learn_readers import ReadersReport
from ltrec_gui.recommend.tail import TAIL_METHODS
from ltrec_gui.settings import Settings
from ltrec_gui.ui.advanced_fields import (
    MOST_WILD_CARDS,
    POLICY_ORDER,
    policy_name,
    policy_sentence,
    tail_method_name,
    tail_method_sentence,
)
from ltrec_gui.ui.backups_section import BackupsSection
from ltrec_gui.ui.bake_off_dialog import duration_text
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout, WrappingCheckBox
from ltrec_gui.ui.keys_page import KeysPage
from ltrec_gui.ui.readers_section import ReadersSection
from ltrec_gui.ui.settings_rows import LEAST_EDITOR_WIDTH, NAME_WIDTH, Editor, Finder, SettingRow
from ltrec_gui.ui.theme import scaled
from ltrec_gui.ui.widgets import (
    ElidedLabel,
    MessageBar,
    NumberBox,
    button,
    label,
    line,
    plain_tooltip,
    section_label,
)
from ltrec_gui.ui.wording import (
    count_text,
    cuts_sentence,
    filled,
    offered_segments,
    percent_sign,
    percent_text,
    segment_line,
)

POOLINGS = ("mean", "cls")
SECTION_HEIGHT = 34
BUNDLED_MODEL = "all-MiniLM-L6-v2"
SECTIONS = ("look", "keys", "model", "tail", "readers", "suggestions", "data", "about")
TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)  # percent
MOST_THREADS = 16
LEFT_WIDTH = 196
MOST_HEIGHT = 760  # of the dialog, so that it fits a laptop's screen at any size of text


@dataclass(frozen=True, slots=True)
class Facts:
    """What About says: (name, value) pairs, and where things are; `library_folder` is None while none is open."""

    versions: tuple[tuple[str, str], ...]
    log_path: Path
    settings_path: Path
    library_folder: Path | None = None
    licences_path: Path | None = None  # of a bundle; elsewhere each package has its texts with it


def licences() -> tuple[tuple[str, str], ...]:
    """Return what the program is made of and under which licences, in the language now in use."""
    translate = QCoreApplication.translate
    return (
        ("ltrec-gui", translate("Licences", "MIT")),
        (
            "Qt, PySide6",
            translate("Licences", "LGPL 3; the libraries lie beside the program and may be replaced"),
        ),
        ("all-MiniLM-L6-v2", translate("Licences", "Apache 2.0")),
        ("PyTorch", translate("Licences", "BSD 3-Clause")),
        ("Transformers", translate("Licences", "Apache 2.0")),
        ("Annoy", translate("Licences", "Apache 2.0")),
        ("sqlite-utils", translate("Licences", "Apache 2.0")),
        ("NumPy, SciPy, scikit-learn", translate("Licences", "BSD 3-Clause")),
        ("Click", translate("Licences", "BSD 3-Clause")),
        ("implicit, openpyxl, charset-normalizer", translate("Licences", "MIT")),
        ("arro3", translate("Licences", "MIT or Apache 2.0")),
    )


class SettingsDialog(QDialog):
    """Settings in sections; speaks by signals and knows no store."""

    setting_changed = Signal(str, object)  # a field of Settings and its new value
    model_chosen = Signal(str, str)  # folder ("" for the bundled model) and pooling
    comparison_requested = Signal()
    cuts_chosen = Signal(float, float)
    learning_requested = Signal()

    def __init__(
        self,
        settings: Settings,
        facts: Facts,
        overview: LibraryOverview | None = None,
        parent: QWidget | None = None,
        readers: ReadersReport | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self.readers = ReadersSection(readers)
        self._facts = facts
        self._overview = overview
        self._model_folder = ""
        self.setWindowTitle(self.tr("Settings"))
        self._sections = QListWidget()
        self._pages = QStackedWidget()
        self._finders: list[Finder] = []
        self.search = QLineEdit()
        self._nothing = label("", "meta", wrap=True)
        self._message = MessageBar()
        names = {
            "look": self.tr("Look and language"),
            "keys": self.tr("Keys"),
            "model": self.tr("Model"),
            "tail": self.tr("Head and tail"),
            "readers": self.tr("Readers"),
            "suggestions": self.tr("Suggestions"),
            "data": self.tr("Data and privacy"),
            "about": self.tr("About"),
        }
        builders = {
            "look": self._look_page,
            "keys": self._keys_page,
            "model": self._model_page,
            "tail": self._tail_page,
            "readers": self._readers_page,
            "suggestions": self._suggestions_page,
            "data": self._data_page,
            "about": self._about_page,
        }
        for section in SECTIONS:
            item = QListWidgetItem(names[section])
            item.setSizeHint(QSize(0, scaled(SECTION_HEIGHT)))
            self._sections.addItem(item)
            body = builders[section]()
            self._pages.addWidget(_page(names[section], body))
            self._finders.append(Finder(names[section], partial(_rows_of, body)))
        self._lay_out()
        self.show_section("look")
        self.resize(scaled(860), min(scaled(600), MOST_HEIGHT))

    def show_section(self, section: str) -> None:
        """Open one of SECTIONS."""
        self._sections.setCurrentRow(SECTIONS.index(section))

    def show_error(self, happened: str, rest: str) -> None:
        """Say that a setting could not be used."""
        self._message.show_message("bad", happened, rest)

    def _lay_out(self) -> None:
        self._sections.setAccessibleName(self.tr("Sections of the settings"))
        self.search.setPlaceholderText(self.tr("Search the settings"))
        self.search.setAccessibleName(self.tr("Search the settings"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._find)
        self._nothing.hide()
        for each in (self.search, self._nothing, self._sections):
            each.setFixedWidth(scaled(LEFT_WIDTH))
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self._nothing)
        left.addWidget(self._sections, 1)
        self._sections.setSpacing(2)
        self._sections.currentRowChanged.connect(self._pages.setCurrentIndex)
        close = button(self.tr("Close"), kind="primary")
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(label(self.tr("Settings apply at once."), "meta"))
        foot.addStretch(1)
        foot.addWidget(close)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(self._message)
        right.addWidget(self._pages, 1)
        body = QHBoxLayout()
        body.setSpacing(24)
        body.addLayout(left)
        body.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 16)
        layout.setSpacing(16)
        layout.addLayout(body, 1)
        layout.addLayout(foot)

    def _find(self, text: str) -> None:
        """Show the sections and rows that hold what is searched for; open the first where the open one does not."""
        found = [finder.find(text) for finder in self._finders]
        for at, is_found in enumerate(found):
            self._sections.item(at).setHidden(not is_found)
        self._nothing.setText(filled(self.tr("No setting holds “%1”."), text) if not any(found) else "")
        self._nothing.setVisible(not any(found))
        self._pages.setVisible(any(found))
        if any(found) and not found[self._sections.currentRow()]:
            self._sections.setCurrentRow(found.index(True))

    # Look and language

    def _look_page(self) -> QWidget:
        self.theme = ChoiceBox()
        for value, text in (
            ("system", self.tr("As the system")),
            ("light", self.tr("Light")),
            ("dark", self.tr("Dark")),
        ):
            self.theme.addItem(text, value)
        self.language = ChoiceBox()
        self.language.addItem(self.tr("As the system"), "system")
        self.language.addItem("English", "en")
        self.language.addItem("中文", "zh_CN")
        self.text_size = ChoiceBox()
        for size in TEXT_SIZES:
            self.text_size.addItem(percent_text(size / 100), size)
        self.density = ChoiceBox()
        for value, text in (
            ("compact", self.tr("Compact")),
            ("normal", self.tr("Normal")),
            ("roomy", self.tr("Roomy")),
        ):
            self.density.addItem(text, value)
        return _form(
            self._setting(self.tr("Look"), self.theme, "theme"),
            self._setting(self.tr("Size of text"), self.text_size, "text_size"),
            self._setting(self.tr("Room in lists and tables"), self.density, "density"),
            self._setting(self.tr("Language"), self.language, "language"),
        )

    def _setting(self, name: str, editor: Editor, field: str, note: str = "") -> SettingRow:
        """Return the row of a field of Settings, which applies as it is changed."""
        value: Any = getattr(self._settings, field)
        match editor:
            case QComboBox():
                editor.setCurrentIndex(max(0, editor.findData(value)))
            case QSpinBox():
                editor.setValue(value)
            case QCheckBox():
                editor.setChecked(value)
        row = SettingRow(name, editor, getattr(Settings(), field), note)
        row.changed.connect(partial(self.setting_changed.emit, field))
        return row

    # Keys

    def _keys_page(self) -> QWidget:
        self.keys = KeysPage(self._settings.keys)
        self.keys.changed.connect(partial(self.setting_changed.emit, "keys"))
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 12, 0)
        layout.addWidget(self.keys)
        return made

    # Model

    def _model_page(self) -> QWidget:
        self.threads = _number_box(1, 1, MOST_THREADS, self.tr("Processor threads for reading"))
        self.bundled = QRadioButton(self.tr("The bundled model, all-MiniLM-L6-v2 (English)"))
        self.other = QRadioButton(self.tr("Another BERT model, in a folder on this computer"))
        self._folder = ElidedLabel(self._model_folder, "meta", Qt.TextElideMode.ElideMiddle)
        self._choose = button(self.tr("Choose a folder…"), "folder-open")
        self.mean = QRadioButton(self.tr("Mean of all words"))
        self.cls = QRadioButton(self.tr("First token (CLS)"))
        self._cost = label("", "meta", wrap=True)
        self._use = button(self.tr("Use this model"))
        self.compare = button(self.tr("Compare models…"), "waypoints")
        self.compare.setEnabled(self._overview is not None)
        self.compare.clicked.connect(self._ask_comparison)
        self._source_group = _group(self, self.bundled, self.other)
        self._pooling_group = _group(self, self.mean, self.cls)
        pooling = self._overview.pooling if self._overview else "mean"
        name = self._overview.model_name if self._overview else BUNDLED_MODEL
        (self.bundled if name == BUNDLED_MODEL else self.other).setChecked(True)
        (self.cls if pooling == "cls" else self.mean).setChecked(True)
        self._choose.clicked.connect(self._choose_folder)
        self._use.clicked.connect(self._use_model)
        for radio in (self.bundled, self.other, self.mean, self.cls):
            radio.toggled.connect(self._show_model_cost)
        chosen = QWidget()
        row = QHBoxLayout(chosen)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._choose)
        row.addWidget(self._folder, 1)
        use = QWidget()
        use_row = QHBoxLayout(use)
        use_row.setContentsMargins(0, 0, 0, 0)
        use_row.setSpacing(12)
        use_row.addWidget(self._use)
        use_row.addWidget(self._cost, 1)
        page = _form(
            label(
                self.tr("The model turns texts into vectors, so that items are compared by meaning."),
                "body2",
                wrap=True,
            ),
            label(filled(self.tr("Now in use: %1"), name), "body2", wrap=True),
            self.bundled,
            self.other,
            chosen,
            label(
                self.tr(
                    "Only BERT models stored as safetensors are read, and no code that comes with them is run."
                ),
                "meta",
                wrap=True,
            ),
            section_label(self.tr("How a text becomes one vector")),
            self.mean,
            _indented(self.tr("Best for most sentence models, the bundled one included.")),
            self.cls,
            _indented(self.tr("For models trained that way; their description says so.")),
            line(),
            use,
            self.compare,
            line(),
            self._setting(
                self.tr("Processor threads for reading"),
                self.threads,
                "torch_threads",
                self.tr("More read faster and leave less for other programs. In use from the next start on."),
            ),
        )
        self._show_model_cost()
        return page

    def _model_choice(self) -> tuple[str, str]:
        folder = self._model_folder if self.other.isChecked() else ""
        return folder, "cls" if self.cls.isChecked() else "mean"

    def _show_model_cost(self) -> None:
        self._choose.setEnabled(self.other.isChecked())
        if self._overview is None:
            self._use.setEnabled(False)
            self._cost.setText(self.tr("Open a library first; the model belongs to it."))
            return
        lacks_folder = self.other.isChecked() and not self._model_folder
        self._use.setEnabled(not lacks_folder)
        self._cost.setText(
            self.tr("Choose the folder of the model first.") if lacks_folder else self._cost_sentence()
        )

    def _cost_sentence(self) -> str:
        assert self._overview is not None
        count, speed = self._overview.item_count, self._overview.seconds_per_item
        if speed is None:
            return filled(
                self.tr(
                    "Items not yet read with this model are read again, up to %1; you can go on working."
                ),
                count_text(count),
            )
        return filled(
            self.tr(
                "Items not yet read with this model are read again, up to %1. "
                "At the speed of the last reading that takes about %2; you can go on working."
            ),
            count_text(count),
            duration_text(count * speed),
        )

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder of a BERT model"), self._model_folder)
        if folder:
            self._model_folder = folder
            self._folder.set_text(folder)
            self._show_model_cost()

    def _use_model(self) -> None:
        self._message.hide()
        self.model_chosen.emit(*self._model_choice())

    def _ask_learning(self) -> None:
        self.accept()
        self.learning_requested.emit()

    def _ask_comparison(self) -> None:
        self.accept()
        self.comparison_requested.emit()

    # Head and tail

    def _tail_page(self) -> QWidget:
        overview = self._overview
        self.head_cut = _percent_box(overview.head_cut if overview else 0.33, self.tr("Share of the head"))
        self.tail_cut = _percent_box(
            overview.tail_cut if overview else 0.80, self.tr("Where the tail begins")
        )
        self._cuts_note = label("", "meta", wrap=True)
        self._set_cuts = button(self.tr("Set the cut points"))
        self._set_cuts.clicked.connect(self._choose_cuts)
        for box in (self.head_cut, self.tail_cut):
            box.valueChanged.connect(self._show_cuts)
        lines: list[QWidget] = [
            label(
                self.tr(
                    "Items are ordered by popularity. "
                    "The head carries the first part of all popularity, the tail the last."
                ),
                "body2",
                wrap=True,
            ),
            _field(self.tr("The head carries the first"), self.head_cut),
            _field(self.tr("The tail begins beyond"), self.tail_cut),
            self._set_cuts,
            self._cuts_note,
        ]
        if overview is not None:
            lines.append(section_label(self.tr("Now")))
            lines.append(label(cuts_sentence(overview), "body2", wrap=True))
            if overview.popularity_source != "none" and not overview.is_flat:
                lines += [
                    label(segment_line(overview, segment), "meta") for segment in offered_segments(overview)
                ]
        self._show_cuts()
        return _form(*lines)

    def _show_cuts(self) -> None:
        head, tail = self.head_cut.value() / 100, self.tail_cut.value() / 100
        overview = self._overview
        self._set_cuts.setEnabled(
            overview is not None
            and head < tail
            and (abs(head - overview.head_cut) > 0.001 or abs(tail - overview.tail_cut) > 0.001)
        )
        if overview is None:
            self._cuts_note.setText(self.tr("Open a library first; the cut points belong to it."))
        elif head >= tail:
            self._cuts_note.setText(self.tr("The tail must begin beyond the head."))
        else:
            self._cuts_note.setText(
                filled(
                    self.tr("The torso is what lies between: %1 of all popularity."),
                    percent_text(tail - head),
                )
            )

    def _choose_cuts(self) -> None:
        self.cuts_chosen.emit(self.head_cut.value() / 100, self.tail_cut.value() / 100)
        self._set_cuts.setEnabled(False)

    # Readers

    def _readers_page(self) -> QWidget:
        return _form(
            label(
                self.tr(
                    "Who opens the same items likes the same things: that is learned from what readers did and counts "
                    "beside what the texts say."
                ),
                "body2",
                wrap=True,
            ),
            self.readers,
        )

    # Suggestions

    def _suggestions_page(self) -> QWidget:
        self.slate_size = _number_box(self._settings.slate_size, 5, 100, self.tr("Suggestions in a list"))
        self.shelf_target = _number_box(self._settings.shelf_target, 1, 500, self.tr("Aim for the shelf"))
        self.wild_cards = _number_box(
            self._settings.explore_places, 0, MOST_WILD_CARDS, self.tr("Wild cards in a list")
        )
        self.policy, self.tail_method = ChoiceBox(), ChoiceBox()
        for combo, names, name, sentence in (
            (self.policy, POLICY_ORDER, policy_name, policy_sentence),
            (self.tail_method, TAIL_METHODS, tail_method_name, tail_method_sentence),
        ):
            for each in names:
                combo.addItem(name(each), each)
                combo.setItemData(
                    combo.count() - 1, plain_tooltip(sentence(each)), Qt.ItemDataRole.ToolTipRole
                )
        self.learned = button(self.tr("Learned from verdicts…"), "chart-area")
        self.learned.setEnabled(self._overview is not None)
        self.learned.clicked.connect(self._ask_learning)
        self.auto_advance = WrappingCheckBox()
        return _form(
            self._setting(self.tr("Suggestions in a list"), self.slate_size, "slate_size"),
            self._setting(self.tr("Aim for the shelf"), self.shelf_target, "shelf_target"),
            self._setting(
                self.tr("Go on to the next suggestion after a verdict"), self.auto_advance, "auto_advance"
            ),
            line(),
            section_label(self.tr("How a list is made")),
            self._setting(self.tr("How variety is made"), self.policy, "policy"),
            self._setting(self.tr("How the tail gets its places"), self.tail_method, "tail_method"),
            self._setting(self.tr("Wild cards in a list"), self.wild_cards, "explore_places"),
            label(
                self.tr(
                    "The same choices, each with a sentence, are under Advanced beside the list. "
                    "To stop learning from verdicts, choose another way to make variety; "
                    "what was learned is kept and goes with verdicts that are undone."
                ),
                "meta",
                wrap=True,
            ),
            self.learned,
        )

    # Data and privacy

    def _data_page(self) -> QWidget:
        rows: list[QWidget] = []
        if self._facts.library_folder is not None:
            rows.append(self._place(self.tr("This library"), self._facts.library_folder))
        rows.append(self._place(self.tr("Log file"), self._facts.log_path))
        rows.append(self._place(self.tr("Settings"), self._facts.settings_path))
        self.backups = BackupsSection()
        return _form(
            *rows,
            line(),
            self.backups,
            line(),
            section_label(self.tr("Privacy")),
            label(
                self.tr("Nothing you open leaves this computer. The program opens no network connection."),
                "body",
                wrap=True,
            ),
            label(
                self.tr(
                    "The log holds counts and kinds of errors, no titles and no texts of your catalogue."
                ),
                "body2",
                wrap=True,
            ),
        )

    def _place(self, name: str, path: Path) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(name, "strong"))
        shown = ElidedLabel("", "meta", Qt.TextElideMode.ElideMiddle)
        shown.set_text(str(path))
        texts.addWidget(shown)
        show = button(self.tr("Show in folder"), "folder-open")
        show.setAccessibleName(filled(self.tr("Show in folder: %1"), name))
        folder = path if path.is_dir() else path.parent
        show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
        layout.addLayout(texts, 1)
        layout.addWidget(show)
        return row

    # About

    def _about_page(self) -> QWidget:
        names = {"System": self.tr("System")}  # the rest are names of programs
        versions = [(names.get(name, name), text) for name, text in self._facts.versions]
        texts = self._facts.licences_path
        return _form(
            label("ltrec-gui", "detail-title"),
            label(
                self.tr("Finds the good things in a catalogue that nobody is looking at."), "body2", wrap=True
            ),
            _pairs(versions),
            section_label(self.tr("Licences")),
            *([] if texts is None else [self._place(self.tr("Texts of all licences"), texts)]),
            _pairs(licences()),
        )


def _rows_of(body: QWidget) -> list[QWidget]:
    """Return the rows of a page, of which a search may hide some."""
    return body.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)


def _page(title: str, body: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(12)
    layout.addWidget(label(title, "page-title"))
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    body.setProperty("role", "page")
    scroll.setWidget(body)
    layout.addWidget(scroll, 1)
    return page


def _form(*rows: QWidget) -> QWidget:
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(0, 0, 12, 0)
    layout.setSpacing(12)
    for row in rows:
        if isinstance(row, QPushButton):
            layout.addWidget(row, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            layout.addWidget(row)
    layout.addStretch(1)
    return made


def _field(name: str, editor: QWidget) -> QWidget:
    row = QWidget()
    layout = FlowLayout(12)
    row.setLayout(layout)
    named = label(name, "body", buddy=editor)
    named.setMinimumWidth(scaled(NAME_WIDTH))
    editor.setAccessibleName(name)
    editor.setMinimumWidth(scaled(LEAST_EDITOR_WIDTH))
    layout.addWidget(named)
    layout.addWidget(editor)
    return row


def _indented(text: str) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(24, 0, 0, 0)
    layout.addWidget(label(text, "meta", wrap=True))
    return row


def _pairs(pairs: Sequence[tuple[str, str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(pairs):
        grid.addWidget(label(name, "body2"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, "body", wrap=True), row, 1)
    return made


def _group(parent: QWidget, *buttons: QRadioButton) -> QButtonGroup:
    group = QButtonGroup(parent)
    for each in buttons:
        group.addButton(each)
    return group


def _number_box(value: int, least: int, most: int, name: str) -> QSpinBox:
    box = NumberBox()
    box.setRange(least, most)
    box.setValue(value)
    box.setAccessibleName(name)
    box.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.UpDownArrows)
    return box


def _percent_box(share: float, name: str) -> QSpinBox:
    box = _number_box(round(share * 100), 1, 99, name)
    box.setSuffix(percent_sign())
    return box
