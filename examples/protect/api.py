"""An API with one operation, protected by Bearward: GET /orders needs the permission forms:read.

Environment: BEARWARD_URL, BEARWARD_KEY (a key with tokens:verify), PORT. Needs Python 3.9 only.
"""

import http.client
import json
import os
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

URL = os.environ["BEARWARD_URL"] + "/v1/verify"
HEADERS = {"Authorization": "Bearer " + os.environ["BEARWARD_KEY"],
           "Content-Type": "application/json"}
STATUS = {"missing_permission": 403, "wrong_organization": 403, "rate_limited": 429}


def verify(token, *need):
    """(status, caller): 200 if the bearer may do this. An answer that is not a yes is never one."""
    body = json.dumps({"token": token, "need": need}).encode()
    request = urllib.request.Request(URL, body, HEADERS)
    try:
        with urllib.request.urlopen(request, timeout=2) as response:
            verdict = json.load(response)
    except (OSError, ValueError, http.client.HTTPException):
        return 503, None
    if not isinstance(verdict, dict) or not isinstance(verdict.get("allowed"), bool):
        return 503, None
    if verdict["allowed"] and isinstance(verdict.get("caller"), dict):
        return 200, verdict["caller"]
    return STATUS.get(str(verdict.get("reason")), 401), None


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        scheme, _, token = self.headers.get("Authorization", "").partition(" ")
        status, caller = 401, None
        if self.path != "/orders":
            status = 404
        elif scheme.lower() == "bearer" and token:
            status, caller = verify(token, "forms:read")
        body = {"error": status}
        if status == 200:
            body = {"orders": [], "for": caller["subject"]["id"]}
        self.send_response(status)
        if status == 401:
            self.send_header("WWW-Authenticate", "Bearer")
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())


ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Api).serve_forever()
