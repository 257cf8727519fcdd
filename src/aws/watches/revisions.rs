//! Service revisions, each asked until it is whole.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::domain::Text;
use crate::domain::fault::Fault;
use crate::domain::revision::ServiceRevision;
use std::collections::{BTreeMap, BTreeSet};

/// Watches some revisions of a service. A revision never changes, but the digests of its images may be found out late:
/// one that has them all is not asked again, and when all have them nothing is asked.
pub(in crate::aws) struct RevisionsWatch {
    arns: BTreeSet<Text>,
    known: BTreeMap<Text, ServiceRevision>,
}

impl RevisionsWatch {
    /// Watches revisions by ARN, at most as many as one call takes.
    pub(in crate::aws) fn new(arns: BTreeSet<Text>) -> Self {
        Self { arns, known: BTreeMap::new() }
    }

    /// Those that exist.
    pub(in crate::aws) async fn poll(&mut self, clients: &Clients) -> Result<Vec<ServiceRevision>, Fault> {
        let is_whole = |arn: &Text| {
            self.known.get(arn).is_some_and(|revision| revision.images.iter().all(|image| image.digest.is_some()))
        };
        let wanted: Vec<String> =
            self.arns.iter().filter(|arn| !is_whole(arn)).map(|arn| arn.raw().to_owned()).collect();
        if !wanted.is_empty() {
            let asking = clients.ecs().describe_service_revisions().set_service_revision_arns(Some(wanted));
            let answer = ask("ecs:DescribeServiceRevisions", asking.send()).await?;
            let found = answer.service_revisions().iter().filter_map(from_sdk::revision::revision);
            self.known.extend(found.map(|revision| (revision.arn.clone(), revision)));
        }
        Ok(self.known.values().cloned().collect())
    }
}
