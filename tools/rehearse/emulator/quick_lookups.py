"""Caches lookups that moto 5.2 repeats for each request, although the result never changes while the process runs.

For each request, moto lists its own folder of 170 entries to tell services from hosts, and inspects all members of a
response class to find its methods. This takes 28 % of the CPU time of a light request.
"""

from functools import cache

from moto import backends
from moto.core import responses


def look_up_once() -> None:
    """Call this after applying the fixes, because they add methods to response classes."""
    modules = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules  # type: ignore[assignment]
    responses.method_names_from_class = cache(responses.method_names_from_class)
