#!/usr/bin/env python3
"""typed_in_shell: types lines into an interactive shell, each with a TAB at its end.

usage: typed_in_shell.py SHELL [ARGUMENT]... < LINES

LINES is a JSON array of texts. The output is the JSON array of what the shell then has in its line.
The shell must have the prompt READY> and answer Ctrl-O by `<LINE>`.
"""

import json
import os
import pty
import re
import select
import signal
import sys
import time

PATIENCE = 30.0  # seconds for one answer of the shell
TAB, REPORT, ERASE = b"\t", b"\x0f", b"\x15"
REPORTED = re.compile(rb"<(bearward[^\r\n]*)>")


def wait_for(terminal, pattern):
    """The first match in what the shell writes from now on."""
    seen = b""
    end = time.monotonic() + PATIENCE
    while not (found := pattern.search(seen)):
        if not select.select([terminal], [], [], max(0.0, end - time.monotonic()))[0]:
            sys.exit(f"the shell did not write {pattern.pattern!r}, but {seen!r}")
        seen += os.read(terminal, 4096)
    return found


def main():
    lines = json.load(sys.stdin)
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(sys.argv[1], sys.argv[1:])
    try:
        wait_for(terminal, re.compile(rb"READY>"))
        completed = []
        for line in lines:
            os.write(terminal, line.encode() + TAB + REPORT)
            completed.append(wait_for(terminal, REPORTED).group(1).decode())
            os.write(terminal, ERASE)
        print(json.dumps(completed))
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
