"""What the editor asks for: brief, seeds, how much tail and variety, and filters."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QIntValidator,
)
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from ltrec_gui.pipeline.browse import LibraryOverview
from ltrec_gui.pipeline.column_filter import NAME_PREFIX as OF_COLUMN
from ltrec_gui.pipeline.selections import NAME as SELECTION
from ltrec_gui.recommend.slate import SEGMENTS, SuggestRequest
from ltrec_gui.settings import Settings
from ltrec_gui.ui.actions import build_actions, key_hint, retranslate_actions
from ltrec_gui.ui.advanced_fields import POLICIES_WITHOUT_STRENGTH, AdvancedChoice, AdvancedFields
from ltrec_gui.ui.briefs_bar import BriefBar
from ltrec_gui.ui.column_filters import ColumnFilters
from ltrec_gui.ui.domain_wording import tail_meaning
from ltrec_gui.ui.fitting import ChoiceBox, FlowLayout, WrappingCheckBox
from ltrec_gui.ui.memory_fields import MemoryFields
from ltrec_gui.ui.selection_field import SelectionField
from ltrec_gui.ui.suggestion_model import ITEMS_MIME_TYPE
from ltrec_gui.ui.theme import scaled, theme_signals
from ltrec_gui.ui.widgets import Chip, ElidedLink, PaneScroll, button, label, section_label, set_tooltip
from ltrec_gui.ui.wording import (
    count_text,
    cuts_sentence,
    filled,
    joined,
    language_name,
    offered_segments,
    segment_label,
    segment_line,
    segment_name,
)

SLIDER_STEP = 5  # hundredths
LEAST_WIDTH = 240
BRIEF_HEIGHT = 84
NOTHING_KEPT = SuggestRequest(count=0)  # 0: as many places as usual


class BriefEdit(QPlainTextEdit):
    """The brief; a key of its own asks for suggestions, Tab goes on to the next field."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.actions_by_id = build_actions(self, "brief")


class ChipList(QFrame):
    """Chips under each other, with a hint while there is none; takes items dropped on it where `takes_drops`."""

    removed = Signal(str)
    items_dropped = Signal(list)  # item ids
    changed = Signal()  # there are other chips, whoever put or took them

    def __init__(self, takes_drops: bool) -> None:
        super().__init__()
        self._chips: dict[str, Chip] = {}
        self._hint = label("", "meta", wrap=True)
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(4)
        self._layout.addWidget(self._hint)
        self.setAcceptDrops(takes_drops)
        self._takes_drops = takes_drops
        self._fit()

    def set_hint(self, hint: str) -> None:
        """Say what the list is for while it is empty."""
        self._hint.setText(hint)
        self._fit()

    def add(self, key: str, text: str, remove_name: str) -> None:
        """Add a chip, or give the one with this key its new text."""
        if key in self._chips:
            return
        chip = Chip(key, text, remove_name)
        chip.removed.connect(self._remove_clicked)
        self._chips[key] = chip
        self._layout.addWidget(chip)
        self._fit()
        self.changed.emit()

    def remove(self, key: str) -> None:
        """Take a chip away, if it is there."""
        chip = self._chips.pop(key, None)
        if chip is not None:
            self._layout.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
            self.changed.emit()
        self._fit()

    def clear(self) -> None:
        """Take all chips away."""
        for key in tuple(self._chips):
            self.remove(key)

    def keys(self) -> tuple[str, ...]:
        """Return the keys in order."""
        return tuple(self._chips)

    def chips(self) -> tuple[Chip, ...]:
        """Return the chips in order."""
        return tuple(self._chips.values())

    def _remove_clicked(self, key: str) -> None:
        self.remove(key)
        self.removed.emit(key)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take suggestions that are dragged here."""
        if event.mimeData().hasFormat(ITEMS_MIME_TYPE):
            self._set_hot(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Stop looking like a target."""
        self._set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Say which items were dropped."""
        self._set_hot(False)
        item_ids = dropped_ids(bytes(event.mimeData().data(ITEMS_MIME_TYPE).data()))
        if item_ids:
            event.acceptProposedAction()
            self.items_dropped.emit(item_ids)

    def _fit(self) -> None:
        """Look like a place to drop on while empty, like nothing at all around chips."""
        is_empty = not self._chips
        shows_frame = is_empty and self._takes_drops
        self._hint.setVisible(is_empty and bool(self._hint.text()))
        margin = 8 if shows_frame else 0
        self._layout.setContentsMargins(margin, margin, margin, margin)
        self.setVisible(not is_empty or self._takes_drops)
        self.setProperty("role", "drop" if shows_frame else "")
        self.style().unpolish(self)
        self.style().polish(self)

    def _set_hot(self, is_hot: bool) -> None:
        self.setProperty("hot", is_hot)
        self.setProperty("role", "drop" if is_hot or not self._chips else "")
        self.style().unpolish(self)
        self.style().polish(self)


def dropped_ids(payload: bytes) -> list[str]:
    """Return the item ids of a drag's JSON payload; [] where it is not one of ours."""
    try:
        values = json.loads(payload.decode("utf-8"))
    except ValueError:
        return []
    return [value for value in values if isinstance(value, str)] if isinstance(values, list) else []


class ExampleLinks(QWidget):
    """Briefs to try with one click, under each other."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._briefs: tuple[str, ...] = ()
        self._heading = label("", "meta")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._heading)
        self.hide()

    def show_briefs(self, briefs: Sequence[str]) -> None:
        """Offer these briefs; none hides the list."""
        if tuple(briefs) != self._briefs:
            self._briefs = tuple(briefs)
            for link in self.links():
                self._layout.removeWidget(link)
                link.hide()
                link.deleteLater()
            for brief in briefs:
                link = ElidedLink(brief)
                link.clicked.connect(lambda _checked=False, brief=brief: self.chosen.emit(brief))
                self._layout.addWidget(link)
        self.setVisible(bool(briefs))

    def links(self) -> list[ElidedLink]:
        """Return the links in order."""
        found = (self._layout.itemAt(place) for place in range(self._layout.count()))
        widgets = [None if item is None else item.widget() for item in found]
        return [widget for widget in widgets if isinstance(widget, ElidedLink)]

    def set_heading(self, heading: str) -> None:
        """Say what the links are."""
        self._heading.setText(heading)


class BriefPanel(QWidget):
    """The left pane: everything a request is made of."""

    suggest_requested = Signal()
    new_brief_requested = Signal()
    changed = Signal()  # something else is asked for than before
    settings_changed = Signal(str, object)  # field of Settings, value
    titles_requested = Signal(list)  # item ids that were dropped
    seed_removed = Signal(str)
    learning_requested = Signal()
    trial_requested = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._count = settings.slate_size
        self._kept = NOTHING_KEPT  # what the brief asks for and no field shows
        self._overview: LibraryOverview | None = None
        self._make_fields()
        self._arrange()
        self._connect()
        self.set_settings(settings)
        self.retranslate()

    def _make_fields(self) -> None:
        self.bar = BriefBar()
        self.brief_edit = BriefEdit()
        self.examples = ExampleLinks()
        self.seeds = ChipList(takes_drops=True)
        self.tail_slider = _slider()
        self.variety_slider = _slider()
        self.advanced = AdvancedFields()
        self.segment_boxes = {segment: WrappingCheckBox() for segment in SEGMENTS}
        for segment, box in self.segment_boxes.items():
            box.setChecked(segment in SuggestRequest().segments)
        self.tag_combo = ChoiceBox()
        self.tag_combo.setEditable(True)
        self.tag_combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.tags = ChipList(takes_drops=False)
        self.language_combo = ChoiceBox()
        for combo in (self.tag_combo, self.language_combo):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
        self.year_from_edit, self.year_to_edit = QLineEdit(), QLineEdit()
        for edit in (self.year_from_edit, self.year_to_edit):
            edit.setValidator(QIntValidator(-9999, 9999, edit))
        column_chips = ChipList(takes_drops=False)
        self.columns = ColumnFilters(column_chips, column_chips)
        self.suggest_button = button("", "sparkles", "primary")
        self.new_brief_button = button("", "plus")

        self._seeds_label = section_label("")
        self._tail_label = section_label("", self.tail_slider)
        self._tail_sentence = label("", "meta", wrap=True)
        self._tail_price = label("", "meta", wrap=True)
        self._tail_price.hide()
        self._variety_label = section_label("", self.variety_slider)
        self._variety_sentence = label("", "meta", wrap=True)
        self._segments_label = section_label("")
        self._cuts_label = label("", "meta", wrap=True)
        self._tag_label = section_label("", self.tag_combo)
        self._language_label = section_label("", self.language_combo)
        self._years_label = section_label("", self.year_from_edit)
        self.memory = MemoryFields()
        self.selection = SelectionField()

    def _arrange(self) -> None:
        inner = QWidget()
        fields = QVBoxLayout(inner)
        fields.setContentsMargins(16, 16, 8, 8)
        fields.setSpacing(4)
        # New items come last: they are apart from the ladder of popularity.
        boxes = [self.segment_boxes[segment] for segment in ("tail", "torso", "head", "new")]
        for group in (
            (self.bar, self.brief_edit, self.bar.state_row, self.examples),
            (self._seeds_label, self.seeds, self.selection),
            (self._tail_label, self.tail_slider, self._tail_sentence, self._tail_price),
            (self._variety_label, self.variety_slider, self._variety_sentence),
            (self.advanced,),
            (self._segments_label, *boxes, self._cuts_label),
            (self._tag_label, self.tag_combo, self.tags),
            (self._language_label, self.language_combo),
            (self._years_label, self._year_row()),
            (self.columns,),
            (self.memory,),
        ):
            for widget in group:
                fields.addWidget(widget)
            fields.addSpacing(8)
        fields.addStretch(1)
        self._area = area = PaneScroll(inner, LEAST_WIDTH)
        acts = FlowLayout(8)
        acts.setContentsMargins(16, 8, 16, 8)
        self.suggest_button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        acts.addWidget(self.suggest_button)
        acts.addWidget(self.new_brief_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(area, 1)
        layout.addLayout(acts)
        theme_signals.theme_changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Give the brief its three lines at the size of text in use."""
        self.brief_edit.setFixedHeight(scaled(BRIEF_HEIGHT))

    def _year_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.year_from_edit)
        layout.addWidget(label("–"))
        layout.addWidget(self.year_to_edit)
        return row

    def _connect(self) -> None:
        self.brief_edit.actions_by_id["suggest"].triggered.connect(
            lambda _checked=False: self.suggest_requested.emit()
        )
        self.brief_edit.textChanged.connect(self._offer_examples)
        self.examples.chosen.connect(self._try_example)
        self.suggest_button.clicked.connect(self.suggest_requested)
        self.new_brief_button.clicked.connect(self.new_brief_requested)
        self.year_from_edit.returnPressed.connect(self.suggest_requested)
        self.year_to_edit.returnPressed.connect(self.suggest_requested)
        self.columns.submitted.connect(self.suggest_requested)
        self.seeds.items_dropped.connect(self.titles_requested)
        self.seeds.removed.connect(self.seed_removed)
        self.tail_slider.valueChanged.connect(self._tail_moved)
        self.variety_slider.valueChanged.connect(self._variety_moved)
        self.advanced.changed.connect(self._advanced_changed)
        self.advanced.learning_requested.connect(self.learning_requested)
        self.advanced.trial_requested.connect(self.trial_requested)
        self.tag_combo.activated.connect(self._tag_chosen)
        tag_edit = self.tag_combo.lineEdit()
        if tag_edit is not None:
            tag_edit.returnPressed.connect(self._take_typed_tag)
            self.tag_combo.installEventFilter(self)
        for box in self.segment_boxes.values():
            box.toggled.connect(self._say_tail)
            box.toggled.connect(self._has_changed)
        for signal in (
            self.brief_edit.textChanged,
            self.seeds.changed,
            self.tags.changed,
            self.tail_slider.valueChanged,
            self.variety_slider.valueChanged,
            self.advanced.changed,
            self.language_combo.currentIndexChanged,
            self.year_from_edit.textChanged,
            self.year_to_edit.textChanged,
            self.columns.changed,
            self.selection.changed,
        ):
            signal.connect(self._has_changed)
        self.bar.act_requested.connect(self._act)

    def _act(self, action_id: str) -> None:
        if action_id == "new-brief":
            self.new_brief_requested.emit()

    def _has_changed(self) -> None:
        self.changed.emit()

    def set_settings(self, settings: Settings) -> None:
        """Take over the defaults of the sliders and the length of a list."""
        if settings.slate_size != self._count:
            self._count = settings.slate_size
            self._kept = replace(self._kept, count=0)
        for slider, value in (
            (self.tail_slider, settings.tail_preference),
            (self.variety_slider, settings.diversity),
        ):
            slider.blockSignals(True)
            slider.setValue(round(value * 100))
            slider.blockSignals(False)
        self.advanced.show_settings(settings)
        self._say_tail()
        self._say_variety()

    def show_overview(self, overview: LibraryOverview) -> None:
        """Offer this library's segments, tags, languages and years."""
        # A new library is empty at first; what kind it is shows once something was imported.
        is_first = self._overview is None or not self._overview.item_count
        self._overview = overview
        self._fill_choices()
        self._say_tail()
        self._offer_examples()
        if is_first and self._kept is NOTHING_KEPT:
            self.columns.show_conditions(overview.default_filters)

    def forget_overview(self) -> None:
        """Offer nothing of a library that was closed."""
        self._overview = None
        # Where it is offered next, new items are not asked for unless that is chosen there.
        self.segment_boxes["new"].setChecked(False)
        self._fill_choices()
        self._offer_examples()

    def show_example(self) -> bool:
        """Write the library's first example into an empty brief; return whether that was done."""
        examples = self._overview.example_briefs if self._overview is not None else ()
        if not examples or self.brief():
            return False
        self.brief_edit.setPlainText(examples[0])
        return True

    def request(self, brief_id: int | None = None) -> SuggestRequest:
        """Return what is asked for now."""
        language = self.language_combo.currentData()
        advanced = self.advanced.choice
        return SuggestRequest(
            brief=self.brief(),
            seed_ids=self.seeds.keys(),
            count=self.count,
            tail_preference=self.tail_slider.value() / 100,
            diversity=self.variety_slider.value() / 100,
            segments=tuple(
                segment
                for segment in offered_segments(self._overview)
                if self.segment_boxes[segment].isChecked()
            ),
            tags=self.tags.keys(),
            languages=(language,) if isinstance(language, str) and language else (),
            year_from=_year(self.year_from_edit),
            year_to=_year(self.year_to_edit),
            columns=self.columns.conditions(),
            brief_id=brief_id,
            policy=advanced.policy,
            quota_column=advanced.quota_column,
            tail_method=advanced.tail_method,
            explore_places=advanced.explore_places,
            feedback_model=advanced.feedback_model,
            cooldown_days=self.memory.cooldown_days,
            only_unseen=self.memory.only_unseen,
            selection=self.selection.value.key,
            selection_count=self.selection.value.item_count,
        )

    @property
    def count(self) -> int:
        """How many places the list has: what the brief asks for, else what is usual."""
        return self._kept.count or self._count

    def brief(self) -> str:
        """Return the brief without outer blanks."""
        return self.brief_edit.toPlainText().strip()

    def show_request(self, request: SuggestRequest) -> None:
        """Show what an earlier list was asked with; its seeds are added by whoever knows their titles."""
        self._kept = request
        if request.brief != self.brief():
            self.scroll_to_brief()
        self.brief_edit.setPlainText(request.brief)
        self.tail_slider.setValue(round(request.tail_preference * 100))
        self.variety_slider.setValue(round(request.diversity * 100))
        self._show_advanced(
            AdvancedChoice(
                request.policy,
                request.quota_column,
                request.tail_method,
                request.explore_places,
                request.feedback_model,
            )
        )
        for segment, box in self.segment_boxes.items():
            box.setChecked(segment in request.segments)
        self.tags.clear()
        for tag in request.tags:
            self._add_tag(tag)
        place = self.language_combo.findData(request.languages[0]) if request.languages else 0
        self.language_combo.setCurrentIndex(max(place, 0))
        self.year_from_edit.setText("" if request.year_from is None else str(request.year_from))
        self.year_to_edit.setText("" if request.year_to is None else str(request.year_to))
        self.columns.show_conditions(request.columns)
        self.memory.show_request(request)
        self.selection.show_request(request)

    def add_seed(self, item_id: str, title: str) -> None:
        """Show an item as a seed."""
        self.seeds.add(item_id, title, filled(self.tr("Remove the seed %1"), title))

    def remove_seed(self, item_id: str) -> None:
        """Stop using an item as a seed."""
        self.seeds.remove(item_id)

    def clear(self) -> None:
        """Start a new brief: no text, no seeds, no filters but those of the kind of catalogue; the sliders stay."""
        self.scroll_to_brief()
        self._kept = NOTHING_KEPT
        self.bar.show_entry(None)
        self.brief_edit.clear()
        self.seeds.clear()
        self.clear_filters(keeps_segments=True)
        if self._overview is not None:
            self.columns.show_conditions(self._overview.default_filters)
        self.memory.clear()
        self.selection.clear()

    def clear_filters(self, keeps_segments: bool = False) -> None:
        """Turn all filters off; the segments too, unless they are kept."""
        self.tags.clear()
        self.columns.show_conditions(())
        self.language_combo.setCurrentIndex(0)
        self.year_from_edit.clear()
        self.year_to_edit.clear()
        self.tag_combo.setEditText("")
        self.memory.turn_off()
        self.selection.clear()
        if not keeps_segments:
            for segment in offered_segments(self._overview):
                self.segment_boxes[segment].setChecked(True)

    def can_turn_off(self, name: str) -> bool:
        """Whether a filter, named as in `Slate.blocked_by`, can be turned off by itself."""
        return name.startswith(OF_COLUMN) or name in self._ways_off()

    def turn_off(self, name: str) -> bool:
        """Turn one filter off and leave the others on; return whether there is such a one."""
        if name.startswith(OF_COLUMN):
            column = name.removeprefix(OF_COLUMN)
            self.columns.show_conditions([pair for pair in self.columns.conditions() if pair[0] != column])
            return True
        if name not in self._ways_off():
            return False
        self._ways_off()[name]()
        return True

    def _ways_off(self) -> dict[str, Callable[[], object]]:
        def all_segments() -> None:
            for segment in offered_segments(self._overview):
                self.segment_boxes[segment].setChecked(True)

        return {
            "segments": all_segments,
            "tags": self.tags.clear,
            "languages": lambda: self.language_combo.setCurrentIndex(0),
            "year_from": self.year_from_edit.clear,
            "year_to": self.year_to_edit.clear,
            "exported": lambda: self.memory.cooldown_box.setChecked(False),
            "suggested": lambda: self.memory.unseen_box.setChecked(False),
            SELECTION: self.selection.clear,
        }

    def scroll_to_brief(self) -> None:
        """Bring the brief itself into sight."""
        self._area.verticalScrollBar().setValue(0)

    def scroll_to_filters(self) -> None:
        """Bring the filters into sight."""
        self._area.verticalScrollBar().setValue(self._area.verticalScrollBar().maximum())

    def set_busy(self, is_busy: bool) -> None:
        """Take no second request while one is under way."""
        self.suggest_button.setEnabled(not is_busy)

    def move_tail(self, steps: int) -> None:
        """Move the tail preference by steps of 5 %."""
        self.tail_slider.setValue(self.tail_slider.value() + steps * SLIDER_STEP)

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.brief_edit.setAccessibleName(self.tr("Brief"))
        self.brief_edit.setPlaceholderText(
            self.tr("What is the list for? One or two sentences, or a reader's comment pasted here.")
        )
        retranslate_actions(self.brief_edit.actions_by_id)
        set_tooltip(self.brief_edit, filled(self.tr("%1 suggests"), key_hint("suggest")))
        self.examples.set_heading(self.tr("Or try:"))
        self._seeds_label.setText(self.tr("Seeds"))
        self.seeds.setAccessibleName(self.tr("Seeds"))
        self.seeds.set_hint(
            filled(self.tr("Drop suggestions you like here, or press %1 on one."), key_hint("more-like-this"))
        )
        for chip in self.seeds.chips():
            chip.name_remove(filled(self.tr("Remove the seed %1"), chip.text()))
        self._tail_label.setText(self.tr("Tail preference"))
        self._variety_label.setText(self.tr("Variety"))
        self._segments_label.setText(self.tr("Look in"))
        self._tag_label.setText(self.tr("Tags"))
        self._language_label.setText(self.tr("Language"))
        self._years_label.setText(self.tr("Years"))
        self.year_from_edit.setAccessibleName(self.tr("From year"))
        self.year_to_edit.setAccessibleName(self.tr("To year"))
        self.suggest_button.setText(self.tr("Suggest"))
        self.suggest_button.tint()
        set_tooltip(self.suggest_button, self.brief_edit.actions_by_id["suggest"].toolTip())
        self.new_brief_button.setText(self.tr("New brief"))
        self.new_brief_button.tint()
        tag_edit = self.tag_combo.lineEdit()
        if tag_edit is not None:
            tag_edit.setPlaceholderText(self.tr("Any tag"))
        self._fill_choices()
        self._say_tail()
        self._say_variety()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _fill_choices(self) -> None:
        overview = self._overview
        for segment, box in self.segment_boxes.items():
            box.setVisible(segment in offered_segments(overview))
            box.setText(segment_label(overview, segment) if overview else segment_name(segment))
            set_tooltip(box, segment_line(overview, segment) if overview else "")
        cuts = cuts_sentence(overview) if overview else ""
        if overview is not None and overview.is_simulated:
            cuts = joined(cuts, self.tr("Popularity and readers of the sample are simulated."))
        self._cuts_label.setText(cuts)
        self._cuts_label.setVisible(bool(cuts))
        self.memory.show_overview(overview)
        self._fill_languages(overview.languages if overview else ())
        self._fill_tags(overview.tags if overview else ())
        set_tooltip(self.tail_slider, tail_meaning(overview.domain) if overview else "")
        self.columns.show_columns(overview.columns if overview else ())
        years = overview.year_range if overview else None
        self.year_from_edit.setPlaceholderText(str(years[0]) if years else self.tr("from"))
        self.year_to_edit.setPlaceholderText(str(years[1]) if years else self.tr("to"))

    def _fill_languages(self, languages: Sequence[tuple[str, int]]) -> None:
        chosen = self.language_combo.currentData()
        self.language_combo.clear()
        self.language_combo.addItem(self.tr("Any language"), "")
        for code, count in languages:
            self.language_combo.addItem(_with_count(language_name(code), count), code)
        self.language_combo.setCurrentIndex(max(self.language_combo.findData(chosen), 0))
        self.language_combo.setVisible(bool(languages))
        self._language_label.setVisible(bool(languages))

    def _fill_tags(self, tags: Sequence[tuple[str, int]]) -> None:
        self.tag_combo.clear()
        for tag, count in tags:
            self.tag_combo.addItem(_with_count(tag, count), tag)
        self.tag_combo.setCurrentIndex(-1)
        self.tag_combo.setEditText("")
        completer = self.tag_combo.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        for widget in (self.tag_combo, self._tag_label):
            widget.setVisible(bool(tags))

    def _offer_examples(self) -> None:
        """Offer the other examples, as long as nothing of the editor's own would be lost."""
        examples = self._overview.example_briefs if self._overview is not None else ()
        brief = self.brief()
        is_own = bool(brief) and brief not in examples
        self.examples.show_briefs(() if is_own else [each for each in examples if each != brief])

    def _try_example(self, brief: str) -> None:
        self.brief_edit.setPlainText(brief)
        self.suggest_requested.emit()

    def _tag_chosen(self, place: int) -> None:
        tag = self.tag_combo.itemData(place)
        if isinstance(tag, str):
            self._add_tag(tag)
        self._empty_tag_field()

    def _take_typed_tag(self) -> bool:
        """Filter by a tag that was typed and not chosen; return False where the text names no tag, or several."""
        typed = self.tag_combo.currentText().strip().casefold()
        known = [tag for tag, _count in self._overview.tags] if self._overview is not None else []
        found = [tag for tag in known if tag.casefold() == typed]
        found = found or [tag for tag in known if typed and typed in tag.casefold()]
        if len(found) != 1:
            return False
        self._add_tag(found[0])
        self._empty_tag_field()
        return True

    def _empty_tag_field(self) -> None:
        self.tag_combo.setCurrentIndex(-1)
        self.tag_combo.setEditText("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave no text in the field of tags when it is left: it would look like a filter and be none."""
        if watched is self.tag_combo and isinstance(event, QFocusEvent) and event.lostFocus():
            passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if event.reason() not in passing and not self._take_typed_tag():
                self._empty_tag_field()
        return False

    def _add_tag(self, tag: str) -> None:
        self.tags.add(tag, tag, filled(self.tr("Remove the tag %1"), tag))

    def _tail_moved(self, value: int) -> None:
        self._say_tail()
        self.settings_changed.emit("tail_preference", value / 100)

    def _variety_moved(self, value: int) -> None:
        self._say_variety()
        self.settings_changed.emit("diversity", value / 100)

    def _show_advanced(self, chosen: AdvancedChoice) -> None:
        before = self.advanced.choice
        self.advanced.show_choice(chosen)
        self._say_tail()
        self._say_variety()
        # As with the sliders, what an earlier list was asked with becomes what the next one is asked with.
        for field, value in asdict(chosen).items():
            if value != getattr(before, field):
                self.settings_changed.emit(field, value)

    def _advanced_changed(self, field: str, value: object) -> None:
        self._say_tail()
        self._say_variety()
        self.settings_changed.emit(field, value)

    def _say_tail(self) -> None:
        share = self.tail_slider.value() / 100
        overview = self._overview
        if overview is not None and overview.item_count and overview.popularity_source == "none":
            sentence = self.tr("There is no tail to prefer: nothing tells what is popular.")
        elif not self.segment_boxes["tail"].isChecked():
            sentence = self.tr("The tail is left out below, so nothing is reserved for it.")
        elif share == 0:
            sentence = self.tr("Nothing is reserved for the tail.")
        elif self.advanced.choice.tail_method != "quota":
            sentence = self.tr("The tail is raised; no number of places is promised.")
        else:
            sentence = filled(
                self.tr("%1 of %2 places for the tail"), str(round(share * self.count)), str(self.count)
            )
        self._tail_sentence.setText(sentence)
        self.tail_slider.setAccessibleDescription(sentence)

    def _say_variety(self) -> None:
        value = self.variety_slider.value()
        policy = self.advanced.choice.policy
        self.variety_slider.setEnabled(policy not in POLICIES_WITHOUT_STRENGTH)
        if policy in POLICIES_WITHOUT_STRENGTH:
            sentence = self.tr("Not used by what is chosen under Advanced.")
        elif value == 0:
            sentence = self.tr("Only relevance counts; neighbours may be much alike.")
        elif value <= 35:
            sentence = self.tr("A little variety")
        elif value <= 65:
            sentence = self.tr("Relevance and variety in balance")
        else:
            sentence = self.tr("Much variety, at the cost of relevance")
        self._variety_sentence.setText(sentence)
        self.variety_slider.setAccessibleDescription(sentence)

    def show_tail_price(self, sentence: str) -> None:
        """Say under the tail preference what it costs; "" says nothing."""
        self._tail_price.setText(sentence)
        self._tail_price.setVisible(bool(sentence))

    @property
    def tail_places(self) -> int:
        """How many places of the list are kept for the tail as the slider stands."""
        return round(self.tail_slider.value() / 100 * self.count)

    @property
    def tail_price_sentence(self) -> str:
        """What is said of the price of the tail."""
        return self._tail_price.text()

    @property
    def tail_sentence(self) -> QLabel:
        """The sentence under the tail preference."""
        return self._tail_sentence


def _slider() -> QSlider:
    made = QSlider(Qt.Orientation.Horizontal)
    made.setRange(0, 100)
    made.setSingleStep(SLIDER_STEP)
    made.setPageStep(2 * SLIDER_STEP)
    return made


def _year(edit: QLineEdit) -> int | None:
    text = edit.text().strip()
    return int(text) if text.lstrip("-").isdigit() else None


def _with_count(name: str, count: int) -> str:
    return f"{name} ({count_text(count)})"
