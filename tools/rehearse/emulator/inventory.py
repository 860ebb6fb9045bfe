"""Resources created in the emulated account: the objects in moto's services that did not exist from the start."""

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from moto.core.base_backend import AccountSpecificBackend, BackendDict
from moto.core.common_models import BaseModel

Name = tuple[str, str]

# Resources that AWS also keeps for a while after deletion, with the attribute and values that mark them as deleted.
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


@dataclass(frozen=True)
class Found:
    """A resource in the account: "service.Kind", its name, and how to remove it."""

    kind: str
    name: str
    model: BaseModel
    backend: Any
    remove: Callable[[], None]


def inventory() -> dict[str, list[str]]:
    """Names of resources created and not deleted, by "service.Kind"."""
    made: dict[str, list[str]] = {}
    for kind, name in sorted({(each.kind, each.name) for each in found()}):
        made.setdefault(kind, []).append(name)
    return made


def found() -> list[Found]:
    """Resources created and not deleted."""
    return [each for each in _everything() if (each.kind, each.name) not in _there_before]


@contextmanager
def forgetting_what_is_made() -> Iterator[None]:
    """Treats everything created in this block, such as by a seed, as existing from the start."""
    former = {(each.kind, each.name) for each in _everything()}
    yield
    _there_before.update({(each.kind, each.name) for each in _everything()} - former)


def forget_what_services_are_born_with() -> None:
    """moto creates a service at its first call, some with content: the default VPC, AWS's own policies."""

    def backend_of(self: AccountSpecificBackend, region: str) -> Any:
        is_new = region not in self.keys()
        backend = original(self, region)
        if is_new:
            _there_before.update((each.kind, each.name) for each in _contents(self.service_name, backend))
        return backend

    original = AccountSpecificBackend.__getitem__
    AccountSpecificBackend.__getitem__ = backend_of


def _everything() -> list[Found]:
    return [
        each
        for service in list(BackendDict._instances)
        for by_region in list(service.values())
        for backend in list(by_region.values())
        for each in _contents(service.service_name, backend)
    ]


def _contents(service: str, backend: Any) -> Iterator[Found]:
    for attribute in list(vars(backend).values()):
        for name, model, remove in _models(attribute, "", lambda: None):
            if not _is_retired(model) and not _is_of_aws(name, model):
                yield Found(f"{service}.{type(model).__name__}", name, model, backend, remove)


def _models(holder: Any, name: str, remove: Callable[[], None]) -> Iterator[tuple[str, BaseModel, Callable[[], None]]]:
    """The models in an attribute of a backend, at any depth of dictionaries and lists."""
    if isinstance(holder, BaseModel):
        yield name, holder, remove
    elif isinstance(holder, Mapping):
        for key, value in list(holder.items()):
            yield from _models(value, str(key), _removal_from(holder, key))
    elif isinstance(holder, (list, tuple)):
        for value in list(holder):
            name_there = str(getattr(value, "id", getattr(value, "name", name)))
            yield from _models(value, name_there, _removal_of(holder, value))


def _removal_from(holder: Mapping[Any, Any], key: Any) -> Callable[[], None]:
    return lambda: holder.pop(key, None) if isinstance(holder, MutableMapping) else None


def _removal_of(holder: list[Any] | tuple[Any, ...], value: Any) -> Callable[[], None]:
    return lambda: holder.remove(value) if isinstance(holder, list) and value in holder else None


def _is_retired(model: BaseModel) -> bool:
    attribute, values = RETIRED.get(type(model).__name__, ("", set()))
    return str(getattr(model, attribute, "")) in values


def _is_of_aws(name: str, model: BaseModel) -> bool:
    """AWS's own parameters and keys, which moto creates at the first request for one of them."""
    match type(model).__name__:
        case "Parameter":
            return name.startswith("/aws/")
        case "Key":
            return any(alias.startswith("alias/aws/") for alias in model.aliases)
        case _:
            return False
