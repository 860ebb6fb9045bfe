from typing import Any

import fix_test
from fix_test import client
from moto_fixes import cloudwatch

COMMON: dict[str, Any] = {
    "EvaluationPeriods": 1,
    "ComparisonOperator": "GreaterThanThreshold",
    "Threshold": 5,
    "TreatMissingData": "notBreaching",
}


class CompositeAlarmsExist(fix_test.FixTest):
    fix = cloudwatch.composite_alarms_are_missing

    def prepare(self) -> None:
        self.alarms = client("cloudwatch")

    def check(self) -> None:
        self.alarms.put_composite_alarm(AlarmName="all", AlarmRule='ALARM("one")', AlarmActions=["arn:aws:sns:us-east-1:1:a"])
        [found] = self.alarms.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"]
        self.assertEqual((found["AlarmName"], found["AlarmRule"]), ("all", 'ALARM("one")'))


class PercentileRanksAreTaken(fix_test.FixTest):
    fix = cloudwatch.percentile_rank_is_refused

    def prepare(self) -> None:
        self.alarms = client("cloudwatch")

    def check(self) -> None:
        self.alarms.put_metric_alarm(
            AlarmName="slow", Namespace="Shop", MetricName="Latency", Period=60, ExtendedStatistic="PR(:0.3)", **COMMON
        )
        [found] = self.alarms.describe_alarms()["MetricAlarms"]
        self.assertEqual(found["ExtendedStatistic"], "PR(:0.3)")


class AlarmsLookAtMetrics(fix_test.FixTest):
    fix = cloudwatch.alarms_do_not_look_at_metrics

    def prepare(self) -> None:
        self.alarms = client("cloudwatch")
        metric = {"Namespace": "Shop", "MetricName": "Errors", "Dimensions": [{"Name": "Api", "Value": "orders"}]}
        self.alarms.put_metric_alarm(AlarmName="many", Period=60, Statistic="Sum", **metric, **COMMON)
        self.alarms.put_metric_alarm(
            AlarmName="share",
            Metrics=[
                {"Id": "share", "Expression": "100 * FILL(errors, 0) / requests", "ReturnData": True},
                *(
                    {
                        "Id": each.lower(),
                        "MetricStat": {"Metric": {**metric, "MetricName": each}, "Period": 60, "Stat": "Sum"},
                        "ReturnData": False,
                    }
                    for each in ("Errors", "Requests")
                ),
            ],
            **COMMON,
        )

    def check(self) -> None:
        self.put("Requests", 1000)
        self.assertEqual(self.states(), {"many": "OK", "share": "OK"})
        self.put("Errors", 6)
        self.assertEqual(self.states(), {"many": "ALARM", "share": "OK"})
        self.put("Errors", 60)
        self.assertEqual(self.states(), {"many": "ALARM", "share": "ALARM"})

    def put(self, name: str, value: float) -> None:
        datum = {"MetricName": name, "Dimensions": [{"Name": "Api", "Value": "orders"}], "Value": value}
        self.alarms.put_metric_data(Namespace="Shop", MetricData=[datum])

    def states(self) -> dict[str, str]:
        return {each["AlarmName"]: each["StateValue"] for each in self.alarms.describe_alarms()["MetricAlarms"]}


class QueriesAreSaved(fix_test.FixTest):
    fix = cloudwatch.saved_queries_are_missing

    def prepare(self) -> None:
        self.logs = client("logs")

    def check(self) -> None:
        query = {"name": "shop/why", "queryString": "fields @message", "logGroupNames": ["shop"]}
        id = self.logs.put_query_definition(**query)["queryDefinitionId"]
        self.logs.put_query_definition(**{**query, "queryString": "fields @timestamp"}, queryDefinitionId=id)
        [found] = self.logs.describe_query_definitions(queryDefinitionNamePrefix="shop/")["queryDefinitions"]
        self.assertEqual((found["queryDefinitionId"], found["queryString"]), (id, "fields @timestamp"))
        self.assertTrue(self.logs.delete_query_definition(queryDefinitionId=id)["success"])
        self.assertEqual(self.logs.describe_query_definitions()["queryDefinitions"], [])
