"""RDS parameter groups."""

from collections.abc import Iterable
from typing import Any

from moto.rds.models import DBParameterGroup

from .registry import Patches, fix


@fix
def changed_parameters_have_no_source(patches: Patches) -> None:
    """A parameter that ModifyDBParameterGroup has set does not say that its source is the user.

    Without it the provider, which reads back the user's parameters only, plans to set every one of them for ever. Goes
    when DescribeDBParameters answers Source = "user".
    """

    def update_parameters(self: DBParameterGroup, new_parameters: Iterable[dict[str, Any]]) -> None:
        original(self, [{**parameter, "Source": "user"} for parameter in new_parameters])

    original = patches.replace(DBParameterGroup, "update_parameters", update_parameters)
