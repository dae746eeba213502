# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""The fault library is itself tested, on the sqlite3 shell: what it breaks is broken, what was synced stays."""
import os
import subprocess
import sys
import tempfile
import unittest

LIBRARY = sys.argv.pop(1)
WRITES = "pragma synchronous=full; insert into t values(2); insert into t values(3); insert into t values(4);"


class Faults(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = os.path.join(self.folder.name, "x.db")
        self.shell("pragma journal_mode=wal; pragma synchronous=full; create table t(x); insert into t values(1);")

    def shell(self, sql, **fault):
        environment = dict(os.environ)
        if fault:
            environment["LD_PRELOAD"] = LIBRARY
            environment.update({f"FAULT{'_' + k if k else ''}": v for k, v in fault.items()})
        return subprocess.run(["sqlite3", self.path], input=sql, env=environment, capture_output=True, text=True, check=False)

    def rows(self):
        found = self.shell("pragma integrity_check; select count(*) from t;").stdout.split()
        self.assertEqual(found[0], "ok")
        return int(found[1])

    def fault(self, kind, call, nth):
        return self.shell(WRITES, **{"": kind, "CALL": call, "NTH": str(nth)})

    def test_killed_at_the_first_write_nothing_is_there(self):
        self.assertEqual(self.fault("kill", "write", 1).returncode, -9)
        self.assertEqual(self.rows(), 1)

    def test_killed_late_the_first_commits_are_there(self):
        self.assertEqual(self.fault("kill", "sync", 3).returncode, -9)
        self.assertIn(self.rows(), (2, 3, 4))

    def test_a_failed_sync_is_reported_and_not_committed(self):
        self.assertIn("disk I/O error", self.fault("eio", "sync", 1).stderr)

    def test_a_full_disk_is_reported(self):
        self.assertNotEqual(self.fault("enospc", "write", 1).stderr, "")
        self.assertEqual(self.rows(), 1)

    def test_a_power_cut_takes_what_was_not_synced_and_only_that(self):
        self.assertEqual(self.fault("power", "sync", 1).returncode, -9)
        self.assertEqual(self.rows(), 1)
        self.assertEqual(self.fault("power", "sync", 3).returncode, -9)
        self.assertIn(self.rows(), (2, 3))

    def test_nothing_happens_before_the_trigger_file_appears(self):
        arm = os.path.join(self.folder.name, "arm")
        done = self.shell(WRITES, **{"": "kill", "CALL": "write", "NTH": "1", "ARM": arm})
        self.assertEqual(done.returncode, 0)
        self.assertEqual(self.rows(), 4)


if __name__ == "__main__":
    unittest.main()
