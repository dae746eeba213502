# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""How the process lives and leaves (P12)."""

import asyncio
import signal
import time
import unittest

from support.client import Client
from support.server import Server, run, wait_for


class LifeTest(unittest.TestCase):
    def test_it_is_alive_ready_and_counted(self):
        with Server() as server:
            self.assertEqual(server.get("administration", "/livez"), (200, "alive\n"))
            self.assertEqual(server.get("administration", "/readyz")[1],
                             {"ready": True, "parts": {"node": "ok", "store": "ok", "tasks": "ok",
                                                       "notifier": "ok"}})
            self.assertIn("holdfast_messages_committed_total 0", server.get("administration", "/metrics")[1])

    def test_the_administration_is_not_on_the_public_door(self):
        with Server() as server:
            for path in ("/metrics", "/readyz", "/admin/v1/organisations"):
                self.assertEqual(server.get("listen", path)[0], 404, path)
            self.assertEqual(server.get("administration", "/admin/v1/organisations")[0], 404)

    def test_a_term_signal_ends_it_with_code_0(self):
        with Server() as server:
            server.signal(signal.SIGTERM)
            self.assertEqual(server.wait(35), 0, server.log())

    def test_it_starts_again_over_the_same_data(self):
        with Server() as server:
            server.open_line()
            server.signal(signal.SIGTERM)
            self.assertEqual(server.wait(35), 0)
            server.start()
            slugs = [o["slug"] for o in server.admin("organisation", "list")["organisations"]]
            self.assertEqual(slugs, ["shore"])

    def test_two_processes_never_share_one_data_folder(self):
        with Server() as server:
            second = run(*server.arguments())
            self.assertEqual(second.returncode, 1)
            self.assertIn("another", second.stderr)
            self.assertEqual(server.get("administration", "/readyz")[0], 200)

    def test_a_hang_up_signal_keeps_it_serving(self):
        with Server() as server:
            server.signal(signal.SIGHUP)
            wait_for("the reload's line", lambda: "certificates_" in server.log())
            self.assertEqual(server.get("administration", "/readyz")[0], 200)


class DrainTest(unittest.IsolatedAsyncioTestCase):
    async def test_people_are_told_when_to_come_back_and_readiness_ends_at_once(self):
        with Server(**{"server-drain": "10", "server-reconnect-window": "3"}) as server:
            seeker = server.seeker(server.open_line())
            client = await Client.connect(server.socket_address(), seeker["token"])
            server.signal(signal.SIGTERM)
            notice = await client.event("the notice", lambda e: "draining" in e)
            self.assertLessEqual(int(notice["draining"].get("reconnectAfterMs", 0)), 3000)
            self.assertIn(await client.until_closed(), (4000, 1001))
            self.assertEqual(await asyncio.to_thread(server.wait, 35), 0, server.log())

    async def test_a_second_signal_ends_it_within_a_second(self):
        with Server(**{"server-drain": "30", "server-reconnect-window": "120"}) as server:
            seeker = server.seeker(server.open_line())
            client = await Client.connect(server.socket_address(), seeker["token"])
            server.signal(signal.SIGTERM)
            await client.event("the notice", lambda e: "draining" in e)
            before = time.monotonic()
            server.signal(signal.SIGTERM)
            await asyncio.to_thread(server.wait, 10)
            self.assertLess(time.monotonic() - before, 2.0)


if __name__ == "__main__":
    unittest.main()
