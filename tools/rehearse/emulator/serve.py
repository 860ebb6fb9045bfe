"""Serves moto with its fixes on a port of 127.0.0.1: `serve.py [port] [--stay]`.

Port 0, the default, selects a free one. Exits when standard input closes, unless --stay is given. The first line of
output is the address.
"""

import gc
import os
import sys
import threading


def end_with_standard_input() -> None:
    """The rehearsal holds the other end, so the emulator always ends with the rehearsal."""
    sys.stdin.buffer.read()
    os._exit(0)


def main() -> None:
    arguments = [argument for argument in sys.argv[1:] if argument != "--stay"]
    if "--stay" not in sys.argv:
        threading.Thread(target=end_with_standard_input, daemon=True).start()
    # Loading moto takes seconds, so the thread above must start first. Garbage collection while moto loads would take a
    # quarter of the time and find nothing.
    gc.disable()
    from application import make_application
    from werkzeug.serving import make_server

    without_fixes = filter(None, os.environ.get("REHEARSAL_WITHOUT_FIXES", "").split(","))
    server = make_server("127.0.0.1", int(arguments[0]) if arguments else 0, make_application(without_fixes), threaded=True)
    gc.freeze()
    gc.enable()
    print(f"http://127.0.0.1:{server.port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
