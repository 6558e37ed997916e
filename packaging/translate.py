"""Gathers the texts of the window into resources/translations and compiles what is translated there.

    python packaging/translate.py

ltrec_zh_CN.ts is where translations are written, by hand or with Qt Linguist; ltrec_en.ts holds only the plural forms
of English. New texts are added as unfinished and texts that are gone are dropped; the program then says which are left.
"""

import shutil
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TRANSLATIONS = ROOT / "resources" / "translations"
PLURALS_ONLY = {"zh_CN": False, "en": True}
QT_FILES = ("qtbase_zh_CN.qm",)  # the buttons and menus that Qt brings along


def main() -> int:
    """Refresh everything in resources/translations; return 1 while a text has no translation."""
    TRANSLATIONS.mkdir(parents=True, exist_ok=True)
    missing: list[str] = []
    for language in PLURALS_ONLY:
        gather(language, TRANSLATIONS / f"ltrec_{language}.ts")
        compile_texts(TRANSLATIONS / f"ltrec_{language}.ts", TRANSLATIONS / f"ltrec_{language}.qm")
        missing += [f"{language}: {text}" for text in untranslated(TRANSLATIONS / f"ltrec_{language}.ts")]
    for name in QT_FILES:
        shutil.copyfile(qt_translations() / name, TRANSLATIONS / name)
    print("\n".join(["Not translated yet:", *missing]) if missing else "Every text is translated.")
    return 1 if missing else 0


def gather(language: str, ts: Path) -> None:
    """Bring `ts` up to date with the texts in the source, keeping the translations that still fit."""
    command = [tool("lupdate"), "-silent", "-no-obsolete", "-locations", "none"]
    command += ["-source-language", "en", "-target-language", language]
    if PLURALS_ONLY[language]:
        command.append("-pluralonly")
    subprocess.run([*command, *map(str, sources()), "-ts", str(ts)], check=True, cwd=ROOT)


def compile_texts(ts: Path, qm: Path) -> None:
    """Write the translations of `ts` into `qm`, the file that the program loads; unfinished ones are left out."""
    # A running window has the old file mapped: writing into it would pull the ground from under that window.
    fresh = qm.with_suffix(".new")
    subprocess.run(
        [tool("lrelease"), "-silent", "-nounfinished", str(ts), "-qm", str(fresh)], check=True, cwd=ROOT
    )
    fresh.replace(qm)


def sources() -> list[Path]:
    """Return the files that speak to the editor, in a fixed order."""
    return [*sorted((ROOT / "ltrec_gui" / "ui").glob("*.py")), ROOT / "ltrec_gui" / "app.py"]


def untranslated(ts: Path) -> list[str]:
    """Return context and text of every entry of `ts` that has no finished translation."""
    found = []
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            forms = [] if translation is None else [translation, *translation.iter("numerusform")]
            words = [form.text for form in forms if form.text and form.text.strip()]
            is_plural = message.get("numerus") == "yes"
            is_whole = len(words) >= (len(forms) - 1 if is_plural else 1) > 0
            if translation is None or translation.get("type") == "unfinished" or not is_whole:
                found.append(f"{context.findtext('name')}: {message.findtext('source')}")
    return found


def tool(name: str) -> str:
    """Return the path of Qt's `name`, from the scripts of this Python or from the package itself."""
    for command, folder in (
        (f"pyside6-{name}", sysconfig.get_path("scripts")),
        (name, str(package_folder())),
    ):
        path = shutil.which(command, path=folder)
        if path:
            return path
    raise SystemExit(f"{name} is not there. Install PySide6-Essentials into {sys.executable}.")


def package_folder() -> Path:
    """Return the folder of the PySide6 in use."""
    import PySide6

    return Path(PySide6.__file__).parent


def qt_translations() -> Path:
    """Return the folder with Qt's own translations."""
    from PySide6.QtCore import QLibraryInfo

    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))


if __name__ == "__main__":
    raise SystemExit(main())
