"""What the rooms before the screen say of errors, marked here so that it can be translated: they know no Qt."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from ltrec_gui.errors import LtrecError, Phrase, fill

translate = QCoreApplication.translate

# Every sentence of an error outside ui/, room by room; a test compares them with what is raised.
CORE_TEXTS = (
    # catalogue
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is compressed but damaged. Nothing was imported. Get a fresh copy of the file."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{delimiter}” cannot separate columns. Nothing was imported. Choose one character."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{quote}” cannot be the quote sign. Nothing was imported. Choose one character or none."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "There is no text encoding “{encoding}”. Nothing was imported. Choose another encoding."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is not written in {encoding}. Nothing was imported. Choose another encoding."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is not a text file. Nothing was imported. Save the table as CSV first."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is empty. Nothing was imported. Check that the export has finished and try again."
    ),
    QT_TRANSLATE_NOOP("Core", "“{name}” is a folder. Nothing was imported. Choose one CSV file."),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is a web page, not a table. Nothing was imported. Export the table as CSV first."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” is a JSON document, not a table. Nothing was imported. Export the table as JSON Lines or CSV.",
    ),
    QT_TRANSLATE_NOOP(
        "Core", "There is no file “{name}”. Nothing was imported. Check the name and the folder."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "No column of “{name}” is chosen for {roles}. Nothing was imported. Choose one."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” has no column number {column}. Nothing was imported. Choose the columns again."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” has no line {line} for the header. Nothing was imported. Choose an earlier line."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” holds only remarks, no table. Nothing was imported. Choose another file."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is a device or a pipe, not a file. Nothing was imported. Choose a CSV file."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is a PDF document. Nothing was imported. Export the table as CSV first."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” cannot be read ({why}). Nothing was imported. Check your rights to the file."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is no XLSX workbook. Nothing was imported. Save it as XLSX or CSV first."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is a damaged Parquet file. Nothing was imported. Get a fresh copy of the file."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” is a damaged workbook. Nothing was imported. Open and save it again, or save it as CSV.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” is one very long JSON list. Nothing was imported. Export it as JSON Lines instead.",
    ),
    QT_TRANSLATE_NOOP("Core", "“{name}” has no sheet “{sheet}”. Nothing was imported. Choose another sheet."),
    QT_TRANSLATE_NOOP(
        "Core", "“{name}” is an XML file. Nothing was imported. Export the table as CSV first."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "What the columns mean could not be remembered ({why}). The import is not affected. Check your rights "
        "to the folder of the settings.",
    ),
    # store
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” is a database of another program. It was left as it is. Choose a folder with a "
        "library of this program, or an empty one.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "This library was made by a newer version of this program. It was left as it is. Update the "
        "program to open it.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The library at “{name}” could not be opened. Nothing was changed. Check that the folder exists "
        "and is writable, or choose another one.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "No backup of the library could be made ({why}). The library is as it was. Make room in “{folder}” and try "
        "again.",
    ),
    QT_TRANSLATE_NOOP(
        "Core", "The backup “{name}” is damaged. The library is as it was. Choose another backup."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The backup could not be put back ({why}). The library is as it was. Close other programs that use it and try "
        "again.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "There is no backup “{key}” of this library. Nothing was changed. Choose one of those listed.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The library is in use by another program. Nothing was changed. Close the other program and try "
        "again.",
    ),
    QT_TRANSLATE_NOOP(
        "Core", "The disk is full. Everything saved so far is kept. Free some space and try again."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The library could not be written. Everything saved so far is kept. Check that the folder still "
        "exists and is writable.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The library file is damaged or is not a library of this program. It was left as it is. Restore "
        "a copy, or open another library.",
    ),
    QT_TRANSLATE_NOOP("Core", "This brief is not in the library. Nothing was changed. Start a new brief."),
    # embedding
    QT_TRANSLATE_NOOP("Core", "its vocab.txt is not that of a BERT"),
    QT_TRANSLATE_NOOP(
        "Core", "There is no pooling “{pooling}”; nothing was changed, choose “mean” or “cls”."
    ),
    QT_TRANSLATE_NOOP("Core", "its tokenizer knows more words than its weights"),
    QT_TRANSLATE_NOOP("Core", "its weights have changed since it was chosen"),
    QT_TRANSLATE_NOOP("Core", "its weights are incomplete"),
    QT_TRANSLATE_NOOP("Core", "its weights give no usable numbers"),
    QT_TRANSLATE_NOOP("Core", "its tokenizer cannot be read"),
    QT_TRANSLATE_NOOP(
        "Core",
        "The language model cannot start because a part of the program is missing; your library is "
        "safe, please install the program again.",
    ),
    QT_TRANSLATE_NOOP("Core", "its weights cannot be read"),
    QT_TRANSLATE_NOOP(
        "Core",
        "The language model stopped while reading a text, perhaps for want of memory; what is embedded "
        "so far is kept, close other programs and try again.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The model folder “{folder}” cannot be used: {reason}; nothing was changed, choose another folder.",
    ),
    QT_TRANSLATE_NOOP("Core", "the numbers in its config.json do not fit together"),
    QT_TRANSLATE_NOOP("Core", "its config.json names an activation we do not know"),
    QT_TRANSLATE_NOOP("Core", "its config.json has a bad “layer_norm_eps”"),
    QT_TRANSLATE_NOOP("Core", "there is no such folder"),
    QT_TRANSLATE_NOOP("Core", "it has no config.json, so it is not a model"),
    QT_TRANSLATE_NOOP("Core", "it asks to run program code of its own (“auto_map”)"),
    QT_TRANSLATE_NOOP("Core", "it is not a BERT but “{kind}”"),
    QT_TRANSLATE_NOOP("Core", "it is a BERT for another purpose, “{purpose}”"),
    QT_TRANSLATE_NOOP("Core", "it counts positions in a way that is no longer supported"),
    QT_TRANSLATE_NOOP("Core", "it is an adapter for another model"),
    QT_TRANSLATE_NOOP("Core", "it has neither tokenizer.json nor vocab.txt"),
    QT_TRANSLATE_NOOP("Core", "its {name} is far too large"),
    QT_TRANSLATE_NOOP("Core", "its {name} is not a JSON object"),
    QT_TRANSLATE_NOOP("Core", "its config.json has no sensible “{value}”"),
    QT_TRANSLATE_NOOP("Core", "its {name} has no sensible “max_seq_length”"),
    QT_TRANSLATE_NOOP("Core", "it has no model.safetensors"),
    QT_TRANSLATE_NOOP("Core", "its {name} names no files"),
    QT_TRANSLATE_NOOP("Core", "its {name} is damaged"),
    QT_TRANSLATE_NOOP("Core", "it cannot be read ({why})"),
    QT_TRANSLATE_NOOP("Core", "“{name}” in it is only a link to another place, copy the real file there"),
    QT_TRANSLATE_NOOP("Core", "its {name} is not valid JSON"),
    QT_TRANSLATE_NOOP(
        "Core", "its weights are in a format that can run code when read; only safetensors is safe"
    ),
    QT_TRANSLATE_NOOP("Core", "its {name} names a file outside the folder"),
    QT_TRANSLATE_NOOP("Core", "“{name}” is missing"),
    QT_TRANSLATE_NOOP("Core", "its {name} is damaged or was not copied to its end"),
    # index
    QT_TRANSLATE_NOOP(
        "Core",
        "The map could not be written ({why}); everything else works without it. Make room on the disk and open "
        "the map again.",
    ),
    QT_TRANSLATE_NOOP("Core", "The index does not hold the items it should; exact search answers instead."),
    QT_TRANSLATE_NOOP("Core", "The index file cannot be opened; exact search answers instead."),
    QT_TRANSLATE_NOOP(
        "Core", "The index {what}; nothing is lost, exact search answers until the index is built again."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "There is no room for the index on the disk ({size} MB are needed); the old one stays in force "
        "and nothing is lost: make room and build it again.",
    ),
    QT_TRANSLATE_NOOP(
        "Core", "The catalogue is too large for an index on Windows; nothing is lost, exact search answers."
    ),
    QT_TRANSLATE_NOOP("Core", "has a damaged manifest"),
    QT_TRANSLATE_NOOP("Core", "is damaged ({name} has the wrong shape)"),
    QT_TRANSLATE_NOOP(
        "Core",
        "The index could not be written ({why}); the old one stays in force and nothing is lost: make "
        "room on the disk and build it again.",
    ),
    QT_TRANSLATE_NOOP("Core", "belongs to another library"),
    QT_TRANSLATE_NOOP("Core", "was made with another model"),
    QT_TRANSLATE_NOOP("Core", "is not complete"),
    QT_TRANSLATE_NOOP("Core", "cannot be read ({why})"),
    QT_TRANSLATE_NOOP("Core", "was written by another version of the program"),
    QT_TRANSLATE_NOOP("Core", "is damaged ({name} cannot be read)"),
    QT_TRANSLATE_NOOP("Core", "is damaged ({name} has the wrong size)"),
    QT_TRANSLATE_NOOP("Core", "is damaged ({name} has changed)"),
    QT_TRANSLATE_NOOP("Core", "gives wrong answers on this computer"),
    QT_TRANSLATE_NOOP("Core", "perhaps the disk is full"),
    # pipeline
    QT_TRANSLATE_NOOP(
        "Core",
        "The cut points must lie between 0 and 1, the head's before the tail's. Nothing was changed. "
        "Choose others.",
    ),
    QT_TRANSLATE_NOOP("Core", "The catalogue cannot be sorted by “{sort}”."),
    QT_TRANSLATE_NOOP("Core", "“{pooling}” is not a pooling. Nothing was changed. Choose mean or cls."),
    QT_TRANSLATE_NOOP(
        "Core",
        "A shelf cannot be exported as “{ending}”. Nothing was written. Choose a name that ends in .csv, .xlsx, "
        ".json, .md or .html.",
    ),
    QT_TRANSLATE_NOOP("Core", "No column is chosen. Nothing was written. Choose at least one."),
    QT_TRANSLATE_NOOP(
        "Core",
        "Two columns are called “{header}”, and JSON can keep one of them only. Nothing was written. Give one of "
        "them another header.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{item}” holds the character {code}, which cannot be written as {encoding}. Nothing was written. Choose "
        "another encoding, or leave the column out.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” is there already. It was left as it is. Choose another name, or say that it may be replaced.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” is no preset for exports: {why}. It is left out, everything else is as it was. Mend the file or "
        "take it out of its folder.",
    ),
    QT_TRANSLATE_NOOP("Core", "it is too large"),
    QT_TRANSLATE_NOOP(
        "Core",
        "The folder “{folder}” could not be made ({why}). Nothing was written. Check your rights to it.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” could not be deleted ({why}). It was left as it is. Check your rights to its folder.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” could not be written ({why}). An older file of that name was left as it is. Choose "
        "another folder.",
    ),
    QT_TRANSLATE_NOOP("Core", "“{verdict}” is not a verdict. Nothing was recorded. Use one of: {verdicts}."),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{critique}” is no reason for the verdict “{verdict}”. Nothing was recorded. With “not-right” use one of: "
        "{critiques}.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The item “{item_id}” lacks what the reason “{critique}” speaks of. Nothing was recorded. Choose another "
        "reason.",
    ),
    QT_TRANSLATE_NOOP("Core", "There is no slate “{slate_id}” in this library. Nothing was recorded."),
    QT_TRANSLATE_NOOP(
        "Core",
        "Nothing is left to draw from: every item the filters allow is judged. Nothing was changed. Loosen the "
        "filters or begin another brief.",
    ),
    QT_TRANSLATE_NOOP(
        "Core", "There is no item “{item_id}” in this library. Nothing was recorded. Check the id."
    ),
    QT_TRANSLATE_NOOP(
        "Core", "This brief is no longer in the library. Nothing was changed. Choose another one."
    ),
    QT_TRANSLATE_NOOP("Core", "A brief needs a name. Nothing was changed. Type one."),
    QT_TRANSLATE_NOOP("Core", "There is no saved brief “{name}”. Nothing was changed. Check the name."),
    QT_TRANSLATE_NOOP(
        "Core", "No column is chosen for: {roles}. Nothing was imported. Choose the column and try again."
    ),
    QT_TRANSLATE_NOOP("Core", "This export is not in the library. Nothing was changed."),
    QT_TRANSLATE_NOOP("Core", "A cool-down lasts 0 to {most} days, not {days}. Nothing was changed."),
    QT_TRANSLATE_NOOP("Core", "The catalogue cannot be filtered by “{exposure}”."),
    QT_TRANSLATE_NOOP(
        "Core",
        "The last shelf of a library cannot be deleted. Nothing was changed. Take its items off instead.",
    ),
    QT_TRANSLATE_NOOP("Core", "A shelf can aim at 1 to {most} items, not {target}. Nothing was changed."),
    QT_TRANSLATE_NOOP(
        "Core", "This shelf is not in the library any more. Nothing was changed. Choose another one."
    ),
    QT_TRANSLATE_NOOP("Core", "A shelf needs a name. Nothing was changed."),
    QT_TRANSLATE_NOOP("Core", "There is a shelf “{name}” already. Nothing was changed. Choose another name."),
    QT_TRANSLATE_NOOP("Core", "A list needs at least one place. Nothing was changed. Ask for one or more."),
    QT_TRANSLATE_NOOP("Core", "This library has no items yet. Import a catalogue first."),
    QT_TRANSLATE_NOOP(
        "Core", "No model could be compared: {why} Nothing was changed. Choose another model folder."
    ),
    QT_TRANSLATE_NOOP("Core", "Vectors of {name} were lost while it was tried. Try again."),
    QT_TRANSLATE_NOOP("Core", "There is no item “{item_id}” in this library."),
    QT_TRANSLATE_NOOP("Core", "tail preference"),
    QT_TRANSLATE_NOOP("Core", "diversity"),
    QT_TRANSLATE_NOOP("Core", "diversity policy"),
    QT_TRANSLATE_NOOP("Core", "tail method"),
    QT_TRANSLATE_NOOP("Core", "feedback model"),
    QT_TRANSLATE_NOOP("Core", "There is no {name} “{value}”. Nothing was changed. Choose one of: {names}."),
    QT_TRANSLATE_NOOP(
        "Core", "There is no column “{name}” to count by. Nothing was changed. Choose one of: {names}."
    ),
    QT_TRANSLATE_NOOP("Core", "The number of wild cards cannot be below 0. Nothing was changed."),
    QT_TRANSLATE_NOOP("Core", "The {name} must lie between 0 and 1, not {value}. Nothing was changed."),
    QT_TRANSLATE_NOOP(
        "Core", "There is no item “{item_id}” in this library. Nothing was changed. Check the id."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "None of the items selected is in this library. Nothing was changed. Select others, or check the ids.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "What was selected for this brief is not kept in this library. Nothing was changed. Take the selection "
        "off the brief, or select anew.",
    ),
    # app
    QT_TRANSLATE_NOOP(
        "Core",
        "“{name}” cannot be used: {why}. Nothing is changed. Mend the file or install the program again.",
    ),
    QT_TRANSLATE_NOOP("Core", "it cannot be read ({why})"),
    QT_TRANSLATE_NOOP("Core", "it is no TOML ({why})"),
    QT_TRANSLATE_NOOP("Core", "“{entry}” is no entry of such a file"),
    QT_TRANSLATE_NOOP("Core", "“{entry}” is not a text"),
    QT_TRANSLATE_NOOP("Core", "“{entry}” is not a number from 0 upwards"),
    QT_TRANSLATE_NOOP("Core", "“{entry}” is not a list of texts"),
    QT_TRANSLATE_NOOP("Core", "“{entry}” is not a list of pairs"),
    QT_TRANSLATE_NOOP("Core", "“{entry}” is not a list of tables"),
    QT_TRANSLATE_NOOP("Core", "“{entry}” is not a table"),
    QT_TRANSLATE_NOOP("Core", "“{value}” is not known in “{entry}”"),
    QT_TRANSLATE_NOOP(
        "Core", "The catalogue has no column “{column}”. Nothing was changed. There are: {known}."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "“{condition}” is no condition for “{column}”. Nothing was changed. Write a range such as 1.. or 5..20, a "
        "value, several as one|another, or !value.",
    ),
    QT_TRANSLATE_NOOP(
        "Core", "There is no kind of catalogue “{name}”. Nothing was changed. There are: {known}."
    ),
    QT_TRANSLATE_NOOP("Core", "The sample is not part of this installation. Install the program again."),
    QT_TRANSLATE_NOOP(
        "Core", "The sample could not be copied ({why}). Nothing else is changed. Make room and try again."
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "No protocol was named. Nothing was measured.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "There is no {what} “{name}”. Nothing was measured. There are: {known}.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "There is no list “{slate_id}” in this library. Nothing was changed. Ask for suggestions first.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "The share of wrong clicks must be from 0 up to, but below, 1. Nothing was measured.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "There is nothing to evaluate: the library is empty. Import a catalogue first.",
    ),
    QT_TRANSLATE_NOOP(
        "Core",
        "There is no column “{column}” to take topics from. Nothing was measured. There are: {known}.",
    ),
)

# What the system says in English of files; anything else it says is shown as it is.
SYSTEM_TEXTS = (
    QT_TRANSLATE_NOOP("System", "Permission denied"),
    QT_TRANSLATE_NOOP("System", "No space left on device"),
    QT_TRANSLATE_NOOP("System", "No such file or directory"),
    QT_TRANSLATE_NOOP("System", "Read-only file system"),
    QT_TRANSLATE_NOOP("System", "Is a directory"),
    QT_TRANSLATE_NOOP("System", "Not a directory"),
    QT_TRANSLATE_NOOP("System", "File exists"),
    QT_TRANSLATE_NOOP("System", "File name too long"),
    QT_TRANSLATE_NOOP("System", "Input/output error"),
    QT_TRANSLATE_NOOP("System", "Disk quota exceeded"),
    QT_TRANSLATE_NOOP("System", "Too many open files"),
)


def error_text(error: LtrecError | Phrase) -> str:
    """Return what our own error says, in the language now in use."""
    facts = {name: fact_text(fact) for name, fact in error.facts.items()}
    return fill(translate("Core", error.sentence), facts)


def fact_text(fact: object) -> str:
    """Return one fact of an error: a phrase or a reason of the system translated, anything else as it is."""
    return error_text(fact) if isinstance(fact, Phrase) else system_text(str(fact))


def system_text(english: str) -> str:
    """Return a reason of the operating system in the language now in use where we know it."""
    return translate("System", english) if english in SYSTEM_TEXTS else english
