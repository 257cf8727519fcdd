#!/usr/bin/env python3
"""CPU time and memory of `unstuck query` over a file, beside angle-grinder on the same file.

    query.py BINARY AGRIND FILE [ROUNDS]

FILE comes from `cargo bench --bench insights -- lines 1000000`; AGRIND from `cargo install ag`. Both run in turn, the
file warm in the cache; the least CPU time of each counts. Exit 1 when the first job takes more than half of
angle-grinder's CPU time or more than 64 MiB."""
import os, sys

JOBS = [
    ("count errors by minute",
     'filter level = "ERROR" | stats count(*) by bin(1m)',
     '* | json | where level == "ERROR" | timeslice(parseDate(timestamp)) 1m | count by _timeslice'),
    ("regex, glob, percentile",
     "filter @message like /answered in \\d{3,} ms/ | parse 'upstream * answered in * ms' as upstream, ms"
     " | stats pct(ms, 99) by upstream",
     '* | parse "upstream * answered in * ms" as upstream, ms | where ms >= 100 | p99(ms) by upstream'),
]


def measure(argv):
    """CPU seconds, peak MiB, lines of output."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(write, 1)
        os.execv(argv[0], argv)
    os.close(write)
    with open(read, "rb") as out:
        lines = out.read().count(b"\n")
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit(f"{argv} ended with {status}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024, lines


def main():
    binary, agrind, path = sys.argv[1:4]
    rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 3
    print(f"{os.path.getsize(path) / 1e6:.0f} MB, {rounds} rounds")
    failed = False
    for at, (name, ours, theirs) in enumerate(JOBS):
        runs = {"unstuck": [binary, "query", "--format", "csv", ours, path],
                "angle-grinder": [agrind, theirs, "--file", path]}
        best = {}
        for _ in range(rounds):
            for who, argv in runs.items():
                seen = measure(argv)
                best[who] = min(best.get(who, seen), seen)
        for who, (cpu, peak, lines) in best.items():
            print(f"{name:26} {who:14} {cpu:6.2f} s CPU  {peak:6.1f} MiB  {lines} lines out")
        share = best["unstuck"][0] / best["angle-grinder"][0]
        print(f"{name:26} {'':14} {share:6.2f} of angle-grinder's CPU time")
        failed |= at == 0 and (share > 0.5 or best["unstuck"][1] > 64)
    sys.exit(1 if failed else 0)


main()
