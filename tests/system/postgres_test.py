# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""The same binary on PostgreSQL: the main job, what it says of itself, and what keeps it from starting."""

import unittest

import talk_test
from support.postgres import Postgres
from support.server import Server, environment, run, wait_for

POSTGRES = None


def setUpModule():
    global POSTGRES
    POSTGRES = Postgres()
    unittest.addModuleCleanup(POSTGRES.__exit__)


def server_on(database, **settings):
    """Keeps the connection string, which holds a password, in a file."""
    server = Server(**settings)
    secret = server.folder / "postgres"
    secret.write_text(POSTGRES.conninfo(database) + "\n")
    server.environment["HOLDFAST_STORE_POSTGRES_FILE"] = str(secret)
    return server


class TalkOnPostgresTest(talk_test.Talk):
    def make_server(self):
        return server_on(POSTGRES.fresh_database())

    # What goes deepest into the store; the rest of them ask nothing of it that the conformance suite does not.
    test_two_people = talk_test.TalkTest.test_two_people_talk_and_each_hears_the_other_once_and_in_order
    test_sent_twice = talk_test.TalkTest.test_sent_twice_under_one_id_is_stored_once
    test_killed = talk_test.TalkTest.test_a_killed_server_has_lost_nothing_it_acknowledged
    test_flag = talk_test.TalkTest.test_a_flag_opens_an_escalation_that_a_supervisor_works_to_its_outcome

    async def test_a_crash_of_postgres_loses_nothing_and_the_node_lives_on(self):
        seeker, _, conversation = await self.taken()
        said = [f"kept {n}" for n in range(5)]
        for line in said:
            await seeker.say(conversation, line)
        POSTGRES.stop()
        wait_for("the node to say so", lambda: self.server.get("administration", "/readyz")[0] == 503)
        POSTGRES.start()
        wait_for("readiness", lambda: self.server.get("administration", "/readyz")[0] == 200)
        await seeker.say(conversation, "over the same socket")
        back = await self.connect(self.seeker_account)
        self.assertEqual(talk_test.texts(await back.follow(conversation)), [*said, "over the same socket"])


class PostgresTest(unittest.TestCase):
    def test_readiness_says_what_losing_the_database_machine_would_lose(self):
        server = server_on(POSTGRES.fresh_database())
        self.addCleanup(server.__exit__)
        server.start()
        self.told(server, "asynchronous: losing")
        self.assertEqual(server.get("administration", "/readyz")[0], 200)
        server.end()
        server.settings["store-synchronous"] = "true"
        server.launch()
        self.told(server, "synchronous_standby_names")
        self.assertEqual(server.get("administration", "/readyz")[0], 503)

    def told(self, server, words):
        wait_for(words, lambda: words in server.get("administration", "/readyz")[1]["parts"]["durability"])

    def test_an_operator_verifies_and_is_told_how_to_back_up(self):
        server = server_on(POSTGRES.fresh_database())
        self.addCleanup(server.__exit__)
        server.start()
        server.open_line()
        done = run("admin", "--data", str(server.data), "verify")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("are whole", done.stdout)
        done = run("admin", "--data", str(server.data), "backup", str(server.folder / "copy"))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("pg_basebackup", done.stdout + done.stderr)

    def test_what_is_wrong_with_the_address_is_said_without_the_password(self):
        server = server_on(POSTGRES.fresh_database())
        self.addCleanup(server.__exit__)
        secret = server.folder / "postgres"
        secret.write_text(POSTGRES.conninfo("nowhere").replace("secret", "canary"))
        done = run(*server.arguments(), env=environment(**server.environment))
        self.assertEqual(done.returncode, 1)
        self.assertIn("check user and password in store.postgres", done.stderr)
        self.assertNotIn("canary", done.stderr + done.stdout)


if __name__ == "__main__":
    unittest.main()
