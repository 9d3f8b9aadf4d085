"""Stands for systemd with a socket unit: keeps one listening socket open while the server restarts.

usage: socket_manager.py PROGRAM ARGUMENT...
SOCKET_NAME in the environment names the socket for the server: http (the default) or https.
It prints the port, then the server's ready line of each start. A line on standard input restarts
the server; the end of standard input stops it.
"""

import os
import socket
import subprocess
import sys

FIRST = 3


def start():
    """Starts the server with the socket and waits until it is ready."""
    # The shell knows the process id, which the server keeps.
    command = ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", *sys.argv[1:]]
    names = os.environ.get("SOCKET_NAME", "http")
    server = subprocess.Popen(command, stdout=subprocess.PIPE, pass_fds=[FIRST],
                              env={**os.environ, "LISTEN_FDS": "1", "LISTEN_FDNAMES": names})
    print(server.stdout.readline().decode(), end="", flush=True)
    return server


listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(("127.0.0.1", 0))
listener.listen(4096)
if listener.fileno() != FIRST:
    os.dup2(listener.fileno(), FIRST)
print(listener.getsockname()[1], flush=True)
running = start()
for _ in sys.stdin:
    running.terminate()
    running.wait()
    running = start()
running.terminate()
sys.exit(running.wait())
