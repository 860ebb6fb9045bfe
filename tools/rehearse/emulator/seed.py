"""What must be in an account before the stacks are applied, because they name it and do not make it."""

from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.route53.models import FakeZone, route53_backends


def seed(expected: dict[str, Any]) -> None:
    """Makes hosted zones with the ids the stacks know: AWS's own call draws an id of its own."""
    zones = route53_backends[DEFAULT_ACCOUNT_ID]["aws"].zones
    for zone in expected.get("hostedZones", []):
        name = f"{zone['name'].rstrip('.')}."
        zones[zone["id"]] = FakeZone(name, zone["id"], private_zone=False, caller_reference="")
