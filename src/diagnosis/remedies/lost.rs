//! Tasks that would be lost for good by a count of zero.

use crate::diagnosis::view::ServiceView;
use crate::domain::Text;
use crate::domain::facts::Facts;
use crate::domain::missing_image::missing_image;
use crate::domain::task::Task;

/// Running tasks of the revision in question that have run since before its deployment began: where a stack goes back
/// to the revision it came from, they are what serves.
pub fn kept(service: &ServiceView<'_>) -> i32 {
    let Some(episode) = service.current() else { return 0 };
    let is_kept = |task: &&Task| {
        task.last_status.raw() == "RUNNING"
            && Some(&task.task_definition) == episode.task_definition
            && task.started_at.zip(episode.from).is_some_and(|(started, from)| started < from)
    };
    let tasks = service.facts.tasks.value().into_iter().flat_map(|all| all.values());
    i32::try_from(tasks.filter(is_kept).count()).unwrap_or(i32::MAX)
}

/// How many of them a count of zero would stop that cannot be started again, since the image of their revision is
/// gone, and that image.
pub fn for_good<'a>(facts: &'a Facts, service: &ServiceView<'_>) -> Option<(i32, &'a Text)> {
    let kept = Some(kept(service)).filter(|kept| *kept > 0)?;
    Some((kept, missing_image(facts, service.current()?.task_definition?)?))
}
