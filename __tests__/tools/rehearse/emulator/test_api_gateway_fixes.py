import fix_test
from fix_test import client
from moto_fixes import api_gateway

CERTIFICATE = "arn:aws:acm:us-east-2:123456789012:certificate/00000000-0000-0000-0000-000000000000"


class RestIntegrationKeepsItsVpcLink(fix_test.FixTest):
    fix = api_gateway.rest_integration_loses_its_vpc_link

    def check(self) -> None:
        api = client("apigateway")
        rest_api = api.create_rest_api(name="shop")["id"]
        root = api.get_resources(restApiId=rest_api)["items"][0]["id"]
        method = {"restApiId": rest_api, "resourceId": root, "httpMethod": "GET"}
        api.put_method(**method, authorizationType="NONE")
        made = api.put_integration(
            **method,
            type="HTTP_PROXY",
            integrationHttpMethod="GET",
            uri="http://internal.example.com",
            connectionType="VPC_LINK",
            connectionId="link-1",
        )
        self.assertEqual(made["connectionId"], "link-1")
        self.assertEqual(api.get_integration(**method)["connectionId"], "link-1")


class HttpDomain:
    def prepare(self) -> None:
        self.api = client("apigatewayv2")
        self.api.create_domain_name(
            DomainName="api.example.com",
            DomainNameConfigurations=[
                {"CertificateArn": CERTIFICATE, "EndpointType": "REGIONAL", "SecurityPolicy": "TLS_1_2"}
            ],
        )


class HttpDomainBecomesAvailable(HttpDomain, fix_test.FixTest):
    fix = api_gateway.http_domain_never_becomes_available

    def check(self) -> None:
        [configuration] = self.api.get_domain_name(DomainName="api.example.com")["DomainNameConfigurations"]
        self.assertEqual(configuration["DomainNameStatus"], "AVAILABLE")
        self.assertEqual(configuration["CertificateArn"], CERTIFICATE)
        self.assertTrue(configuration["ApiGatewayDomainName"].endswith(".execute-api.us-east-2.amazonaws.com"))
        self.assertTrue(configuration["HostedZoneId"])


class HttpDomainHasNoMutualTls(HttpDomain, fix_test.FixTest):
    fix = api_gateway.http_domain_has_empty_mutual_tls

    def check(self) -> None:
        self.assertNotIn("MutualTlsAuthentication", self.api.get_domain_name(DomainName="api.example.com"))
