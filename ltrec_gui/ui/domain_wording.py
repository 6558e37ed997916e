"""What the window says of the five kinds of catalogue, of their samples and of filters on their columns."""

from PySide6.QtCore import QCoreApplication

from ltrec_gui.pipeline.domains import DOMAINS, OTHER
from ltrec_gui.ui.wording import filled

translate = QCoreApplication.translate


def domain_title(name: str) -> str:
    """Return what a kind of catalogue is called; "" for an unknown one."""
    return {
        "books": translate("Domains", "Books"),
        "news": translate("Domains", "News"),
        "video": translate("Domains", "Video"),
        "shop": translate("Domains", "Shop"),
        "courses": translate("Domains", "Courses"),
        OTHER: translate("Domains", "Something else"),
    }.get(name, "")


def sample_note(name: str) -> str:
    """Return what the sample of one kind holds, and what of it is made up."""
    return {
        "books": translate(
            "Domains", "590 public-domain books, ready at once. Their loans and readers are simulated."
        ),
        "news": translate(
            "Domains",
            "80 articles written for this program, ready at once. Page views and readers are simulated.",
        ),
        "video": translate(
            "Domains", "80 videos made up for this program, ready at once. Views and viewers are simulated."
        ),
        "shop": translate(
            "Domains", "80 things made up for this program, ready at once. Sales and customers are simulated."
        ),
        "courses": translate(
            "Domains",
            "80 courses made up for this program, ready at once. Enrolments and students are simulated.",
        ),
    }[name]


def tail_meaning(name: str) -> str:
    """Return what the tail is in one kind of catalogue; "" where the kind is not known."""
    return {
        "books": translate(
            "Domains",
            "The tail is what hardly anybody borrows or buys: good titles that never made it to the front table.",
        ),
        "news": translate(
            "Domains",
            "The tail is what was read little when it was new and still holds today: look at the date before you "
            "bring it back.",
        ),
        "video": translate(
            "Domains", "The tail is what few have started, though those who did mostly watched it to the end."
        ),
        "shop": translate(
            "Domains", "The tail is what sells little although it is in stock: what is sold out is no find."
        ),
        "courses": translate("Domains", "The tail is what few have enrolled in although seats are free."),
    }.get(name, "")


def library_title(name: str) -> str:
    """Return the name of a library to show: its own, but a sample's in the language now in use."""
    for domain in DOMAINS:
        if name == f"Sample: {domain.title()}":
            return filled(translate("Domains", "Sample: %1"), domain_title(domain))
    return translate("Domains", "Sample") if name == "Sample" else name


def condition_text(column: str, condition: str) -> str:
    """Return a condition on a column in words, such as `stock: 1 or more`."""
    low, is_range, high = condition.partition("..")
    if not is_range:
        values = condition.removeprefix("!").split("|")
        shown = translate("Domains", " or ").join(value.strip() for value in values)
        pattern = (
            translate("Domains", "%1: not %2")
            if condition.startswith("!")
            else translate("Domains", "%1: %2")
        )
        return filled(pattern, column_title(column), shown)
    if low.endswith("d") or high.endswith("d"):
        if not low:
            pattern = translate("Domains", "%1: at most %2 days old")
        elif not high:
            pattern = translate("Domains", "%1: at least %2 days old")
        else:
            pattern = translate("Domains", "%1: %2 to %3 days old")
    elif not low:
        pattern = translate("Domains", "%1: at most %2")
    elif not high:
        pattern = translate("Domains", "%1: %2 or more")
    else:
        pattern = translate("Domains", "%1: %2 to %3")
    ends = [end.strip().removesuffix("d") for end in (low, high) if end.strip()]
    return filled(pattern, column_title(column), *ends)


def column_title(column: str) -> str:
    """Return what a column is called: the item's own in words, any other as the file names it."""
    return {
        "date": translate("Domains", "Date"),
        "author": translate("Domains", "Author"),
        "popularity": translate("Domains", "Popularity"),
        "rating": translate("Domains", "Rating"),
    }.get(column, column)
