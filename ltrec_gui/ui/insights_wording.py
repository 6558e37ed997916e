"""What verdicts amount to, in sentences and figures of the language now in use; nothing claimed that is not known."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Qt

from ltrec_gui.evaluate.editor_figures import BLOCK, Group
from ltrec_gui.pipeline.insights import InsightsReport, NamedGroup, StopReport
from ltrec_gui.pipeline.random_sample import ESTIMATED, OUTDATED, UNFINISHED, SampleReport
from ltrec_gui.pipeline.theme import BY_TAGS, BY_VECTORS, ThemeReport
from ltrec_gui.recommend.proportions import ENOUGH_TO_COMPARE, Share
from ltrec_gui.recommend.stopping import LEAST_JUDGED, MOST_FOUND, Left, advice
from ltrec_gui.ui.advanced_fields import policy_name
from ltrec_gui.ui.line_chart import Chart, Point, Series
from ltrec_gui.ui.wording import count_text, filled, percent_text, quoted, relative_time

translate = QCoreApplication.translate

NOTHING = "–"
MOST_MARKS = 8
LONGEST_NAME = 60
LONGEST_IN_TITLE = 36


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence, and what its figures are called and how they are defined."""

    text: str
    meaning: str = ""
    is_caution: bool = False


class InsightCounts(QObject):
    """Texts that depend on a number; in a class because lupdate sees a plural in `self.tr` only."""

    def lists(self, count: int) -> str:
        """Return e.g. "12 lists"."""
        return self.tr("%Ln lists", "", count)

    def too_few(self, count: int) -> str:
        """Return the guard against comparing small numbers."""
        return self.tr("Only %Ln verdicts; do not compare yet.", "", count)

    def sample_items(self, count: int) -> str:
        """Return the text of a choice of a size of sample."""
        return self.tr("%Ln items", "", count)


def share_text(share: Share) -> str:
    """Return a share with its interval: 26 % (19 to 34 %); a dash for a share of nothing."""
    if not share.count:
        return NOTHING
    return filled(
        translate("Insights", "%1 (%2 to %3)"),
        percent_text(share.value),
        QLocale().toString(share.low * 100, "f", 0),
        percent_text(share.high),
    )


def reach_text(share: float) -> str:
    """Return a share of the catalogue: with a decimal where it is small."""
    return percent_text(share, 1 if share < 0.1 else 0)


def kept_sentences(report: InsightsReport) -> list[Said]:
    """Return how much was kept and of what, beside what chance and popularity would give."""
    total = report.total
    found = [
        Said(
            filled(
                translate("Insights", "Of %1 shown you kept %2: %3."),
                count_text(total.shown.count),
                count_text(total.shown.hits),
                share_text(total.shown),
            ),
            translate(
                "Insights",
                "Kept share of the shown: items that stand as good, more like this or shelved, divided by different "
                "items shown, once for each brief; in brackets the 95 % interval (Wilson).",
            ),
        ),
        Said(
            filled(
                translate("Insights", "Of %1 judged it is %2."),
                count_text(total.judged.count),
                share_text(total.judged),
            ),
            translate(
                "Insights",
                "Acceptance, or precision of what was judged: kept divided by judged. “Not now” is no verdict on an "
                "item and is left out; items shown and never judged are, too.",
            ),
        ),
    ]
    if total.judged.count < ENOUGH_TO_COMPARE:
        found.append(Said(InsightCounts().too_few(total.judged.count), "", is_caution=True))
    if report.has_tail and total.tail.count:
        found.append(
            Said(
                filled(
                    translate(
                        "Insights",
                        "%1 of the kept are tail. Of as many items at random it would be %2, of the most popular %3.",
                    ),
                    share_text(total.tail),
                    percent_text(report.baselines.random_tail),
                    percent_text(report.baselines.most_popular_tail),
                ),
                translate(
                    "Insights",
                    "Tail share (APLT of what was kept): kept items in the tail, divided by kept. What is tail follows "
                    "from popularity and the cuts under Settings.",
                ),
            )
        )
    elif not report.has_tail:
        found.append(
            Said(translate("Insights", "Nothing tells what is popular here, so there is no tail share."))
        )
    if report.sampled.count:
        found.append(
            Said(
                filled(
                    translate(
                        "Insights",
                        "Of %1 drawn at random you kept %2. That is what lists are to be measured by.",
                    ),
                    count_text(report.sampled.count),
                    share_text(report.sampled),
                ),
                translate(
                    "Insights",
                    "Kept share of random samples, drawn from what was not judged. Only verdicts can tell it; of the "
                    "most popular items nobody judged a sample, so there is no such figure for them.",
                ),
            )
        )
    else:
        found.append(
            Said(
                translate(
                    "Insights",
                    "Nobody knows yet how much of a random choice you would keep; judge a random sample to compare.",
                )
            )
        )
    return found


def reach_sentence(report: InsightsReport) -> str:
    """Return how far lists reached into the catalogue, from the first list on, and into its tail."""
    if not report.reach:
        return ""
    first, last = report.reach[0], report.reach[-1]
    popular = reach_text(report.baselines.most_popular_reach)
    if len(report.reach) == 1:
        said = filled(
            translate("Insights", "Catalogue reached by the first list: %1. By the most popular items: %2."),
            reach_text(last.reached),
            popular,
        )
    else:
        said = filled(
            translate("Insights", "Catalogue reached: %1 → %2 in %3. The most popular list every time: %4."),
            reach_text(first.reached),
            reach_text(last.reached),
            InsightCounts().lists(len(report.reach)),
            popular,
        )
    if not report.tail_reached.count:
        return said
    tail = filled(translate("Insights", "Of the tail: %1."), reach_text(report.tail_reached.value))
    return f"{said} {tail}" if not said.endswith("。") else said + tail


def reach_meaning() -> str:
    """Return what reach is."""
    return translate(
        "Insights",
        "Catalogue coverage: different items that any list showed, divided by all items. Random lists of the same "
        "lengths are expected to reach 1 − (1 − s / N) multiplied over all lists.",
    )


def reach_chart(report: InsightsReport) -> Chart:
    """Return the reach after each list beside that of random lists."""
    names = (translate("Insights", "Reached"), translate("Insights", "By chance"))
    pattern = translate("Insights", "List %1: %2 reached, by chance %3")
    said = [
        filled(pattern, count_text(number), reach_text(point.reached), reach_text(point.by_chance))
        for number, point in enumerate(report.reach, 1)
    ]
    points = list(enumerate(zip(report.reach, said, strict=True), 1))
    return Chart(
        series=(
            Series(names[0], "tail", tuple(Point(x, point.reached, text) for x, (point, text) in points)),
            Series(
                names[1],
                "text3",
                tuple(Point(x, point.by_chance, text) for x, (point, text) in points),
                is_dashed=True,
            ),
        ),
        marks=_marks(len(report.reach)),
        x_name=translate("Insights", "lists, in the order in which they were made"),
        head=(translate("Insights", "List"), translate("Insights", "Items"), *names),
        rows=tuple(
            (
                f"{count_text(number)} · {relative_time(point.made_at)}",
                count_text(point.reached_count),
                reach_text(point.reached),
                reach_text(point.by_chance),
            )
            for number, point in enumerate(report.reach, 1)
        ),
    )


def kept_chart(report: InsightsReport) -> Chart:
    """Return the kept share of every BLOCK verdicts, with intervals."""
    blocks = report.kept_over_time
    spans = [
        filled(
            translate("Insights", "%1–%2"),
            count_text(number * BLOCK + 1),
            count_text(number * BLOCK + block.count),
        )
        for number, block in enumerate(blocks)
    ]
    said = [
        filled(translate("Insights", "Verdicts %1: %2"), span, share_text(block))
        for span, block in zip(spans, blocks, strict=True)
    ]
    return Chart(
        series=(
            Series(
                translate("Insights", "Kept"),
                "accent",
                tuple(
                    Point(number, block.value, text, block.low, block.high)
                    for number, (block, text) in enumerate(zip(blocks, said, strict=True), 1)
                ),
            ),
        ),
        marks=tuple((x, spans[int(x) - 1]) for x, _ in _marks(len(blocks))),
        x_name=translate("Insights", "verdicts on lists, in the order in which they were given"),
        head=(
            translate("Insights", "Verdicts"),
            translate("Insights", "Kept"),
            translate("Insights", "Kept share"),
        ),
        rows=tuple(
            (span, count_text(block.hits), share_text(block))
            for span, block in zip(spans, blocks, strict=True)
        ),
    )


def kept_over_time_sentence(report: InsightsReport) -> str:
    """Return whether what is kept rises or falls, as far as the first and the last block tell."""
    blocks = report.kept_over_time
    if len(blocks) < 2:
        return filled(
            translate("Insights", "Each point is %1 verdicts; there are too few of them to see a course."),
            count_text(BLOCK),
        )
    first, last = blocks[0], blocks[-1]
    if first.high < last.low:
        return translate("Insights", "You keep more than at the beginning.")
    if last.high < first.low:
        return translate("Insights", "You keep less than at the beginning: what is easy to find is found.")
    return translate("Insights", "No rise or fall that chance could not explain.")


def setting_chart(groups: Sequence[NamedGroup], names: Sequence[str], x_name: str) -> Chart:
    """Return the kept share of the judged by a setting, with intervals; those never judged on are in the table only."""
    judged = [
        (place, group.group.judged, name)
        for place, (group, name) in enumerate(zip(groups, names, strict=True), 1)
        if group.group.judged.count
    ]
    return Chart(
        series=(
            Series(
                translate("Insights", "Kept share"),
                "accent",
                tuple(
                    Point(place, share.value, f"{name}: {share_text(share)}", share.low, share.high)
                    for place, share, name in judged
                ),
                is_joined=False,
            ),
        ),
        marks=tuple((place, name) for place, _, name in judged),
        x_name=x_name,
        head=group_head(x_name),
        rows=tuple((name, *group_cells(group.group)) for group, name in zip(groups, names, strict=True)),
        # As much room beside the outer ones as between any two.
        span=(
            min((place for place, *_ in judged), default=1) - 0.5,
            max((place for place, *_ in judged), default=1) + 0.5,
        ),
    )


def tail_names(groups: Sequence[NamedGroup]) -> list[str]:
    """Return the tail preferences in words."""
    pattern = translate("Insights", "Tail %1")
    return [filled(pattern, percent_text(int(group.key) / 100)) for group in groups]


def policy_names(groups: Sequence[NamedGroup]) -> list[str]:
    """Return the policies by their names."""
    return [policy_name(group.key) for group in groups]


def brief_names(groups: Sequence[NamedGroup]) -> list[str]:
    """Return the briefs by their names, on one line."""
    return [" ".join(group.name.split()) or translate("Insights", "Without a brief") for group in groups]


def short(name: str, longest: int = LONGEST_NAME) -> str:
    """Return a brief's name on one line, cut at a word where there is one near the end."""
    line = " ".join(name.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    at = cut.rfind(" ")
    return (cut[:at] if at > longest // 2 else cut).rstrip(" ,.;:–—-") + "…"


def group_head(first: str) -> tuple[str, ...]:
    """Return the columns of tables by brief and by setting."""
    return (
        first[:1].upper() + first[1:],
        translate("Insights", "Lists"),
        translate("Insights", "Shown"),
        translate("Insights", "Judged"),
        translate("Insights", "Kept"),
        translate("Insights", "Kept share"),
        translate("Insights", "Tail share"),
    )


def group_meanings() -> tuple[str, ...]:
    """Return what these columns are."""
    return (
        "",
        translate("Insights", "Lists that were made this way."),
        translate("Insights", "Different items these lists showed, once for each brief."),
        translate("Insights", "Items judged on these lists; “not now” is no verdict and left out."),
        translate("Insights", "Items judged on these lists that stand as kept."),
        translate("Insights", "Kept divided by judged, with its 95 % interval (Wilson)."),
        translate("Insights", "Kept items in the tail divided by kept, with its 95 % interval (Wilson)."),
    )


def group_cells(group: Group) -> tuple[str, ...]:
    """Return the figures of one row."""
    return (
        count_text(group.list_count),
        count_text(group.shown.count),
        count_text(group.judged.count),
        count_text(group.judged.hits),
        share_text(group.judged),
        share_text(group.tail),
    )


def winner_sentence(groups: Sequence[NamedGroup], names: Sequence[str], winner: tuple[str, bool]) -> str:
    """Return which setting did best, or why that cannot be said."""
    key, is_clear = winner
    if not key:
        return filled(
            translate("Insights", "Do not compare yet: fewer than two of these have %1 verdicts."),
            count_text(ENOUGH_TO_COMPARE),
        )
    name, share = next(
        (name, group.group.judged) for group, name in zip(groups, names, strict=True) if group.key == key
    )
    pattern = (
        translate("Insights", "%1 gave the best keep rate: %2.")
        if is_clear
        else translate("Insights", "%1 has the highest keep rate so far, %2, but that may be chance.")
    )
    return filled(pattern, name, share_text(share))


def setting_caution() -> str:
    """Return what comparing settings cannot tell."""
    return translate(
        "Insights",
        "Settings were chosen and not drawn by lot: easier briefs may be what made a setting look better.",
    )


def stop_sentences(stop: StopReport) -> list[Said]:
    """Return what is known of how much is left to find, and what is not."""
    found: list[Said] = []
    recent = stop.recent
    if recent.count:
        pattern = translate("Insights", "Of the last %1 judged on lists, you kept %2: %3.")
        if not recent.hits:
            pattern = translate("Insights", "Of the last %1 judged on lists, you kept none: %3.")
        elif 2 * recent.hits < recent.count:
            pattern = translate("Insights", "Of the last %1 judged on lists, you kept %2: %3, one in %4.")
        found.append(
            Said(
                filled(
                    pattern,
                    count_text(recent.count),
                    count_text(recent.hits),
                    share_text(recent),
                    count_text(round(recent.count / recent.hits)) if recent.hits else "",
                ),
                translate(
                    "Insights",
                    "Acceptance of the last 50 items judged on ranked lists, with its 95 % interval (Wilson). Lists "
                    "put the best first, so this is no random sample and tells nothing of what is left.",
                ),
            )
        )
    else:
        found.append(Said(translate("Insights", "Nothing was judged on lists of this brief yet.")))
    found += _sample_sentences(stop.sample)
    return found


def _sample_sentences(sample: SampleReport) -> list[Said]:
    if sample.state == ESTIMATED and sample.left is not None:
        return _estimate_sentences(sample, sample.left)
    if sample.state == UNFINISHED:
        text = filled(
            translate(
                "Insights",
                "%1 of %2 of the random sample are judged, from the top down; from %3 on there is an estimate.",
            ),
            count_text(sample.judged),
            count_text(sample.drawn),
            count_text(LEAST_JUDGED),
        )
    elif sample.state == OUTDATED:
        text = filled(
            translate(
                "Insights",
                "The catalogue changed since the random sample of %1, so it estimates nothing any more. Draw another.",
            ),
            date_text(sample.drawn_at),
        )
    else:
        text = translate(
            "Insights",
            "Without a random sample no estimate can be made: lists show the best first and say nothing of the rest.",
        )
    return [Said(text, is_caution=True)]


def _estimate_sentences(sample: SampleReport, left: Left) -> list[Said]:
    meaning = translate(
        "Insights",
        "Estimate from a random sample: relevant in the sample, divided by judged in it, times all items it was drawn "
        "from, less what was found since. The interval is exact for drawing without return (hypergeometric, as Clopper "
        "and Pearson's), 95 %. What you put off counts for both ends.",
    )
    said = [
        Said(
            filled(
                translate(
                    "Insights",
                    "Of %1 drawn at random out of %2 you kept %3. So about %4 are left to find (%5 to %6).",
                ),
                count_text(sample.judged),
                count_text(sample.population),
                count_text(left.accepted),
                count_text(left.left),
                count_text(left.low),
                count_text(left.high),
            ),
            meaning,
        )
    ]
    if left.high:
        said.append(
            Said(
                filled(
                    translate("Insights", "What you found is between %1 and %2 of all there is."),
                    percent_text(left.found_low),
                    percent_text(left.found_high),
                ),
                translate(
                    "Insights",
                    "Recall so far: found divided by found and left, by both ends of the estimate.",
                ),
            )
        )
    said.append(Said(_advice_text(left)))
    return said


def _advice_text(left: Left) -> str:
    most = percent_text(MOST_FOUND)
    return {
        "nothing-left": translate("Insights", "Nothing is left: you may stop."),
        "mostly-found": filled(
            translate("Insights", "At least %1 is found, as far as the sample tells: you may stop."), most
        ),
        "much-left": translate(
            "Insights",
            "Much is still to be found. Where lists bring little, another wording or other settings may.",
        ),
    }.get(
        advice(left),
        translate(
            "Insights", "The sample is too small to say whether to stop; a larger one would tell more."
        ),
    )


def date_text(stamp: str) -> str:
    """Return the local day of an ISO time in UTC."""
    day = QDateTime.fromString(stamp, Qt.DateFormat.ISODate).toLocalTime().date()
    return QLocale().toString(day, QLocale.FormatType.ShortFormat)


def stop_title(stop: StopReport | None) -> str:
    """Return the title of the panel, naming its brief."""
    name = short(stop.name, LONGEST_IN_TITLE) if stop is not None else ""
    if not name:
        return translate("Insights", "When may I stop?")
    return filled(translate("Insights", "When may I stop? %1"), quoted(name))


def theme_sentence(report: ThemeReport) -> tuple[str, str]:
    """Return what is said where the last suggestions are one topic, and by what topics; "" where they are not."""
    theme = report.theme
    if theme is None or not theme.is_locked:
        return "", ""
    count = round(theme.share * theme.known_count)
    facts = (count_text(count), count_text(theme.known_count), percent_text(theme.catalogue_share))
    if report.name:
        happened = filled(
            translate("Insights", "%1 of the last %2 suggestions are on one topic: %4."), *facts, report.name
        )
    else:
        happened = filled(translate("Insights", "%1 of the last %2 suggestions are much alike."), *facts)
    by = {
        BY_TAGS: translate("Insights", "By their first tags; in the catalogue it is %3."),
        BY_VECTORS: translate("Insights", "By clusters of their meaning; in the catalogue such are %3."),
    }.get(report.source, translate("Insights", "In the catalogue it is %3."))
    return happened, filled(by, *facts)


def _marks(count: int) -> tuple[tuple[float, str], ...]:
    """Return up to MOST_MARKS whole numbers of 1..count with their texts, the first and the last among them."""
    if count <= MOST_MARKS:
        return tuple((float(number), count_text(number)) for number in range(1, count + 1))
    chosen = sorted({round(1 + place * (count - 1) / (MOST_MARKS - 1)) for place in range(MOST_MARKS)})
    return tuple((float(number), count_text(number)) for number in chosen)
