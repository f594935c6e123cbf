#!/usr/bin/env python3
"""Docker's health check: 0 when the path given answers 200, else 1 with the answer.

    healthcheck.py [PATH] [PORT]

Without a path it asks /ipai/health/live: whoever reads a health check may end by it.
Standard library only; never follows a redirect, never takes more than four seconds.
"""

import http.client
import os
import sys

TIMEOUT = 4
"""Seconds; less than the timeout of the HEALTHCHECK, so that its reason is seen."""


def main() -> int:
    """Ask once."""
    path = sys.argv[1] if len(sys.argv) > 1 else "/ipai/health/live"
    port = int(sys.argv[2] if len(sys.argv) > 2 else os.environ.get("HTTP_PORT", 8069))
    host = os.environ.get("HEALTHCHECK_HOST", "127.0.0.1")
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read(1000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException) as error:
        print(f"{path}: {error}")
        return 1
    finally:
        connection.close()
    print(f"{path}: {answer.status} {body}")
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
