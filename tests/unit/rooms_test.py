# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""Reads every #include of server/ against the table of docs/rooms.md: one system include path lets a forbidden header
compile, so nothing else would notice."""

import pathlib
import re
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)
# What comes with the language and the system; everything else in <> is a third party.
SYSTEM = re.compile(r"^[a-z_0-9]+$|^(sys|netinet|arpa|linux)/|^(unistd|fcntl|stdlib|stdio|string|signal|errno|poll|pthread|time|dlfcn|sched)\.h$")
# Value types of Boost's smallest parts, which the language will have one day.
EVERYWHERE = ("boost/system/", "boost/container/", "boost/smart_ptr/", "boost/assert/source_location")


def table():
    rooms = {}
    rows = (ROOT / "docs" / "rooms.md").read_text().split("<!-- rooms:")[1].splitlines()
    for row in rows:
        cells = [cell.strip() for cell in row.strip("| ").split("|")] if row.startswith("|") else []
        if len(cells) < 2 or cells[0] in ("room", "") or set(cells[0]) == {"-"}:
            continue
        listed = [[part.strip() for part in cell.split(",") if part.strip()] for cell in (cells + [""])[1:3]]
        rooms[cells[0]] = (listed[0], listed[1])
    return rooms


def room_of(path, rooms):
    """The longest room name that the path begins with: store/sqlite before store."""
    fitting = [room for room in rooms if path == room or path.startswith(room + "/")]
    return max(fitting, key=len, default=None)


def faults(rooms, server):
    for path in sorted(server.rglob("*.[ch]pp")):
        name = path.relative_to(server).as_posix()
        room = room_of(name, rooms)
        if room is None:
            if name != "main.cpp":
                yield f"{name}: is in no room of docs/rooms.md"
            continue
        may, third_party = rooms[room]
        if "*" in may:
            continue
        for mark, target in INCLUDE.findall(path.read_text()):
            if mark == "<":
                known = SYSTEM.match(target) or target.startswith((*EVERYWHERE, *third_party))
                if not known:
                    yield f"{name}: {room} may not see <{target}>"
            else:
                other = room_of(target, rooms)
                if other not in (room, *may) and not target.startswith("holdfast/"):
                    yield f"{name}: {room} may not see {other} ({target})"


# Heavy headers and the one room that may see each. Inner headers of that room may name them; what others include may not.
HEAVY = {"boost/beast": "gateway", "google/protobuf": "wire", "holdfast/v1": "wire", "holdfast/internal": "wire"}


def carried(server):
    """What each header brings along from HEAVY, through any number of other headers."""
    reads = {path.relative_to(server).as_posix(): [target for _, target in INCLUDE.findall(path.read_text())]
             for path in server.rglob("*.hpp")}
    brings = {name: {heavy for heavy in HEAVY for target in targets if target.startswith(heavy + "/")}
              for name, targets in reads.items()}
    grew = True
    while grew:
        grew = False
        for name, targets in reads.items():
            more = set().union(*(brings.get(target, set()) for target in targets)) - brings[name]
            brings[name] |= more
            grew = grew or bool(more)
    return brings


def heavy_faults(server):
    """A heavy header is seen by its room, and by app, which sees all; none reaches another room through a header."""
    brings = carried(server)
    for path in sorted(server.rglob("*.[ch]pp")):
        name = path.relative_to(server).as_posix()
        for _, target in INCLUDE.findall(path.read_text()):
            seen = {heavy for heavy in HEAVY if target.startswith(heavy + "/")} | brings.get(target, set())
            for heavy in sorted(seen):
                if not name.startswith((HEAVY[heavy] + "/", "app/")):
                    yield f"{name}: sees {heavy} by {target}"


def planted(files, check):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return list(check(pathlib.Path(folder)))


class RoomsTest(unittest.TestCase):
    def test_every_include_is_in_the_table(self):
        rooms = table()
        self.assertGreater(len(rooms), 15)
        self.assertEqual(list(faults(rooms, ROOT / "server")), [])

    def test_heavy_headers_stay_in_their_room(self):
        self.assertEqual(list(heavy_faults(ROOT / "server")), [])

    def test_a_planted_include_is_caught_and_named(self):
        rooms = {"base": ([], []), "domain": (["base"], []), "store": (["domain"], ["sqlite3"]), "app": (["*"], ["*"])}
        good = {"main.cpp": '#include "app/app.hpp"', "app/app.hpp": '#include "store/store.hpp"\n#include <curl/curl.h>',
                "store/store.hpp": '#include "domain/a.hpp"\n#include <sqlite3.h>\n#include <vector>',
                "domain/a.hpp": '#include "base/b.hpp"\n#include "domain/c.hpp"\n#include <sys/random.h>'}
        check = lambda server: faults(rooms, server)
        self.assertEqual(planted(good, check), [])
        for name, line, said in [("domain/bad.cpp", '#include "store/store.hpp"', "domain may not see store"),
                                 ("domain/bad.cpp", "#  include <sqlite3.h>", "domain may not see <sqlite3.h>"),
                                 ("domain/bad.hpp", "#include <boost/asio/post.hpp>", "<boost/asio/post.hpp>"),
                                 ("base/bad.cpp", '#include "domain/a.hpp"', "base may not see domain"),
                                 ("cellar/bad.cpp", "", "in no room")]:
            found = planted({**good, name: line}, check)
            self.assertEqual(len(found), 1, found)
            self.assertIn(name, found[0])
            self.assertIn(said, found[0])

    def test_a_heavy_header_that_travels_is_caught(self):
        beast = "#include <boost/beast/core.hpp>"
        home = {"gateway/socket.hpp": beast, "gateway/inner.hpp": '#include "gateway/socket.hpp"',
                "gateway/x.cpp": '#include "gateway/inner.hpp"', "app/x.cpp": beast,
                "wire/json.hpp": "#include <google/protobuf/message.h>", "wire/x.cpp": '#include "wire/json.hpp"'}
        self.assertEqual(planted(home, heavy_faults), [])
        for name, text in [("hub/x.cpp", '#include "gateway/inner.hpp"'), ("api/x.cpp", beast),
                           ("hub/x.hpp", '#include "wire/json.hpp"'), ("api/y.hpp", '#include "holdfast/v1/error.pb.h"')]:
            found = planted({**home, name: text}, heavy_faults)
            self.assertEqual(len(found), 1, found)
            self.assertIn(name, found[0])

    def test_a_forbidden_include_would_be_seen(self):
        rooms = {"domain": ([], []), "store": (["domain"], []), "store/sqlite": (["store"], ["sqlite3"])}
        self.assertEqual(room_of("store/sqlite/writer.cpp", rooms), "store/sqlite")
        self.assertEqual(room_of("storeroom/x.cpp", rooms), None)
        self.assertIsNone(SYSTEM.match("sqlite3.h"))
        self.assertIsNone(SYSTEM.match("boost/asio.hpp"))
        self.assertIsNotNone(SYSTEM.match("string_view"))


if __name__ == "__main__":
    unittest.main()
