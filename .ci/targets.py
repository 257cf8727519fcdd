#!/usr/bin/env python3
"""moto's seeded server with room for a target group of the name its service uses.

    targets.py MOTO_SCRIPT ARGUMENTS

The service names a target group by an ARN nobody can ask moto to make, since it draws the last part at random: here a
group called `checkout` gets that ARN. moto calls every registered target healthy: here one registered at port 8081 is
not. Everything else is moto's own: groups, registration, DescribeTargetHealth and its answers."""
import runpy, sys
import moto.elbv2.models as models

SUFFIX, FAILING = "0123456789abcdef", 8081
make_arn, health_for = models.make_arn_for_target_group, models.FakeTargetGroup.health_for


def named(account_id, tg_id, name, region_name):
    return make_arn(account_id, SUFFIX if name == "checkout" else tg_id, name, region_name)


def told(group, target, backend):
    status = health_for(group, target, backend)
    if int(target.get("Port") or 0) == FAILING:
        status.status, status.reason = "unhealthy", "Target.ResponseCodeMismatch"
        status.description = "Health checks failed with these codes: [500]"
    return status


models.make_arn_for_target_group, models.FakeTargetGroup.health_for = named, told
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
