//! What the dialog says of every lever before it is sent: the call, on what, what follows and what undoes it.

use crate::foretold::planned;
use unstuck::domain::lever::Lever;

/// What a lever is said to do in a scenario: the call, the end of the ARN without what is random of it, each thing that
/// follows by how it begins, and what undoes it.
type Said = (&'static str, Lever, &'static str, &'static str, &'static [&'static str], &'static str);

const NEW_DEPLOYMENT: &str = "a new deployment";
const STOPPING: &str = "stopping the deployment and rolling back, as long as it has not ended";
const UNKNOWN_SCALING: &str = "autoscaling with a minimum above 0 would bring tasks back";
const DIFFER: &str = "service and stack differ until the next error-free update";

const SAID: &[Said] = &[
    (
        "crash-loop",
        Lever::ScaleToZero,
        "ecs:UpdateService   service prod/checkout   desired count 4 → 0",
        ":service/prod/checkout",
        &[
            "all 4 running tasks stop (4 of checkout:42): the service is down",
            "ECS reports the service stable; shop-checkout goes on from UPDATE_IN_PROGRESS with checkout:43",
            UNKNOWN_SCALING,
            DIFFER,
        ],
        "only in part: restore sets the count back to 4; that starts checkout:43, not the tasks that stop now",
    ),
    (
        "two-blocked",
        Lever::ScaleToZero,
        "ecs:UpdateService   service prod/tickets   desired count 2 → 0",
        ":service/prod/tickets",
        &[
            "all 2 running tasks stop (2 of tickets:46): the service is down",
            "ECS reports the service stable; shop-support still waits for chat",
            UNKNOWN_SCALING,
            DIFFER,
        ],
        "only in part: restore sets the count back to 2; that starts tickets:47, not the tasks that stop now",
    ),
    (
        "recovered",
        Lever::ScaleToZero,
        "ecs:UpdateService   service prod/wishlist   desired count 2 → 0",
        ":service/prod/wishlist",
        &["all 2 running tasks stop (2 of wishlist:50): the service is down", UNKNOWN_SCALING, DIFFER],
        "only in part: restore sets the count back to 2; that starts wishlist:50, not the tasks that stop now",
    ),
    (
        "crash-loop",
        Lever::SetCount,
        "ecs:UpdateService   service prod/checkout   desired count 4 → 3",
        ":service/prod/checkout",
        &["ECS stops 1 task; no new deployment begins", "which ones: ECS keeps the zones balanced"],
        "setting the count back to 4",
    ),
    (
        "at-zero",
        Lever::SetCount,
        "ecs:UpdateService   service prod/nightly   desired count 0 → 3",
        ":service/prod/nightly",
        &["ECS starts 3 tasks of nightly:40; no new deployment begins"],
        "setting the count back to 0",
    ),
    (
        "crash-loop",
        Lever::StopDeployment,
        "ecs:StopServiceDeployment   service prod/checkout   deployment IN_PROGRESS → rolled back to checkout:42",
        ":service-deployment/prod/checkout/",
        &[
            "ECS takes checkout back to checkout:42; its 4 old tasks keep serving",
            "what shop-checkout does then is not",
        ],
        NEW_DEPLOYMENT,
    ),
    (
        "hook-waiting",
        Lever::ContinueDeployment,
        "ecs:ContinueServiceDeployment   service prod/prices   hook release-approval AWAITING_ACTION → goes on",
        ":service-deployment/prod/prices/",
        &["the deployment goes on to its next stage", "once the deployment ends, the 3 old tasks of prices:55 stop"],
        STOPPING,
    ),
    (
        "hook-waiting",
        Lever::RollBackAtHook,
        "ecs:ContinueServiceDeployment   service prod/prices   hook release-approval AWAITING_ACTION → rolled back to prices:55",
        ":service-deployment/prod/prices/",
        &["ECS takes prices back to prices:55; its 3 old tasks keep serving", "what shop-"],
        NEW_DEPLOYMENT,
    ),
    (
        "crash-loop",
        Lever::ForceDeployment,
        "ecs:UpdateService   service prod/checkout   checkout:43 → the same, every task anew",
        ":service/prod/checkout",
        &["Starts a new deployment of the same task definition"],
        STOPPING,
    ),
    (
        "autoscaled",
        Lever::SuspendScaling,
        "application-autoscaling:RegisterScalableTarget   service prod/basket   nothing is suspended → scale-in, \
         scale-out and the schedule are suspended",
        ":service/prod/basket",
        &["Autoscaling no longer moves the count"],
        "resuming the autoscaling",
    ),
    (
        "crash-loop",
        Lever::CancelUpdate,
        "cloudformation:CancelUpdateStack   stack shop-checkout   UPDATE_IN_PROGRESS → rolled back",
        ":stack/shop-checkout/",
        &["CloudFormation stops the update"],
        "nothing; deploy again once it is settled",
    ),
    (
        "rollback-failed",
        Lever::ContinueRollback,
        "cloudformation:ContinueUpdateRollback   stack shop-platform   UPDATE_ROLLBACK_FAILED → \
         tries again, skipping nothing",
        ":stack/shop-platform/",
        &["UPDATE_ROLLBACK_IN_PROGRESS again"],
        "an error-free update of the stack",
    ),
    (
        "rollback-failed",
        Lever::ForceRollback,
        "cloudformation:ContinueUpdateRollback   stack shop-platform   UPDATE_ROLLBACK_FAILED → \
         UPDATE_ROLLBACK_COMPLETE, skipping whatever fails",
        ":stack/shop-platform/",
        &["CloudFormation tries the rest of the rollback again and skips whatever it fails at"],
        "an error-free update of the stack",
    ),
    (
        "create-failed",
        Lever::RollbackStack,
        "cloudformation:RollbackStack   stack shop-reviews   CREATE_FAILED → deleted",
        ":stack/shop-reviews/",
        &["shop-reviews has never had a stable state: it is deleted, with everything that was made for it"],
        "nothing; deploy again once it is settled",
    ),
    (
        "update-failed",
        Lever::RollbackStack,
        "cloudformation:RollbackStack   stack shop-search   UPDATE_FAILED → its last stable state",
        ":stack/shop-search/",
        &["shop-search goes back to its last stable state"],
        "nothing; deploy again once it is settled",
    ),
    (
        "delete-failed",
        Lever::DeleteKeeping,
        "cloudformation:DeleteStack   stack shop-archive   DELETE_FAILED → deleted, keeping Receipts",
        ":stack/shop-archive/",
        &["CloudFormation deletes the stack and leaves the resources named"],
        "nothing; the kept resources can be imported into another stack",
    ),
    (
        "delete-failed",
        Lever::ForceDelete,
        "cloudformation:DeleteStack   stack shop-archive   DELETE_FAILED → deleted, leaving whatever cannot be deleted",
        ":stack/shop-archive/",
        &["FORCE_DELETE_STACK: "],
        "nothing; what is left can be imported into another stack",
    ),
    (
        "recovered",
        Lever::CheckDrift,
        "cloudformation:DetectStackDrift   stack shop-wishlist   compared with its template; nothing is changed",
        ":stack/shop-wishlist/",
        &["CloudFormation reads what the stack's resources are now"],
        "nothing: nothing is changed",
    ),
    (
        "custom-resource",
        Lever::AnswerFailed,
        "PUT to the response URL   resource Migration of shop-users   its Update → FAILED",
        ":stack/shop-users/",
        &[
            "Tells CloudFormation in the function's place that the custom resource has failed",
            "shop-users rolls back then: on the way it asks the function of Migration again",
            "$RESPONSE_URL in the ",
        ],
        "nothing: an answer is taken once",
    ),
    (
        "custom-resource",
        Lever::AnswerSuccess,
        "PUT to the response URL   resource Migration of shop-users   its Update → SUCCESS",
        ":stack/shop-users/",
        &["Tells CloudFormation in the function's place that the custom resource is done", "$RESPONSE_URL in the "],
        "nothing: an answer is taken once",
    ),
];

#[test]
fn each_lever_says_its_call_where_it_goes_what_follows_and_what_undoes_it() {
    for (scenario, lever, call, arn, then, undo) in SAID {
        let plan = planned(scenario, *lever, false);
        assert_eq!((plan.call.as_str(), plan.undo.as_str()), (*call, *undo), "{scenario}");
        let told = plan.arn.as_ref().map_or("", |arn| arn.raw());
        assert!(told.starts_with("arn:aws:") && told.contains(arn), "{scenario}, {lever:?}: {told}");
        let begins = plan.then.iter().zip(*then).all(|(said, begin)| said.starts_with(begin));
        assert!(begins && plan.then.len() == then.len(), "{scenario}, {lever:?}: {:#?}", plan.then);
    }
    let plan = planned("recovered", Lever::StopTask, false);
    let (arn, call) = (plan.arn.expect("known"), plan.call);
    let short: String = arn.raw().rsplit('/').next().expect("an id").chars().take(8).collect();
    assert_eq!(call, format!("ecs:StopTask   task {short} of prod/wishlist   running → stopped"));
}
