"""The page of insights as one HTML file that needs nothing beside it: sentences, charts as SVG and all tables."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from ltrec_gui.ui.insights_wording import Said
from ltrec_gui.ui.line_chart import Chart, chart_svg
from ltrec_gui.ui.theme import LIGHT

# No script, nothing fetched: what an editor hands on must not depend on where it is opened.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page: its sentences, and a chart or a table where there is one."""

    title: str
    said: tuple[Said, ...]
    chart: Chart | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def insights_html(title: str, made: str, language: str, definitions: str, sections: Sequence[Section]) -> str:
    """Return the page; `definitions` names the part that says what the figures are, `language` is a tag as "zh-CN"."""
    meanings = dict.fromkeys(said.meaning for section in sections for said in section.said if said.meaning)
    foot = "".join(f"<li>{html.escape(meaning)}</li>" for meaning in meanings)
    return (
        f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{html.escape(_POLICY)}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{html.escape(title)}</title>\n<style>{_style()}</style>\n</head>\n<body>\n"
        f'<h1>{html.escape(title)}</h1>\n<p class="meta">{html.escape(made)}</p>\n'
        + "".join(map(_section, sections))
        + (f"<section><h2>{html.escape(definitions)}</h2><ul>{foot}</ul></section>\n" if foot else "")
        + "</body>\n</html>\n"
    )


def _section(section: Section) -> str:
    parts = [f"<section><h2>{html.escape(section.title)}</h2>\n"]
    for said in section.said:
        kind = ' class="caution"' if said.is_caution else ""
        parts.append(f"<p{kind}>{html.escape(said.text)}</p>\n")
    if section.chart is not None and not section.chart.is_empty:
        parts.append(f"<figure>{chart_svg(section.chart, LIGHT)}</figure>\n")
    chart = section.chart
    head, rows = (chart.head, chart.rows) if chart is not None else (section.head, section.rows)
    if rows:
        parts.append(_table(head, rows))
    parts.append("</section>\n")
    return "".join(parts)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    names = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in head)
    body = "".join(
        "<tr>"
        + f'<th scope="row">{html.escape(row[0])}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in row[1:])
        + "</tr>\n"
        for row in rows
    )
    return f"<table><thead><tr>{names}</tr></thead>\n<tbody>\n{body}</tbody></table>\n"


def _style() -> str:
    return (
        f"body{{font:15px/1.5 system-ui,sans-serif;color:{LIGHT.text};background:{LIGHT.window};margin:24px auto;"
        "max-width:800px;padding:0 16px}"
        f"section{{background:{LIGHT.surface};border:1px solid {LIGHT.border};border-radius:8px;padding:8px 20px 16px;"
        "margin:16px 0}"
        f".meta{{color:{LIGHT.text3}}}.caution{{color:{LIGHT.warn}}}"
        "figure{margin:12px 0}svg{max-width:100%;height:auto}"
        "table{border-collapse:collapse;width:100%;font-size:13px;font-variant-numeric:tabular-nums}"
        f"th,td{{padding:4px 8px;border-bottom:1px solid {LIGHT.border};text-align:right}}"
        "th:first-child{text-align:left}tbody th{font-weight:normal}"
    )
