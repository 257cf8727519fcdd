#!/usr/bin/env python3
"""Holds the built program against servers nobody here wrote.

    peers.py BINARY PEERS_FOLDER

moto in both scenarios, with a proxy in between that checks every request against the service models; then random
answers the models allow. Ends with a line that counts, exit 1 if anything failed."""
import json, os, subprocess, sys, tempfile, urllib.request

BINARY, PEERS = os.path.abspath(sys.argv[1]), sys.argv[2]
STATUSES = {0, 1, 2, 3}
passed, failed = 0, []


def check(name, holds, said=""):
    global passed
    if holds:
        passed += 1
    else:
        failed.append(name)
        print(f"FAILED {name}: {said}"[:3000])


class Server:
    """A peer that prints one JSON line with its endpoint and stays up."""

    def __init__(self, script, *args):
        argv = [sys.executable, os.path.join(PEERS, script), *args]
        self.process = subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)

    def __enter__(self):
        line = self.process.stdout.readline()
        self.said = json.loads(line)
        # Nobody reads the rest: let it flow away, or the peer would block on a full pipe.
        subprocess.Popen(["cat"], stdin=self.process.stdout, stdout=subprocess.DEVNULL)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)


def diagnose(endpoint, *args, stack="shop-checkout"):
    with tempfile.TemporaryDirectory() as home:
        env = dict(PATH=os.environ["PATH"], HOME=home, AWS_ENDPOINT_URL=endpoint, AWS_REGION="us-east-1",
                   AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", RUST_BACKTRACE="1")
        return subprocess.run([BINARY, "diagnose", stack, *args], env=env, capture_output=True, timeout=120)


def quotes(diagnosis):
    return [e["quote"] for finding in diagnosis["findings"] for e in finding["evidence"]]


def against_moto(scenario, expect):
    with Server("moto_stuck.py", "--scenario", scenario) as moto:
        with Server("strict_server.py", "--upstream", moto.said["endpoint"], "--quiet") as proxy:
            run = diagnose(proxy.said["endpoint"], "--format", "json")
            said = run.stdout.decode() + run.stderr.decode()
            check(f"moto {scenario}: exit 3", run.returncode == 3, f"{run.returncode} {said}")
            try:
                expect(json.loads(run.stdout))
            except (ValueError, KeyError) as error:
                check(f"moto {scenario}: readable JSON", False, f"{error!r} {said}")
            with urllib.request.urlopen(proxy.said["endpoint"] + "/_strict/findings") as answer:
                report = json.load(answer)
            requests = [f for f in report["findings"] if f["kind"] == "request"]
            check(f"moto {scenario}: every request is as the models say", not requests, json.dumps(requests))
            check(f"moto {scenario}: calls were made", len(report["seen"]) >= 7, str(report["seen"]))
            for form in ("text", "markdown"):
                run = diagnose(proxy.said["endpoint"], "--format", form)
                check(f"moto {scenario}: {form}", run.returncode == 3 and len(run.stdout) > 300, run.stdout.decode())


def expect_stuck(diagnosis):
    check("stuck: verdict", diagnosis["verdict"] == "stuck", diagnosis["verdict"])
    found = {f["category"] for f in diagnosis["findings"]}
    wanted = {"image", "permissions", "resources", "health_check", "app_crash"}
    check("stuck: the causes of the stopped tasks", wanted <= found, f"{sorted(found)}")
    said = " ".join(quotes(diagnosis))
    for words in ("not found", "AccessDeniedException", "OutOfMemoryError", "health checks"):
        check(f"stuck: quotes {words!r}", words in said, said)
    check("stuck: the stack", diagnosis["stack"]["name"] == "shop-checkout", str(diagnosis["stack"]))


def expect_rollback_failed(diagnosis):
    check("rollback: verdict", diagnosis["verdict"] == "failed", diagnosis["verdict"])
    rollback = [f for f in diagnosis["findings"] if f["cause"] == "rollback_failed"]
    check("rollback: named", len(rollback) == 1, json.dumps(diagnosis["findings"])[:2000])
    if rollback:
        said = json.dumps(rollback[0])
        check("rollback: resource", "Service" in said, said)
        check("rollback: quote", any("Exceeded attempts to wait" in q for q in quotes(diagnosis)), said)
        commands = [r["command"] for r in rollback[0]["remedies"]]
        check("rollback: way out", any("continue-update-rollback" in c for c in commands), str(commands))


def fuzz(seeds):
    for seed in range(seeds):
        fill = ("random", "max", "min")[seed % 3]
        with Server("strict_server.py", "--fuzz", str(seed), "--fill", fill, "--unknown-enum", "0.3", "--quiet") as server:
            for form in ("json", "text"):
                run = diagnose(server.said["endpoint"], "--format", form)
                name = f"fuzz {seed} {fill} {form}"
                said = run.stdout + run.stderr
                check(f"{name}: exit status", run.returncode in STATUSES, f"{run.returncode} {said.decode(errors='replace')}")
                check(f"{name}: no panic", b"panicked" not in said and b"has failed" not in said, said.decode(errors="replace"))
                check(f"{name}: no raw escape", b"\x1b" not in said, repr(said))


against_moto("stuck", expect_stuck)
against_moto("rollback-failed", expect_rollback_failed)
fuzz(20)
print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
