"""How the benchmarks write their figures."""

import statistics


def words(name, seconds):
    """Median, 99th of a hundred and the longest of some times in seconds, a line in milliseconds."""
    ms = sorted(s * 1000 for s in seconds)
    p99 = ms[min(len(ms) - 1, int(len(ms) * 0.99))]
    print(f"{name}: median {statistics.median(ms):.1f} ms, p99 {p99:.1f}, most {ms[-1]:.1f} ({len(ms)} times)")
