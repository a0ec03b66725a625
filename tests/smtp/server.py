"""A mail server for the tests: takes mails, and misbehaves as its recipients' names ask for.

Owns: speaking SMTP (aiosmtpd) and reading what came with libraries that are not ours (email, icalendar). One line of JSON
on standard output per mail, before the client gets its answer. Must not: know what a mail should say.

The part of a recipient before the first `+` or `@`:
    refuse      never taken
    later       not taken the first time
    cut         taken the first time, then the line is cut before the answer
    hold        taken the first time, and never answered
"""

import asyncio
import email
import email.policy
import json
import re
import sys

from aiosmtpd.smtp import SMTP
from icalendar import Calendar


def instant(property):
    return None if property is None else property.dt.isoformat()


def calendar(part):
    """What a second library reads in an appointment."""
    text = part.get_content()
    text = text.decode() if isinstance(text, bytes) else text
    whole = Calendar.from_ical(text)
    (event,) = whole.walk("VEVENT")
    plain = {
        name.lower(): None if event.get(name) is None else str(event.get(name))
        for name in ["UID", "SUMMARY", "LOCATION", "URL", "STATUS", "DESCRIPTION", "ORGANIZER"]
    }
    return {
        **plain,
        "type": part["content-type"],
        "raw": text,
        "method": str(whole["METHOD"]),
        "sequence": int(event["SEQUENCE"]),
        "start": instant(event.get("DTSTART")),
        "end": instant(event.get("DTEND")),
        "stamp": instant(event.get("DTSTAMP")),
    }


def told(envelope):
    raw = envelope.content.decode("utf-8", "replace")
    message = email.message_from_string(raw, policy=email.policy.default)
    parts = list(message.walk())
    text = [part.get_content() for part in parts if part.get_content_type() == "text/plain"]
    calendars = [calendar(part) for part in parts if part.get_content_type() == "text/calendar"]
    head = raw.split("\r\n\r\n")[0]
    return {
        "recipients": envelope.rcpt_tos,
        "sender": envelope.mail_from,
        "id": message["message-id"],
        "from": message["from"],
        "to": message["to"],
        "subject": message["subject"],
        "raw_subject": re.search(r"^Subject: (.*(?:\r\n[ \t].*)*)", head, re.M).group(1),
        "headers": [[name, str(value)] for name, value in message.items()],
        "text": "".join(text).replace("\r\n", "\n"),
        "calendar": calendars[0] if calendars else None,
        "raw": raw,
    }


class Handler:
    def __init__(self):
        self.seen = set()

    def first(self, kind, address):
        """Whether a recipient asks for trouble of a kind and has not had it yet."""
        if re.split("[+@]", address)[0] != kind or address in self.seen:
            return False
        self.seen.add(address)
        return True

    async def handle_RCPT(self, server, session, envelope, address, options):
        if re.split("[+@]", address)[0] == "refuse":
            return "550 5.1.1 no such person"
        if self.first("later", address):
            return "451 4.3.0 not now"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        print(json.dumps(told(envelope)), flush=True)
        if any(self.first("cut", address) for address in envelope.rcpt_tos):
            server.transport.abort()
        if any(self.first("hold", address) for address in envelope.rcpt_tos):
            await asyncio.Event().wait()
        return "250 OK"


async def main():
    loop = asyncio.get_running_loop()
    handler = Handler()
    speak = lambda: SMTP(handler, hostname="mail.example", enable_SMTPUTF8=True, loop=loop)
    server = await loop.create_server(speak, "127.0.0.1", int(sys.argv[1]))
    print(json.dumps({"port": server.sockets[0].getsockname()[1]}), flush=True)
    # Ends with whoever started it.
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
