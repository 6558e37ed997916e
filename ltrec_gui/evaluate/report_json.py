"""An evaluation or a bake-off as JSON: what can be kept in a file and read back as exactly the same figures."""

import math
import numbers
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

from ltrec_gui.evaluate.bake_off import BakeOff, BakeOffRow
from ltrec_gui.evaluate.results import (
    Estimate,
    EvaluationReport,
    FrontierPoint,
    MethodResult,
    ProtocolResult,
)

FORMAT, VERSION = "ltrec evaluation", 1
BAKE_OFF_FORMAT = "ltrec bake-off"
NOT_FINITE = "not_finite"  # JSON has no word for nan and inf
Fact = float | int | str
Made = TypeVar("Made")


def as_json(report: EvaluationReport) -> dict[str, Any]:
    """Return the report as a dict that `json` can write and `from_json` turns back into an equal report."""
    return {"format": FORMAT, "version": VERSION, **_plain(report)}


def from_json(kept: Mapping[str, Any]) -> EvaluationReport:
    """Return the report that `as_json` made this of; ValueError where it is none or of a newer version."""
    _check_format(kept, FORMAT)
    return _made("an evaluation report", _report, kept)


def bake_off_as_json(bake_off: BakeOff) -> dict[str, Any]:
    """Return the bake-off as a dict that `json` can write and `bake_off_from_json` turns back."""
    return {"format": BAKE_OFF_FORMAT, "version": VERSION, **_plain(bake_off)}


def bake_off_from_json(kept: Mapping[str, Any]) -> BakeOff:
    """Return the bake-off that `bake_off_as_json` made this of; ValueError where it is none or of a newer version."""
    _check_format(kept, BAKE_OFF_FORMAT)
    return _made("a bake-off", _bake_off, kept)


def _plain(value: Any) -> Any:  # noqa: ANN401 - any value of a report's fields
    """Return a value in words of JSON; numpy's numbers become plain ones."""
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        number = float(value)
        return number if math.isfinite(number) else {NOT_FINITE: repr(number)}
    raise TypeError(f"a report cannot hold a {type(value).__name__}")


def _check_format(kept: Mapping[str, Any], wanted: str) -> None:
    if not isinstance(kept, Mapping) or kept.get("format") != wanted:
        raise ValueError(f"this is no file of the format {wanted!r}")
    if kept.get("version") != VERSION:
        raise ValueError(f"this file is of version {kept.get('version')!r}, not {VERSION}")


def _made(what: str, make: Callable[[Mapping[str, Any]], Made], kept: Mapping[str, Any]) -> Made:
    try:
        return make(kept)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError(f"{what} lacks something or holds something else in its place: {error!r}") from error


def _number(value: Any) -> float:  # noqa: ANN401 - as JSON gave it
    if isinstance(value, Mapping):
        return float(value[NOT_FINITE])
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{value!r} is no number")
    return value


def _fact(value: Any) -> Fact:  # noqa: ANN401 - as JSON gave it
    return value if isinstance(value, str | bool) else _number(value)


def _whole(value: Any) -> int:  # noqa: ANN401 - as JSON gave it
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError(f"{value!r} is no whole number")
    return value


def _words(value: Any) -> str:  # noqa: ANN401 - as JSON gave it
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


def _facts(kept: Mapping[str, Any]) -> dict[str, Fact]:
    return {key: _fact(value) for key, value in kept.items()}


def _estimate(kept: Mapping[str, Any]) -> Estimate:
    return Estimate(_number(kept["value"]), _number(kept["low"]), _number(kept["high"]))


def _maybe_estimate(kept: Mapping[str, Any] | None) -> Estimate | None:
    return None if kept is None else _estimate(kept)


def _estimates(kept: Mapping[str, Any]) -> dict[str, Estimate]:
    return {name: _estimate(estimate) for name, estimate in kept.items()}


def _method(kept: Mapping[str, Any]) -> MethodResult:
    return MethodResult(
        name=_words(kept["name"]),
        metrics=_estimates(kept["metrics"]),
        against_baseline=_estimates(kept["against_baseline"]),
        seconds=_number(kept["seconds"]),
        settings=_facts(kept["settings"]),
        rounds=tuple(_number(rate) for rate in kept["rounds"]),
        against_rival=_maybe_estimate(kept.get("against_rival")),
    )


def _protocol(kept: Mapping[str, Any]) -> ProtocolResult:
    return ProtocolResult(
        name=_words(kept["name"]),
        unit=_words(kept["unit"]),
        unit_count=_whole(kept["unit_count"]),
        baseline=_words(kept["baseline"]),
        methods=tuple(_method(method) for method in kept["methods"]),
        facts=_facts(kept["facts"]),
        rival=_words(kept.get("rival", "")),
    )


def _point(kept: Mapping[str, Any]) -> FrontierPoint:
    return FrontierPoint(
        policy=_words(kept["policy"]),
        diversity=_number(kept["diversity"]),
        ndcg=_number(kept["ndcg"]),
        relevance_kept=_number(kept["relevance_kept"]),
        intra_list_diversity=_number(kept["intra_list_diversity"]),
        tag_diversity=_number(kept["tag_diversity"]),
        interval=_maybe_estimate(kept.get("interval")),
        against_none=_maybe_estimate(kept.get("against_none")),
    )


def _report(kept: Mapping[str, Any]) -> EvaluationReport:
    return EvaluationReport(
        library=_words(kept["library"]),
        model=_words(kept["model"]),
        item_count=_whole(kept["item_count"]),
        reader_count=_whole(kept["reader_count"]),
        interaction_count=_whole(kept["interaction_count"]),
        seed=_whole(kept["seed"]),
        protocols=tuple(_protocol(protocol) for protocol in kept["protocols"]),
        frontier=tuple(_point(point) for point in kept["frontier"]),
        left_out={key: _words(why) for key, why in kept["left_out"].items()},
    )


def _bake_off(kept: Mapping[str, Any]) -> BakeOff:
    rows = tuple(_bake_off_row(row) for row in kept["rows"])
    recommended = _whole(kept["recommended"])
    if not 0 <= recommended < len(rows):
        raise ValueError(f"there is no setting {recommended} among {len(rows)}")
    return BakeOff(rows, recommended, _facts(kept["why"]))


def _bake_off_row(kept: Mapping[str, Any]) -> BakeOffRow:
    return BakeOffRow(
        model=_words(kept["model"]),
        pooling=_words(kept["pooling"]),
        centring=bool(kept["centring"]),
        dimension=_whole(kept["dimension"]),
        distance=_words(kept["distance"]),
        threshold=None if kept["threshold"] is None else _number(kept["threshold"]),
        score=_estimate(kept["score"]),
        agreement=None if kept["agreement"] is None else _estimate(kept["agreement"]),
        seconds=_number(kept["seconds"]),
        megabytes=_number(kept["megabytes"]),
    )
