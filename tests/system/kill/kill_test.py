# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""Deaths under load, at every stage of a send, and storage that fails: the history checker says what was broken.

HOLDFAST_KILLS sets how many deaths (thousands are a command of their own: `tests/run kills 5000`), HOLDFAST_SEED which.
"""
import json
import os
import random
import re
import socket
import subprocess
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(__file__), ".."))
from support.server import Server, wait_for  # noqa: E402

STORM = os.environ["HOLDFAST_STORM"]
FAULTS = os.environ["HOLDFAST_FAULTS"]
KILLS = int(os.environ.get("HOLDFAST_KILLS", "200"))
SEED = int(os.environ.get("HOLDFAST_SEED", "20261122"))
SEEKERS = 4


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Storm:
    """The clients under load, on one address through every restart."""

    def __init__(self, server):
        slug = server.open_line()
        asked = {"url": f"http://{server.addresses['listen']}", "messages_per_second": 60,
                 "supporter": server.staff(slug, "supporter")["token"],
                 "seekers": [server.seeker(slug)["token"] for _ in range(SEEKERS)]}
        self.process = subprocess.Popen([STORM], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        said = self.process.stdout.readline()
        assert said == "ready\n", said

    def finish(self):
        self.process.stdin.write("finish\n")
        self.process.stdin.flush()
        out, _ = self.process.communicate(timeout=300)
        assert out, f"the clients ended with {self.process.returncode}"
        return json.loads(out)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Deaths(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.random = random.Random(SEED)
        self.server = Server(**{"server-listen": f"127.0.0.1:{free_port()}",
                                "server-reconnect-window": "1"})
        self.arm = self.server.folder / "arm"
        self.addCleanup(self.server.__exit__)
        self.server.start()

    def live_with(self, **fault):
        """Starts the server's next life with a fault that waits for the trigger."""
        self.arm.unlink(missing_ok=True)
        self.server.environment = {"LD_PRELOAD": FAULTS, "FAULT_ARM": str(self.arm),
                                   **{f"FAULT{'_' + k if k else ''}": str(v) for k, v in fault.items()}}
        self.server.start()

    def die_of(self, **fault):
        self.server.kill()
        self.live_with(**fault)
        self.arm.touch()
        wait_for(f"death of {fault}", self.server.ended, 60)

    def committed(self):
        """Messages of this life."""
        counted = re.search(r"^holdfast_messages_committed_total (\d+)", self.server.get("administration", "/metrics")[1],
                            re.MULTILINE)
        return int(counted.group(1))

    def start_sound(self):
        self.server.environment = {}
        self.server.start()

    def check(self, storm, least):
        told = storm.finish()
        self.assertEqual(told["broken"], [])
        self.assertGreater(told["acknowledged"], least)
        self.assertGreater(told["flagged"], 0)
        print(f"seed {SEED}: {told['acknowledged']} acknowledged, {told['delivered']} delivered, "
              f"{told['flagged']} flagged, nothing broken", file=sys.stderr)

    def test_killed_at_every_stage_of_a_send_nothing_acknowledged_is_lost_and_nothing_comes_twice(self):
        with Storm(self.server) as storm:
            for _ in range(KILLS):
                stage = self.random.choice(["any moment", "write", "sync", "send"])
                if stage == "any moment":
                    time.sleep(self.random.uniform(0.0, 0.1))  # the moment itself is what is drawn
                    self.server.kill()
                    self.start_sound()
                else:
                    most = {"write": 40, "sync": 10, "send": 60}[stage]
                    self.die_of(**{"": "kill", "CALL": stage, "NTH": self.random.randint(1, most)})
                    self.start_sound()
            self.check(storm, KILLS)

    def test_a_power_cut_that_drops_unsynced_pages_loses_nothing_acknowledged(self):
        with Storm(self.server) as storm:
            for _ in range(max(3, KILLS // 10)):
                self.die_of(**{"": "power", "NTH": self.random.randint(1, 20)})
                self.start_sound()
            self.check(storm, 10)

    def test_a_failed_sync_ends_the_process_and_is_never_acknowledged(self):
        with Storm(self.server) as storm:
            for _ in range(max(2, KILLS // 20)):
                self.die_of(**{"": "eio", "CALL": "sync", "NTH": self.random.randint(1, 10)})
                self.start_sound()
            self.check(storm, 10)

    def test_a_full_disk_is_said_keeps_sockets_and_heals_when_there_is_room(self):
        with Storm(self.server) as storm:
            self.server.kill()
            self.live_with(**{"": "enospc", "CALL": "write", "NTH": 5})
            self.arm.touch()
            wait_for("readiness says no", lambda: self.server.get("administration", "/readyz")[0] == 503)
            self.assertFalse(self.server.ended())
            self.arm.unlink()
            wait_for("readiness says yes", lambda: self.server.get("administration", "/readyz")[0] == 200)
            wait_for("people talk on, crisis words among it", lambda: self.committed() > 100, 60)
            self.check(storm, 10)


if __name__ == "__main__":
    unittest.main()
