"""Checks resources with cfn-lint, each once for all stacks and regions that contain it.

Loading cfn-lint's rules takes as long as checking a hundred resources. Most resources of a stack are the same in every
region, and most regions have the same schemas.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from cfnlint.config import ConfigMixIn
from cfnlint.decode.decode import decode_str
from cfnlint.rules import Rules
from cfnlint.runner import Runner, run_template_by_data

# E1002 and E3010 limit a template's size and number of resources: Terraform has no templates. E3003 checks required
# properties: it would miss a property that is a separate resource here, and the request check covers it.
IRRELEVANT_RULES = {"E1002", "E3003", "E3010"}


@dataclass(frozen=True)
class Unit:
    """All resources of a type in one region of a stack. Rules compare them with each other, for example to find
    duplicate names. Rules compare resources of different types only if one refers to the other, and every reference
    here is a value that is not known yet.
    """

    type: str
    # One JSON string per resource.
    properties: tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    # Index of the resource in the unit. None if cfn-lint names none.
    index: int | None
    # For example "HealthCheck.Interval" or "Type".
    field: str
    value: Any
    rule: str
    message: str


class Judge:
    def __init__(self) -> None:
        # cfn-lint resets them for each template, and itself uses them for many. Warnings and hints are about templates.
        rules = Runner(ConfigMixIn(regions=["us-east-1"])).rules
        self._rules = Rules({name: rule for name, rule in rules.items() if name.startswith("E")})

    def findings(self, units: Iterable[tuple[Unit, str]]) -> dict[tuple[Unit, str], list[Finding]]:
        """
        :param units: units with their regions, repeated if they occur repeatedly
        :return: the findings of each unit that has any
        """
        regions: dict[Unit, dict[str, None]] = defaultdict(dict)
        for unit, region in units:
            regions[unit][region] = None
        suspects = self._suspects({unit: tuple(its) for unit, its in regions.items()})
        # A finding for several regions does not say which one, so each region is checked on its own.
        found = {(unit, region): self._judged(unit, region) for unit in suspects for region in regions[unit]}
        return {place: its for place, its in found.items() if its}

    def _suspects(self, regions: dict[Unit, tuple[str, ...]]) -> list[Unit]:
        """The units with a finding in any of their regions."""
        suspects: list[Unit] = []
        for its, units in _together(regions):
            owners = [(unit, properties) for unit in units for properties in unit.properties]
            template = {_name(index): _resource(*owner) for index, owner in enumerate(owners)}
            hit: set[int] = set()
            for match in self._matches(template, its):
                index = _index(match)
                hit |= set(range(len(owners))) if index is None else {index}
            suspects += dict.fromkeys(owners[index][0] for index in sorted(hit))
        return suspects

    def _judged(self, unit: Unit, region: str) -> list[Finding]:
        template = {_name(index): _resource(unit, properties) for index, properties in enumerate(unit.properties)}
        found: dict[tuple[int | None, str, str], Finding] = {}
        for match in self._matches(template, (region,)):
            finding = _finding(template, match)
            found[(finding.index, finding.field, f"{finding.rule}: {finding.message}")] = finding
        return [*found.values()]

    def _matches(self, template: dict[str, Any], regions: tuple[str, ...]) -> Iterator[Any]:
        text = json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": template})
        decoded, errors = decode_str(text)
        if decoded is None:
            raise RuntimeError(f"cfn-lint cannot read a template: {errors}")
        for match in run_template_by_data(decoded, ConfigMixIn(regions=[*regions]), self._rules):
            if not _is_irrelevant(match.rule.id, _finding(template, match).value):
                yield match


def _is_irrelevant(rule: str, value: Any) -> bool:
    """RDS accepts a version without its patch number. cfn-lint only lists versions with one."""
    return rule in IRRELEVANT_RULES or (rule == "E3691" and re.fullmatch(r"\d+\.\d+", str(value)) is not None)


def _together(regions: dict[Unit, tuple[str, ...]]) -> Iterator[tuple[tuple[str, ...], list[Unit]]]:
    """Groups units that fit into one template: units of the same regions, and one per type, because one stack does not
    contain the other."""
    alike: dict[tuple[tuple[str, ...], int], list[Unit]] = defaultdict(list)
    count: dict[tuple[tuple[str, ...], str], int] = defaultdict(int)
    for unit, its in regions.items():
        alike[(its, count[(its, unit.type)])].append(unit)
        count[(its, unit.type)] += 1
    for (its, _), units in alike.items():
        yield its, units


def _name(index: int) -> str:
    return f"R{index}"


def _resource(unit: Unit, properties: str) -> dict[str, Any]:
    return {"Type": unit.type, "Properties": json.loads(properties)}


def _index(match: Any) -> int | None:
    path = match.path or []
    return int(path[1].removeprefix("R")) if len(path) > 1 and path[0] == "Resources" else None


def _finding(template: dict[str, Any], match: Any) -> Finding:
    index = _index(match)
    path = [] if index is None else match.path[2:]
    value: Any = {} if index is None else template[_name(index)]
    for step in path:
        value = value[step] if isinstance(value, list) or (isinstance(value, dict) and step in value) else ""
    return Finding(index, ".".join(str(step) for step in (path[1:] or path)), value, match.rule.id, match.message)
