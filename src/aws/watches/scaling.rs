//! What autoscaling does to a service's count.

use crate::aws::ask::ask;
use crate::aws::clients::Clients;
use crate::aws::from_sdk;
use crate::aws::pages::{ALL, Walk};
use crate::domain::fault::Fault;
use crate::domain::scaling::ScalableTarget;
use crate::domain::service::ServiceId;
use aws_sdk_applicationautoscaling::types::{ScalableDimension, ServiceNamespace};

/// The scalable target of a service; none where autoscaling has nothing to do with it.
pub(in crate::aws) async fn target(clients: &Clients, service: &ServiceId) -> Result<Option<ScalableTarget>, Fault> {
    let resource = format!("service/{}/{}", service.cluster.raw(), service.name.raw());
    let (mut walk, mut token) = (Walk::new(ALL), None);
    loop {
        let asking = clients.autoscaling().describe_scalable_targets().service_namespace(ServiceNamespace::Ecs);
        let asking = asking.scalable_dimension(ScalableDimension::EcsServiceDesiredCount).resource_ids(&resource);
        let sending = asking.set_next_token(token).send();
        let answer = ask("application-autoscaling:DescribeScalableTargets", sending).await?;
        let found = answer.scalable_targets().iter().find(|target| target.resource_id() == resource);
        token = match found {
            Some(found) => return Ok(Some(from_sdk::scaling::target(found))),
            None => walk.next(answer.next_token),
        };
        if token.is_none() {
            return Ok(None);
        }
    }
}
