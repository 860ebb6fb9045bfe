"""Import of HTTP APIs (API Gateway v2)."""

import json
from typing import Any

import yaml
from moto.apigatewayv2.models import Api

from .registry import Patches, fix


@fix
def import_takes_parameters_for_a_method(patches: Patches) -> None:
    """ReimportApi treats the `parameters` shared by all methods of a path as a method, and fails.

    https://spec.openapis.org/oas/v3.0.3#path-item-object
    Without this fix no document whose paths have parameters can be imported. Remove it when ReimportApi accepts such
    documents.
    """

    def import_api(self: Api, body_str: str, fail_on_warnings: bool) -> None:
        body: dict[str, Any] = yaml.safe_load(body_str)
        paths = {
            path: {name: value for name, value in item.items() if name != "parameters"}
            for path, item in body.get("paths", {}).items()
        }
        original(self, json.dumps({**body, "paths": paths}), fail_on_warnings)

    original = patches.replace(Api, "import_api", import_api)
