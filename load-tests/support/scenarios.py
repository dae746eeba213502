# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Holdfast authors
"""What is measured, in the order of issue and README, each beside its goal."""

import json
import os
import tempfile

from stage import OWN_CORE, SERVER_CORE, Stage, part, run_on

TIMES = int(os.environ.get("HOLDFAST_LOAD_TIMES", "3"))
SECONDS = float(os.environ.get("HOLDFAST_LOAD_SECONDS", "2"))
SENDERS = 256
PAIRS = 1024  # enough for a few seconds: each may write 40 messages at once and 20 a second


def title(text):
    print(f"\n{text}", flush=True)


def line(name, value, note=""):
    print(f"  {name:<52}{value:>14}  {note}", flush=True)


def each(number):
    return f"{number:,.0f}" if number >= 100 else f"{number:.3g}"


def best(measure, key):
    """The best of several runs, and how far the worst stood below it: what disturbs only ever slows."""
    all_of_them = sorted((measure() for _ in range(TIMES)), key=lambda result: result[key])
    return all_of_them[-1], 1 - all_of_them[0][key] / all_of_them[-1][key]


def bare(*arguments):
    """One figure of the bare loop, on the server's core and disk."""
    with tempfile.TemporaryDirectory(prefix="holdfast-bare-") as folder:
        return json.loads(run_on(SERVER_CORE, part("bare_store"), arguments[0], folder, *map(str, arguments[1:])))


def per_message(counts):
    title("one message on its way, all threads (counted at saturation, preloaded counters)")
    for name, value in counts.items():
        line(name.replace("_", " "), each(value))


def messages():
    title(f"durable one-to-one messages, {SENDERS} senders, everything on")
    syncs = bare("syncs")
    line("fdatasync p50 / p99, µs", f"{syncs['p50_us']:.0f} / {syncs['p99_us']:.0f}")
    common = {"at_once": SENDERS, "warm": 0.5, "seconds": SECONDS, "per_second": 0}
    with Stage(PAIRS, counted=True) as stage:
        counted = stage.hammer("one_to_one", stage.fresh(PAIRS), **common)
    batch = max(1, round(1 / counted["per_message"]["syncs"]))
    with Stage(PAIRS * (TIMES + 1)) as stage:
        full, spread = best(lambda: stage.hammer("one_to_one", stage.fresh(PAIRS), **common), "messages_per_second")
        rate = full["messages_per_second"]
        half = stage.hammer("one_to_one", stage.fresh(PAIRS), **{**common, "per_second": rate / 2})
    product, _ = best(lambda: bare("product", batch, SECONDS), "messages_per_second")
    lean, _ = best(lambda: bare("best", batch, SECONDS), "messages_per_second")
    line("messages a second", each(rate), f"spread {spread:.0%}, refused {full['refused']}, server at "
         f"{full['server_cpu']:.0%} of its core, hammer busy {full['hammer_busy']:.0%}")
    line("messages a batch", each(batch))
    line("G: the same rows, no network", each(product["messages_per_second"]))
    line("G2: the leanest schema", each(lean["messages_per_second"]))
    line("CPU a message, µs: server / G / G2", " / ".join(f"{1e6 / result['messages_per_cpu_second']:.1f}"
                                                          for result in (full, product, lean)))
    line("of G", f"{rate / product['messages_per_second']:.2f}", "goal 0.6")
    line("of G2", f"{rate / lean['messages_per_second']:.2f}")
    line("at half load, p50 / p99, µs", f"{half['ack_p50_us']:.0f} / {half['ack_p99_us']:.0f}",
         f"of the fsync's p50: {half['ack_p50_us'] / syncs['p50_us']:.1f} (goal 2.5) and "
         f"{half['ack_p99_us'] / syncs['p50_us']:.1f} (goal 20); {half['messages_per_second']:,.0f} a second")
    per_message(counted["per_message"])


def lone():
    title("one sender alone, 50 messages a second")
    syncs = bare("syncs")
    with Stage(8, counted=True) as stage:
        alone = stage.hammer("one_to_one", stage.fresh(8), at_once=1, warm=0.5, seconds=4 * SECONDS, per_second=50)
    line("syncs a message", each(alone["per_message"]["syncs"]), "goal 1")
    line("acknowledged after, p50 / p99, µs", f"{alone['ack_p50_us']:.0f} / {alone['ack_p99_us']:.0f}",
         f"goal: an fsync's {syncs['p50_us']:.0f} + 1,000")


# name, people a group, groups there are, groups in which somebody writes, senders of each, in flight of each, goal, aim
GROUPS = [
    ("groups of 2, 256 at once, steady", 2, 1280, 256, 1, 1, 50, 80),
    ("groups of 20, 64 at once, steady", 20, 128, 64, 1, 1, 220, 260),
    ("groups of 200, 16 at once, steady", 200, 16, 16, 1, 1, 300, 340),
    ("one group of 2, steady", 2, 200, 1, 1, 1, None, None),
    ("one group of 20, steady", 20, 20, 1, 1, 1, None, None),
    ("one group of 200, steady", 200, 4, 1, 1, 1, None, None),
    ("one group of 20, 4 x 4 in flight", 20, 150, 1, 4, 4, 500, 850),
    ("one group of 20, 8 x 4 in flight", 20, 150, 1, 8, 4, 500, 850),
    ("one group of 200, 4 x 4 in flight", 200, 8, 1, 4, 4, 3000, 5000),
    ("one group of 200, 8 x 4 in flight", 200, 8, 1, 8, 4, 3000, 5000),
]


GOALS_SEND_US = 2.9  # of the machine that the goals were set on


def small_write():
    return min(json.loads(run_on(SERVER_CORE, part("bare_store"), "sends", str(OWN_CORE)))["cpu_us"] for _ in range(TIMES))


def groups():
    title("deliveries a second of the server's CPU, the store's commits included")
    send = small_write()
    line("an unbatched small write, µs of CPU", f"{send:.2f}", f"the goals are for {GOALS_SEND_US}")
    with Stage(3200) as stage:
        for name, size, count, at_once, senders, in_flight, goal, aim in GROUPS:
            settings = {"size": size, "at_once": at_once, "senders": senders, "in_flight": in_flight, "warm": 0.5,
                        "seconds": SECONDS}
            got, spread = best(lambda: stage.hammer("groups", stage.seekers[:size * count], **settings),
                               "deliveries_per_cpu_second")
            share = got["deliveries_per_cpu_second"] * send / GOALS_SEND_US / 1000
            wanted = f"goal {goal}k, aim {aim}k, at {GOALS_SEND_US} µs a write {share:,.0f}k; " if goal else ""
            line(name, each(got["deliveries_per_cpu_second"]),
                 f"{wanted}spread {spread:.0%}, {got['messages_per_second']:,.0f} messages/s, ack p50 "
                 f"{got['ack_p50_us']:,.0f} µs, server {got['server_cpu']:.0%}, hammer busy {got['hammer_busy']:.0%}, refused "
                 f"{got['refused']}")


def idle():
    title("idle signed-in sessions")
    for name, tls, count, goal, aim in (("plain", False, 4000, 8, 5), ("TLS", True, 2400, 24, 20)):
        with Stage(count, tls=tls) as stage:
            got = stage.hammer("idle", stage.seekers)
        line(f"{name}: KiB a session", f"{got['kib_a_session']:.1f}",
             f"goal {goal}, aim {aim}; kernel {got['kernel_kib_a_session_both_ends']:.1f} KiB, both ends of the socket")
        line(f"{name}: MiB with a quarter, all, none, all again",
             f"{got['mib_before']:.0f} {got['mib_full']:.0f} {got['mib_after_all_left']:.0f} "
             f"{got['mib_with_all_again']:.0f}", "what a session gave back is kept for the next")
        line(f"{name}: connects with sign-in a second", each(got["connects_per_second"]),
             f"paced by the server; {got['cpu_us_a_connect']:.0f} µs of CPU each: "
             f"{got['connects_per_cpu_second']:,.0f} a CPU-second")


def benchmarks(name, *columns):
    out = json.loads(run_on(SERVER_CORE, part(name), "--benchmark_format=json"))
    for one in out["benchmarks"]:
        nanoseconds = one["real_time"] * {"ns": 1, "us": 1e3, "ms": 1e6}[one["time_unit"]]
        rest = ", ".join(f"{column} {one[column]:.4g}" for column in columns if column in one)
        if "each" in one:
            rest += f", {one['each'] * 1e9:.0f} ns a recipient"
        line(one["name"], f"{nanoseconds:,.0f} ns", rest)


def detector():
    title("the detector, a message (goal: mean 5 µs for ordinary text, p99 30 µs at 200 characters)")
    benchmarks("detector_bench", "p50_us", "p99_us")


def micro():
    title("parts of the way, alone")
    benchmarks("micro", "allocations", "copied")


ALL = {"messages": messages, "lone": lone, "groups": groups, "idle": idle, "detector": detector,
       "micro": micro}
