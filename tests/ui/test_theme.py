"""The tokens keep their contrast, both themes reach the pixels, and no colour is written anywhere else."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

import ltrec_gui.ui
from ltrec_gui.paths import resources_folder
from ltrec_gui.ui.icons import icon, pixmap
from ltrec_gui.ui.theme import (
    DARK,
    LIGHT,
    apply_theme,
    contrast,
    current_tokens,
    font_of,
    row_height,
    segment_tone,
    theme_signals,
)
from ltrec_gui.ui.widgets import button, label

THEMES = pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
GROUNDS = ("window", "surface", "surface2")
PAIRS = [
    *[(text, ground) for text in ("text", "text2", "text3", "accent") for ground in GROUNDS],
    ("text", "accent_bg"),
    ("accent", "accent_bg"),
    ("on_accent", "accent"),
    ("good", "good_bg"),
    ("bad", "bad_bg"),
    ("warn", "warn_bg"),
    ("tail", "tail_bg"),
    ("new", "new_bg"),
    ("good", "surface"),
    ("bad", "surface"),
    ("warn", "surface"),
]


def test_contrast_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#ffffff") == pytest.approx(1)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize(("foreground", "background"), PAIRS)
def test_text_can_be_read(tokens, foreground, background):
    assert contrast(getattr(tokens, foreground), getattr(tokens, background)) >= 4.5


@THEMES
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("outline", ["border_strong", "accent"])
def test_outlines_and_focus_can_be_seen(tokens, outline, ground):
    assert contrast(getattr(tokens, outline), getattr(tokens, ground)) >= 3.0


@pytest.mark.parametrize(("choice", "tokens"), [("light", LIGHT), ("dark", DARK), ("system", LIGHT)])
def test_apply_theme_reaches_the_pixels(qapp, qtbot, choice, tokens):
    apply_theme(qapp, "light" if tokens == DARK else "dark")
    with qtbot.waitSignal(theme_signals.theme_changed):
        assert apply_theme(qapp, choice) == tokens
    with qtbot.assertNotEmitted(theme_signals.theme_changed):
        apply_theme(qapp, choice)
    assert current_tokens() == tokens
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(40, 40)
    assert window.grab().toImage().pixelColor(20, 20) == QColor(tokens.window)


@THEMES
def test_check_box_outline_is_drawn_in_the_theme(qapp, qtbot, tokens):
    apply_theme(qapp, tokens.name)
    box = QCheckBox("On")
    qtbot.addWidget(box)
    box.resize(box.sizeHint())
    image = box.grab().toImage()
    best = max(contrast(image.pixelColor(x, image.height() // 2).name(), tokens.window) for x in range(0, 16))
    assert best >= 3.0


def test_fonts_follow_the_scale():
    assert font_of("meta").pointSizeF() >= 9
    sizes = [
        font_of(role).pointSizeF() for role in ("meta", "body", "item-title", "detail-title", "page-title")
    ]
    assert sizes == sorted(sizes) and len(set(sizes)) == 5


def test_icons_are_tinted_and_sharp():
    image = pixmap("thumbs-up", LIGHT.accent, 18, 2.0).toImage()
    assert (image.width(), image.devicePixelRatio()) == (36, 2.0)
    opaque = {
        image.pixelColor(x, y).name().upper()
        for x in range(36)
        for y in range(36)
        if image.pixelColor(x, y).alpha() == 255
    }
    assert opaque == {LIGHT.accent}


def test_every_icon_draws_something():
    for path in (resources_folder() / "icons").glob("*.svg"):
        assert not icon(path.stem).isNull()
        image = pixmap(path.stem, LIGHT.text, 24).toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(24) for y in range(24)), path.name


def test_an_unknown_icon_is_an_error():
    with pytest.raises(FileNotFoundError):
        pixmap("no-such-icon", LIGHT.text, 18)


def test_colours_are_written_in_the_theme_alone():
    folder = Path(ltrec_gui.ui.__file__).parent
    files = [path for path in folder.glob("*.py") if path.name not in ("theme.py", "icons.py")]
    found = [
        f"{path.name}: {match.group()}"
        for path in [*files, resources_folder() / "theme.qss"]
        for match in re.finditer(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b|\brgba?\(", path.read_text("utf-8"))
    ]
    assert files and found == []


@THEMES
def test_placeholders_can_be_read(qapp, qtbot, tokens):
    apply_theme(qapp, tokens.name)
    edit = QLineEdit()
    edit.setPlaceholderText("Find in suggestions")
    qtbot.addWidget(edit)
    edit.ensurePolished()
    shown = edit.palette().color(QPalette.ColorRole.PlaceholderText)
    assert (shown.name().upper(), shown.alpha()) == (tokens.text3.upper(), 255)


@pytest.mark.parametrize(
    ("segment", "tone"),
    [("tail", "tail"), ("new", "new"), ("torso", "surface2"), ("head", "surface2"), ("unknown", "surface2")],
)
def test_a_segment_has_its_colour(segment, tone):
    assert segment_tone(segment) == tone


@THEMES
def test_new_does_not_look_like_another_role(tokens):
    others = (tokens.tail, tokens.good, tokens.bad, tokens.warn, tokens.accent)
    hue = QColor(tokens.new).hue()
    assert all(abs((hue - QColor(other).hue() + 180) % 360 - 180) >= 25 for other in others)


def test_text_that_is_shown_follows_the_size_of_text(qapp, qtbot):
    shown = QWidget()
    qtbot.addWidget(shown)
    layout = QVBoxLayout(shown)
    made = [label("Title", "page-title"), label("Meta", "meta"), button("Act", "check")]
    for widget in made:
        layout.addWidget(widget)
    shown.show()
    before = [widget.font().pointSizeF() for widget in made]
    usual = row_height(30)
    try:
        apply_theme(qapp, "light", 150, "roomy")
        assert [widget.font().pointSizeF() for widget in made] == pytest.approx(
            [points * 1.5 for points in before], abs=0.5
        )
        assert usual * 1.5 < row_height(30) < usual * 2
    finally:
        apply_theme(qapp, "light", 100, "normal")
    assert [widget.font().pointSizeF() for widget in made] == before and row_height(30) == usual
