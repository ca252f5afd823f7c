"""Says of each DKIM signature of each mail, from the top: algorithm, selector, pass or fail.

Standard input holds a JSON object: `mails`, and the DNS as `records`, names and TXT texts; nobody else is asked.
"""

import json
import sys

import dkim

question = json.load(sys.stdin)


def answer(name, timeout=5):
    return question["records"][name.decode("ascii").rstrip(".")].encode("ascii")


def verdict(mail, index):
    checker = dkim.DKIM(mail)
    try:
        good = checker.verify(idx=index, dnsfunc=answer)
    except dkim.DKIMException as error:
        print(error, file=sys.stderr)
        good = False
    fields = checker.signature_fields
    return " ".join([fields[b"a"].decode(), fields[b"s"].decode(), "pass" if good else "fail"])


def verdicts(mail):
    names = [name.lower() for name, _ in dkim.rfc822_parse(mail)[0]]
    return [verdict(mail, index) for index in range(names.count(b"dkim-signature"))]


json.dump([verdicts(mail.encode("ascii")) for mail in question["mails"]], sys.stdout)
