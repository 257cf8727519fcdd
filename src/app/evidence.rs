//! Which row a piece of evidence speaks of; where there is none, the nearest, and why.

use super::panes::Pane;
use super::panes::events::stack_name;
use crate::diagnosis::verdict::{Evidence, EvidenceSource};
use crate::domain::clock::{age, time_of_day};
use crate::domain::deployment::Deployment;
use crate::domain::facts::{Facts, ServiceFacts};
use crate::domain::log::LogRecord;
use crate::domain::service::{Service, ServiceEvent, ServiceId};
use crate::domain::stack::StackEvent;
use crate::domain::task::Task;
use crate::domain::task_definition::short_name;
use crate::domain::{Text, Timestamp};

/// Where evidence stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub pane: Pane,
    /// The row's key there; none where the pane has not even a near one.
    pub row: Option<Text>,
    /// What to look for in the row whole, where the evidence is a part of it.
    pub inside: Option<Text>,
    /// What it is, or that it has no row and what is shown instead.
    pub words: String,
}

impl Spot {
    fn at(pane: Pane, row: &Text, words: String) -> Self {
        Self { pane, row: Some(row.clone()), inside: None, words }
    }
}

/// The row that evidence about a service, or about none, speaks of.
pub fn spot(evidence: &Evidence, service: Option<&ServiceId>, facts: &Facts, now: Timestamp) -> Spot {
    let finder = Finder { evidence, service, facts, now };
    match evidence.source {
        EvidenceSource::StackEvent => finder.stack_event(),
        EvidenceSource::Task | EvidenceSource::Container => finder.task(),
        EvidenceSource::Log => finder.line(),
        EvidenceSource::ServiceEvent => finder.service_event(),
        EvidenceSource::Deployment => finder.deployment(),
        EvidenceSource::Target => finder.target(),
        EvidenceSource::Registry => finder.in_question("an image has no row: the deployment that names it"),
        EvidenceSource::Instance => finder.of_service("instances have no row: the service that finds no place"),
        EvidenceSource::Autoscaling => finder.of_service("autoscaling has no row: the service whose count it moves"),
        EvidenceSource::SeenByUs => finder.of_service("seen by us, and told by AWS no more: the service it was about"),
    }
}

/// How a service's own event stands among the lines of its row whole.
pub fn event_line(at: Timestamp, message: &Text) -> Text {
    Text::from(format!("{} {message}", crate::domain::clock::date_time(at)))
}

struct Finder<'a> {
    evidence: &'a Evidence,
    service: Option<&'a ServiceId>,
    facts: &'a Facts,
    now: Timestamp,
}

impl<'a> Finder<'a> {
    fn stack_event(&self) -> Spot {
        let Evidence { about, at, quote, .. } = self.evidence;
        let root = self.facts.stack.value().map(|stack| &stack.id);
        let events = || self.facts.nest.values().filter_map(|stack| stack.events.value()).flatten();
        let own = events().filter(|event| is_about(event, about, root));
        // Of rows of one resource in one second the one whose words these are.
        let told = |event: &StackEvent| {
            let reason = event.reason.as_ref().is_some_and(|reason| quote.raw().contains(reason.raw()));
            (reason, quote.raw().contains(event.status.as_str()))
        };
        let exact = own.clone().filter(|event| Some(event.at) == *at).max_by_key(|event| told(event));
        if let Some(event) = exact {
            return Spot::at(Pane::Events, &event.id, said_of(event));
        }
        let far = |event: &&StackEvent| at.map_or(0, |at| event.at.as_second().abs_diff(at.as_second()));
        if let Some(event) = own.min_by_key(far) {
            let words = format!("that event was not read; the nearest of {about}");
            return Spot::at(Pane::Events, &event.id, words);
        }
        let read = events().count();
        let words = format!("no event of {about} is among the {read} read; the nearest in time");
        let row = events().min_by_key(far).map(|event| event.id.clone());
        Spot { pane: Pane::Events, row, inside: None, words }
    }

    fn task(&self) -> Spot {
        let about = &self.evidence.about;
        let found = self.facts.services.values().find_map(|known| Some((known, known.tasks.value()?.get(about)?)));
        let Some((known, task)) = found else {
            let id = about.as_str().rsplit('/').next().unwrap_or_default();
            let id: String = id.chars().take(8).collect();
            return self.in_question(&format!("task {id} is not kept any more: its deployment"));
        };
        let words = match known.remembered.get(about) {
            Some(seen) => {
                format!("task {}: ECS has forgotten it, seen by us {} ago", task.short_id(), age(*seen, self.now))
            }
            None if task.is_stopped() => format!("stopped task {}", task.short_id()),
            None => format!("task {}", task.short_id()),
        };
        // Without the deployment that started it, it stands under none.
        match task.started_by {
            Some(_) => Spot::at(Pane::Rollouts, &task.arn, words),
            None => self.of_service(&format!("{words} stands under no deployment: its service")),
        }
    }

    fn line(&self) -> Spot {
        let Evidence { about, at, quote, .. } = self.evidence;
        let tails = || self.facts.logs.iter().filter(|(source, _)| source.stream == *about);
        let lines = || tails().filter_map(|(_, known)| known.value()).flat_map(|tail| tail.records());
        let far = |line: &&LogRecord| at.map_or(0, |at| line.at.as_millisecond().abs_diff(at.as_millisecond()));
        let says = |line: &&LogRecord| line.message.raw().contains(quote.raw());
        let task: String = about.as_str().rsplit('/').next().unwrap_or_default().chars().take(8).collect();
        if let Some(line) = lines().filter(says).min_by_key(far) {
            let words = format!("log line of {task}, {}", time_of_day(line.at));
            return Spot::at(Pane::Logs, &line.id, words);
        }
        if let Some(line) = lines().min_by_key(far) {
            let words = format!("the line is not kept any more; the nearest of {task}");
            return Spot::at(Pane::Logs, &line.id, words);
        }
        let is_its = |task: &&Task| about.raw().ends_with(&format!("/{}", task.id()));
        match self.tasks().find(is_its) {
            Some(found) => {
                let words = format!("no line of {task} is kept any more: its task");
                Spot::at(Pane::Rollouts, &found.arn, words)
            }
            None => self.in_question(&format!("no line of {task} is kept any more: its deployment")),
        }
    }

    fn service_event(&self) -> Spot {
        let Evidence { at, quote, .. } = self.evidence;
        let Some(service) = self.known().and_then(|known| known.service.value()) else {
            return self.of_service("the service could not be read");
        };
        let name = &service.id.name;
        let own = service.events.iter().find(|event| Some(event.at) == *at && event.message == *quote);
        let far = |event: &&ServiceEvent| at.map_or(0, |at| event.at.as_second().abs_diff(at.as_second()));
        let near = || service.events.iter().min_by_key(far);
        let words = match own {
            Some(event) => format!("event of {name}, {}", time_of_day(event.at)),
            None => format!("ECS tells this event of {name} no more; the nearest"),
        };
        let inside = own.or_else(near).map(|event| event_line(event.at, &event.message));
        Spot { inside, ..Spot::at(Pane::Rollouts, &service.arn, words) }
    }

    fn deployment(&self) -> Spot {
        let Evidence { about, at, quote, .. } = self.evidence;
        let Some((known, service)) = self.known().and_then(|known| Some((known, known.service.value()?))) else {
            return self.of_service("the service could not be read");
        };
        let told = known.deployments.value().into_iter().flatten().find(|deployment| deployment.arn == *about);
        if let Some(told) = told {
            let shown = known.open_deployment().or_else(|| known.deployments.value()?.first());
            let is_shown = shown.is_some_and(|shown| shown.arn == told.arn);
            let row = service.deployment_in_question().map(|row| &row.id);
            let words = if is_shown {
                format!("service deployment of {}", service.id.name)
            } else {
                format!("an earlier service deployment has no row; the one of {} now", service.id.name)
            };
            let inside = is_shown.then(|| about.clone());
            return Spot { inside, ..Spot::at(Pane::Rollouts, row.unwrap_or(&service.arn), words) };
        }
        let says = |row: &&Deployment| row.rollout_reason.as_ref() == Some(quote);
        let of_time = |row: &&Deployment| at.is_some() && row.updated_at == *at;
        let rows = || service.deployments.iter();
        match rows().find(says).or_else(|| rows().find(of_time)) {
            Some(row) => {
                let words = format!("deployment {}", short_name(row.task_definition.as_str()));
                Spot::at(Pane::Rollouts, &row.id, words)
            }
            None => self.of_service(&format!("service {}", service.id.name)),
        }
    }

    fn target(&self) -> Spot {
        if self.tasks().any(|task| task.arn == self.evidence.about) {
            let spot = self.task();
            return Spot { words: format!("the target is {}", spot.words), ..spot };
        }
        self.of_service("a target whose task is not known has no row: its service")
    }

    fn tasks(&self) -> impl Iterator<Item = &'a Task> {
        self.facts.services.values().filter_map(|known| known.tasks.value()).flat_map(|tasks| tasks.values())
    }

    /// The service it is about: by its ARN, else the finding's.
    fn known(&self) -> Option<&'a ServiceFacts> {
        let by_arn = ServiceId::from_arn(self.evidence.about.raw());
        let named = by_arn.as_ref().and_then(|id| self.facts.services.get(id));
        named.or_else(|| self.facts.services.get(self.service?))
    }

    fn of_service(&self, words: &str) -> Spot {
        // One that could not be read has a row as well, by its name.
        let unread = || self.service.map(|id| Text::from(id.to_string()));
        let arn = self.known().and_then(|known| known.service.value()).map(|service| service.arn.clone());
        Spot { pane: Pane::Rollouts, row: arn.or_else(unread), inside: None, words: words.to_owned() }
    }

    fn in_question(&self, words: &str) -> Spot {
        let service = self.known().and_then(|known| known.service.value());
        let row = service.and_then(Service::in_question).map(|(id, _)| id);
        row.map_or_else(|| self.of_service(words), |row| Spot::at(Pane::Rollouts, row, words.to_owned()))
    }
}

/// Whether an event is of what evidence names: a resource of the stack in question, `NESTED.Resource`, or a stack.
fn is_about(event: &StackEvent, about: &Text, root: Option<&Text>) -> bool {
    let in_root = root.is_none_or(|root| *root == event.stack);
    let (id, stack) = (event.logical_id.raw(), stack_name(&event.stack));
    if event.is_about_stack() {
        return event.stack == *about || stack == about.raw();
    }
    match about.raw().split_once('.') {
        Some((nested, name)) => !in_root && nested == stack && name == id,
        None => in_root && about.raw() == id,
    }
}

fn said_of(event: &StackEvent) -> String {
    format!("{} {}", event.logical_id, event.status)
}
