# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""What leaves the house, at real receivers: signed, repeated under one key, disclosing nothing, never in the way of the
next step (P6); and the beat whose silence is the alarm (P13)."""

import hashlib
import hmac
import http.server
import json
import os
import threading
import time
import unittest

from support.client import Client
from support.server import SOURCE, Server, wait_for

SLOWNESS = float(os.environ.get("HOLDFAST_SLOWNESS", "1"))
WORDS = "i have the pills in my hand and i am going to kill myself tonight"


class Receiver:
    """An HTTP server that notes what it is sent and answers as it was told: a status, or None for never."""

    def __init__(self, *answers, location=None):
        self.heard = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.note(b"")

            def do_POST(self):
                self.note(self.rfile.read(int(self.headers["Content-Length"])))

            def note(self, body):
                number = len(outer.heard)
                outer.heard.append((time.monotonic(), self.headers.get("X-Holdfast-Signature"), body))
                answer = answers[min(number, len(answers) - 1)]
                if answer is None:
                    outer.over.wait(60)
                    return
                self.send_response(answer)
                if location:
                    self.send_header("Location", location)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.over = threading.Event()
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/pager"
        self.thread = threading.Thread(target=self.server.serve_forever)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.over.set()
        self.server.shutdown()
        self.thread.join()
        self.server.server_close()

    def bodies(self):
        return [json.loads(body) for _, _, body in self.heard]


def rung(wait, whom, outside=True):
    return {"waitSeconds": wait, "whom": [f"AUDIENCE_{whom}"], "outside": outside, "sound": True}


def row(level):
    return {"level": level, "repeatLastSeconds": 30, "eyesOnSeconds": 60, "inHandSeconds": 60,
            "supervisorCloses": level == "LEVEL_IMMINENT",
            "chain": [rung(0, "SUPERVISORS", outside=False), rung(1, "BACKUP_SUPERVISOR"), rung(1, "CLINICAL_LEAD"),
                      rung(1, "DUTY_OFFICER")]}


def open_line(server, **targets):
    """A line whose chain has seconds where a real one has minutes, with these receivers."""
    pack = json.loads((SOURCE / "deploy" / "duty-pack.demo.json").read_text())
    pack["policy"] = {"rows": [row("LEVEL_HIGH"), row("LEVEL_IMMINENT")]}
    pack["targets"] = [{"audience": f"AUDIENCE_{audience.upper()}", "name": audience, "url": receiver.url}
                       for audience, receiver in targets.items()]
    file = server.folder / "pack.json"
    file.write_text(json.dumps(pack))
    server.admin("organisation", "create", "shore", "North Shore")
    server.admin("duty-pack", "sign", "shore", str(file))
    server.admin("line", "shore", "open")
    return "shore"


class OutsideTest(unittest.IsolatedAsyncioTestCase):
    async def raise_alarm(self, server, slug):
        seeker = await Client.connect(server.socket_address(), server.seeker(slug)["token"])
        asked = await seeker.ask("askForHelp", {"language": "en"}, "request")
        await seeker.say(asked["request"]["conversationId"], WORDS)
        return time.monotonic()

    async def test_a_pager_that_fails_hears_again_under_the_same_key_signed_and_without_a_word(self):
        with Receiver(503, 200) as backup, Receiver(200) as lead, Receiver(200) as officer, Server() as server:
            slug = open_line(server, backup_supervisor=backup, clinical_lead=lead, duty_officer=officer)
            await self.raise_alarm(server, slug)
            wait_for("the second try", lambda: len(backup.heard) >= 2)
            first, again = backup.bodies()[:2]
            self.assertEqual(first["key"], again["key"])
            self.assertEqual(sorted(first), ["at", "key", "level", "line", "link"])
            self.assertEqual((first["level"], first["line"]), ("imminent", "North Shore"))
            for _, _, body in backup.heard + lead.heard + officer.heard:
                for secret in (b"pills", b"kill", b"suicide", b"overdose"):
                    self.assertNotIn(secret, body)
            key = bytes.fromhex(server.admin("keys", "webhook")["webhook_key"])
            for _, signature, body in backup.heard:
                parts = dict(part.split("=", 1) for part in signature.split(","))
                signed = hmac.new(key, parts["t"].encode() + b"." + body, hashlib.sha256).hexdigest()
                self.assertEqual(parts["v1"], signed)
                self.assertLess(abs(time.time() - int(parts["t"])), 60)

    async def test_a_pager_that_hangs_holds_up_no_later_rung(self):
        with Receiver(None) as backup, Receiver(200) as lead, Receiver(200) as officer, Server() as server:
            slug = open_line(server, backup_supervisor=backup, clinical_lead=lead, duty_officer=officer)
            raised = await self.raise_alarm(server, slug)
            wait_for("the last rung", lambda: officer.heard)
            # Each rung within its wait + 2 s (P6).
            for wait, receiver in ((1, backup), (2, lead), (3, officer)):
                self.assertLess(receiver.heard[0][0] - raised, wait + 2 * SLOWNESS)
            keys = {receiver.bodies()[0]["key"] for receiver in (backup, lead, officer)}
            self.assertEqual(len(keys), 3)

    async def test_a_redirect_is_not_followed(self):
        with Receiver(200) as elsewhere, Receiver(302, location=elsewhere.url) as backup, Receiver(200) as lead, \
                Receiver(200) as officer, Server() as server:
            slug = open_line(server, backup_supervisor=backup, clinical_lead=lead, duty_officer=officer)
            await self.raise_alarm(server, slug)
            wait_for("the last rung", lambda: officer.heard)
            self.assertEqual(len(backup.heard), 1)
            self.assertEqual(elsewhere.heard, [])

    def test_the_heart_beats_while_all_is_well(self):
        with Receiver(200) as monitor, Server() as server:
            address = server.folder / "heartbeat"
            address.write_text(monitor.url)
            server.end()
            server.environment = {"HOLDFAST_NOTIFY_HEARTBEAT_URL_FILE": str(address)}
            server.start()
            wait_for("a beat", lambda: monitor.heard)
            self.assertNotIn(monitor.url, server.log())


if __name__ == "__main__":
    unittest.main()
