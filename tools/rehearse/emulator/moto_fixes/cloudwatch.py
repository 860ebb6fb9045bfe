"""CloudWatch alarms, and the saved queries of CloudWatch Logs."""

import json
from collections.abc import Iterable
from typing import Any

from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.common_models import BaseModel
from moto.core.responses import ActionResult
from moto.logs.responses import LogsResponse
from moto.moto_api._internal import mock_random

from .alarm_states import state_of
from .registry import Patches, fix


@fix
def composite_alarms_are_missing(patches: Patches) -> None:
    """PutCompositeAlarm is missing, although alarms have a rule and DescribeAlarms returns composite alarms.

    Without this fix aws_cloudwatch_composite_alarm cannot be applied. Remove it when moto has the call.
    """

    def put_composite_alarm(self: CloudWatchResponse) -> ActionResult:
        return self.put_metric_alarm()

    patches.replace(CloudWatchResponse, "put_composite_alarm", put_composite_alarm)


@fix
def percentile_rank_is_refused(patches: Patches) -> None:
    """PutMetricAlarm only accepts percentiles (p99). AWS also accepts ranks, such as PR(:0.3).

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
    Remove this fix when `put_metric_alarm` accepts them.
    """

    def put_metric_alarm(self: CloudWatchBackend, *, extended_statistic: str | None = None, **given: Any) -> Alarm:
        if extended_statistic is None or not extended_statistic.startswith("PR("):
            return original(self, extended_statistic=extended_statistic, **given)
        alarm = original(self, **given)
        alarm.extended_statistic = extended_statistic
        return alarm

    original = patches.replace(CloudWatchBackend, "put_metric_alarm", put_metric_alarm)


@fix
def alarms_do_not_look_at_metrics(patches: Patches) -> None:
    """An alarm stays OK whatever its metrics say, until SetAlarmState.

    With this fix, each request computes the state from the data that PutMetricData sent. Remove it when moto evaluates
    alarms.
    """

    def with_states(alarms: Iterable[Alarm], backend: CloudWatchBackend) -> list[Alarm]:
        found = list(alarms)
        for alarm in found:
            state, reason = state_of(alarm, backend)
            if alarm.state_value != state and backend.metric_data:
                alarm.update_state(reason, "{}", state)
        return found

    def by_names(self: CloudWatchBackend, alarm_names: list[str]) -> list[Alarm]:
        return with_states(by_names_before(self, alarm_names), self)

    def all_alarms(self: CloudWatchBackend) -> list[Alarm]:
        return with_states(all_before(self), self)

    by_names_before = patches.replace(CloudWatchBackend, "get_alarms_by_alarm_names", by_names)
    all_before = patches.replace(CloudWatchBackend, "describe_alarms", all_alarms)


class QueryDefinition(BaseModel):
    """A saved query of Logs Insights."""

    def __init__(self, name: str, query: str, log_group_names: list[str]):
        self.id = str(mock_random.uuid4())
        self.name = name
        self.query = query
        self.log_group_names = log_group_names

    def describe(self) -> dict[str, Any]:
        return {
            "queryDefinitionId": self.id,
            "name": self.name,
            "queryString": self.query,
            "logGroupNames": self.log_group_names,
        }


@fix
def saved_queries_are_missing(patches: Patches) -> None:
    """PutQueryDefinition, DescribeQueryDefinitions and DeleteQueryDefinition are missing.

    Without this fix aws_cloudwatch_query_definition cannot be applied. Remove it when moto has the calls.
    """

    def definitions(self: LogsResponse) -> dict[str, QueryDefinition]:
        return vars(self.logs_backend).setdefault("query_definitions", {})

    def put_query_definition(self: LogsResponse) -> str:
        definition = QueryDefinition(
            self._get_param("name"), self._get_param("queryString"), self._get_param("logGroupNames") or []
        )
        definition.id = self._get_param("queryDefinitionId") or definition.id
        definitions(self)[definition.id] = definition
        return json.dumps({"queryDefinitionId": definition.id})

    def describe_query_definitions(self: LogsResponse) -> str:
        prefix = self._get_param("queryDefinitionNamePrefix") or ""
        found = [each.describe() for each in definitions(self).values() if each.name.startswith(prefix)]
        return json.dumps({"queryDefinitions": found})

    def delete_query_definition(self: LogsResponse) -> str:
        removed = definitions(self).pop(self._get_param("queryDefinitionId"), None)
        return json.dumps({"success": removed is not None})

    patches.replace(LogsResponse, "put_query_definition", put_query_definition)
    patches.replace(LogsResponse, "describe_query_definitions", describe_query_definitions)
    patches.replace(LogsResponse, "delete_query_definition", delete_query_definition)
