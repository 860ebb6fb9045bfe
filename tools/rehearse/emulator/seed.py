"""Creates resources that stacks refer to but do not create, before the stacks are applied."""

from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.route53.models import FakeZone, route53_backends


def seed(expected: dict[str, Any]) -> None:
    """Creates hosted zones with the IDs in the stacks. AWS's own call generates a random ID."""
    zones = route53_backends[DEFAULT_ACCOUNT_ID]["aws"].zones
    for zone in expected.get("hostedZones", []):
        name = f"{zone['name'].rstrip('.')}."
        zones[zone["id"]] = FakeZone(name, zone["id"], private_zone=False, caller_reference="")
