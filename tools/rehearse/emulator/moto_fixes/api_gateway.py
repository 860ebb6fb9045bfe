"""REST APIs (API Gateway v1) and HTTP APIs (v2)."""

import json
from typing import Any

from moto.apigateway.models import Integration
from moto.apigateway.responses import APIGatewayResponse
from moto.apigatewayv2.models import DomainName

from .registry import Patches, fix


@fix
def rest_integration_loses_its_vpc_link(patches: Patches) -> None:
    """An integration of a REST API loses its connectionId.

    Without this fix aws_api_gateway_integration always plans to restore connection_id. Remove it when GetIntegration
    returns connectionId.
    """

    def put_integration(self: APIGatewayResponse) -> Any:
        connection_id = self._get_param("connectionId")
        status, headers, _ = original_put(self)
        _, _, api, _, resource, _, method, *_ = self.path.split("/")
        integration = self.backend.get_integration(api, resource, method)
        integration.connection_id = connection_id
        return status, headers, json.dumps(integration.to_json())

    def to_json(self: Integration) -> dict[str, Any]:
        connection_id = getattr(self, "connection_id", None)
        answer = original_to_json(self)
        return {**answer, "connectionId": connection_id} if connection_id else answer

    original_put = patches.replace(APIGatewayResponse, "put_integration", put_integration)
    original_to_json = patches.replace(Integration, "to_json", to_json)


@fix
def http_domain_never_becomes_available(patches: Patches) -> None:
    """A custom domain of an HTTP API has no status, target name or zone. AWS returns all three.

    Without this fix aws_apigatewayv2_domain_name waits for AVAILABLE until its timeout, and an alias record finds no
    target. Remove it when GetDomainName returns domainNameConfigurations[].domainNameStatus.
    """

    def to_json(self: DomainName) -> dict[str, Any]:
        answer = original(self)
        region = self.domain_name_arn.split(":")[3]
        answer["domainNameConfigurations"] = [
            {
                "apiGatewayDomainName": f"d-rehearsal.execute-api.{region}.amazonaws.com",
                "domainNameStatus": "AVAILABLE",
                "hostedZoneId": "Z1UJRXOUMOOFQ8",
                "ipAddressType": "ipv4",
                **configuration,
            }
            for configuration in self.domain_name_configurations or []
        ]
        return answer

    original = patches.replace(DomainName, "to_json", to_json)


@fix
def http_domain_has_empty_mutual_tls(patches: Patches) -> None:
    """A custom domain without mutual TLS returns an empty mutualTlsAuthentication. AWS returns none.

    Without this fix aws_apigatewayv2_domain_name plans to remove a mutual_tls_authentication block that nobody wrote.
    Remove it when GetDomainName omits it.
    """

    def to_json(self: DomainName) -> dict[str, Any]:
        answer = original(self)
        return answer if answer["mutualTlsAuthentication"] else {**answer, "mutualTlsAuthentication": None}

    original = patches.replace(DomainName, "to_json", to_json)
