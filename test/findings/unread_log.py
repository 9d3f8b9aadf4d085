"""A server whose log goes to a pipe that the caller reads, or does not."""

import http.client
import json
import os
import subprocess
import urllib.parse

# More than the buffer of the log (4 MiB) and a pipe (64 KiB) hold.
MORE_LINES_THAN_FIT = 2000
LONG_PATH = "/" + "y" * 4000


class Server:
    """`log` is the descriptor from which its log can be read."""

    def __init__(self, program, folder):
        self.log, writer = os.pipe()
        self.process = subprocess.Popen(
            [program, "serve", "--data", folder + "/data", "--http", "127.0.0.1:0",
             "--https", "off"], stdout=subprocess.PIPE, stderr=writer)
        os.close(writer)
        url = urllib.parse.urlparse(json.loads(self.process.stdout.readline())["http"])
        self._connection = http.client.HTTPConnection(url.hostname, url.port, timeout=5)

    def ask(self, path):
        """Sends a request and returns the body of the answer."""
        self._connection.request("GET", path)
        return self._connection.getresponse().read().decode()

    def fill_log(self):
        """Sends requests with long log lines and returns how many were answered."""
        answered = 0
        try:
            for _ in range(MORE_LINES_THAN_FIT):
                self.ask(LONG_PATH)
                answered += 1
        except OSError:
            pass
        return answered
