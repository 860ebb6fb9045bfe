import json

import fix_test
from fix_test import client
from moto_fixes import http_api_import


class DocumentsMayHaveParameters(fix_test.FixTest):
    fix = http_api_import.import_takes_parameters_for_a_method

    def check(self) -> None:
        integration = {"type": "http_proxy", "httpMethod": "ANY", "uri": "https://shop.example.com"}
        item = {
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
            "get": {"responses": {}, "x-amazon-apigateway-integration": integration},
        }
        document = {"openapi": "3.0.1", "info": {"title": "shop", "version": "1"}, "paths": {"/items/{id}": item}}
        api = client("apigatewayv2")
        made = api.create_api(Name="shop", ProtocolType="HTTP")["ApiId"]
        api.reimport_api(ApiId=made, Body=json.dumps(document), FailOnWarnings=True)
        [route] = api.get_routes(ApiId=made)["Items"]
        self.assertEqual(route["RouteKey"], "GET /items/{id}")
