"""RDS parameter groups."""

from collections.abc import Iterable
from typing import Any

from moto.rds.models import DBParameterGroup

from .registry import Patches, fix


@fix
def changed_parameters_have_no_source(patches: Patches) -> None:
    """A parameter set by ModifyDBParameterGroup does not return that its source is the user.

    Without this fix the provider, which only reads back the user's parameters, always plans to set every one of them.
    Remove it when DescribeDBParameters returns Source = "user".
    """

    def update_parameters(self: DBParameterGroup, new_parameters: Iterable[dict[str, Any]]) -> None:
        original(self, [{**parameter, "Source": "user"} for parameter in new_parameters])

    original = patches.replace(DBParameterGroup, "update_parameters", update_parameters)
