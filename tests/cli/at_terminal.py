"""Runs a command at a terminal of its own, changes files while its question stands, and answers it."""

import json
import os
import pty
import select
import sys


def main():
    question = json.load(sys.stdin)
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(question["folder"])
        os.execve(question["command"][0], question["command"], question["environment"])
    told = b""
    while question["waits_for"].encode() not in told:
        if not select.select([terminal], [], [], 30)[0]:
            sys.exit(f"no question: {told.decode()}")
        told += os.read(terminal, 65536)
    for mode, changes in (("ab", "appends"), ("wb", "writes")):
        for name, text in question.get(changes, {}).items():
            with open(os.path.join(question["folder"], name), mode) as file:
                file.write(text.encode())
    os.write(terminal, question["answer"].encode())
    try:
        while more := os.read(terminal, 65536):
            told += more
    except OSError:
        pass  # the other end is closed
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    json.dump({"told": told.decode(), "code": code}, sys.stdout)


main()
