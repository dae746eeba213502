# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""What is said stays here (P10): known words, names and tokens are in no file, log or metric."""

import base64
import signal
import unittest

from support.client import Client
from support.server import Server


class CanaryTest(unittest.IsolatedAsyncioTestCase):
    async def test_nothing_a_person_gave_us_is_found_outside_their_own_screen(self):
        with Server() as server:
            slug = server.open_line()
            supporter = server.staff(slug, "supporter", name="Canaryname")
            seeker = server.seeker(slug)
            client = await Client.connect(server.socket_address(), seeker["token"])
            asked = await client.ask("askForHelp", {"language": "en"}, "request")
            conversation = asked["request"]["conversationId"]
            canaries = {"words": "canary-words-nightingale", "alarm": "I want to kill myself canary-alarm-wren"}
            for line in canaries.values():
                await client.say(conversation, line)
            server.post("/api/v1/sign-ins", {"organisation": slug, "login": "canary-login-finch",
                                             "password": "canary-password-robin", "totp": "123456"})
            server.post("/api/v1/arrivals", '{"organisation": "canary-malformed-lark"')
            metrics = server.get("administration", "/metrics")[1]
            server.signal(signal.SIGTERM)
            self.assertEqual(server.wait(35), 0)

            hidden = ["canary-words-nightingale", "canary-alarm-wren", "canary-login-finch", "canary-password-robin",
                      "canary-malformed-lark", "Canaryname", "a long enough password", "canaryname-supporter",
                      seeker["token"], supporter["token"], seeker["recovery_phrase"]]
            places = {path.name: path.read_bytes() for path in server.folder.rglob("*") if path.is_file()}
            places["metrics"] = metrics.encode()
            self.assertIn("log.0", places)
            for word in hidden:
                for form in (word.encode(), base64.b64encode(word.encode()).rstrip(b"=")[:-1],
                             word.encode("utf-16-le")):
                    for name, content in places.items():
                        self.assertNotIn(form, content, f"{word} is in {name}")


if __name__ == "__main__":
    unittest.main()
