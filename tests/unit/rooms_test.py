# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""Reads every #include of server/ against the table of docs/rooms.md: one system include path lets a forbidden header
compile, so nothing else would notice."""

import pathlib
import re
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


class RoomsTest(unittest.TestCase):
    def test_every_include_is_in_the_table(self):
        rooms = table()
        self.assertGreater(len(rooms), 15)
        self.assertEqual(list(faults(rooms, ROOT / "server")), [])

    def test_a_forbidden_include_would_be_seen(self):
        rooms = {"domain": ([], []), "store": (["domain"], []), "store/sqlite": (["store"], ["sqlite3"])}
        self.assertEqual(room_of("store/sqlite/writer.cpp", rooms), "store/sqlite")
        self.assertEqual(room_of("storeroom/x.cpp", rooms), None)
        self.assertIsNone(SYSTEM.match("sqlite3.h"))
        self.assertIsNone(SYSTEM.match("boost/asio.hpp"))
        self.assertIsNotNone(SYSTEM.match("string_view"))


if __name__ == "__main__":
    unittest.main()
