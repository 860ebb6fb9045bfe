import fix_test
from fix_test import client
from moto_fixes import cloudfront


class FunctionIsPublished(fix_test.FixTest):
    fix = cloudfront.function_cannot_be_published

    def prepare(self) -> None:
        self.cloudfront = client("cloudfront")
        self.made = self.cloudfront.create_function(
            Name="headers",
            FunctionConfig={"Comment": "", "Runtime": "cloudfront-js-2.0"},
            FunctionCode=b"function handler(event) { return event.response; }",
        )

    def check(self) -> None:
        published = self.cloudfront.publish_function(Name="headers", IfMatch=self.made["ETag"])
        self.assertEqual(published["FunctionSummary"]["FunctionMetadata"]["Stage"], "LIVE")
        summary = self.cloudfront.describe_function(Name="headers", Stage="LIVE")["FunctionSummary"]
        self.assertEqual(summary["Status"], "UNASSOCIATED")
