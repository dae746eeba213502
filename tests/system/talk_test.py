# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""The main job seen by an independent client: someone arrives, is answered, is cut off, comes back; a supervisor sees
the alarm."""

import unittest

from support.client import Client, Refused, message_id, texts
from support.server import Server


class Talk(unittest.IsolatedAsyncioTestCase):
    """A server, and people on it who talk."""

    def make_server(self):
        return Server()

    async def asyncSetUp(self):
        self.server = self.make_server()
        self.server.start()
        self.addCleanup(self.server.__exit__)
        self.slug = self.server.open_line()

    async def connect(self, who):
        return await Client.connect(self.server.socket_address(), who["token"])

    async def taken(self):
        """A seeker who asked and a supporter who took the request, both following the conversation."""
        self.supporter_account = self.server.staff(self.slug, "supporter", name="Ana")
        self.seeker_account = self.server.seeker(self.slug)
        supporter = await self.connect(self.supporter_account)
        seeker = await self.connect(self.seeker_account)
        await supporter.ask("setOnCall", {"onCall": True}, "done")
        asked = await seeker.ask("askForHelp", {"language": "en"}, "request")
        conversation = asked["request"]["conversationId"]
        await seeker.follow(conversation)
        waiting = await supporter.ask("listWaiting", {}, "waiting")
        self.assertEqual([r["id"] for r in waiting["requests"]], [asked["request"]["id"]])
        await supporter.ask("takeRequest", {"requestId": asked["request"]["id"]}, "conversation")
        await supporter.follow(conversation)
        return seeker, supporter, conversation

    async def hears(self, client, conversation, text):
        await client.event(repr(text), lambda e: text in texts(
            [e["message"]["message"]] if "message" in e else []))


class TalkTest(Talk):
    async def test_two_people_talk_and_each_hears_the_other_once_and_in_order(self):
        seeker, supporter, conversation = await self.taken()
        said = [f"line {n}" for n in range(20)]
        for n, line in enumerate(said):
            await (seeker if n % 2 == 0 else supporter).say(conversation, line)
        for client in (seeker, supporter):
            await self.hears(client, conversation, said[-1])
            heard = [m for m in client.heard(conversation) if "text" in m.get("content", {})]
            self.assertEqual(texts(heard), said)
            seqs = [int(m["seq"]) for m in client.heard(conversation)]
            self.assertEqual(seqs, list(range(seqs[0], seqs[0] + len(seqs))), "dense, in order, once")

    async def test_sent_twice_under_one_id_is_stored_once(self):
        seeker, _, conversation = await self.taken()
        identity = message_id()
        first = await seeker.say(conversation, "only once", identity)
        again = await seeker.say(conversation, "only once", identity)
        self.assertEqual(again["seq"], first["seq"])
        self.assertTrue(again["repeat"])
        with self.assertRaises(Refused) as other:
            await seeker.say(conversation, "another body", identity)
        self.assertEqual(other.exception.code, "ERROR_CODE_OTHER_BODY")

    async def test_what_was_missed_while_cut_off_comes_after_resume(self):
        seeker, supporter, conversation = await self.taken()
        sent = await seeker.say(conversation, "before the tunnel")
        epoch = seeker.welcome["epoch"]
        await seeker.cut()
        missed = [f"missed {n}" for n in range(5)]
        for line in missed:
            await supporter.say(conversation, line)
        back = await self.connect(self.seeker_account)
        page = await back.follow(conversation, epoch, sent["seq"])
        self.assertEqual(texts(page), missed)
        await supporter.say(conversation, "welcome back")
        await self.hears(back, conversation, "welcome back")

    async def test_a_killed_server_has_lost_nothing_it_acknowledged(self):
        seeker, _, conversation = await self.taken()
        said = [f"kept {n}" for n in range(10)]
        for line in said:
            await seeker.say(conversation, line)
        self.server.kill()
        self.server.start()
        back = await self.connect(self.seeker_account)
        self.assertEqual(texts(await back.follow(conversation)), said)

    async def test_a_flag_opens_an_escalation_that_a_supervisor_works_to_its_outcome(self):
        supervisor = await self.connect(self.server.staff(self.slug, "supervisor", name="Lee"))
        await supervisor.follow(supervisor.welcome["boardId"])
        seeker, _, conversation = await self.taken()
        await seeker.say(conversation, "I am going to kill myself tonight, I have the pills here")
        note = await supervisor.event("the alarm on the board", lambda e: "escalation" in (
            e.get("message", {}).get("message", {}).get("content", {})))
        escalation = note["message"]["message"]["content"]["escalation"]["escalation"]
        self.assertEqual(escalation["level"], "LEVEL_IMMINENT")
        self.assertEqual(escalation["conversationId"], conversation)
        work = {"escalationId": escalation["id"]}
        for kind, state in (("acknowledge", "ACKNOWLEDGED"), ("markEyesOn", "EYES_ON"), ("takeInHand", "IN_HAND")):
            done = await supervisor.ask(kind, work, "escalation")
            self.assertEqual(done["escalation"]["state"], f"ESCALATION_STATE_{state}")
        with self.assertRaises(Refused) as without:
            await supervisor.ask("closeEscalation", work, "escalation")
        self.assertIn(without.exception.code, ("ERROR_CODE_OUTCOME_MISSING", "ERROR_CODE_INVALID"))
        done = await supervisor.ask("closeEscalation", {**work, "outcome": "OUTCOME_SAFE_WITH_PLAN"}, "escalation")
        self.assertEqual(done["escalation"]["state"], "ESCALATION_STATE_CLOSED")

    async def test_a_stranger_learns_nothing(self):
        _, _, conversation = await self.taken()
        stranger = await self.connect(self.server.seeker(self.slug))
        for unknown in (conversation, "4242"):
            with self.assertRaises(Refused) as refused:
                await stranger.follow(unknown)
            self.assertEqual(refused.exception.code, "ERROR_CODE_NOT_FOUND")
            with self.assertRaises(Refused) as refused:
                await stranger.say(unknown, "hello?")
            self.assertEqual(refused.exception.code, "ERROR_CODE_NOT_FOUND")

    async def test_a_revoked_token_ends_its_socket_and_opens_no_other(self):
        account = self.server.seeker(self.slug)
        client = await self.connect(account)
        self.assertEqual(self.server.post("/api/v1/sign-outs", {}, account["token"])[0], 204)
        self.assertEqual(await client.until_closed(), 4500)
        with self.assertRaises(Refused) as refused:
            await self.connect(account)
        self.assertEqual(refused.exception.code, "ERROR_CODE_UNAUTHENTICATED")

    async def test_a_recovery_phrase_brings_the_conversation_back(self):
        seeker, _, conversation = await self.taken()
        await seeker.say(conversation, "from my phone")
        status, back = self.server.post("/api/v1/recoveries", {
            "organisation": self.slug, "recovery_phrase": self.seeker_account["recovery_phrase"]})
        self.assertEqual(status, 201, back)
        self.assertEqual(back["person_id"], self.seeker_account["person_id"])
        elsewhere = await self.connect(back)
        self.assertEqual(texts(await elsewhere.follow(conversation)), ["from my phone"])


if __name__ == "__main__":
    unittest.main()
