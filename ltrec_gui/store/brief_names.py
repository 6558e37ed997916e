"""How a brief is called that nobody named: by the beginning of its text."""

LONGEST = 48  # characters


def short_name(text: str) -> str:
    """Return the first line of a text, cut at a word where it is long; "" where the text says nothing."""
    first = next((" ".join(row.split()) for row in text.splitlines() if row.strip()), "")
    if len(first) <= LONGEST:
        return first
    cut = first[:LONGEST]
    # Chinese has no blanks: then it is cut where it is full.
    at = cut.rfind(" ")
    return (cut[:at] if at > LONGEST // 2 else cut).rstrip(" ,.;:–—-") + "…"
