#!/usr/bin/env bash
# Lines that were lost while the reader of the log stood still are reported when it is back, and a
# reader that has gone away is harmless.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
start
stop
result=$(python3 - "$program" "$folder" <<'PYTHON'
import http.client, json, os, subprocess, sys, time, urllib.parse
reader, writer = os.pipe()
process = subprocess.Popen(
    [sys.argv[1], "serve", "--data", sys.argv[2] + "/data", "--http", "127.0.0.1:0",
     "--https", "off"], stdout=subprocess.PIPE, stderr=writer)
os.close(writer)
address = urllib.parse.urlparse(json.loads(process.stdout.readline())["http"])
connection = http.client.HTTPConnection(address.hostname, address.port, timeout=5)

def ask(path):
    connection.request("GET", path)
    return connection.getresponse().read()

for _ in range(2000):
    ask("/" + "y" * 4000)
os.set_blocking(reader, False)
text = b""
until = time.monotonic() + 20
while b"log lines were dropped" not in text and time.monotonic() < until:
    try:
        text = text[-200:] + os.read(reader, 65536)
    except BlockingIOError:
        time.sleep(0.01)
reported = b"log lines were dropped" in text
os.close(reader)
for _ in range(50):
    ask("/livez")
alive = process.poll() is None
process.terminate()
print(reported, alive, process.wait(10))
PYTHON
)
read -r reported alive code <<<"$result"
check "lost lines are reported when the reader is back" True "$reported"
check "a closed stderr is harmless" True "$alive"
check "the process ends in order" 0 "$code"
finish
