# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""The server on one core, what measures it on the other, and the people they need."""

import contextlib
import http.client
import json
import os
import pathlib
import subprocess
import sys
import threading

SOURCE = pathlib.Path(__file__).resolve().parents[2]
BUILD = SOURCE / "build" / "release"
os.environ["HOLDFAST_BINARY"] = str(BUILD / "holdfast")
sys.path.insert(0, str(SOURCE / "tests" / "system"))
from support.server import Server  # noqa: E402

SERVER_CORE, OWN_CORE = 0, 1
REQUESTS_A_CONNECTION = 100  # the server ends a connection after as many
ARRIVING = 4


def part(name):
    """A program of load-tests as it was built."""
    folder = {"detector_bench": "detector"}.get(name, name)
    return str(BUILD / "load-tests" / folder / name)


@contextlib.contextmanager
def on_core(core):
    """What is started inside inherits the core."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def run_on(core, *command, stdin="", meanwhile=None):
    """Its output. `meanwhile()` is called when it says on stderr that it measures."""
    with on_core(core):
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
    if meanwhile:
        process.stdin.write(stdin)
        process.stdin.close()
        process.stdin, stdin = None, None
        if process.stderr.readline() == "measuring\n":
            meanwhile()
    out, wrong = process.communicate(stdin, timeout=300)
    if process.returncode != 0:
        raise RuntimeError(f"{command[0]}: {wrong.strip()}")
    return out


class Stage:
    """One server over a fresh folder, with an open line and people who have arrived."""

    def __init__(self, people, tls=False, counted=False):
        settings = {"server-threads": "1", "log-level": "warning", "server-trusted": "127.0.0.1/32",
                    "limits-arrivals-per-second": "10000", "limits-sessions": "100000"}
        self.server = Server(**settings)
        self.counters = ""
        if counted:
            self.counters = str(self.server.folder / "counters")
            library = BUILD / "load-tests" / "counted" / "libholdfast_counted.so"
            self.server.environment = {"LD_PRELOAD": str(library), "COUNTED_FILE": self.counters}
        self.people, self.tls, self.seekers, self.staff = people, tls, [], ""

    def __enter__(self):
        try:
            self._start()
            slug = self.server.open_line()
            self.staff = self.server.staff(slug, "supporter", "supervisor")["token"]
            self._arrive(slug)
            if self.tls:  # the arrivals came plain; the sessions that are measured come sealed
                self.server.kill()
                self._make_certificate()
                self._start()
        except BaseException:
            self.server.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.server.__exit__()

    def _start(self):
        with on_core(SERVER_CORE):
            self.server.start()

    def _make_certificate(self):
        key, certificate = self.server.folder / "key.pem", self.server.folder / "certificate.pem"
        run_on(OWN_CORE, "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-subj", "/CN=127.0.0.1", "-days", "2", "-keyout", str(key), "-out", str(certificate))
        self.server.settings |= {"tls-certificate": str(certificate), "tls-key": str(key)}

    def _arrive(self, slug):
        _, arrival = self.server.get("listen", f"/api/v1/organisations/{slug}/arrival?lang=en")
        body = json.dumps({"organisation": slug, "notice_shown": arrival["notice_version"], "stated_age": 30})
        host, port = self.server.addresses["listen"].rsplit(":", 1)
        shares = [range(i, self.people, ARRIVING) for i in range(ARRIVING)]
        found = [[] for _ in shares]

        def arrive(share, tokens):
            connection = None
            for count, _ in enumerate(share):
                if count % (REQUESTS_A_CONNECTION - 1) == 0:
                    if connection:
                        connection.close()
                    connection = http.client.HTTPConnection(host, int(port), timeout=30)
                connection.request("POST", "/api/v1/arrivals", body, {"Content-Type": "application/json"})
                answer = connection.getresponse()
                text = answer.read()
                if answer.status != 201:
                    raise RuntimeError(f"an arrival was refused: {text}")
                tokens.append(json.loads(text)["token"])
            if connection:
                connection.close()

        threads = [threading.Thread(target=arrive, args=pair) for pair in zip(shares, found)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.seekers = [token for tokens in found for token in tokens]
        assert len(self.seekers) == self.people, "not everybody could arrive"

    def fresh(self, count):
        """As many who have not asked for help yet: one has one request at a time."""
        taken, self.seekers = self.seekers[:count], self.seekers[count:]
        assert len(taken) == count, "the stage has too few people"
        return taken

    def hammer(self, scenario, seekers, meanwhile=None, **settings):
        """What one scenario measured, on the other core."""
        plan = {"port": int(self.server.addresses["listen"].rsplit(":", 1)[1]), "tls": self.tls,
                "server": self.server.process.pid, "counters": self.counters, "staff": self.staff,
                "seekers": seekers, "scenario": scenario, "settings": settings}
        try:
            return json.loads(run_on(OWN_CORE, part("hammer"), stdin=json.dumps(plan), meanwhile=meanwhile))
        except RuntimeError as error:
            raise RuntimeError(f"{error}\n{self.server.log()[-2000:]}") from None
