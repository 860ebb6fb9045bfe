"""Serves moto with its fixes on a free port of 127.0.0.1, until standard input ends.

The first line of output is the address. Besides AWS's own calls it answers two of the rehearsal's:
GET /rehearsal/inventory (what was made) and POST /rehearsal/seed (make what a stack expects to find).
"""

import json
import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from inventory import forget_what_exists, forget_what_services_are_born_with, inventory
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from moto_fixes.registry import apply_fixes
from seed import seed
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def with_rehearsal_calls(moto: Wsgi) -> Wsgi:
    def application(environment: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        request = Request(environment)
        if request.path == "/rehearsal/inventory":
            return _json(inventory())(environment, start_response)
        if request.path == "/rehearsal/seed":
            seed(request.get_json())
            forget_what_exists()
            return _json({})(environment, start_response)
        return moto(environment, start_response)

    return application


def _json(value: object) -> Response:
    return Response(json.dumps(value), mimetype="application/json")


def _end_with_standard_input() -> None:
    """The rehearsal holds the other end: when it dies, however it dies, nothing of it keeps running."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    apply_fixes(without=filter(None, os.environ.get("REHEARSAL_WITHOUT_FIXES", "").split(",")))
    forget_what_services_are_born_with()
    application = with_rehearsal_calls(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", int(os.environ.get("REHEARSAL_PORT", "0")), application, threaded=True)
    threading.Thread(target=_end_with_standard_input, daemon=True).start()
    print(f"http://127.0.0.1:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
