"""Stands for systemd with socket units: keeps the listening sockets open while the server restarts.

usage: socket_manager.py PROGRAM ARGUMENT...
SOCKET_NAME in the environment names the TCP socket for the server: http (the default) or https.
UNIX_SOCKET is the path of a second socket, which is a unix socket.
It prints the port, then the server's ready line of each start. A line on standard input restarts
the server; the end of standard input stops it.
"""

import fcntl
import os
import socket
import subprocess
import sys

FIRST = 3
FREE = 10  # above the descriptors that the server gets


def opened():
    """The listening sockets by the names that the server knows."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", 0))
    sockets = {os.environ.get("SOCKET_NAME", "http"): listener}
    if "UNIX_SOCKET" in os.environ:
        sockets["unix"] = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        sockets["unix"].bind(os.environ["UNIX_SOCKET"])
    for one in sockets.values():
        one.listen(4096)
    return sockets


def place(sockets):
    """Gives the sockets the descriptors from FIRST on, in their order."""
    high = [fcntl.fcntl(one.detach(), fcntl.F_DUPFD, FREE) for one in sockets]
    for number, descriptor in enumerate(high):
        os.dup2(descriptor, FIRST + number)
        os.close(descriptor)


def start(names):
    """Starts the server with the sockets and waits until it is ready."""
    # The shell knows the process id, which the server keeps.
    command = ["/bin/sh", "-c", 'LISTEN_PID=$$ exec "$@"', "sh", *sys.argv[1:]]
    server = subprocess.Popen(command, stdout=subprocess.PIPE,
                              pass_fds=range(FIRST, FIRST + len(names)),
                              env={**os.environ, "LISTEN_FDS": str(len(names)),
                                   "LISTEN_FDNAMES": ":".join(names)})
    print(server.stdout.readline().decode(), end="", flush=True)
    return server


SOCKETS = opened()
NAMES = list(SOCKETS)
print(SOCKETS[NAMES[0]].getsockname()[1], flush=True)
place(SOCKETS.values())
running = start(NAMES)
for _ in sys.stdin:
    running.terminate()
    running.wait()
    running = start(NAMES)
running.terminate()
sys.exit(running.wait())
