# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""A client of holdfast.v1.json written from proto/README.md alone, on Debian's python3-websockets."""

import asyncio
import base64
import itertools
import json
import os
import time

import websockets

DEADLINE = 15 * float(os.environ.get("HOLDFAST_SLOWNESS", "1"))


class Refused(Exception):
    def __init__(self, error):
        super().__init__(error.get("code"))
        self.code = error.get("code")


def message_id():
    """UUIDv7: 48 bits of milliseconds, then randomness."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    return base64.b64encode(bytes(raw)).decode()


class Client:
    """One signed-in socket."""

    def __init__(self, socket):
        self.socket = socket
        self.ids = itertools.count(1)
        self.replies = {}
        self.events = []
        self.arrived = asyncio.Condition()
        self.closed = None
        self.reading = asyncio.create_task(self._read())

    @classmethod
    async def connect(cls, address, token):
        socket = await asyncio.wait_for(websockets.connect(address, subprotocols=["holdfast.v1.json"],
                                                           ping_interval=None, max_size=1 << 16), DEADLINE)
        assert socket.subprotocol == "holdfast.v1.json"
        client = cls(socket)
        client.welcome = await client.ask("hello", {"token": token, "protocol": 1, "client": "python/1"}, "welcome")
        return client

    async def _read(self):
        try:
            async for text in self.socket:
                async with self.arrived:
                    for envelope in json.loads(text).get("envelopes", []):
                        if "reply" in envelope:
                            self.replies[int(envelope["reply"].get("id", 0))] = envelope["reply"]
                        else:
                            self.events.append(envelope.get("event") or envelope.get("notice"))
                    self.arrived.notify_all()
        except websockets.ConnectionClosed:
            pass
        async with self.arrived:
            self.closed = self.socket.close_code
            self.arrived.notify_all()

    async def send_frame(self, kind, body):
        number = next(self.ids)
        await self.socket.send(json.dumps({"id": str(number), kind: body}))
        return number

    async def reply(self, number, result):
        await self._until(f"a reply to request {number}", lambda: number in self.replies)
        reply = self.replies.pop(number)
        if "error" in reply:
            raise Refused(reply["error"])
        return reply[result]

    async def ask(self, kind, body, result):
        return await self.reply(await self.send_frame(kind, body), result)

    async def event(self, what, matches):
        """The first event, ever, for which `matches` is true."""
        found = []

        def look():
            found[:] = [e for e in self.events if matches(e)]
            return bool(found)

        await self._until(what, look)
        return found[0]

    async def _until(self, what, condition):
        async def wait():
            async with self.arrived:
                await self.arrived.wait_for(lambda: condition() or self.closed is not None)

        try:
            await asyncio.wait_for(wait(), DEADLINE)
        except asyncio.TimeoutError:
            raise AssertionError(f"{what} did not come within {DEADLINE} s") from None
        if not condition():
            raise ConnectionError(f"closed with {self.closed} while waiting for {what}")

    async def until_closed(self):
        await asyncio.wait_for(self.reading, DEADLINE)
        return self.closed

    async def cut(self):
        """The line drops: no close frame."""
        self.socket.transport.abort()
        await self.until_closed()

    # What a person does.
    async def say(self, conversation, text, identity=None):
        return await self.ask("send", {"conversationId": conversation, "clientMessageId": identity or message_id(),
                                       "text": text}, "sent")

    async def follow(self, conversation, epoch="0", seq="0"):
        """Subscribes, paging on until live. Gives the messages of the pages."""
        messages = []
        while True:
            done = await self.ask("subscribe", {"cursors": [{"conversationId": conversation, "epoch": epoch,
                                                             "seq": seq}]}, "subscribed")
            item = done["items"][0]
            if "error" in item:
                raise Refused(item["error"])
            messages += item.get("messages", [])
            epoch, seq = item.get("epoch", "0"), item.get("toSeq", "0")
            if int(seq) >= int(item.get("headSeq", 0)):
                return messages

    def heard(self, conversation):
        """Live messages of a conversation, in the order they came."""
        messages = [e["message"].get("message", e["message"]) for e in self.events if "message" in e]
        return [m for m in messages if m.get("conversationId") == conversation]


def texts(messages):
    return [m["content"]["text"]["text"] for m in messages if "text" in m.get("content", {})]
