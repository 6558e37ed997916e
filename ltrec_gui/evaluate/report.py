"""An evaluation as one HTML page to read, and as JSON to keep."""

import math
from collections.abc import Iterable, Mapping, Sequence

from ltrec_gui.evaluate import plots
from ltrec_gui.evaluate.bake_off import BakeOff, BakeOffRow
from ltrec_gui.evaluate.plots import escaped, number_text
from ltrec_gui.evaluate.report_json import Fact, as_json, bake_off_as_json, bake_off_from_json, from_json
from ltrec_gui.evaluate.results import (
    Estimate,
    EvaluationReport,
    FrontierPoint,
    MethodResult,
    ProtocolResult,
)
from ltrec_gui.evaluate.wording import (
    FOUND,
    MOST_DECIMALS,
    PROTOCOLS,
    amount_text,
    bake_off_verdict,
    decimals_of,
    difference_texts,
    frontier_verdict,
    in_text,
    is_known,
    main_metric,
    metric_names,
    metric_of,
    parts_of,
    protocol_title,
    score_decimals,
    side_of,
    summary,
    value_of,
    verdict,
)
from ltrec_gui.recommend import diversify

__all__ = ["as_html", "as_json", "bake_off_as_json", "bake_off_from_json", "bake_off_html", "from_json"]

MOST_ROOMY = 5  # columns of figures that leave room for each interval beside its figure

_SPLITS = {
    "temporal": "all readers at one moment in time",
    "per-reader": "each reader's likes by their own time",
    "random": "each reader's likes by chance",
}
_FACTS = {
    "split": "How likes were divided",
    "leak": "What leaks from test to training",
    "like_threshold": "A rating is a like from",
    "least_likes": "Least likes of a reader who is judged",
    "readers": "Readers with so many likes",
    "readers_of_a_temporal_split": "Readers that one cut in time would leave",
    "events": "Interactions, one for each reader and item",
    "train_likes": "Likes learned from",
    "validation_likes": "Likes tuned by",
    "test_likes": "Likes judged by",
    "cold_items": "Items without interactions in training",
    "candidates": "Candidates",
    "tail_candidates": "Tail items among the candidates",
    "tail_threshold": "A tail item has at most so many interactions",
    "tail_most_views": "A tail item was met by at most so many readers",
    "cold_candidates": "Candidates without interactions",
    "relevant": "Likes to be found",
    "median_relevant": "Right items of a brief, the median",
    "prevalence": "Share of right items among the candidates",
    "tasks": "Briefs judged",
    "seeds": "Seeds of a brief",
    "seed_draws": "Draws of seeds",
    "eligible": "Who is judged",
    "unknown": "What is not known",
    "editors": "Editors judged",
    "drawn_from": "Drawn by chance from so many who could be judged",
    "topics_at_most": "Topics judged at most, drawn by chance where there are more",
    "folds": "Parts the readers were dealt into",
    "label_column": "Topics are made of",
    "kept_out_of_features": "Kept out of what methods may know",
    "segment": "What is shown",
    "wrong_clicks": "Share of wrong verdicts",
    "settings_from": "Where methods' settings come from",
    "censored_at": "Items judged when a loop ends",
    "draws": "Bootstrap draws",
    "without_interval": "Figures without an interval",
}

_STYLE = """
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--window);color:var(--text);font:16px/1.5 system-ui,"Segoe UI","Noto Sans","Noto Sans CJK SC",sans-serif}
main,header,footer{max-width:1180px;margin:0 auto;padding:0 16px}
header{padding-top:32px}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 4px}
h2{font-size:1.3rem;line-height:1.25;margin:0 0 8px}
h3{font-size:1rem;margin:24px 0 4px}
p,ul,dl{margin:0 0 12px;max-width:75ch}
a{color:var(--accent)}
code{font:inherit;overflow-wrap:anywhere}
.lead,.note,figcaption,caption{color:var(--text2)}
.note,figcaption,caption{font-size:.875rem}
section{background:var(--surface);border:1px solid var(--border);border-radius:8px;padding:20px;margin:16px 0}
nav ul{display:flex;flex-wrap:wrap;gap:4px 16px;list-style:none;padding:0;margin:12px 0 0;font-size:.875rem;max-width:none}
.summary li{margin-bottom:8px}
figure{margin:20px 0}
figcaption{margin-top:4px;max-width:75ch}
.scroll{overflow-x:auto;margin:8px -20px 16px;padding:2px 20px}
.scroll:focus-visible{outline:2px solid var(--accent);outline-offset:-2px}
table{border-collapse:collapse;font-size:.8125rem;line-height:1.35;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:0 0 8px}
th,td{padding:6px 7px;text-align:right;vertical-align:top;border-bottom:1px solid var(--border)}
thead th{vertical-align:bottom;border-bottom:2px solid var(--border_strong);white-space:nowrap}
tbody th,.text{text-align:left;overflow-wrap:break-word}
td.text{min-width:9ch;max-width:60ch}
tbody th{font-weight:600;min-width:130px;max-width:230px;position:sticky;left:0;background:var(--surface)}
thead th:first-child{text-align:left}
tr.base th,tr.base td,tr.chosen th,tr.chosen td{background:var(--surface2)}
td span{display:block;white-space:nowrap}
td small{display:block;font-size:inherit}
.roomy td small{display:inline}
td strong{font-weight:700}
.interval,.delta,.tag{color:var(--text2);font-size:.75rem}
.tag{display:block;font-weight:400}
.delta.good{color:var(--good)}
.delta.bad{color:var(--bad)}
.delta.other{color:var(--text)}
dl{display:grid;grid-template-columns:minmax(12ch,32ch) 1fr;gap:4px 16px;max-width:none}
dt{color:var(--text2)}
dd{margin:0;overflow-wrap:anywhere;max-width:75ch}
.hidden{position:absolute!important;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
footer{padding-bottom:32px;color:var(--text2);font-size:.875rem}
@media (max-width:600px){section{padding:14px}.scroll{margin:8px -14px 16px;padding:2px 14px}dl{grid-template-columns:1fr;gap:0}dd{margin-bottom:8px}tbody th{min-width:104px;max-width:130px}th,td{padding:6px 8px}}
@page{margin:12mm}
@media print{body{background:none;font-size:10pt}nav{display:none}main,header,footer{max-width:none;padding:0}section{border:0;padding:0;margin:0 0 18pt}.scroll{overflow:visible;margin:0 0 10pt;padding:0}table{font-size:7.5pt}.interval,.delta,.tag{font-size:6.5pt}th,td{padding:3px 5px}tbody th{position:static}tr,figure{break-inside:avoid}h2,h3,caption{break-after:avoid}.plot{max-width:520px;min-width:0}}
"""  # noqa: E501 - one rule a line reads better than one property a line


def as_html(report: EvaluationReport, default: tuple[str, float] | None = None) -> str:
    """Return the report as one HTML page that needs nothing else: no script, no font, no picture, no network.

    `default` is the re-ranking policy and strength in use, to be marked on the frontier.
    """
    title = f"How well suggestions work: {report.library}"
    sections = [
        ("summary", "In short", _summary_html(report, default)),
        ("measured", "What was measured", _measured(report)),
    ]
    for at, protocol in enumerate(report.protocols):
        sections.append(
            (
                f"protocol-{at}",
                protocol_title(protocol),
                _protocol_html(protocol, f"protocol-{at}", _shared(report)),
            )
        )
    if report.frontier:
        sections.append(("frontier", "What diversity costs", _frontier_html(report.frontier, default)))
    sections.append(("settings", "Settings that tuning chose", _settings_html(report)))
    sections.append(("left-out", "What was left out, and why", _left_out(report)))
    sections.append(("reading", "How to read the figures", _reading(report)))
    model = (
        "without a model, by words and readers alone,"
        if report.model == "none"
        else f"with the model {report.model}"
    )
    lead = f"Measured {model} on this library's own items and readers."
    return _page(title, lead, sections)


def _summary_html(report: EvaluationReport, default: tuple[str, float] | None) -> str:
    points = [
        f"<li><strong>{escaped(heading)}.</strong> {escaped(said)}</li>"
        for heading, said in summary(report, default)
    ]
    return f'<ul class="summary">{"".join(points)}</ul>' if points else "<p>Nothing was measured.</p>"


def _measured(report: EvaluationReport) -> str:
    pairs = [
        ("Library", report.library),
        ("Model", report.model),
        ("Items", number_text(report.item_count, 0)),
        ("Readers", number_text(report.reader_count, 0)),
        ("Interactions", number_text(report.interaction_count, 0)),
        ("Seed of all random choices", str(report.seed)),
    ]
    groups: dict[tuple[str, ...], dict[str, Fact]] = {}
    for key, fact in _shared(report).items():
        stating = tuple(protocol_title(protocol) for protocol in report.protocols if key in protocol.facts)
        groups.setdefault(stating, {})[key] = fact
    everywhere = groups.pop(tuple(map(protocol_title, report.protocols)), {})
    parts = [_list([*pairs, *_fact_pairs(everywhere)])]
    for titles, facts in groups.items():
        parts.append(f"<h3>{escaped('; '.join(titles))}</h3>" + _list(_fact_pairs(facts)))
    rows = []
    for at, protocol in enumerate(report.protocols):
        cells = [
            f'<th scope="row"><a href="#protocol-{at}">{escaped(protocol_title(protocol))}</a></th>',
            f"<td>{number_text(protocol.unit_count, 0)} {escaped(_plural(protocol.unit, protocol.unit_count))}</td>",
            f"<td>{len(protocol.methods)}</td>",
            _text_cell(protocol.baseline),
        ]
        rows.append(_row(cells))
    heads = ("Protocol", "Measured on", "Methods", "Baseline")
    table = _table("The protocols", heads, rows, left=(3,)) if rows else ""
    return parts[0] + table + "".join(parts[1:])


def _shared(report: EvaluationReport) -> dict[str, Fact]:
    """Return the facts that are the same in every protocol that states them, so that they need saying only once."""
    stated: dict[str, list[Fact]] = {}
    for protocol in report.protocols:
        for key, fact in protocol.facts.items():
            stated.setdefault(key, []).append(fact)
    needed = min(2, len(report.protocols))
    return {key: facts[0] for key, facts in stated.items() if len(facts) >= needed and len(set(facts)) == 1}


def _fact_pairs(facts: Mapping[str, Fact]) -> list[tuple[str, str]]:
    return [
        (_FACTS.get(key) or _heading(key), _fact_text(key, fact)) for key, fact in facts.items() if fact != ""
    ]


def _heading(key: str) -> str:
    words = key.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _fact_text(key: str, fact: Fact) -> str:
    if key == "split":
        return _SPLITS.get(str(fact), str(fact))
    if key == "without_interval":
        return ", ".join(metric_of(name).label for name in str(fact).split(", "))
    return _plain_fact(fact)


def _plain_fact(fact: Fact) -> str:
    """Return a fact or setting for reading: whole numbers with thousands apart, others with what digits they have."""
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    if isinstance(fact, int):
        return number_text(fact, 0)
    if isinstance(fact, float):
        return f"{fact:.6g}".replace("-", "\N{MINUS SIGN}")
    return fact


def _protocol_html(protocol: ProtocolResult, anchor: str, shared: Mapping[str, Fact]) -> str:
    question = PROTOCOLS.get(protocol.name, ("", ""))[1]
    parts = [f'<p class="lead">{escaped(question)}</p>'] if question else []
    parts.append(f"<p>{escaped(verdict(protocol))}</p>")
    metric = main_metric(protocol)
    methods = _best_first(protocol, metric) if metric else list(protocol.methods)
    if metric:
        label = metric_of(metric).label
        picture = plots.bars(
            [(method.name, method.metrics[metric]) for method in methods if metric in method.metrics],
            label,
            decimals=decimals_of(methods, metric),
            baseline=protocol.baseline,
            name=f"{anchor}-bars",
        )
        parts.append(
            _figure(picture, f"{label} of each method. The line through a bar's end is its 95 % interval.")
        )
        parts += _metric_tables(protocol, methods, metric)
        parts.append(_scatter_html(protocol, methods, metric, anchor))
    parts.append(_rounds_html(protocol, methods, anchor))
    own = {key: fact for key, fact in protocol.facts.items() if key not in shared}
    if own:
        parts.append("<h3>What to know of these figures</h3>" + _list(_fact_pairs(own)))
    return "".join(parts)


def _best_first(protocol: ProtocolResult, metric: str) -> list[MethodResult]:
    better = metric_of(metric).better or 1

    def place(method: MethodResult) -> float:
        value = value_of(method, metric)
        return math.inf if value is None else -better * value

    return sorted(protocol.methods, key=place)


def _metric_tables(protocol: ProtocolResult, methods: Sequence[MethodResult], main: str) -> list[str]:
    """Return the table of how well a method finds and the one of what its lists are like, the main metric in both."""
    names = metric_names(protocol)
    found = [name for name in names if name == main or metric_of(name).family == FOUND]
    lists = [name for name in names if name not in found]
    tables = [
        _metric_table(
            f"{protocol_title(protocol)}: what is found",
            protocol,
            methods,
            found,
            has_seconds=any(method.seconds for method in methods),
        )
    ]
    if lists:
        caption = (
            f"{protocol_title(protocol)}: what the lists are like, beside {in_text(metric_of(main).label)}"
        )
        tables.append(_metric_table(caption, protocol, methods, [main, *lists]))
    return tables


def _metric_table(
    caption: str,
    protocol: ProtocolResult,
    methods: Sequence[MethodResult],
    names: Sequence[str],
    *,
    has_seconds: bool = False,
) -> str:
    decimals = {name: decimals_of(methods, name) for name in names}
    bold = {name: _leader(methods, name, decimals[name]) for name in names}
    rows = []
    for method in methods:
        is_base = method.name == protocol.baseline
        tag = '<span class="tag">baseline</span>' if is_base else ""
        cells = [f'<th scope="row">{escaped(method.name)}{tag}</th>']
        cells += [
            _figure_cell(method, name, decimals[name], is_base=is_base, is_bold=bold[name] is method)
            for name in names
        ]
        if has_seconds:
            cells.append(f"<td>{amount_text(method.seconds)}</td>")
        rows.append(_row(cells, "base" if is_base else ""))
    heads = ["Method", *(metric_of(name).label for name in names), *(["Seconds"] if has_seconds else [])]
    return _table(caption, heads, rows, is_roomy=len(names) <= MOST_ROOMY)


def _leader(methods: Sequence[MethodResult], name: str, decimals: int) -> MethodResult | None:
    """Return the method with the best figure where better has a meaning and the next one reads as less, else None."""
    better = metric_of(name).better
    rated = [
        (better * round(value, decimals), method)
        for method in methods
        if (value := value_of(method, name)) is not None
    ]
    if not better or len(rated) < 2:
        return None
    rated.sort(key=lambda pair: -pair[0])
    return rated[0][1] if rated[0][0] > rated[1][0] else None


def _figure_cell(method: MethodResult, name: str, decimals: int, *, is_base: bool, is_bold: bool) -> str:
    estimate = method.metrics.get(name)
    if estimate is None:
        return "<td>–</td>"
    value = number_text(estimate.value, decimals)
    lines = _estimate_lines(estimate, decimals, f"<strong>{value}</strong>" if is_bold else value)
    difference = method.against_baseline.get(name)
    if not is_base and difference is not None and is_known(difference) and difference.high > difference.low:
        lines += _difference_lines(difference, side_of(method, name), metric_of(name).better, decimals)
    return f"<td>{''.join(lines)}</td>"


def _difference_lines(difference: Estimate, side: int, better: int, decimals: int) -> list[str]:
    value, ends = difference_texts(difference, decimals)
    kind = "delta"
    mark = ""
    if side:
        kind += " other" if not better else " good" if side == better else " bad"
        told = "higher" if side > 0 else "lower"
        mark = (
            f' <b aria-hidden="true">{"▲" if side > 0 else "▼"}</b>'
            f'<i class="hidden">{told} than the baseline, clear of zero</i>'
        )
    return [f'<span class="{kind}">{value}{mark} <small>{ends}</small></span>']


def _scatter_html(protocol: ProtocolResult, methods: Sequence[MethodResult], metric: str, anchor: str) -> str:
    """Return tail share against the main metric where the methods differ in tail share, else nothing."""
    share = next((name for name in metric_names(protocol) if parts_of(name)[0] == "tail_share"), None)
    if share is None:
        return ""
    drawn = [
        (method.name, method.metrics[share].value, method.metrics[metric].value)
        for method in methods
        if value_of(method, share) is not None and value_of(method, metric) is not None
    ]
    shares = [tail for _, tail, _ in drawn]
    if not shares or max(shares) - min(shares) < 0.005:
        return ""
    label = metric_of(metric).label
    picture = plots.tail_scatter(drawn, protocol.baseline, label, f"{anchor}-tail")
    return _figure(
        picture, f"How much of a list is tail, and what {label} it has. Both figures are in the tables above."
    )


def _rounds_html(protocol: ProtocolResult, methods: Sequence[MethodResult], anchor: str) -> str:
    lines = {method.name: method.rounds for method in methods if method.rounds}
    picture = plots.rounds(lines, protocol.baseline, f"{anchor}-rounds")
    if not picture:
        return ""
    last = max(len(rates) for rates in lines.values())
    rows = []
    for name, rates in lines.items():
        cells = [f'<th scope="row">{escaped(name)}</th>']
        cells += [f"<td>{number_text(100 * rate, 1)}</td>" for rate in rates]
        cells += ["<td>–</td>"] * (last - len(rates))
        rows.append(_row(cells))
    heads = ["Method", *(str(at) for at in range(1, last + 1))]
    return _figure(
        picture, "Share of each round's suggestions that the editors accepted, on average."
    ) + _table(f"{protocol_title(protocol)}: accepted by round, in %", heads, rows)


def _frontier_html(points: Sequence[FrontierPoint], default: tuple[str, float] | None) -> str:
    has_ndcg = any(math.isfinite(point.ndcg) for point in points)
    picture = plots.frontier(points, default, "ndcg" if has_ndcg else "relevance_kept")
    rows = []
    for point in points:
        is_default = (point.policy, point.diversity) == default
        tag = '<span class="tag">default</span>' if is_default else ""
        cells = [
            f'<th scope="row">{escaped(point.policy)}{tag}</th>',
            f"<td>{point.diversity:g}</td>",
            _frontier_cell(point, MOST_DECIMALS),
            f"<td>{number_text(100 * point.relevance_kept, 1)} %</td>",
            f"<td>{number_text(point.intra_list_diversity, 3)}</td>",
            f"<td>{number_text(point.tag_diversity, 3)}</td>",
        ]
        rows.append(_row(cells, "chosen" if is_default else ""))
    kept = plots.frontier(points, default, "relevance_kept", "frontier-kept") if has_ndcg else ""
    alphas = [
        f"{point.diversity:g} is {strength:.2g}"
        for point in points
        if point.policy == "dpp" and (strength := diversify.strength(point.diversity)) is not None
    ]
    told = (
        f" Of dpp, strength {', '.join(alphas)} as the exponent of relevance in the determinant."
        if alphas
        else ""
    )
    heads = ("Policy", "Strength", "nDCG@10", "Relevance kept", "Diversity (text)", "Diversity (tags)")
    return (
        f"<p>{escaped(frontier_verdict(points, default))}</p>"
        + _figure(
            picture,
            "Each line is one way of re-ranking, each mark one strength of it. Up and to the right is better. Lists "
            "with nothing right in them are diverse too, so neither figure means anything without the other. The table "
            "has each nDCG with its interval and its difference to lists that are not re-ranked.",
        )
        + _figure(
            kept,
            "The same with the share of relevance kept: the scores of the ten in the list, as a share of what the ten "
            "most relevant have. Every policy chooses from the 200 most relevant, random-tail too." + told,
        )
        + _table("Relevance and diversity of every policy and strength", heads, rows, is_roomy=True)
    )


def _frontier_cell(point: FrontierPoint, decimals: int) -> str:
    """Return the nDCG of a point with its interval and its difference to lists without re-ranking, where drawn."""
    value = number_text(point.ndcg, decimals)
    if point.interval is None:
        return f"<td>{value}</td>"
    lines = _estimate_lines(point.interval, decimals, value)
    against = point.against_none
    if against is not None and is_known(against) and against.high > against.low:
        side = 1 if against.low > 0 else -1 if against.high < 0 else 0
        lines += _difference_lines(against, side, 1, decimals)
    return f"<td>{''.join(lines)}</td>"


def _settings_html(report: EvaluationReport) -> str:
    chosen: dict[tuple[str, str], list[str]] = {}
    for protocol in report.protocols:
        for method in protocol.methods:
            if method.settings:
                told = ", ".join(
                    f"{key.replace('_', ' ')} {_plain_fact(value)}" for key, value in method.settings.items()
                )
                chosen.setdefault((method.name, told), []).append(protocol_title(protocol))
    if not chosen:
        return "<p>No method had anything to tune.</p>"
    rows = [
        f'<tr><th scope="row">{escaped(name)}</th>{_text_cell(told)}{_text_cell("; ".join(where))}</tr>'
        for (name, told), where in chosen.items()
    ]
    return "<p>Chosen on validation data alone; the test data were used once, after that.</p>" + _table(
        "Settings by method", ("Method", "Settings", "In"), rows, left=(1, 2)
    )


def _left_out(report: EvaluationReport) -> str:
    if not report.left_out:
        return "<p>Nothing was left out.</p>"
    pairs = [
        (PROTOCOLS[name][0] if name in PROTOCOLS else name, why) for name, why in report.left_out.items()
    ]
    return _list(pairs)


def _reading(report: EvaluationReport) -> str:
    names = list(dict.fromkeys(name for protocol in report.protocols for name in metric_names(protocol)))
    meanings = [(known.label, known.meaning) for name in names if (known := metric_of(name)).meaning]
    leaks = any("leak" in key for protocol in report.protocols for key in protocol.facts)
    notes = [
        "In each cell: the figure, its 95 % interval from resampling readers or briefs, and the difference to the "
        "baseline with its own interval. That one is drawn over the same readers for both methods, so it says more "
        "than two intervals side by side.",
        "▲ and ▼ stand only where the interval of the difference does not hold zero. Without a mark, chance explains "
        "the difference as well as the method does. Many comparisons are made here; one in twenty would get a mark by "
        "chance alone.",
        "Bold is the best figure of a column as printed, where better has a meaning and no other figure equals it. It "
        "says nothing about chance. What lists are like is never bold: a random list would often win.",
        "The best of many methods was picked by the figure you read, so expect somewhat less of it elsewhere.",
        "What a reader never met counts as not wanted, though nobody asked. The figures are too low for every method, "
        "and they compare methods; they do not foretell what an editor will accept.",
    ]
    if not leaks:
        notes.append("The protocols do not say what leaks from test to training data.")
    points = "".join(f"<li>{escaped(note)}</li>" for note in notes)
    return f"<ul>{points}</ul>" + ("<h3>The measures</h3>" + _list(meanings) if meanings else "")


def bake_off_html(
    bake_off: BakeOff, library: str = "", measure: str = "nDCG@10", notes: Sequence[str] = ()
) -> str:
    """Return the comparison of model settings as one HTML page, the recommended one marked and its reason told.

    `library` names what it was measured on, `measure` what the scores are; `notes` are sentences to bear in mind.
    """
    rows = bake_off.rows
    best_first = sorted(range(len(rows)), key=lambda at: -_or_least(rows[at].score.value))
    decimals = score_decimals([row.score for row in rows])
    agreements = [row.agreement for row in rows if row.agreement is not None]
    agreement_decimals = score_decimals(agreements)
    lines = []
    for at in best_first:
        row, is_chosen = rows[at], at == bake_off.recommended
        tag = '<span class="tag">recommended</span>' if is_chosen else ""
        threshold = "none" if row.threshold is None else f"{row.threshold:g}"
        cells = [
            f'<th scope="row">{at + 1}. {escaped(row.model)}{tag}</th>',
            _text_cell(row.pooling),
            _text_cell("yes" if row.centring else "no"),
            f"<td>{number_text(row.dimension, 0)}</td>",
            _text_cell(row.distance),
            f"<td>{threshold}</td>",
            _estimate_cell(row.score, decimals),
            *([_estimate_cell(row.agreement, agreement_decimals)] if agreements else []),
            f"<td>{amount_text(row.seconds)}</td>",
            f"<td>{amount_text(row.megabytes)}</td>",
        ]
        lines.append(_row(cells, "chosen" if is_chosen else ""))
    heads = [
        "Model",
        "Pooling",
        "Centred",
        "Dimensions",
        "Distance",
        "Least similarity",
        measure,
        *(["Your verdicts"] if agreements else []),
        "Seconds",
        "Megabytes",
    ]
    picture = plots.bars(
        [(f"{at + 1}. {rows[at].model}", rows[at].score) for at in best_first],
        measure,
        decimals=decimals,
        chosen=f"{bake_off.recommended + 1}. {rows[bake_off.recommended].model}",
        name="settings-bars",
    )
    chosen = rows[bake_off.recommended]
    advice = (
        f"<p><strong>Use setting {bake_off.recommended + 1}:</strong> {escaped(_in_words(chosen))}.</p>"
        f"<p>{escaped(bake_off_verdict(bake_off, measure))}</p>"
    )
    compared = _figure(
        picture, f"{measure} of each setting; the line through a bar's end is its 95 % interval."
    )
    compared += _table("The settings, best score first", heads, lines, left=(1, 2, 4))
    where = f" for {library}" if library else ""
    rule = (
        "Recommended is the cheapest of the settings whose score is at most one standard error below the best one's "
        "(the one-standard-error rule). Cheap counts time and size alike. Seconds are what reading the whole catalogue "
        "took on this computer."
    )
    points = "".join(f"<li>{escaped(note)}</li>" for note in notes)
    return _page(
        f"Which model setting to use{where}",
        f"{len(rows)} {'settings' if len(rows) != 1 else 'setting'} compared on this library's own data.",
        [
            ("advice", "Recommended", advice),
            ("compared", "What was compared", compared),
            ("rule", "The rule", f"<p>{escaped(rule)}</p>"),
            *([("notes", "To bear in mind", f"<ul>{points}</ul>")] if notes else []),
        ],
    )


def _in_words(row: BakeOffRow) -> str:
    threshold = "no threshold" if row.threshold is None else f"similarity of at least {row.threshold:g}"
    centred = "centred on the catalogue" if row.centring else "not centred"
    size = f"{row.dimension} dimensions"
    return ", ".join(
        [row.model, f"{row.pooling} pooling", centred, size, f"{row.distance} distance", threshold]
    )


def _or_least(value: float) -> float:
    return value if math.isfinite(value) else -math.inf


def _estimate_cell(estimate: Estimate | None, decimals: int) -> str:
    if estimate is None:
        return "<td>–</td>"
    return f"<td>{''.join(_estimate_lines(estimate, decimals, number_text(estimate.value, decimals)))}</td>"


def _estimate_lines(estimate: Estimate, decimals: int, value: str) -> list[str]:
    if not is_known(estimate) or estimate.high <= estimate.low:
        return [f"<span>{value}</span>"]
    ends = f"[{number_text(estimate.low, decimals)}, {number_text(estimate.high, decimals)}]"
    return [f'<span>{value} <small class="interval">{ends}</small></span>']


def _plural(unit: str, count: int) -> str:
    return unit if count == 1 or unit.endswith("s") else f"{unit}s"


def _row(cells: Sequence[str], kind: str = "") -> str:
    return (f'<tr class="{kind}">' if kind else "<tr>") + "".join(cells) + "</tr>"


def _text_cell(text: str) -> str:
    return f'<td class="text">{escaped(text)}</td>'


def _list(pairs: Iterable[tuple[str, str]]) -> str:
    return (
        "<dl>"
        + "".join(f"<dt>{escaped(term)}</dt><dd>{escaped(told)}</dd>" for term, told in pairs)
        + "</dl>"
    )


def _figure(picture: str, caption: str) -> str:
    if not picture:
        return ""
    return (
        f'<figure><div class="scroll" tabindex="0" role="region" aria-label="{escaped(caption)}">{picture}</div>'
        f"<figcaption>{escaped(caption)}</figcaption></figure>"
    )


def _table(
    caption: str,
    heads: Sequence[str],
    rows: Iterable[str],
    left: Sequence[int] = (),
    *,
    is_roomy: bool = False,
) -> str:
    """Return a table that scrolls within the page; columns in `left` hold text, roomy ones a figure's interval."""
    cells = [
        f'<th scope="col"{" class=" + chr(34) + "text" + chr(34) if at in left else ""}>{escaped(head)}</th>'
        for at, head in enumerate(heads)
    ]
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{escaped(caption)}">'
        f"<table{' class=roomy' if is_roomy else ''}>"
        f"<caption>{escaped(caption)}</caption><thead><tr>{''.join(cells)}</tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table></div>"
    )


def _page(title: str, lead: str, sections: Sequence[tuple[str, str, str]]) -> str:
    links = "".join(f'<li><a href="#{name}">{escaped(heading)}</a></li>' for name, heading, _ in sections)
    bodies = "".join(
        f'<section id="{name}" aria-labelledby="{name}-heading"><h2 id="{name}-heading">{escaped(heading)}</h2>'
        f"{body}</section>\n"
        for name, heading, body in sections
    )
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        # A page that may load nothing cannot tell anybody that it was opened.
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escaped(title)}</title><style>{_style()}</style></head><body>\n"
        f'<header><h1>{escaped(title)}</h1><p class="lead">{escaped(lead)}</p>'
        f'<nav aria-label="Contents"><ul>{links}</ul></nav></header>\n'
        f"<main>{bodies}</main>\n"
        "<footer><p>Made on this computer; this page loads nothing from elsewhere.</p></footer>\n</body></html>\n"
    )


def _style() -> str:
    light = ";".join(f"--{role}:{colour}" for role, colour in plots.LIGHT.items())
    dark = ";".join(f"--{role}:{colour}" for role, colour in plots.DARK.items())
    return (
        f":root{{color-scheme:light dark;{light}}}\n"
        # Paper is white whatever the screen is.
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}\n" + _STYLE + plots.STYLE
    )
