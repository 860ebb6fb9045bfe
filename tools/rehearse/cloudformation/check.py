"""Compares resources with CloudFormation's schemas and region data, as cfn-lint carries them.

Reads a JSON file: [{"stack", "resources": [{"address", "type", "region", "values", "written"}]}]. Writes the number of checked
resources, each violation, and what has no counterpart in CloudFormation or none that the table has.
"""

import json
import re
import sys
from collections import defaultdict
from typing import Any

from cfnlint.api import lint
from template import Template

# A value that is longer than this is cut off in a message.
SHOWN_CHARACTERS = 100

# E3003, what must be there: a property that has no argument of its own here would be missed; the check of the requests knows.
# E3010, how many resources a template holds: Terraform has no templates.
IRRELEVANT_RULES = {"E3003", "E3010"}


def _is_irrelevant(rule: str, value: Any) -> bool:
    """RDS takes a version without its patch, where cfn-lint lists patches only."""
    return rule in IRRELEVANT_RULES or (rule == "E3691" and re.fullmatch(r"\d+\.\d+", str(value)) is not None)


def check(stacks: list[dict[str, Any]]) -> dict[str, Any]:
    violations: list[dict[str, str]] = []
    unmapped: set[str] = set()
    checked = 0
    for stack in stacks:
        for region, resources in _by_region(stack["resources"]).items():
            template = Template()
            for resource in resources:
                template.add(resource["address"], resource["type"], resource["values"], set(resource["written"]))
            checked += len(template.resources)
            unmapped |= template.unmapped
            violations += _violations(stack["stack"], template, region)
    return {"checked": checked, "violations": violations, "unmapped": sorted(unmapped)}


def _by_region(resources: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    regions = defaultdict(list)
    for resource in resources:
        regions[resource["region"]].append(resource)
    return regions


def _violations(stack: str, template: Template, region: str) -> list[dict[str, str]]:
    if not template.resources:
        return []
    found: dict[tuple[str, ...], dict[str, str]] = {}
    for match in lint(str(template), regions=[region]):
        if not match.rule.id.startswith("E"):
            continue
        violation = _violation(stack, template, match)
        if not _is_irrelevant(match.rule.id, violation["value"]):
            found[(violation["resource"], violation["field"], violation["rule"])] = violation
    return [*found.values()]


def _violation(stack: str, template: Template, match: Any) -> dict[str, str]:
    name, *path = match.path[1:] if len(match.path) > 1 else [""]
    value: Any = template.resources.get(name, {})
    for step in path:
        value = value[step] if isinstance(value, list) or (isinstance(value, dict) and step in value) else ""
    text = value if isinstance(value, str) else json.dumps(value)
    return {
        "operation": template.resources.get(name, {}).get("Type", ""),
        "resource": f"{stack}: {template.addresses.get(name, name)}",
        "field": ".".join(str(step) for step in (path[1:] or path)),
        "value": _shown(text),
        # The value has a place of its own.
        "rule": f"{match.rule.id}: {_shown(match.message.removeprefix(repr(value)).strip())}",
    }


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        json.dump(check(json.load(file)), sys.stdout)
