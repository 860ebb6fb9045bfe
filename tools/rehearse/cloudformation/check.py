"""Compares resources with the CloudFormation schemas and region data in cfn-lint.

Reads a JSON file: [{"stack", "resources": [{"address", "type", "region", "values", "written"}]}]. Writes the number of
checked resources, each violation, and the types and arguments without a CloudFormation counterpart.
"""

import json
import sys
from collections import defaultdict
from typing import Any

from judge import Finding, Judge, Unit
from properties import written_properties

# Longer values are truncated in messages.
SHOWN_CHARACTERS = 100


def check(stacks: list[dict[str, Any]]) -> dict[str, Any]:
    unmapped: set[str] = set()
    # The origin of each unit: its stack, its region, and the addresses of its resources.
    places: list[tuple[str, str, Unit, list[str]]] = []
    for stack in stacks:
        for (region, type_), resources in _by_region_and_type(stack["resources"], unmapped).items():
            unit = Unit(type_, tuple(properties for _, properties in resources))
            places.append((stack["stack"], region, unit, [address for address, _ in resources]))
    found = Judge().findings((unit, region) for _, region, unit, _ in places)
    return {
        "checked": sum(len(addresses) for *_, addresses in places),
        "violations": [
            _violation(stack, unit, addresses, finding)
            for stack, region, unit, addresses in places
            for finding in found.get((unit, region), [])
        ],
        "unmapped": sorted(unmapped),
    }


def _by_region_and_type(
    resources: list[dict[str, Any]], unmapped: set[str]
) -> dict[tuple[str, str], list[tuple[str, str]]]:
    """Addresses and properties, by region and CloudFormation type."""
    groups: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    for resource in resources:
        mapped = written_properties(resource["type"], resource["values"], set(resource["written"]), unmapped)
        if mapped is not None:
            type_, properties = mapped
            groups[(resource["region"], type_)].append((resource["address"], json.dumps(properties)))
    return groups


def _violation(stack: str, unit: Unit, addresses: list[str], finding: Finding) -> dict[str, str]:
    value = finding.value
    return {
        "operation": unit.type,
        "resource": f"{stack}: {'' if finding.index is None else addresses[finding.index]}",
        "field": finding.field,
        "value": _shown(value if isinstance(value, str) else json.dumps(value)),
        # The value is shown separately.
        "rule": f"{finding.rule}: {_shown(finding.message.removeprefix(repr(value)).strip())}",
    }


def _shown(text: str) -> str:
    return text if len(text) <= SHOWN_CHARACTERS else f"{text[:SHOWN_CHARACTERS]}..."


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        json.dump(check(json.load(file)), sys.stdout)
