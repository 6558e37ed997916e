"""Both languages are complete: every text is gathered, translated, compiled, and shown when the language changes."""

import ast
import importlib.util
import re
import shutil
import xml.etree.ElementTree as ET
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QDialogButtonBox, QLabel

import ltrec_gui
from ltrec_gui.app import install_language
from ltrec_gui.catalogue.reasons import REASONS, REFUSALS, reason, refusal
from ltrec_gui.errors import ModelError, Phrase, RequestError
from ltrec_gui.jobs.runner import JobRunner
from ltrec_gui.settings import Settings
from ltrec_gui.ui import wording
from ltrec_gui.ui.core_wording import CORE_TEXTS, SYSTEM_TEXTS, error_text
from ltrec_gui.ui.file_wording import reason_text
from ltrec_gui.ui.main_window import MainWindow, Services
from ltrec_gui.ui.settings_dialog import Facts

PACKAGE = Path(ltrec_gui.__file__).parent
ROOT = PACKAGE.parent
TRANSLATIONS = ROOT / "resources" / "translations"
LANGUAGES = ("zh_CN", "en")
CHINESE = re.compile("[\u4e00-\u9fff]")
FIELD_NAMES = re.compile(r"\{(\w+)\}")
FIELDS = re.compile(r"%L?n|%\d|\{\w+\}")
# What hands the sentence it is given to an error, and which argument that is.
FORWARDERS = {"unusable": 1, "_unavailable": 0, "refusal": None}
ERRORS = {
    "LtrecError",
    "CatalogueError",
    "StoreError",
    "ModelError",
    "IndexUnavailable",
    "RequestError",
    "NameTaken",
    "Phrase",
}
# The command line speaks English; what it alone refuses never reaches the window.
OWN_VOICE = {"cli.py"}


def load_program(name):
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


translate_program = load_program("translate")


def entries(ts):
    """Return (context, source, is plural, forms of the translation) of every entry."""
    found = []
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            is_plural = message.get("numerus") == "yes"
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            found.append((context.findtext("name"), message.findtext("source"), is_plural, forms))
    return found


def texts(ts):
    return {(context, source, is_plural) for context, source, is_plural, _ in entries(ts)}


@pytest.fixture(params=LANGUAGES)
def ts(request):
    return TRANSLATIONS / f"ltrec_{request.param}.ts"


@pytest.fixture
def speak(qapp):
    """Return a function that lets the program speak a language; English without translators comes back after."""
    installed = []
    before = QLocale()

    def change(language):
        installed[:] = install_language(qapp, language, installed)
        # For this test's computer may speak anything.
        QLocale.setDefault(QLocale("en_US" if language == "en" else language))

    yield change
    for translator in installed:
        qapp.removeTranslator(translator)
    QLocale.setDefault(before)


# Gathered


def test_the_texts_of_the_source_are_those_that_are_translated(ts, tmp_path):
    try:
        translate_program.tool("lupdate")
    except SystemExit as missing:
        pytest.skip(str(missing))
    copy = tmp_path / ts.name
    shutil.copyfile(ts, copy)
    translate_program.gather(ts.stem.removeprefix("ltrec_"), copy)
    assert texts(copy) == texts(ts), "run packaging/translate.py and translate what is new"


def calls(path):
    """Return each call in a file with the class and the function around it."""

    def walk(node, class_name, function):
        for child in ast.iter_child_nodes(node):
            inner_class = child.name if isinstance(child, ast.ClassDef) else class_name
            inner_function = child.name if isinstance(child, ast.FunctionDef) else function
            if isinstance(child, ast.Call):
                yield child, class_name, function
            yield from walk(child, inner_class, inner_function)

    yield from walk(ast.parse(path.read_text(encoding="utf-8")), "", "")


def name_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", ""))


def test_every_text_is_one_literal_that_lupdate_saw():
    # It overlooks, without a word, what stands in an f-string.
    seen = {(context, source) for context, source, _ in texts(TRANSLATIONS / "ltrec_zh_CN.ts")}
    count = 0
    for path in sorted((PACKAGE / "ui").glob("*.py")):
        for call, class_name, _ in calls(path):
            called = ast.unparse(call.func)
            if called.endswith(".translate") and called != "QCoreApplication.translate":
                continue  # a drawing or a box is moved
            if name_of(call) == "tr":
                context, text = class_name, call.args[0]
            elif name_of(call) in ("translate", "QT_TRANSLATE_NOOP") and path.name != "core_wording.py":
                context, text = ast.literal_eval(call.args[0]), call.args[1]
            else:
                continue
            count += 1
            assert isinstance(text, ast.Constant), f"{path.name}:{call.lineno} is not one literal"
            assert (context, text.value) in seen, f"{path.name}:{call.lineno} is not gathered"
    assert count > 400


def test_every_sentence_of_an_error_is_marked_for_translation():
    said = set(REFUSALS.values())
    for path in sorted(PACKAGE.rglob("*.py")):
        room = path.relative_to(PACKAGE).parts[0]
        if room in OWN_VOICE | {"ui", "errors.py"}:
            continue
        for call, _, function in calls(path):
            name = name_of(call)
            if name in ERRORS:
                sentence = call.args[0]
            elif FORWARDERS.get(name) is not None:
                sentence = call.args[FORWARDERS[name]]
            else:
                continue
            if function in FORWARDERS and not isinstance(sentence, ast.Constant):
                continue  # what it was given was looked at where it was given
            assert isinstance(sentence, ast.Constant), f"{path.name}:{call.lineno} is not one literal"
            said.add(sentence.value)
    assert said == set(CORE_TEXTS)


def test_every_reason_has_its_words(speak):
    speak("zh_CN")
    for name, sentence in REASONS.items():
        said = reason_text(reason(name, **dict.fromkeys(FIELD_NAMES.findall(sentence), "x")))
        assert CHINESE.search(said) and "{" not in said, name


# Translated


def test_every_entry_is_finished(ts):
    assert translate_program.untranslated(ts) == []


def test_fields_and_keys_of_a_text_are_those_of_its_translation(ts):
    for context, source, _, forms in entries(ts):
        for form in forms:
            assert Counter(FIELDS.findall(source)) == Counter(FIELDS.findall(form)), (context, source)
            assert set(re.findall("&(.)", source)) == set(re.findall("&(.)", form)), (context, source)


def test_chinese_has_full_width_stops():
    for _, source, _, (form,) in entries(TRANSLATIONS / "ltrec_zh_CN.ts"):
        assert not re.search("[\u4e00-\u9fff][,;:!?.]", form), (source, form)
        is_sentence = " " in source and source.endswith(".")
        assert not is_sentence or form.endswith("。"), (source, form)


def test_plural_forms_are_as_many_as_the_language_has():
    assert all(len(forms) == 1 for _, _, _, forms in entries(TRANSLATIONS / "ltrec_zh_CN.ts"))
    english = entries(TRANSLATIONS / "ltrec_en.ts")
    # One that counts what it does not name ("2 on the shelf") has the same words for one and for many.
    assert any(len(set(forms)) == 2 for _, _, _, forms in english)
    assert english and all(is_plural and len(forms) == 2 for _, _, is_plural, forms in english)


# Compiled


def test_what_is_compiled_is_what_is_translated(ts):
    translator = QTranslator()
    assert translator.load(str(ts.with_suffix(".qm")))
    for context, source, is_plural, forms in entries(ts):
        numbers = (1, 2) if len(forms) == 2 else (5,)
        for number, form in zip(numbers, forms, strict=True):
            said = translator.translate(context, source, "", number if is_plural else -1)
            assert said == form, f"run packaging/translate.py: {source}"


# Shown


def test_standard_buttons_speak_chinese(qtbot, speak):
    speak("zh_CN")
    box = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Save
        | QDialogButtonBox.StandardButton.Cancel
        | QDialogButtonBox.StandardButton.Discard
    )
    qtbot.addWidget(box)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text() == "取消"
    assert all(CHINESE.search(button.text()) for button in box.buttons())
    assert (TRANSLATIONS / "qtbase_zh_CN.qm").is_file(), "the frozen program has no other"


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 items"), (1, "1 item"), (2, "2 items"), (1200, "1,200 items")]
)
def test_english_counts(speak, number, said):
    speak("en")
    assert wording.Counted().items(number) == said


def test_english_counts_verdicts(speak):
    speak("en")
    said = [QCoreApplication.translate("HistoryPage", "%Ln verdicts", "", number) for number in (1, 2)]
    assert said == ["1 verdict", "2 verdicts"]


class Nothing:
    def close(self):
        pass


@pytest.fixture
def window(qtbot, tmp_path):
    file_jobs = JobRunner(Nothing, "test-files")
    services = Services(
        open_runners=lambda folder: None,
        file_jobs=file_jobs,
        new_library_folder=lambda stem: tmp_path / stem,
        sample_folder=lambda _name: tmp_path,
        save_settings=lambda settings: None,
        set_theme=lambda *_look: None,
        set_language=lambda choice: None,
        shown_language=lambda: "en",
        facts=Facts((("ltrec-gui", "0.1.0"),), tmp_path / "ltrec.log", tmp_path / "settings.json"),
        state_path=tmp_path / "window.ini",
        report_of=lambda error: "",
    )
    made = MainWindow(Settings(), services)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()
    file_jobs.shutdown()


def shown_texts(window):
    return {
        *(label.text() for label in window.findChildren(QLabel)),
        *(button.text() for button in window.findChildren(QAbstractButton)),
        *(action.text() for action in window.findChildren(QAction)),
    }


def test_an_open_window_follows_the_language(qtbot, window, speak):
    # Start page, rail, brief, suggestions, details, menu.
    english = {
        "Find the good things nobody is looking at",
        "Catalogue",
        "Tail preference",
        "Refresh (R)",
        "&File",
    }
    chinese = {"发现无人问津的好内容", "目录", "长尾偏好", "刷新 (R)", "文件(&F)"}
    speak("en")
    assert english <= shown_texts(window)
    speak("zh_CN")
    qtbot.waitUntil(lambda: chinese <= shown_texts(window))
    assert not english & shown_texts(window)
    speak("en")
    qtbot.waitUntil(lambda: english <= shown_texts(window))


def test_a_window_in_chinese_shows_no_english(qtbot, window, speak):
    speak("zh_CN")
    qtbot.waitUntil(lambda: "目录" in shown_texts(window))
    sources = {source for _, source, _ in texts(TRANSLATIONS / "ltrec_zh_CN.ts")}
    left = {text for text in shown_texts(window) & sources if re.search("[a-z]{2}", text)}
    assert left == set()


def test_errors_of_the_core_speak_chinese(speak):
    speak("zh_CN")
    assert all(CHINESE.search(error_text(Phrase(text))) for text in CORE_TEXTS)
    assert all(CHINESE.search(QCoreApplication.translate("System", text)) for text in SYSTEM_TEXTS)
    assert error_text(refusal("folder", name="春季.csv")).startswith("“春季.csv”是文件夹。")
    nested = ModelError(
        "The model folder “{folder}” cannot be used: {reason}; nothing was changed, choose another folder.",
        folder="bert",
        reason=Phrase("it cannot be read ({why})", why="Permission denied"),
    )
    assert "：无法读取（权限不足）；" in error_text(nested)


def test_an_error_keeps_what_looks_like_a_field(speak):
    speak("zh_CN")
    error = RequestError("There is no item “{item_id}” in this library.", item_id="{item_id} %1")
    assert error_text(error) == "此资料库中没有条目“{item_id} %1”。"


def test_sentences_are_joined_as_the_language_does():
    assert wording.joined("One.", "", "Two.") == "One. Two."
    assert wording.joined("一。", "二。") == "一。二。"


def test_a_key_with_one_name_is_named_once(speak):
    from ltrec_gui.ui.actions import key_texts, spec_of

    assert len(key_texts(spec_of("open-details"))) == 2
    speak("zh_CN")
    assert key_texts(spec_of("open-details")) == ("回车",)
