"""REST APIs (API Gateway v1) and HTTP APIs (v2)."""

import json
from typing import Any

from moto.apigateway.models import Integration
from moto.apigateway.responses import APIGatewayResponse
from moto.apigatewayv2.models import DomainName

from .registry import Patches, fix


@fix
def rest_integration_loses_its_vpc_link(patches: Patches) -> None:
    """An integration of a REST API does not keep its connectionId.

    Without it aws_api_gateway_integration plans to put connection_id back for ever. Goes when GetIntegration answers
    connectionId.
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
    """A custom domain of an HTTP API has no status, no target name and no zone, where AWS answers all three.

    Without it aws_apigatewayv2_domain_name waits for AVAILABLE until its time-out, and an alias record finds no target.
    Goes when GetDomainName answers domainNameConfigurations[].domainNameStatus.
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
    """A custom domain without mutual TLS answers an empty mutualTlsAuthentication, where AWS answers none.

    Without it aws_apigatewayv2_domain_name plans the removal of a mutual_tls_authentication block nobody wrote. Goes
    when GetDomainName leaves it out.
    """

    def to_json(self: DomainName) -> dict[str, Any]:
        answer = original(self)
        return answer if answer["mutualTlsAuthentication"] else {**answer, "mutualTlsAuthentication": None}

    original = patches.replace(DomainName, "to_json", to_json)
