//! What AWS says no to, in its own words, and what moved since somebody looked.

use super::bench::{Bench, aim, operation};
use unstuck::app::advice::advice;
use unstuck::aws::write::{reread, send};
use unstuck::domain::Text;
use unstuck::domain::fault::FaultKind;
use unstuck::domain::lever::Lever;
use unstuck::domain::operation::{
    ContinueDeployment, DeleteStack, HookAnswer, Keep, Operation, Outcome, StopDeployment, StopTask,
};
use unstuck::domain::service::ServiceId;
use unstuck::domain::stack::StackStatus;

async fn refusal(bench: &Bench, operation: &Operation) -> String {
    match send(&bench.clients, operation).await {
        Outcome::Rejected(fault) => fault.what(),
        other => panic!("{operation:?}: {other:?}"),
    }
}

#[tokio::test]
async fn an_illegal_change_is_refused_in_awss_own_words() {
    for (scenario, lever, words) in [
        ("healthy", Lever::ContinueRollback, "is in UPDATE_IN_PROGRESS state and can not continue update rollback"),
        ("healthy", Lever::ForceRollback, "is in UPDATE_IN_PROGRESS state"),
        ("at-zero", Lever::CancelUpdate, "CancelUpdateStack cannot be called from current stack status"),
        ("healthy", Lever::RollbackStack, "is in UPDATE_IN_PROGRESS state and can not be rolled back"),
        ("healthy", Lever::DeleteKeeping, "cannot be deleted while in status UPDATE_IN_PROGRESS"),
        (
            "recovered",
            Lever::DeleteKeeping,
            "specify which resources to retain only when the stack is in the DELETE_FAILED",
        ),
        ("recovered", Lever::ForceDelete, "only in the DELETE_FAILED state"),
        ("healthy", Lever::CheckDrift, "while it is in [UPDATE_IN_PROGRESS] state"),
        ("recovered", Lever::StopDeployment, "cannot be stopped: it is SUCCESSFUL"),
        ("daemon", Lever::SetCount, "The daemon scheduling strategy does not support a desired count"),
        ("code-deploy", Lever::ForceDeployment, "Cannot force a new deployment on services with a CODE_DEPLOY"),
        ("external", Lever::ForceDeployment, "Cannot force a new deployment on services with a EXTERNAL"),
        ("hook-continued", Lever::ContinueDeployment, "is not awaiting an action"),
    ] {
        let bench = Bench::open(scenario);
        let said = refusal(&bench, &bench.operation(lever)).await;
        assert!(said.contains(words) && said.starts_with(lever.action()), "{scenario}, {lever:?}: {said}");
    }
}

#[tokio::test]
async fn a_nested_stack_is_refused_where_only_the_root_is_changed_and_the_root_is_offered() {
    for (scenario, lever) in [
        ("rollback-failed", Lever::ContinueRollback),
        ("rollback-failed", Lever::ForceRollback),
        ("nested", Lever::CancelUpdate),
    ] {
        let bench = Bench::open(scenario);
        let mut nested = bench.door.world().account.clone();
        nested.stacks.retain(|sim| sim.stack.parent.is_some());
        let chosen = operation(lever, &nested).expect("a nested stack");
        let looked = reread(&bench.clients, &chosen).await.expect("an answer");
        assert!(looked.as_ref().is_err_and(|why| why.contains("only on the root stack")), "{lever:?}: {looked:?}");
        let Outcome::Rejected(fault) = send(&bench.clients, &chosen).await else { panic!("{lever:?} is taken") };
        assert!(fault.what().contains("nested stack"), "{lever:?}: {}", fault.what());
        assert!(advice(lever, &fault).contains("open the root stack"), "{lever:?}: {}", advice(lever, &fault));
    }
}

#[tokio::test]
async fn what_is_not_there_is_refused() {
    let bench = Bench::open("hook-waiting");
    let id = ServiceId { cluster: Text::new("prod"), name: Text::new("prices") };
    let arn = Text::new("arn:aws:ecs:eu-west-1:123456789012:service-deployment/prod/prices/none");
    let deployment = bench.door.world().account.services[0].history[0].clone();
    let stop = StopDeployment { service: id.clone(), deployment: arn, from: deployment.status.clone() };
    assert!(refusal(&bench, &Operation::StopDeployment(stop)).await.contains("Service deployment not found"));
    let other = ContinueDeployment {
        service: id.clone(),
        deployment: deployment.arn,
        hook: Text::new("no-such-hook"),
        answer: HookAnswer::Continue,
    };
    assert!(refusal(&bench, &Operation::ContinueDeployment(other)).await.contains("no-such-hook was not found"));
    let task = Text::new("arn:aws:ecs:eu-west-1:123456789012:task/prod/00000000000000000000000000000000");
    let stop = StopTask { service: id, task, id: Text::new("00000000") };
    assert!(refusal(&bench, &Operation::StopTask(stop)).await.contains("The referenced task was not found"));
    let bench = Bench::open("delete-failed");
    let delete = |name: &str| {
        let aim = aim(&bench.door.world().account.stacks[0]);
        Operation::DeleteStack(DeleteStack { aim, keep: Keep::Only(vec![Text::new(name)]) })
    };
    let gone = refusal(&bench, &delete("TaskRole")).await;
    assert!(gone.contains("Do not specify resources that are in the DELETE_COMPLETE state"), "{gone}");
    assert!(refusal(&bench, &delete("Nothing")).await.contains("does not exist"));
}

#[tokio::test]
async fn a_missing_permission_is_named_and_nothing_happens() {
    for (scenario, lever) in [
        ("crash-loop", Lever::ScaleToZero),
        ("crash-loop", Lever::StopDeployment),
        ("hook-waiting", Lever::RollBackAtHook),
        ("crash-loop", Lever::StopTask),
        ("autoscaled", Lever::SuspendScaling),
        ("crash-loop", Lever::CancelUpdate),
        ("rollback-failed", Lever::ForceRollback),
        ("update-failed", Lever::RollbackStack),
        ("delete-failed", Lever::ForceDelete),
        ("recovered", Lever::CheckDrift),
    ] {
        let bench = Bench::open(scenario);
        bench.door.world().account.denied.insert(lever.action().to_owned());
        let operation = bench.operation(lever);
        let before = bench.door.world().account.clone();
        match bench.pull(&operation).await {
            Outcome::Rejected(fault) => {
                assert_eq!((fault.kind.clone(), fault.action), (FaultKind::AccessDenied, lever.action()), "{fault:?}");
            }
            other => panic!("{lever:?}: {other:?}"),
        }
        assert!(bench.door.world().account == before, "{lever:?}");
    }
}

#[tokio::test]
async fn what_moved_since_somebody_looked_is_said_and_not_sent() {
    let bench = Bench::open("healthy");
    let cancel = bench.operation(Lever::CancelUpdate);
    let stop = bench.operation(Lever::StopDeployment);
    bench.until("the update is done", |account| account.stacks[0].stack.status == StackStatus::UpdateComplete);
    let moved = bench.pull(&cancel).await;
    assert_eq!(moved, Outcome::Moved("the stack is UPDATE_COMPLETE and no longer UPDATE_IN_PROGRESS".to_owned()));
    let moved = bench.pull(&stop).await;
    assert_eq!(moved, Outcome::Moved("the deployment is SUCCESSFUL and no longer IN_PROGRESS".to_owned()));
}

#[tokio::test]
async fn the_same_token_again_has_no_second_effect() {
    let bench = Bench::open("crash-loop");
    let cancel = bench.operation(Lever::CancelUpdate);
    bench.pulled(cancel.clone()).await;
    let rows = bench.door.world().account.stacks[0].events.len();
    assert!(matches!(send(&bench.clients, &cancel).await, Outcome::Accepted { .. }));
    assert_eq!(bench.door.world().account.stacks[0].events.len(), rows);
    // With another content it is not known what became of the first.
    let aim = aim(&bench.door.world().account.stacks[0]);
    let other = Operation::continue_rollback(aim, vec![]);
    assert!(matches!(send(&bench.clients, &other).await, Outcome::Unknown(_)));
}
