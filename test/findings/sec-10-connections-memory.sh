#!/usr/bin/env bash
# One address can take neither all connections nor all memory: connections are capped by address, a
# silent one is closed soon, bodies have one budget, and requests without a row are not read.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
cat >"$folder/bearward.toml" <<'TOML'
[server]
drain_delay = 0
[limits]
connections = 200
first_byte_ms = 1000
body_memory_bytes = 8000000
TOML
start
result=$(python3 - "$port" "$pid" <<'PYTHON'
import socket, sys, time
server = ("127.0.0.1", int(sys.argv[1]))

def connect(source="127.0.0.1"):
    return socket.create_connection(server, 3, (source, 0))

def answer(connection):
    try:
        return connection.recv(100)[9:12].decode() or "closed"
    except OSError:
        return "closed"

def livez(source):
    with connect(source) as connection:
        try:
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        except OSError:
            return "closed"
        return answer(connection)

def post(path, size, sent):
    connection = connect()
    connection.sendall(b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Length: %d\r\n\r\n" % (path, size))
    try:
        connection.sendall(b"x" * sent)
    except OSError:
        pass
    return connection

def memory():
    with open("/proc/%s/status" % sys.argv[2]) as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

def becomes(seconds, source, wanted):
    until = time.monotonic() + seconds
    while (seen := livez(source)) != wanted and time.monotonic() < until:
        pass
    return seen

idle = [connect("127.0.0.2") for _ in range(200)]
same, other = becomes(1, "127.0.0.2", "closed"), livez("127.0.0.1")
later = becomes(10, "127.0.0.2", "200")
for connection in idle:
    connection.close()
before = memory()
held = [post(b"/auth/login", 1048576, 1048000) for _ in range(20)]
for connection in held:
    connection.settimeout(0.2)
refused = [answer(connection) for connection in held].count("503")
grown = (memory() - before) // 1024
absent = answer(post(b"/no/such/path", 1048576, 0))
print(same, other, later, grown < 8, refused > 10, absent, grown, refused)
PYTHON
)
read -r same other later bounded refused absent grown count <<<"$result"
check "200 silent connections: the same address" closed "$same"
check "200 silent connections: another address" 200 "$other"
check "silent connections are closed soon" 200 "$later"
check "20 unfinished bodies: memory is bounded (+$grown MiB)" True "$bounded"
check "20 unfinished bodies: most are refused with 503 ($count)" True "$refused"
check "a body for a path that does not exist is not awaited" 404 "$absent"
stop
check "the log says why" \
  '*"address":"127.0.0.2","setting":"limits.connections_per_address","limit":100*' \
  "$(grep -m 1 'too many connections from one address' "$folder/log")"
finish
