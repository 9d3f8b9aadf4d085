#!/usr/bin/env bash
# Lines that were lost while the reader of the log stood still are reported when it is back, and a
# reader that has gone away is harmless.
# shellcheck source=test/findings/lib.sh
source "$(dirname "$0")/lib.sh"
start
stop
result=$(PYTHONPATH=$here python3 - "$program" "$folder" <<'PYTHON'
import os, select, sys, time
import unread_log
server = unread_log.Server(*sys.argv[1:])
server.fill_log()
text = b""
until = time.monotonic() + 20
while b"log lines were dropped" not in text and time.monotonic() < until:
    if select.select([server.log], [], [], 1)[0]:
        text = text[-200:] + os.read(server.log, 65536)
reported = b"log lines were dropped" in text
os.close(server.log)
for _ in range(50):
    server.ask("/livez")
alive = server.process.poll() is None
server.process.terminate()
print(reported, alive, server.process.wait(10))
PYTHON
)
read -r reported alive code <<<"$result"
check "lost lines are reported when the reader is back" True "$reported"
check "a closed stderr is harmless" True "$alive"
check "the process ends in order" 0 "$code"
finish
