"""Computes the state of an alarm from the data of its metrics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation.html
Supported metric math: arithmetic, comparisons, AND, OR, IF, FILL with a number, a constant TIME_SERIES, MINUTE, HOUR,
DAY, and expressions that refer to others. Periods end now, not at whole minutes.
"""

import math
import operator
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend, MetricDatum
from moto.core.utils import utcnow

State = tuple[str, str]
# One value per period, the latest first. None if there is no data.
Series = list[float | None]

COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "GreaterThanThreshold": operator.gt,
    "GreaterThanOrEqualToThreshold": operator.ge,
    "LessThanThreshold": operator.lt,
    "LessThanOrEqualToThreshold": operator.le,
}


def state_of(alarm: Alarm, backend: CloudWatchBackend) -> State:
    """ALARM, OK or INSUFFICIENT_DATA, and the reason."""
    if alarm.rule is not None:
        return _state_of_rule(alarm.rule, backend)
    values = _values(alarm, backend)
    missing = alarm.treat_missing_data or "missing"
    if missing == "missing" and all(value is None for value in values):
        return "INSUFFICIENT_DATA", "there is no data"
    breaches = COMPARISONS[alarm.comparison_operator]
    breaching = [
        missing == "breaching" if value is None else breaches(value, float(alarm.threshold)) for value in values
    ]
    needed = int(alarm.datapoints_to_alarm or alarm.evaluation_periods)
    state = "ALARM" if sum(breaching) >= needed else "OK"
    return state, f"values {values}, threshold {alarm.threshold}"


def _state_of_rule(rule: str, backend: CloudWatchBackend) -> State:
    """A rule made of ALARM("..."), AND, OR, NOT and parentheses."""

    def is_in_alarm(match: re.Match[str]) -> str:
        child = backend.alarms[match[1]]
        return str(state_of(child, backend)[0] == "ALARM")

    text = re.sub(r'ALARM\("([^"]+)"\)', is_in_alarm, rule)
    return ("ALARM" if _evaluated(text, {}) else "OK"), text


def _values(alarm: Alarm, backend: CloudWatchBackend) -> Series:
    periods = int(alarm.evaluation_periods)
    if not alarm.metric_data_queries:
        statistic = alarm.extended_statistic or alarm.statistic
        metric = (alarm.namespace, alarm.metric_name, alarm.dimensions)
        return _series(backend, metric, int(alarm.period), periods, statistic)
    series = {
        query.id: _series(
            backend,
            (query.metric_stat.metric.namespace, query.metric_stat.metric.metric_name, query.metric_stat.metric.dimensions),
            int(query.metric_stat.period),
            periods,
            query.metric_stat.stat,
        )
        for query in alarm.metric_data_queries
        if query.metric_stat is not None
    }
    expressions = {query.id: query.expression for query in alarm.metric_data_queries if query.expression}
    returned = [query.id for query in alarm.metric_data_queries if str(query.return_data).lower() == "true"]
    result = returned[0] if returned else next(iter(expressions))
    seconds = max(int(query.metric_stat.period) for query in alarm.metric_data_queries if query.metric_stat is not None)
    return [
        _result(
            result,
            expressions,
            {name: values[index] for name, values in series.items()},
            utcnow() - timedelta(seconds=seconds * index),
        )
        for index in range(periods)
    ]


def _result(name: str, expressions: Mapping[str, str], values: Mapping[str, float | None], moment: datetime) -> Any:
    """The value of an expression, which may refer to others, at a point in time."""
    known = dict(values)

    def value_of(each: str) -> Any:
        if each not in known:
            for other in expressions:
                if other != each and re.search(rf"\b{other}\b", expressions[each]):
                    value_of(other)
            known[each] = _evaluated(expressions[each], known, moment)
        return known[each]

    return value_of(name)


def _series(backend: CloudWatchBackend, metric: Any, period: int, periods: int, statistic: str) -> Series:
    namespace, name, dimensions = metric
    wanted = {(each.name, each.value) for each in dimensions}
    data = [
        datum
        for datum in backend.metric_data
        if isinstance(datum, MetricDatum)
        and (datum.namespace, datum.name) == (namespace, name)
        and {(each.name, each.value) for each in datum.dimensions} == wanted
    ]
    now = utcnow()
    series: Series = []
    for index in range(periods):
        end = now - timedelta(seconds=period * index)
        start = end - timedelta(seconds=period)
        inside = [float(datum.value) for datum in data if start < datum.timestamp.replace(tzinfo=None) <= end]
        series.append(_statistic(statistic, inside) if inside else None)
    return series


def _statistic(statistic: str, values: list[float]) -> float:
    ordered = sorted(values)
    if match := re.fullmatch(r"p([\d.]+)", statistic):
        return ordered[max(0, math.ceil(float(match[1]) / 100 * len(ordered)) - 1)]
    if match := re.fullmatch(r"PR\(:([\d.]+)\)", statistic):
        return 100 * sum(value <= float(match[1]) for value in values) / len(values)
    known: Mapping[str, float] = {
        "Average": sum(values) / len(values),
        "Sum": sum(values),
        "Minimum": ordered[0],
        "Maximum": ordered[-1],
        "SampleCount": len(values),
    }
    return known[statistic]


def _evaluated(expression: str, values: Mapping[str, float | None], moment: datetime | None = None) -> Any:
    """The value of an expression. None if a metric in it has no data and no FILL, or if the divisor is 0."""
    text = re.sub(r"\bAND\b", "and", expression)
    text = re.sub(r"\bOR\b", "or", text)
    text = re.sub(r"\bNOT\b", "not", text)
    functions = {
        "FILL": lambda value, filling: filling if value is None else value,
        "IF": lambda condition, then, otherwise: then if condition else otherwise,
        "TIME_SERIES": lambda value: value,
        "MINUTE": lambda _: (moment or utcnow()).minute,
        "HOUR": lambda _: (moment or utcnow()).hour,
        "DAY": lambda _: (moment or utcnow()).isoweekday(),
    }
    try:
        # The expressions come from this project's own stacks.
        return eval(text, {"__builtins__": {}}, {**functions, **values})  # noqa: S307
    except (TypeError, ZeroDivisionError):
        return None
