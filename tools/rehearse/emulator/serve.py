"""Serves moto with its fixes on a free port of 127.0.0.1, until standard input ends.

The first line of output is the address.
"""

import os
import sys
import threading


def end_with_standard_input() -> None:
    """The rehearsal holds the other end: when it dies, however it dies, nothing of it keeps running."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    threading.Thread(target=end_with_standard_input, daemon=True).start()
    # Loading moto takes seconds, through which the thread above must be there already.
    from application import make_application
    from werkzeug.serving import make_server

    without_fixes = filter(None, os.environ.get("REHEARSAL_WITHOUT_FIXES", "").split(","))
    server = make_server("127.0.0.1", 0, make_application(without_fixes), threaded=True)
    print(f"http://127.0.0.1:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
