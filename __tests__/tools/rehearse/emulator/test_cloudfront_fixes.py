from typing import Any

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


FUNCTION = "arn:aws:cloudfront::123456789012:function/headers"


class Distribution:
    certificate: dict[str, Any] = {"CloudFrontDefaultCertificate": True}

    def prepare(self) -> None:
        self.cloudfront = client("cloudfront")
        self.made = self.cloudfront.create_distribution(
            DistributionConfig={
                "CallerReference": "once",
                "Comment": "",
                "Enabled": True,
                "Origins": {
                    "Quantity": 1,
                    "Items": [
                        {
                            "Id": "bucket",
                            "DomainName": "page.s3.us-east-2.amazonaws.com",
                            "OriginAccessControlId": "E0000000000000",
                            "S3OriginConfig": {"OriginAccessIdentity": ""},
                        }
                    ],
                },
                "DefaultCacheBehavior": {
                    "TargetOriginId": "bucket",
                    "ViewerProtocolPolicy": "redirect-to-https",
                    "CachePolicyId": "658327ea-f89d-4fab-a63d-7e88639e58f6",
                    "FunctionAssociations": {
                        "Quantity": 1,
                        "Items": [{"EventType": "viewer-response", "FunctionARN": FUNCTION}],
                    },
                },
                "ViewerCertificate": self.certificate,
            }
        )["Distribution"]["Id"]

    def config(self) -> Any:
        return self.cloudfront.get_distribution(Id=self.made)["Distribution"]["DistributionConfig"]


class DistributionKeepsItsFunctions(Distribution, fix_test.FixTest):
    fix = cloudfront.distribution_loses_its_functions

    def check(self) -> None:
        functions = self.config()["DefaultCacheBehavior"]["FunctionAssociations"]
        self.assertEqual(functions["Items"], [{"EventType": "viewer-response", "FunctionARN": FUNCTION}])


class DistributionForwardsNoValues(Distribution, fix_test.FixTest):
    fix = cloudfront.distribution_forwards_values_nobody_wrote

    def check(self) -> None:
        self.assertNotIn("ForwardedValues", self.config()["DefaultCacheBehavior"])


class DistributionKeepsItsOriginAccessControl(Distribution, fix_test.FixTest):
    fix = cloudfront.distribution_loses_its_origin_access_control

    def check(self) -> None:
        [origin] = self.config()["Origins"]["Items"]
        self.assertEqual(origin["OriginAccessControlId"], "E0000000000000")


class DistributionHasOneCertificate(Distribution, fix_test.FixTest):
    fix = cloudfront.distribution_has_empty_certificates

    def check(self) -> None:
        certificate = self.config()["ViewerCertificate"]
        self.assertNotIn("ACMCertificateArn", certificate)
        self.assertNotIn("IAMCertificateId", certificate)


class DistributionWithACertificateHasNoOther(Distribution, fix_test.FixTest):
    fix = cloudfront.distribution_has_two_certificates
    certificate = {
        "ACMCertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000",
        "MinimumProtocolVersion": "TLSv1.2_2021",
        "SSLSupportMethod": "sni-only",
    }

    def check(self) -> None:
        self.assertFalse(self.config()["ViewerCertificate"]["CloudFrontDefaultCertificate"])
