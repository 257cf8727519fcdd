//! A service's tasks, running and stopped.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::pages::{ALL, Walk};
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::service::ServiceId;
use crate::domain::task::Task;
use aws_sdk_ecs::types::DesiredStatus;
use std::collections::BTreeSet;

/// Most tasks in one DescribeTasks call.
const A_CALL: usize = 100;
/// Most tasks described in one poll; the rest is described in the next. Our choice.
const A_POLL: usize = 1_000;
/// Most pages of a cluster's stopped tasks: a shared cluster has many that are not ours. Our choice.
const CLUSTER: usize = 10;

/// Watches a service's tasks. A task that was seen stopped is not described again.
pub(in crate::aws) struct TasksWatch {
    service: ServiceId,
    /// Stopped tasks that were described, ours or, in a cluster's list, somebody else's.
    stopped: BTreeSet<Text>,
    /// Tasks of ours that ran at the last poll. One that is in no list any more has stopped.
    running: BTreeSet<Text>,
    listing: Listing,
}

/// How stopped tasks are found. Sources disagree whether ListTasks answers with stopped tasks for a service name.
enum Listing {
    /// By service; an empty first list is doubted.
    ByService { doubted: bool },
    /// From the whole cluster, picked by group, because the list by service was seen to hide some.
    ByGroup,
}

impl TasksWatch {
    pub(in crate::aws) fn new(service: ServiceId) -> Self {
        Self {
            service,
            stopped: BTreeSet::new(),
            running: BTreeSet::new(),
            listing: Listing::ByService { doubted: false },
        }
    }

    /// What was described, and every task of the service there is now.
    pub(in crate::aws) async fn poll(&mut self, clients: &Clients) -> Result<(Vec<Task>, BTreeSet<Text>), Fault> {
        // At once, to save a round. A task that stops in between may be in neither list: one that was known to run
        // is then looked for by name, another is in the next poll's. RUNNING is the desired status: PENDING and
        // PROVISIONING tasks are in it.
        let (running, by_service) = tokio::try_join!(
            self.list(clients, DesiredStatus::Running, true, ALL),
            self.list(clients, DesiredStatus::Stopped, true, ALL)
        )?;
        let vanished: BTreeSet<Text> =
            self.running.iter().filter(|arn| !running.contains(*arn) && !by_service.contains(*arn)).cloned().collect();
        // Ours and running first: what is left over when a poll has its fill matters least.
        let not_running = |arn: &&Text| !running.contains(*arn);
        let ours = running.iter().chain(by_service.iter().chain(&vanished).filter(not_running));
        let ours: Vec<Text> = ours.filter(|arn| !self.stopped.contains(*arn)).take(A_POLL).cloned().collect();
        let left = A_POLL - ours.len();
        let known =
            |arn: &Text| [&running, &by_service, &vanished, &self.stopped].into_iter().any(|tasks| tasks.contains(arn));
        let in_cluster = async {
            match self.listing {
                Listing::ByGroup => {
                    let arns = self.list(clients, DesiredStatus::Stopped, false, CLUSTER).await?;
                    let fresh = arns.iter().filter(|arn| !known(arn)).take(left).cloned().collect();
                    Ok((self.describe(clients, fresh).await?, arns))
                }
                Listing::ByService { doubted: false } if by_service.is_empty() => {
                    let tasks = self.doubt(clients).await?;
                    let arns = tasks.iter().map(|task| task.arn.clone()).collect();
                    Ok((tasks.into_iter().filter(|task| !known(&task.arn)).collect(), arns))
                }
                Listing::ByService { .. } => Ok((Vec::new(), BTreeSet::new())),
            }
        };
        let (mut described, (others, in_cluster)) = tokio::try_join!(self.describe(clients, ours), in_cluster)?;
        described.extend(others);

        let listed_now = |arn: &Text| by_service.contains(arn) || in_cluster.contains(arn) || vanished.contains(arn);
        self.stopped.retain(|arn| listed_now(arn) || running.contains(arn));
        self.stopped.extend(described.iter().filter(|task| task.is_stopped()).map(|task| task.arn.clone()));
        let group = format!("service:{}", self.service.name.raw());
        described.retain(|task| {
            running.contains(&task.arn)
                || by_service.contains(&task.arn)
                || vanished.contains(&task.arn)
                || task.group.as_ref().is_some_and(|g| g.raw() == group)
        });
        let hidden = described
            .iter()
            .any(|task| task.is_stopped() && !by_service.contains(&task.arn) && !running.contains(&task.arn));
        self.listing = match self.listing {
            _ if by_service.is_empty() && hidden => Listing::ByGroup,
            Listing::ByService { .. } => Listing::ByService { doubted: true },
            Listing::ByGroup => Listing::ByGroup,
        };
        let mut listed: BTreeSet<Text> = running.union(&by_service).cloned().collect();
        listed.extend(described.iter().map(|task| task.arn.clone()));
        self.running = running;
        Ok((described, listed))
    }

    /// The stopped tasks of the whole cluster, read once in a session whoever doubts: later on a task that has run and
    /// is in no list any more is asked for by name.
    async fn doubt(&self, clients: &Clients) -> Result<Vec<Task>, Fault> {
        let reading = clients.doubted().of(&self.service.cluster);
        let read = async {
            let arns = self.list(clients, DesiredStatus::Stopped, false, CLUSTER).await?;
            self.describe(clients, arns.into_iter().take(A_POLL).collect()).await
        };
        reading.get_or_try_init(|| read).await.cloned()
    }

    async fn list(
        &self,
        clients: &Clients,
        status: DesiredStatus,
        of_service: bool,
        pages: usize,
    ) -> Result<BTreeSet<Text>, Fault> {
        let service = of_service.then(|| self.service.name.raw().to_owned());
        let (mut arns, mut walk, mut token) = (BTreeSet::new(), Walk::new(pages), None);
        loop {
            let asking = clients.ecs().list_tasks().cluster(self.service.cluster.raw());
            let asking = asking.set_service_name(service.clone()).desired_status(status.clone());
            let answer = ask("ecs:ListTasks", asking.set_next_token(token).send()).await?;
            arns.extend(answer.task_arns().iter().filter(|arn| !arn.is_empty()).map(Text::new));
            token = walk.next(answer.next_token);
            if token.is_none() {
                return Ok(arns);
            }
        }
    }

    async fn describe(&self, clients: &Clients, arns: Vec<Text>) -> Result<Vec<Task>, Fault> {
        let mut tasks = Vec::with_capacity(arns.len());
        for some in arns.chunks(A_CALL) {
            let some = some.iter().map(|arn| arn.raw().to_owned()).collect();
            let asking = clients.ecs().describe_tasks().cluster(self.service.cluster.raw()).set_tasks(Some(some));
            let answer = ask("ecs:DescribeTasks", asking.send()).await?;
            tasks.extend(answer.tasks().iter().filter_map(from_sdk::task::task));
        }
        Ok(tasks)
    }
}
