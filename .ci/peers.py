#!/usr/bin/env python3
"""Holds the built program against servers nobody here wrote.

    peers.py BINARY PEERS_FOLDER

moto in both scenarios, with a proxy in between that checks every request against the service models; then random
answers the models allow. Ends with a line that counts, exit 1 if anything failed."""
import boto3, json, os, subprocess, sys, tempfile, urllib.request

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

    def __init__(self, script, *args, under=()):
        argv = [sys.executable, *under, os.path.join(PEERS, script), *args]
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
    return run(endpoint, "diagnose", stack, *args)


def run(endpoint, *args, said=None):
    with tempfile.TemporaryDirectory() as home:
        env = dict(PATH=os.environ["PATH"], HOME=home, AWS_ENDPOINT_URL=endpoint, AWS_REGION="us-east-1",
                   AWS_ACCESS_KEY_ID="test", AWS_SECRET_ACCESS_KEY="test", RUST_BACKTRACE="1")
        return subprocess.run([BINARY, *args], env=env, capture_output=True, timeout=120, input=said)


def quotes(diagnosis):
    return [e["quote"] for finding in diagnosis["findings"] for e in finding["evidence"]]


# Words of moto's stopped tasks and what they are about.
REASONS = {"container health checks": "health_check", "CannotPull": "image", "AccessDenied": "permissions",
           "OutOfMemoryError": "resources", "Essential container": None}


def explained(moto):
    """Every reason moto's stopped tasks give, explained."""
    ecs = client("ecs", moto)
    arns = ecs.list_tasks(cluster="prod", desiredStatus="STOPPED")["taskArns"]
    tasks = ecs.describe_tasks(cluster="prod", tasks=arns)["tasks"]
    texts = {t["stoppedReason"] for t in tasks if t.get("stoppedReason")}
    texts |= {c["reason"] for t in tasks for c in t["containers"] if c.get("reason")}
    texts = sorted(text for text in texts if "\n" not in text)
    answer = run(moto, "explain", "-", "--format", "json", said="\n".join(texts).encode())
    lines = [json.loads(line) for line in answer.stdout.splitlines()]
    check("explain: a line for each reason", texts and len(lines) == len(texts), f"{texts} {answer}")
    for text, line in zip(texts, lines):
        for words, category in REASONS.items():
            if words in text:
                holds = line["wrapper"] if category is None else line["category"] == category
                check(f"explain: {words}", holds and not line["benign"], f"{text} {line}")


def watched(scenario, endpoint, words):
    answer = run(endpoint, "watch", "shop-checkout", "--fail-fast")
    said = answer.stdout.decode()
    check(f"watch {scenario}: exit 3", answer.returncode == 3, f"{answer.returncode} {said}")
    last = said.splitlines()[-1] if said else ""
    check(f"watch {scenario}: ends with the sure cause", "ended badly: cause " in last and ", sure)" in last, said)
    check(f"watch {scenario}: {words}", words in said, said)


def reported(scenario, endpoint, diagnosis):
    answer = run(endpoint, "report", "shop-checkout", "--format", "json")
    check(f"report {scenario}: exit 0", answer.returncode == 0, answer.stderr.decode())
    report = json.loads(answer.stdout)
    same = report["diagnosis"]["verdict"] == diagnosis["verdict"]
    check(f"report {scenario}: the verdict of diagnose", same, str(report["diagnosis"]["verdict"]))
    sources = {moment["source"] for moment in report["timeline"]}
    check(f"report {scenario}: timeline", {"stack-event", "deployment", "task", "service-event"} <= sources, str(sources))
    times = [moment["at"] for moment in report["timeline"]]
    check(f"report {scenario}: in order", times == sorted(times), str(times))
    commands = " ".join(report["commands"])
    check(f"report {scenario}: commands", all(f"aws {c} " in commands for c in
          ("cloudformation describe-stack-events", "ecs describe-services", "ecs describe-tasks")), commands)
    markdown = run(endpoint, "report", "shop-checkout").stdout.decode()
    check(f"report {scenario}: markdown", "### Timeline" in markdown and "### Clocks" in markdown, markdown)


def expect_rollout(diagnosis):
    """What is told of the rollout whatever the stack came to."""
    serves = {row["service"]: row for row in diagnosis["impact"]}
    check("rollout: what serves", serves["checkout"]["serving"] == "whole"
          and serves["checkout"]["words"].startswith("4 of 4 old tasks still serve"), str(serves))
    changed = json.dumps(diagnosis["changes"])
    check("rollout: what changed", "FEATURE_NEW_TAX" in changed and "1.0 to 2.0" in changed, changed)
    clocks = {clock["what"]: clock["words"] for clock in diagnosis["clocks"]}
    check("rollout: clocks", "checkout usually takes" in clocks.get("usual", "") and "since" in clocks, str(clocks))
    off = [f for f in diagnosis["findings"] if f["cause"] == "breaker_off"]
    check("rollout: breaker off", bool(off) or "off" in clocks.get("breaker", ""), str(clocks))


def without_targets():
    """moto knows the service's target group by name only: what cannot be asked is a gap and no verdict."""
    with Server("moto_stuck.py", "--scenario", "stuck") as moto:
        explained(moto.said["endpoint"])
        said = json.loads(diagnose(moto.said["endpoint"], "--format", "json").stdout)
        check("targets: still stuck", said["verdict"] == "stuck", said["verdict"])
        gaps = [gap for gap in said["not_checked"] if "targets" in gap["what"]]
        check("targets: the gap is named", gaps and "DescribeTargetHealth" in gaps[0]["why"], str(said["not_checked"]))


def client(service, endpoint):
    return boto3.client(service, endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="test",
                        aws_secret_access_key="test")


def registered(endpoint):
    """A load balancer before moto's service, with its running tasks registered, those of the new revision failing."""
    ecs, elb, ec2 = (client(name, endpoint) for name in ("ecs", "elbv2", "ec2"))
    subnets = ec2.describe_subnets()["Subnets"]
    vpc = subnets[0]["VpcId"]
    balancer = elb.create_load_balancer(Name="shop", Subnets=[s["SubnetId"] for s in subnets if s["VpcId"] == vpc][:2])
    group = elb.create_target_group(Name="checkout", Protocol="HTTP", Port=8080, VpcId=vpc, TargetType="ip")
    arn = group["TargetGroups"][0]["TargetGroupArn"]
    elb.create_listener(LoadBalancerArn=balancer["LoadBalancers"][0]["LoadBalancerArn"], Protocol="HTTP", Port=80,
                        DefaultActions=[dict(Type="forward", TargetGroupArn=arn)])
    service = ecs.describe_services(cluster="prod", services=["checkout"])["services"][0]
    check("targets: the service's group", service["loadBalancers"][0]["targetGroupArn"] == arn, arn)
    arns = ecs.list_tasks(cluster="prod", serviceName="checkout", desiredStatus="RUNNING")["taskArns"]
    tasks = ecs.describe_tasks(cluster="prod", tasks=arns)["tasks"]
    targets = {}
    for task in tasks:
        details = {d["name"]: d["value"] for a in task["attachments"] for d in a["details"]}
        new = task["taskDefinitionArn"] == service["taskDefinition"]
        targets[details["privateIPv4Address"]] = (task["taskArn"], 8081 if new else 8080)
    elb.register_targets(TargetGroupArn=arn, Targets=[dict(Id=i, Port=port) for i, (_, port) in targets.items()])
    return targets


def with_targets():
    """Target health, asked of moto's own load balancer and read beside the tasks."""
    mine = os.path.join(os.path.dirname(os.path.abspath(__file__)), "targets.py")
    with Server("moto_stuck.py", "--scenario", "stuck", under=[mine]) as moto:
        targets = registered(moto.said["endpoint"])
        # Without the proxy: it looks for a service model of the name calls are signed with, and has none for this one.
        said = json.loads(diagnose(moto.said["endpoint"], "--format", "json").stdout)
        gaps = [gap for gap in said["not_checked"] if "targets" in gap["what"]]
        check("targets: no gap", not gaps, str(gaps))
        failing = {task for task, port in targets.values() if port == 8081}
        told = [e for finding in said["findings"] for e in finding["evidence"] if e["source"] == "target"]
        check("targets: the failing one is quoted", failing and told
              and all("Target.ResponseCodeMismatch" in e["quote"] for e in told), f"{targets} {json.dumps(said)}")
        check("targets: beside its task", all(e["ref"] in failing for e in told), f"{targets} {told}")


def against_moto(scenario, expect):
    with Server("moto_stuck.py", "--scenario", scenario) as moto:
        with Server("strict_server.py", "--upstream", moto.said["endpoint"], "--quiet") as proxy:
            answer = diagnose(proxy.said["endpoint"], "--format", "json")
            said = answer.stdout.decode() + answer.stderr.decode()
            check(f"moto {scenario}: exit 3", answer.returncode == 3, f"{answer.returncode} {said}")
            try:
                diagnosis = json.loads(answer.stdout)
                expect(diagnosis)
                expect_rollout(diagnosis)
                reported(scenario, proxy.said["endpoint"], diagnosis)
            except (ValueError, KeyError) as error:
                check(f"moto {scenario}: readable JSON", False, f"{error!r} {said}")
            watched(scenario, proxy.said["endpoint"], "own health check fails")
            with urllib.request.urlopen(proxy.said["endpoint"] + "/_strict/findings") as answer:
                report = json.load(answer)
            requests = [f for f in report["findings"] if f["kind"] == "request"]
            check(f"moto {scenario}: every request is as the models say", not requests, json.dumps(requests))
            check(f"moto {scenario}: calls were made", len(report["seen"]) >= 7, str(report["seen"]))
            for form in ("text", "markdown"):
                answer = diagnose(proxy.said["endpoint"], "--format", form)
                whole = answer.returncode == 3 and len(answer.stdout) > 300
                check(f"moto {scenario}: {form}", whole, answer.stdout.decode())


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


def written(scenario, test):
    """A write through the built program's own parts: the look before, the journal, the call, the words after."""
    with Server("moto_stuck.py", "--scenario", scenario) as moto:
        client("iam", moto.said["endpoint"]).create_account_alias(AccountAlias="shop-lab")
        with Server("strict_server.py", "--upstream", moto.said["endpoint"], "--quiet") as proxy:
            with tempfile.TemporaryDirectory() as home:
                env = dict(os.environ, UNSTUCK_PEER=proxy.said["endpoint"], AWS_ACCESS_KEY_ID="test", TMPDIR=home,
                           AWS_SECRET_ACCESS_KEY="test", AWS_CONFIG_FILE=home + "/none",
                           AWS_SHARED_CREDENTIALS_FILE=home + "/none")
                argv = ["cargo", "test", "--quiet", "--locked", "--test", "it", "--", "--ignored", "--exact", test]
                answer = subprocess.run(argv, env=env, capture_output=True, timeout=900, text=True)
            said = answer.stdout + answer.stderr
            check(f"{scenario}: {test}", answer.returncode == 0 and "1 passed" in said, said[-2500:])
            with urllib.request.urlopen(proxy.said["endpoint"] + "/_strict/findings") as answer:
                report = json.load(answer)
            requests = [f for f in report["findings"] if f["kind"] == "request"]
            check(f"{scenario}: every write is as the models say", not requests, json.dumps(requests))


def fuzz(seeds):
    for seed in range(seeds):
        fill = ("random", "max", "min")[seed % 3]
        with Server("strict_server.py", "--fuzz", str(seed), "--fill", fill, "--unknown-enum", "0.3", "--quiet") as server:
            for form in ("json", "text"):
                answer = diagnose(server.said["endpoint"], "--format", form)
                name = f"fuzz {seed} {fill} {form}"
                said = answer.stdout + answer.stderr
                status = f"{answer.returncode} {said.decode(errors='replace')}"
                check(f"{name}: exit status", answer.returncode in STATUSES, status)
                check(f"{name}: no panic", b"panicked" not in said and b"has failed" not in said, said.decode(errors="replace"))
                check(f"{name}: no raw escape", b"\x1b" not in said, repr(said))


against_moto("stuck", expect_stuck)
against_moto("rollback-failed", expect_rollback_failed)
without_targets()
with_targets()
written("rollback-failed", "peers::a_rollback_is_continued_with_the_right_resource_and_a_wrong_one_is_explained")
written("stuck", "peers::a_service_is_scaled_to_zero_and_its_stack_settles")
fuzz(20)
print(f"{passed} passed, {len(failed)} failed")
sys.exit(1 if failed else 0)
