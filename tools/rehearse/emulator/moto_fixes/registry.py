"""Applies all fixes, or all except some, and can undo them."""

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from typing import Any

Replacement = Any


class Patches:
    """Replacements in moto's own classes, recorded so that they can be undone."""

    def __init__(self) -> None:
        self._originals: list[tuple[Any, str, bool, Any]] = []

    def replace(self, owner: Any, name: str, replacement: Replacement) -> Any:
        """Replaces `owner.name` with `replacement`, and returns the original, or None."""
        existed = name in vars(owner)
        original = getattr(owner, name, None)
        self._originals.append((owner, name, existed, vars(owner).get(name)))
        setattr(owner, name, replacement)
        return original

    def undo(self) -> None:
        for owner, name, existed, original in reversed(self._originals):
            if existed:
                setattr(owner, name, original)
            else:
                delattr(owner, name)
        self._originals.clear()


Fix = Callable[[Patches], None]
_fixes: dict[str, Fix] = {}


def fix(function: Fix) -> Fix:
    """Marks a function as a fix. Its name is used to switch it off."""
    _fixes[function.__name__] = function
    return function


def all_fixes() -> dict[str, Fix]:
    package = importlib.import_module(__package__)
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{__package__}.{module.name}")
    return dict(_fixes)


def apply_fixes(without: Iterable[str] = ()) -> Patches:
    """Applies every fix whose name is not in `without`."""
    fixes, switched_off = all_fixes(), set(without)
    if unknown := switched_off - fixes.keys():
        raise SystemExit(f"No fix is called {', '.join(sorted(unknown))}. There are: {', '.join(sorted(fixes))}.")
    patches = Patches()
    for name, apply in fixes.items():
        if name not in switched_off:
            apply(patches)
    return patches
