# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""The binary as a black box: started on free ports over a fresh data folder, ended by its process id."""

import base64
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import shutil
import signal
import struct
import subprocess
import tempfile
import time
import urllib.parse

BINARY = os.environ["HOLDFAST_BINARY"]
SOURCE = pathlib.Path(__file__).resolve().parents[3]
START_DEADLINE = 30 * float(os.environ.get("HOLDFAST_SLOWNESS", "1"))


def wait_for(what, condition, seconds=START_DEADLINE):
    """Polls until `condition()` is true and gives its value; fails after the deadline."""
    end = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f"{what} did not come within {seconds} s")
        time.sleep(0.02)


def environment(**more):
    clean = {k: v for k, v in os.environ.items() if not k.startswith("HOLDFAST_")}
    return {**clean, **more}


def run(*arguments, env=None, stdin=""):
    """One `holdfast` command to its end."""
    return subprocess.run([BINARY, *arguments], input=stdin, capture_output=True, text=True, timeout=60,
                          env=env or environment())


class Server:
    """One installation. It may be started again over the same data."""

    def __init__(self, **settings):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="holdfast-"))
        self.data = self.folder / "data"
        self.settings = {"server-threads": "2", "identity-password-memory": str(8 << 20),
                         "identity-password-operations": "1", "notify-private-webhooks": "true", **settings}
        self.environment = {}  # of the next life
        self.process = None
        self.logs = []
        self.addresses = {}
        made = run("admin", "init", "--data", str(self.data))
        assert made.returncode == 0, made.stderr

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.folder, ignore_errors=True)

    def arguments(self):
        flags = {"store-data": str(self.data), "server-listen": "127.0.0.1:0", "server-administration": "127.0.0.1:0",
                 "server-address-file": str(self.folder / "addresses"), **self.settings}
        return ["serve", *(f"--{name}={value}" for name, value in flags.items())]

    def start(self):
        """Starts and waits until it is ready for people."""
        self.launch()
        wait_for("readiness", lambda: self.get("administration", "/readyz")[0] == 200)

    def launch(self):
        """Starts and waits until its doors are open."""
        addresses = self.folder / "addresses"
        addresses.unlink(missing_ok=True)
        log = self.folder / f"log.{len(self.logs)}"
        self.logs.append(log)
        with open(log, "wb") as out:
            self.process = subprocess.Popen([BINARY, *self.arguments()], stdout=out, stderr=out,
                                            stdin=subprocess.DEVNULL, env=environment(**self.environment))
        wait_for("the address file", lambda: addresses.exists() or self.ended())
        assert not self.ended(), self.log()
        self.addresses = dict(line.split("=", 1) for line in addresses.read_text().split())

    def ended(self):
        return self.process.poll() is not None

    def end(self):
        if self.process and not self.ended():
            self.process.kill()
            self.process.wait()

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def wait(self, seconds=40):
        return self.process.wait(timeout=seconds)

    def log(self):
        return "".join(path.read_text(errors="replace") for path in self.logs)

    def socket_address(self):
        return f"ws://{self.addresses['listen']}/v1/ws"

    def request(self, door, method, path, body=None, token=None):
        """(status, decoded body) of one HTTP request to `listen` or `administration`."""
        host, port = self.addresses[door].rsplit(":", 1)
        connection = http.client.HTTPConnection(host, int(port), timeout=30)
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            connection.request(method, path, json.dumps(body) if isinstance(body, (dict, list)) else body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        is_json = (answer.getheader("Content-Type") or "").startswith("application/json")
        return answer.status, json.loads(text) if is_json and text else text

    def get(self, door, path):
        return self.request(door, "GET", path)

    def post(self, path, body, token=None):
        return self.request("listen", "POST", path, body, token)

    def admin(self, *arguments):
        """Decoded output of `holdfast admin …` against this server."""
        done = run("admin", "--data", str(self.data), *arguments)
        assert done.returncode == 0, f"{arguments}: {done.stdout}{done.stderr}"
        return json.loads(done.stdout)

    def open_line(self, slug="shore"):
        """An organisation with the demo duty pack, its line set open."""
        self.admin("organisation", "create", slug, "North Shore")
        self.admin("duty-pack", "sign", slug, str(SOURCE / "deploy" / "duty-pack.demo.json"))
        self.admin("line", slug, "open")
        return slug

    def staff(self, slug, *roles, name="Sam"):
        """Invites, enrols and signs in one of the staff; gives what sign-in gives."""
        flags = [part for role in roles for part in ("--role", role)]
        invitation = self.admin("invite", slug, name, *flags)["token"]
        status, enrolment = self.post("/api/v1/invitations/open", {"token": invitation})
        assert status == 200, enrolment
        login = f"{name.lower()}-{roles[0]}"
        status, signed_in = self.post("/api/v1/invitations/accept", {
            "token": invitation, "login": login, "password": "a long enough password",
            "totp": totp(enrolment["address"])})
        assert status == 201, signed_in
        return signed_in

    def seeker(self, slug):
        """Arrives as a person does: sees the notice, then says which one was seen."""
        status, arrival = self.get("listen", f"/api/v1/organisations/{slug}/arrival?lang=en")
        assert status == 200, arrival
        status, arrived = self.post("/api/v1/arrivals", {"organisation": slug,
                                                         "notice_shown": arrival["notice_version"], "stated_age": 30})
        assert status == 201, arrived
        return arrived


def totp(address, at=None):
    """RFC 6238 over the secret of an otpauth:// address."""
    query = urllib.parse.parse_qs(urllib.parse.urlparse(address).query)
    secret = query["secret"][0]
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int((at or time.time()) // 30)), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
