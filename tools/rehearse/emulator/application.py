"""moto with its fixes, and additional calls for rehearsals.

GET /rehearsal/inventory lists the created resources, GET /rehearsal/resources lists them by their Terraform types, and
GET /rehearsal/requests lists requests that AWS would refuse. POST /rehearsal/seed creates resources that a stack
expects, and POST /rehearsal/remove removes resources.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from inventory import forget_what_services_are_born_with, forgetting_what_is_made, inventory
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto_fixes.registry import apply_fixes
from quick_lookups import look_up_once
from request_check import check_requests_of_terraform, checked_requests
from resources import remove, resources
from seed import seed
from werkzeug.wrappers import Request, Response

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def make_application(without_fixes: Iterable[str]) -> Wsgi:
    apply_fixes(without_fixes)
    forget_what_services_are_born_with()
    check_requests_of_terraform()
    look_up_once()
    moto = DomainDispatcherApplication(create_backend_app)

    def application(environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environment)
        match request.path:
            case "/rehearsal/inventory":
                return _json(inventory())(environment, start_response)
            case "/rehearsal/resources":
                return _json(resources())(environment, start_response)
            case "/rehearsal/requests":
                return _json(checked_requests())(environment, start_response)
            case "/rehearsal/remove":
                remove(request.get_json())
                return _json({})(environment, start_response)
            case "/rehearsal/seed":
                with forgetting_what_is_made():
                    seed(request.get_json())
                return _json({})(environment, start_response)
            case _:
                return moto(environment, start_response)

    return application


def _json(value: object) -> Response:
    return Response(json.dumps(value), mimetype="application/json")
