# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""`holdfast admin` over the server's Unix socket, and what it does while the server is down."""

import json
import os
import stat
import unittest

from support.server import SOURCE, Server, run


class OperatorTest(unittest.TestCase):
    def refused(self, server, *arguments):
        done = run("admin", "--data", str(server.data), *arguments)
        self.assertEqual(done.returncode, 1, done.stdout)
        return json.loads(done.stderr)

    def test_only_this_user_may_reach_the_socket_and_the_keys(self):
        with Server() as server:
            for name in ("holdfast.sock", "holdfast.key"):
                self.assertEqual(stat.S_IMODE(os.stat(server.data / name).st_mode), 0o600, name)

    def test_a_line_does_not_open_without_a_signed_pack(self):
        with Server() as server:
            server.admin("organisation", "create", "shore", "North Shore")
            server.admin("line", "shore", "open")
            status, answer = server.post("/api/v1/arrivals", {"organisation": "shore", "notice_shown": 1})
            self.assertGreaterEqual(status, 400)
            server.admin("duty-pack", "sign", "shore", str(SOURCE / "deploy" / "duty-pack.demo.json"))
            self.assertTrue(server.seeker("shore")["token"], answer)

    def test_an_unsigned_pack_is_refused_with_the_reason(self):
        pack = json.loads((SOURCE / "deploy" / "duty-pack.demo.json").read_text())
        for name in ("signedBy", "signed_by"):
            pack.pop(name, None)
        with Server() as server:
            server.admin("organisation", "create", "shore", "North Shore")
            path = server.folder / "pack.json"
            path.write_text(json.dumps(pack))
            refusal = self.refused(server, "duty-pack", "sign", "shore", str(path))
            self.assertEqual(refusal["code"], "invalid")
            self.assertIn("sign", refusal["error"])

    def test_refusals_say_what_is_wrong(self):
        with Server() as server:
            server.admin("organisation", "create", "shore", "North Shore")
            self.assertEqual(self.refused(server, "line", "elsewhere", "open")["code"], "not_found")
            self.assertEqual(self.refused(server, "line", "shore", "ajar")["code"], "invalid")
            self.assertIn("supervisor", self.refused(server, "invite", "shore", "Sam", "--role", "king")["error"])
            self.assertGreaterEqual(len(self.refused(server, "organisation", "create", "shore", "Again")["code"]), 1)

    def test_without_a_server_it_says_so(self):
        with Server() as server:
            server.kill()
            done = run("admin", "--data", str(server.data), "organisation", "list")
            self.assertEqual(done.returncode, 1)
            self.assertIn("no server", done.stderr)

    def test_keys_are_never_made_anew_over_old_ones(self):
        with Server() as server:
            before = (server.data / "holdfast.key").read_bytes()
            self.assertNotEqual(run("admin", "init", "--data", str(server.data)).returncode, 0)
            self.assertEqual((server.data / "holdfast.key").read_bytes(), before)

    def test_an_invitation_is_good_once_and_then_signs_in(self):
        with Server() as server:
            slug = server.open_line()
            staff = server.staff(slug, "supporter", "supervisor")
            self.assertEqual(staff["roles"], ["supporter", "supervisor"])
            self.assertEqual(server.post("/api/v1/sign-outs", {}, staff["token"])[0], 204)
            self.assertEqual(server.post("/api/v1/sign-outs", {}, staff["token"])[0], 401)

    def test_guessing_a_password_is_slowed(self):
        with Server(**{"limits-sign-ins-per-minute": "3"}) as server:
            slug = server.open_line()
            guess = {"organisation": slug, "login": "sam", "password": "wrong wrong wrong", "totp": "000000"}
            statuses = [server.post("/api/v1/sign-ins", guess)[0] for _ in range(4)]
            self.assertEqual(statuses, [401, 401, 401, 429])
            self.assertEqual(server.post("/api/v1/sign-ins", {**guess, "login": "other"})[0], 401)


if __name__ == "__main__":
    unittest.main()
