"""Converts Terraform resources to the properties of CloudFormation's schemas."""

import hashlib
import json
from typing import Any

from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError
from terraform_types import MAPPED, TERRAFORMS_OWN, Mapped

Schema = dict[str, Any]

# A region that supports every type. Its schemas give the properties, which are then checked by the schemas of the
# resource's own region.
REFERENCE_REGION = "us-east-1"


def written_properties(
    type_: str, values: dict[str, Any], written: set[str], unmapped: set[str]
) -> tuple[str, dict[str, Any]] | None:
    """
    :param values: the resource's arguments, with "${" in values that are not known yet
    :param written: arguments that the configuration sets, such as "metric_query.id", or ".name" at the top level
    :param unmapped: collects types and arguments without a CloudFormation counterpart, such as "aws_lb.idle_timeout"
    :return: the CloudFormation type and its properties
    """
    mapped = MAPPED.get(type_)
    if mapped is None:
        unmapped.add(type_)
        return None
    return mapped.type, _Writer(type_, mapped, _schema_of(mapped.type), written, unmapped).properties(values)


def _schema_of(type_: str) -> Schema:
    try:
        return PROVIDER_SCHEMA_MANAGER.get_resource_schema(REFERENCE_REGION, type_).schema
    except ResourceNotFoundError as error:
        raise RuntimeError(f"cfn-lint has no schema of {type_}: terraform_types.py names a type that is not there") from error


class _Writer:
    def __init__(self, type_: str, mapped: Mapped, schema: Schema, written: set[str], unmapped: set[str]) -> None:
        self.type = type_
        self.mapped = mapped
        self.root = schema
        self.written = written
        self.unmapped = unmapped
        # Whether the current value is part of a JSON string. The user wrote all of such a string.
        self.in_json = False
        self.noun = mapped.type.rsplit("::", 1)[1].lower()
        self.read_only = {path.rsplit("/", 1)[1] for path in schema.get("readOnlyProperties", [])}

    def properties(self, values: dict[str, Any]) -> dict[str, Any]:
        schema = self.root
        for step in self.mapped.inside:
            schema = self._resolved(schema["properties"][step])
        written = self._object(values, schema)
        for step in reversed(self.mapped.inside):
            written = {step: written}
        return written

    def _object(self, values: dict[str, Any], schema: Schema, block: str = "") -> dict[str, Any]:
        properties = schema.get("properties", {})
        if not properties:
            return {str(name): self._scalar(value) for name, value in values.items() if not _is_nothing(value)}
        result: dict[str, Any] = {}
        for argument, value in values.items():
            if argument in TERRAFORMS_OWN or _is_nothing(value) or not self._is_written(argument, block):
                continue
            if self._other_name(argument, block) == "":
                # A Terraform block whose arguments belong to the parent in CloudFormation.
                for inner in value if isinstance(value, list) else [value]:
                    result |= self._object(inner, schema, argument)
                continue
            name, *within = (self._property(argument, properties, block) or "").split(".")
            if name == "" or (schema is self.root and name in self.read_only):
                if not self.in_json:
                    self.unmapped.add(f"{self.type}.{argument}")
                continue
            inner = self._resolved(properties[name])
            if not within:
                result[name] = self._value(value, inner, argument)
                continue
            is_list = inner.get("type") == "array"
            holder = self._resolved(inner["items"]) if is_list else inner
            held = {within[0]: self._value(value, self._resolved(holder["properties"][within[0]]), argument)}
            result[name] = [held] if is_list else {**result.get(name, {}), **held}
        return result

    def _is_written(self, argument: str, block: str) -> bool:
        """AWS accepts what it adds itself. What an emulator or the provider adds says nothing about AWS."""
        return self.in_json or f"{block}.{argument}" in self.written

    def _other_name(self, argument: str, block: str) -> str | None:
        return self.mapped.names.get(f"{block}.{argument}", self.mapped.names.get(argument))

    def _property(self, argument: str, properties: dict[str, Any], block: str) -> str | None:
        """Finds the property in the table, or by the same spelling, in singular or plural, or with the type's noun in
        front."""
        if argument in self.mapped.names or f"{block}.{argument}" in self.mapped.names:
            name = self._other_name(argument, block)
            if name is None or name.split(".")[0] in properties:
                return name
        by_letters = {name.lower(): name for name in properties}
        letters = argument.replace("_", "").lower()
        singular = letters.removesuffix("s")
        for candidate in (letters, f"{letters}s", singular, f"{singular}list", f"{self.noun}{letters}"):
            if candidate in by_letters:
                return by_letters[candidate]
        return None

    def _value(self, value: Any, schema: Schema, block: str = "") -> Any:
        types = schema.get("type")
        kinds = types if isinstance(types, list) else [types]
        if isinstance(value, str) and ("object" in kinds or "array" in kinds):
            decoded = _decoded(value)
            if decoded is not value and not self.in_json:
                self.in_json = True
                try:
                    return self._value(decoded, schema, block)
                finally:
                    self.in_json = False
        if "array" in kinds:
            if _is_unknown(value):
                return {"Fn::Split": [",", _unknown(value)]}
            items = self._resolved(schema.get("items", {}))
            if isinstance(value, dict) and {"Key", "Value"} <= items.get("properties", {}).keys():
                return [{"Key": key, "Value": self._scalar(each)} for key, each in value.items()]
            if isinstance(value, dict) and {"Name", "Value"} <= items.get("properties", {}).keys():
                return [{"Name": key, "Value": self._scalar(each)} for key, each in value.items()]
            return [self._value(each, items, block) for each in (value if isinstance(value, list) else [value]) if each is not None]
        if isinstance(value, list) and len(value) == 1:
            value = value[0]
        if isinstance(value, dict):
            return self._object(value, schema, block)
        if _is_unknown(value):
            return _unknown(value)
        if "string" in kinds and isinstance(value, (bool, int, float)) and not {"integer", "number", "boolean"} & {*kinds}:
            return str(value).lower() if isinstance(value, bool) else str(value)
        if isinstance(value, str) and {"integer", "number"} & {*kinds} and value.lstrip("-").isdigit():
            return int(value)
        if isinstance(value, str) and "boolean" in kinds and value in ("true", "false"):
            return value == "true"
        return value

    def _scalar(self, value: Any) -> Any:
        if isinstance(value, dict):
            return {name: self._scalar(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._scalar(each) for each in value]
        return _unknown(value) if _is_unknown(value) else value

    def _resolved(self, schema: Schema) -> Schema:
        while "$ref" in schema:
            target: Any = self.root
            for step in schema["$ref"].removeprefix("#/").split("/"):
                target = target[step]
            schema = target
        return schema


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}


def _is_unknown(value: Any) -> bool:
    return isinstance(value, str) and "${" in value


def _unknown(expression: str) -> dict[str, Any]:
    """A value that is known only after an apply. Values with the same expression are equal."""
    return {"Fn::ImportValue": hashlib.sha256(expression.encode()).hexdigest()[:16]}


def _decoded(text: str) -> Any:
    """JSON in a string, which may come from jsonencode."""
    inner = text.removeprefix("${jsonencode(").removesuffix(")}") if text.startswith("${jsonencode(") else text
    try:
        decoded = json.loads(inner)
    except json.JSONDecodeError:
        return text
    return decoded if isinstance(decoded, (dict, list)) else text
