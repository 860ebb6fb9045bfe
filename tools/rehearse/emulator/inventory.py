"""What was made in the emulated account: the objects that moto's services hold and were not born with."""

from collections.abc import Iterator, Mapping
from typing import Any

from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.core.common_models import BaseModel

Name = tuple[str, str]

# What AWS, too, keeps for a while after it was deleted, with the attribute and the values that say so.
RETIRED = {
    "Cluster": ("status", {"INACTIVE"}),
    "Instance": ("state", {"terminated"}),
    "Key": ("key_state", {"PendingDeletion"}),
    "NatGateway": ("state", {"deleted"}),
    "Operation": ("status", {"SUCCESS"}),
    "Service": ("status", {"INACTIVE"}),
    "TaskDefinition": ("status", {"INACTIVE", "DELETE_IN_PROGRESS"}),
    "VPCEndPoint": ("state", {"deleted"}),
}

_there_before: set[Name] = set()


def inventory() -> dict[str, list[str]]:
    """Names of what was made and not deleted, by "service.Kind"."""
    made: dict[str, list[str]] = {}
    for kind, name in sorted(_everything() - _there_before):
        made.setdefault(kind, []).append(name)
    return made


def forget_what_exists() -> None:
    """Counts what exists now as there before, such as what a seed has made."""
    _there_before.update(_everything())


def forget_what_services_are_born_with() -> None:
    """A service of moto comes into being at its first call, some with content: the default VPC, AWS's own policies."""

    def backend_of(self: AccountSpecificBackend, region: str) -> Any:
        is_new = region not in self.keys()
        backend = original(self, region)
        if is_new:
            _there_before.update(_contents(self.service_name, backend))
        return backend

    original = AccountSpecificBackend.__getitem__
    AccountSpecificBackend.__getitem__ = backend_of


def _everything() -> set[Name]:
    return {
        name
        for service in list(BackendDict._instances)
        for by_region in list(service.values())
        for backend in list(by_region.values())
        for name in _contents(service.service_name, backend)
    }


def _contents(service: str, backend: Any) -> Iterator[Name]:
    for attribute in list(vars(backend).values()):
        for name, model in _models(attribute):
            if not _is_retired(model) and not _is_of_aws(name, model):
                yield f"{service}.{type(model).__name__}", name


def _models(holder: Any, name: str = "") -> Iterator[tuple[str, BaseModel]]:
    """The models in an attribute of a backend, however deep its dictionaries and lists go."""
    if isinstance(holder, BaseModel):
        yield name, holder
    elif isinstance(holder, Mapping):
        for key, value in list(holder.items()):
            yield from _models(value, str(key))
    elif isinstance(holder, (list, tuple)):
        for value in list(holder):
            yield from _models(value, str(getattr(value, "id", getattr(value, "name", name))))


def _is_retired(model: BaseModel) -> bool:
    attribute, values = RETIRED.get(type(model).__name__, ("", set()))
    return str(getattr(model, attribute, "")) in values


def _is_of_aws(name: str, model: BaseModel) -> bool:
    """AWS's own parameters and keys, which moto makes when the first of them is asked for."""
    match type(model).__name__:
        case "Parameter":
            return name.startswith("/aws/")
        case "Key":
            return any(alias.startswith("alias/aws/") for alias in model.aliases)
        case _:
            return False
