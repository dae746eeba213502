# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""A PostgreSQL server of the test's own: a fresh cluster on a free port of loopback, ended by its process id. It refuses to
run as root, so then it runs as the user postgres."""

import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile

from support.server import wait_for

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")
AS_USER = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}


class Postgres:
    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-"))
        if AS_USER:
            shutil.chown(self.folder, "postgres", "postgres")
        self.password_file = self.folder / "password"
        self.password_file.write_text("secret\n")
        self.password_file.chmod(0o644)
        subprocess.run([BIN / "initdb", "-D", self.folder / "data", "-U", "postgres", "--auth=scram-sha-256",
                        f"--pwfile={self.password_file}", "--no-sync", "--locale=C"], check=True, capture_output=True,
                       cwd=self.folder, **AS_USER)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = None
        self.databases = 0
        self.start()

    def __exit__(self, *_):
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        with open(self.folder / "log", "ab") as out:
            self.process = subprocess.Popen(
                [BIN / "postgres", "-D", self.folder / "data", "-p", str(self.port), "-c", "listen_addresses=127.0.0.1",
                 "-c", f"unix_socket_directories={self.folder}", "-c", "fsync=off"],
                stdout=out, stderr=out, stdin=subprocess.DEVNULL, cwd=self.folder, **AS_USER)
        wait_for("PostgreSQL", lambda: subprocess.run([BIN / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)],
                                                      check=False).returncode == 0)

    def stop(self):
        """At once, as a crash would."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def run(self, database, sql):
        done = subprocess.run([BIN / "psql", "-At", "-v", "ON_ERROR_STOP=1", self.conninfo(database), "-c", sql],
                              check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def fresh_database(self):
        self.databases += 1
        name = f"holdfast_{self.databases}"
        self.run("postgres", f"CREATE DATABASE {name}")
        return name

    def conninfo(self, database):
        return f"host=127.0.0.1 port={self.port} user=postgres password=secret dbname={database}"
