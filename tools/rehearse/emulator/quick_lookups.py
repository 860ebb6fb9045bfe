"""Answers once what moto 5.2 works out again for each request, although it is the same for as long as the process runs.

For each request, moto lists its own folder, with a look at each of 170 entries, to tell services from hosts, and inspects all
members of a response class to find its methods: 28 % of the CPU time of a light request.
"""

from functools import cache

from moto import backends
from moto.core import responses


def look_up_once() -> None:
    """To be called after the fixes: these add methods to response classes."""
    modules = frozenset(backends.list_of_moto_modules())
    backends.list_of_moto_modules = lambda: modules  # type: ignore[assignment]
    responses.method_names_from_class = cache(responses.method_names_from_class)
