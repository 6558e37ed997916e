"""What an editor may leave alone: how variety is made, how the tail gets its places, wild cards, what learns."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from ltrec_gui.pipeline.pool import QUOTA_COLUMNS
from ltrec_gui.recommend.preference import FEEDBACK_MODELS, LOGISTIC, ROCCHIO
from ltrec_gui.recommend.slate import LEARNING, Slate, SuggestRequest
from ltrec_gui.recommend.tail import TAIL_METHODS
from ltrec_gui.settings import Settings
from ltrec_gui.ui.fitting import ChoiceBox
from ltrec_gui.ui.widgets import NumberBox, WheelPasser, button, label, section_label, set_tooltip
from ltrec_gui.ui.wording import count_text, filled, percent_text, translate

# In the order an editor may want them: what is advised, the quotas, chance, and what learns.
POLICY_ORDER = (
    "dpp",
    "msd",
    "mmr",
    "topic-quota",
    "lda-quota",
    "column-quota",
    "softmax",
    "random-tail",
    "none",
    LEARNING,
)
POLICIES_WITHOUT_STRENGTH = ("none", LEARNING)  # under these the variety slider changes nothing
MOST_WILD_CARDS = 5


def policy_name(policy: str) -> str:
    """Return the name of a diversity policy; an unknown one names itself."""
    return {
        "dpp": translate("Policies", "Balanced (DPP)"),
        "msd": translate("Policies", "Far apart (MSD)"),
        "mmr": translate("Policies", "Unlike the nearest (MMR)"),
        "topic-quota": translate("Policies", "Quota by topic"),
        "lda-quota": translate("Policies", "Quota by topic (LDA)"),
        "column-quota": translate("Policies", "Quota by column"),
        "softmax": translate("Policies", "Drawn by relevance"),
        "random-tail": translate("Policies", "Random tail (control)"),
        "none": translate("Policies", "Most relevant only"),
        LEARNING: translate("Policies", "Learned from verdicts"),
    }.get(policy, policy)


def policy_sentence(policy: str) -> str:
    """Return in one line what a diversity policy does; "" for an unknown one."""
    return {
        "dpp": translate(
            "Policies", "Each place goes to an item that is relevant and not yet covered by those above."
        ),
        "msd": translate("Policies", "Items are chosen to lie far from all of those above together."),
        "mmr": translate("Policies", "Items are chosen to be unlike the one above they are most like."),
        "topic-quota": translate(
            "Policies", "The most relevant, but only so many of each cluster of like items."
        ),
        "lda-quota": translate(
            "Policies", "The most relevant, but only so many of each topic found in the words (LDA)."
        ),
        "column-quota": translate(
            "Policies", "The most relevant, but only so many of each value of a column."
        ),
        "softmax": translate(
            "Policies", "Drawn by lot, the more relevant the likelier; more variety, more chance."
        ),
        "random-tail": translate(
            "Policies", "Anything from the tail, by lot: a control to compare with, not advice."
        ),
        "none": translate("Policies", "By relevance alone; neighbours may be much alike."),
        LEARNING: translate(
            "Policies", "Draws one of six settings for each list, by what you accepted so far."
        ),
    }.get(policy, "")


def tail_method_name(method: str) -> str:
    """Return the name of a tail method; an unknown one names itself."""
    return {
        "quota": translate("Policies", "Kept places (quota)"),
        "penalty": translate("Policies", "Popularity penalty"),
        "inverse-propensity": translate("Policies", "Inverse propensity"),
        "xquad": translate("Policies", "xQuAD"),
        "calibrated": translate("Policies", "Calibrated popularity"),
    }.get(method, method)


def tail_method_sentence(method: str) -> str:
    """Return in one line what a tail method does; "" for an unknown one."""
    return {
        "quota": translate("Policies", "A number of places is kept for the tail and known in advance."),
        "penalty": translate("Policies", "Relevance minus popularity; how many come from the tail follows."),
        "inverse-propensity": translate(
            "Policies", "Relevance divided by the chance of having been seen; the number follows."
        ),
        "xquad": translate(
            "Policies", "Tail items move up while the list holds few of them; the number follows."
        ),
        "calibrated": translate(
            "Policies", "The list moves towards the wished mix of popularity; the number follows."
        ),
    }.get(method, "")


def feedback_model_name(model: str) -> str:
    """Return the name of what learns from the verdicts; an unknown one names itself."""
    return {
        LOGISTIC: translate("Policies", "Logistic regression"),
        ROCCHIO: translate("Policies", "Rocchio"),
    }.get(model, model)


def feedback_model_sentence(model: str) -> str:
    """Return in one line how verdicts teach what is wanted, and from how many on; "" for an unknown model."""
    return {
        LOGISTIC: translate(
            "Policies",
            "Tells what you accepted from the rest. Counts from the 1st verdict; rejections little while they are few.",
        ),
        ROCCHIO: translate(
            "Policies",
            "The mean of what you accepted less half that of what you rejected. Counts fully from the 1st verdict.",
        ),
    }.get(model, "")


def column_name(column: str) -> str:
    """Return the name of a column a quota may count by; one of the catalogue's own names itself."""
    return {
        "author": translate("Policies", "Author"),
        "language": translate("Policies", "Language"),
        "year": translate("Policies", "Year"),
        "first-tag": translate("Policies", "First tag"),
    }.get(column, column)


def learned_sentence(slate: Slate) -> str:
    """Return what the learning policy drew for a list, and with which chance; "" where it had no part in it."""
    if slate.learned is None:
        return ""
    arm = slate.learned.choice.arm
    return filled(
        translate(
            "Policies", "This list: %1 at variety %2, drawn with a chance of %3. Lists learned from: %4."
        ),
        policy_name(arm.policy),
        percent_text(arm.diversity),
        percent_text(slate.learned.chance),
        count_text(slate.learned.trial_count),
    )


@dataclass(frozen=True, slots=True)
class AdvancedChoice:
    """The five fields of a request that are chosen here."""

    policy: str
    quota_column: str
    tail_method: str
    explore_places: int
    feedback_model: str = LOGISTIC


DEFAULT_CHOICE = AdvancedChoice(
    SuggestRequest().policy,
    SuggestRequest().quota_column,
    SuggestRequest().tail_method,
    SuggestRequest().explore_places,
    SuggestRequest().feedback_model,
)


class AdvancedFields(QWidget):
    """A heading that opens and closes, and the fields under it; open from the start where something is not usual."""

    changed = Signal(str, object)  # field of Settings, value
    learning_requested = Signal()  # to see what was learned from verdicts
    trial_requested = Signal()  # to try settings on past verdicts

    def __init__(self) -> None:
        super().__init__()
        self._slate: Slate | None = None
        self.toggle = button("", "chevron-right", "link")
        self.toggle.setCheckable(True)
        self.toggle.setProperty("align", "left")
        self.body = QWidget()
        self.policy_combo, self.column_combo, self.tail_combo = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.model_combo = ChoiceBox()
        for combo, names in (
            (self.policy_combo, POLICY_ORDER),
            (self.column_combo, QUOTA_COLUMNS),
            (self.tail_combo, TAIL_METHODS),
            (self.model_combo, FEEDBACK_MODELS),
        ):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
            for name in names:
                combo.addItem("", name)
        self.wild_cards_box = NumberBox()
        self.wild_cards_box.setRange(0, MOST_WILD_CARDS)
        self.wild_cards_box.lineEdit().setTextMargins(6, 0, 0, 0)  # as far in as the text of the combos
        self.wild_cards_box.installEventFilter(WheelPasser(self))
        self._policy_label = section_label("", self.policy_combo)
        self._policy_sentence = label("", "meta", wrap=True)
        self._learned_sentence = label("", "meta", wrap=True)
        self.learned_button = button("", "chart-area", "link")
        self.trial_button = button("", "history", "link")
        for link in (self.learned_button, self.trial_button):
            link.setProperty("align", "left")
        self._column_label = section_label("", self.column_combo)
        self._tail_label = section_label("", self.tail_combo)
        self._tail_sentence = label("", "meta", wrap=True)
        self._model_label = section_label("", self.model_combo)
        self._model_sentence = label("", "meta", wrap=True)
        self._wild_cards_label = section_label("", self.wild_cards_box)
        self._wild_cards_sentence = label("", "meta", wrap=True)
        self._arrange()
        self._connect()
        self._open(False)
        self.retranslate()

    def _arrange(self) -> None:
        fields = QVBoxLayout(self.body)
        fields.setContentsMargins(0, 4, 0, 0)
        fields.setSpacing(4)
        for group in (
            (
                self._policy_label,
                self.policy_combo,
                self._policy_sentence,
                self._learned_sentence,
                self.learned_button,
            ),
            (self._column_label, self.column_combo),
            (self._tail_label, self.tail_combo, self._tail_sentence),
            (self._wild_cards_label, self.wild_cards_box, self._wild_cards_sentence),
            (self._model_label, self.model_combo, self._model_sentence),
            (self.trial_button,),
        ):
            for widget in group:
                fields.addWidget(widget)
            fields.addSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toggle)
        layout.addWidget(self.body)

    def _connect(self) -> None:
        self.toggle.toggled.connect(self._open)
        for combo, field in (
            (self.policy_combo, "policy"),
            (self.column_combo, "quota_column"),
            (self.tail_combo, "tail_method"),
            (self.model_combo, "feedback_model"),
        ):
            combo.currentIndexChanged.connect(
                lambda _place, combo=combo, field=field: self._chosen(field, combo.currentData())
            )
        self.learned_button.clicked.connect(self.learning_requested)
        self.trial_button.clicked.connect(self.trial_requested)
        self.wild_cards_box.valueChanged.connect(lambda value: self._chosen("explore_places", value))

    @property
    def choice(self) -> AdvancedChoice:
        """What is chosen now."""
        return AdvancedChoice(
            policy=self.policy_combo.currentData(),
            quota_column=self.column_combo.currentData(),
            tail_method=self.tail_combo.currentData(),
            explore_places=self.wild_cards_box.value(),
            feedback_model=self.model_combo.currentData(),
        )

    def show_choice(self, chosen: AdvancedChoice) -> None:
        """Show a choice without announcing it; what is not usual is never hidden."""
        if chosen.quota_column and self.column_combo.findData(chosen.quota_column) < 0:
            self.column_combo.addItem(column_name(chosen.quota_column), chosen.quota_column)
        blockers = [
            QSignalBlocker(each)
            for each in (
                self.policy_combo,
                self.column_combo,
                self.tail_combo,
                self.model_combo,
                self.wild_cards_box,
            )
        ]
        for combo, value in (
            (self.policy_combo, chosen.policy),
            (self.column_combo, chosen.quota_column),
            (self.tail_combo, chosen.tail_method),
            (self.model_combo, chosen.feedback_model),
        ):
            combo.setCurrentIndex(max(combo.findData(value), 0))
        self.wild_cards_box.setValue(chosen.explore_places)
        del blockers
        if self.choice != DEFAULT_CHOICE:
            self.toggle.setChecked(True)
        self._say()

    def show_settings(self, settings: Settings) -> None:
        """Take over the defaults of the program."""
        self.show_choice(
            AdvancedChoice(
                settings.policy,
                settings.quota_column,
                settings.tail_method,
                settings.explore_places,
                settings.feedback_model,
            )
        )

    def show_slate(self, slate: Slate | None) -> None:
        """Say which policy was drawn for the list shown."""
        self._slate = slate
        self._say()

    def retranslate(self) -> None:
        """Say everything in the language now in use."""
        self.toggle.setText(self.tr("Advanced"))
        self.toggle.tint()
        self._policy_label.setText(self.tr("How variety is made"))
        self._column_label.setText(self.tr("Count by"))
        self._tail_label.setText(self.tr("How the tail gets its places"))
        self._wild_cards_label.setText(self.tr("Wild cards"))
        self._model_label.setText(self.tr("What learns from verdicts"))
        self.learned_button.setText(self.tr("What was learned…"))
        self.trial_button.setText(self.tr("Try on past verdicts…"))
        set_tooltip(
            self.trial_button, self.tr("See what other settings would have shown, before they are used.")
        )
        for link in (self.learned_button, self.trial_button):
            link.tint()
        for combo, name in (
            (self.policy_combo, policy_name),
            (self.column_combo, column_name),
            (self.tail_combo, tail_method_name),
            (self.model_combo, feedback_model_name),
        ):
            for place in range(combo.count()):
                combo.setItemText(place, name(combo.itemData(place)))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _open(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self.toggle.set_icon("chevron-down" if is_open else "chevron-right")

    def _chosen(self, field: str, value: object) -> None:
        self._say()
        self.changed.emit(field, value)

    def _say(self) -> None:
        chosen = self.choice
        self._policy_sentence.setText(policy_sentence(chosen.policy))
        self.policy_combo.setAccessibleDescription(policy_sentence(chosen.policy))
        learned = learned_sentence(self._slate) if self._slate is not None else ""
        self._learned_sentence.setText(learned)
        self._learned_sentence.setVisible(bool(learned) and chosen.policy == LEARNING)
        self.learned_button.setVisible(chosen.policy == LEARNING)
        for widget in (self._column_label, self.column_combo):
            widget.setVisible(chosen.policy == "column-quota")
        self._tail_sentence.setText(tail_method_sentence(chosen.tail_method))
        self.tail_combo.setAccessibleDescription(tail_method_sentence(chosen.tail_method))
        self._model_sentence.setText(feedback_model_sentence(chosen.feedback_model))
        self.model_combo.setAccessibleDescription(feedback_model_sentence(chosen.feedback_model))
        sentence = self.tr("Places for items from further down, to find out; they are marked.")
        self._wild_cards_sentence.setText(sentence)
        self.wild_cards_box.setAccessibleDescription(sentence)
