"""Says what Python's own mail parser, and an iCalendar parser of other people's making, read in each mail.

Standard input holds a JSON object: `mails`. For each the answer has `defects` (of the mail, its headers, its parts and its
calendar entries), `parts` (their types), `headers` (names), `text` and `html`, and `calendars`.
"""

import json
import sys
from email import policy
from email.parser import BytesParser

import icalendar

STRICT = policy.default.clone(raise_on_defect=True)



def moment(entry, name):
    return entry[name].dt.isoformat() if name in entry else None


def people(entry, name):
    found = entry.get(name, [])
    found = found if isinstance(found, list) else [found]
    return [{"address": str(person), **{key: str(value) for key, value in person.params.items()}} for person in found]


def read_calendar(source):
    calendar = icalendar.Calendar.from_ical(source)
    events = [part for part in calendar.subcomponents if part.name == "VEVENT"]
    entry = events[0]
    return {
        "method": str(calendar["METHOD"]),
        "components": [part.name for part in calendar.walk()],
        "names": sorted(list(calendar.keys()) + list(entry.keys())),
        "errors": [str(error) for part in calendar.walk() for error in part.errors],
        "uid": str(entry["UID"]),
        "sequence": int(entry["SEQUENCE"]),
        "start": moment(entry, "DTSTART"),
        "end": moment(entry, "DTEND"),
        "summary": str(entry["SUMMARY"]),
        "location": str(entry.get("LOCATION", "")),
        "attendees": people(entry, "ATTENDEE"),
        "organizer": people(entry, "ORGANIZER"),
    }


def read(source):
    try:
        mail = BytesParser(policy=STRICT).parsebytes(source)
    except Exception as defect:  # every one of them is an answer
        return {"defects": [repr(defect)]}
    parts = list(mail.walk())
    defects = [repr(defect) for part in parts for defect in part.defects]
    defects += [repr(defect) for part in parts for value in part.values() for defect in value.defects]
    body = {name: mail.get_body(preferencelist=(name,)) for name in ["plain", "html"]}
    calendars = [
        {"type": part.get_content_type(), "parameter": part.get_param("method"), **read_calendar(part.get_payload(decode=True))}
        for part in parts
        if part.get_content_type() in ("text/calendar", "application/ics")
    ]
    return {
        "defects": defects + [error for calendar in calendars for error in calendar["errors"]],
        "parts": [part.get_content_type() for part in parts],
        "headers": mail.keys(),
        "text": body["plain"].get_content(),
        "html": body["html"].get_content(),
        "calendars": calendars,
    }


json.dump([read(mail.encode("utf-8")) for mail in json.load(sys.stdin)["mails"]], sys.stdout)
