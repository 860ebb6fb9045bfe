"""Checks each request that Terraform sends against the API model that AWS publishes with botocore.

moto accepts much that AWS refuses. The models define what AWS accepts: required members, types, enumerations, lengths,
ranges and patterns. moto's own parser turns a request into the parameters of its operation, and botocore's validator
compares them with the model. botocore only checks required members and lower limits, so this module adds the other
constraints.
"""

import threading
from collections import Counter
from typing import Any

import regex
from botocore.validate import ParamValidator, ValidationErrors
from moto.core.model import OperationModel
from moto.core.parse import PROTOCOL_PARSERS, RequestParserError
from moto.core.request import Request, determine_request_protocol
from moto.core.responses import BaseResponse
from moto.core.utils import get_service_model

# Longer values are truncated in messages.
SHOWN_CHARACTERS = 100

# Characters beyond 16 bits: Java's notation for their range, and Python's.
SURROGATE_PAIRS = (r"\uD800\uDC00-\uDBFF\uDFFF", r"\U00010000-\U0010FFFF")

# User agents whose requests the project controls: Terraform, and the AWS SDK in its tools.
CHECKED_AGENTS = ("Terraform/", "aws-sdk-js/")

_lock = threading.Lock()
_checked: Counter[str] = Counter()
_violations: dict[tuple[str, ...], dict[str, str]] = {}


def check_requests_of_terraform() -> None:
    """From now on, checks every request with one of these user agents before moto handles it."""

    def setup_class(self: BaseResponse, request: Request, *args: Any, **kwargs: Any) -> None:
        original(self, request, *args, **kwargs)
        agent = request.headers.get("User-Agent", "")
        if any(checked in agent for checked in CHECKED_AGENTS):
            _check(self, request)

    original = BaseResponse.setup_class
    BaseResponse.setup_class = setup_class  # type: ignore[method-assign]


def checked_requests() -> dict[str, Any]:
    """Number of checked requests by operation, and each distinct violation once."""
    with _lock:
        return {"operations": dict(sorted(_checked.items())), "violations": list(_violations.values())}


def violations_in(operation: OperationModel, parameters: dict[str, Any]) -> list[dict[str, str]]:
    """Field, value and violated rule of each parameter that AWS would refuse."""
    if operation.input_shape is None:
        return []
    found = _Violations()
    _Validator()._validate(parameters, operation.input_shape, found, "")
    return found.violations


def _check(response: BaseResponse, request: Request) -> None:
    service, action = response.boto3_service_name, response._get_action()
    operation = f"{service}:{action}"
    try:
        model = get_service_model(service).operation_model(action)
        parameters = _parameters(model, response, request)
        violations = violations_in(model, parameters)
    except RequestParserError as error:
        parameters, violations = {}, [{"field": "", "value": "", "rule": f"must be a request of {operation}: {error}"}]
    resource = _name(parameters)
    with _lock:
        _checked[operation] += 1
        for violation in violations:
            _violations[(operation, resource, *violation.values())] = {
                "operation": operation,
                "resource": resource,
                **violation,
            }


def _parameters(model: OperationModel, response: BaseResponse, request: Request) -> dict[str, Any]:
    protocol = determine_request_protocol(model.service_model, request.content_type)
    parsed: dict[str, Any] = PROTOCOL_PARSERS[protocol](model).parse(
        {
            "method": request.method,
            "values": request.values,
            "headers": request.headers,
            "body": request.data,
            "url_path": request.path,
            "url_params": response.uri_match,
        }
    )
    return parsed


def _name(parameters: dict[str, Any]) -> str:
    """How a request names its resource: its first parameter that is a name, an identifier or an ARN."""
    for key, value in parameters.items():
        if isinstance(value, str) and key.lower().endswith(("name", "identifier", "id", "arn", "bucket", "family")):
            return f"{key} {value}"
    return ""


class _Violations(ValidationErrors):
    """The findings of botocore's validator, worded as rules."""

    def __init__(self) -> None:
        super().__init__()
        self.violations: list[dict[str, str]] = []

    def report(self, name: str, reason: str, **details: Any) -> None:
        field, value = self._get_name(name), details.get("param", "")
        match reason:
            case "missing required field":
                field, rule = f"{name}.{details['required_name']}".lstrip("."), "must be there"
            case "invalid type":
                rule = f"must be a {' or '.join(details['valid_types'])}"
            case "invalid range":
                rule = f"must be at least {details['min_allowed']}"
            case "invalid length":
                rule = f"must be at least {details['min_allowed']} long"
            case "more than one input" | "empty input":
                rule = f"must have exactly one of {', '.join(details['members'])}"
            case _:
                rule = reason
        self.violations.append({"field": field, "value": _shown(value), "rule": rule})


class _Validator(ParamValidator):
    VALIDATED_METADATA_ATTRS = ParamValidator.VALIDATED_METADATA_ATTRS | {"max", "enum", "pattern"}

    def _validate(self, params: Any, shape: Any, errors: _Violations, name: str) -> None:
        before = len(errors.violations)
        super()._validate(params, shape, errors, name)
        for rule in broken_rules(params, shape.metadata):
            errors.report(name, rule, param=params)
        if shape.metadata.get("sensitive"):
            for violation in errors.violations[before:]:
                violation["value"] = "(sensitive)"


def broken_rules(value: Any, constraints: dict[str, Any]) -> list[str]:
    """The constraints of a shape that botocore does not check."""
    rules = []
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    size = value if is_number else len(value) if isinstance(value, (str, bytes, list, dict)) else None
    if "max" in constraints and size is not None and size > constraints["max"]:
        rules.append(f"must be at most {constraints['max']}{'' if is_number else ' long'}")
    if isinstance(value, str):
        if (enum := constraints.get("enum")) and value not in enum:
            rules.append(f"must be one of {', '.join(enum)}")
        if (pattern := constraints.get("pattern")) and (rule := _broken_pattern(pattern, value)):
            rules.append(rule)
    return rules


def _broken_pattern(pattern: str, value: str) -> str | None:
    """The patterns use Java's syntax and must match the whole value."""
    try:
        return None if regex.fullmatch(pattern.replace(*SURROGATE_PAIRS), value) else f"must match {pattern}"
    except regex.error as error:
        # A check that cannot run must neither pass silently nor keep Terraform waiting.
        return f"must match {pattern}, which cannot be read here ({error})"


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."
