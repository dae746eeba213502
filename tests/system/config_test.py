# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""What the operator is told before anything is served."""

import pathlib
import tempfile
import unittest

from support.server import SOURCE, environment, run


class ConfigTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="holdfast-")
        self.addCleanup(self.folder.cleanup)

    def check(self, toml, *flags, **variables):
        path = pathlib.Path(self.folder.name) / "holdfast.toml"
        path.write_text(toml)
        return run("serve", "--config", str(path), "--check-config", *flags, env=environment(**variables))

    def test_the_example_configuration_is_whole(self):
        done = run("check-config", "--config", str(SOURCE / "deploy" / "holdfast.toml"))
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_a_fault_names_file_line_and_key(self):
        done = self.check("[server]\nthreads = 2\ndrain = 400\n")
        self.assertEqual(done.returncode, 2)
        self.assertIn("holdfast.toml:3: server.drain:", done.stderr)

    def test_unknown_keys_variables_and_flags_are_refused(self):
        self.assertIn("server.colour", self.check('[server]\ncolour = "red"\n').stderr)
        self.assertIn("HOLDFAST_SERVER_COLOUR", self.check("", HOLDFAST_SERVER_COLOUR="red").stderr)
        done = self.check("", "--server-colour=red")
        self.assertEqual(done.returncode, 2)
        self.assertIn("--server-colour", done.stderr)

    def test_plain_sockets_stay_on_loopback(self):
        done = self.check("", "--server-listen=0.0.0.0:8440")
        self.assertEqual(done.returncode, 2)
        self.assertIn("server.listen", done.stderr)

    def test_a_missing_file_is_told(self):
        done = run("serve", "--config", "/nowhere/holdfast.toml", "--check-config")
        self.assertEqual(done.returncode, 2)
        self.assertIn("/nowhere/holdfast.toml", done.stderr)

    def test_the_version_and_help_are_given(self):
        self.assertRegex(run("--version").stdout, r"^holdfast \d+\.\d+\.\d+\n$")
        listed = run("--help").stdout
        for name in ("serve", "check-config", "admin", "triage"):
            self.assertIn(name, listed)
        self.assertEqual(run("nonsense").returncode, 2)

    def test_serving_without_keys_says_how_to_make_them(self):
        done = run("serve", "--data", self.folder.name + "/none", "--server-listen=127.0.0.1:0",
                   "--server-administration=127.0.0.1:0")
        self.assertEqual(done.returncode, 1)
        self.assertIn("admin init", done.stderr)


class TriageTest(unittest.TestCase):
    def test_one_verdict_a_line_in_order(self):
        lines = ('{"id":"a","lang":"en","turns":[{"who":"seeker","text":"lovely weather today"}]}\n'
                 '{"id":"b","lang":"en","turns":[{"who":"seeker","text":"I am going to kill myself tonight"}]}\n')
        done = run("triage", "--jsonl", stdin=lines)
        self.assertEqual(done.returncode, 0, done.stderr)
        first, second = done.stdout.splitlines()
        self.assertIn('"id":"a"', first.replace(" ", ""))
        self.assertIn('"level":"none"', first.replace(" ", ""))
        self.assertIn('"level":"imminent"', second.replace(" ", ""))

    def test_a_line_it_cannot_read_ends_with_its_number_and_not_its_words(self):
        done = run("triage", "--jsonl", stdin='{"id":"canary-words"\n')
        self.assertEqual(done.returncode, 2)
        self.assertNotIn("canary-words", done.stdout + done.stderr)
        self.assertIn("1", done.stderr)


if __name__ == "__main__":
    unittest.main()
