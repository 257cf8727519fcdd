//! What a diagnosis says: verdict, findings, evidence, and what could not be checked.

use super::changed::Changed;
use crate::domain::operation::Operation;
use crate::domain::service::ServiceId;
use crate::domain::stack::StackStatus;
use crate::domain::{Text, Timestamp};
use std::collections::BTreeSet;

/// The answer to "why is it stuck".
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    /// The stack it is about, once known.
    pub stack: Option<StackLine>,
    /// When the change of the stack it is about began.
    pub change_began: Option<Timestamp>,
    pub verdict: Verdict,
    /// One sentence with service, time and cause.
    pub headline: String,
    /// What serves now, of each service that is in deployment or in trouble.
    pub impact: Vec<Impact>,
    /// Deepest and best supported first.
    pub findings: Vec<Finding>,
    /// How many of them, from the first, keep it from its end or are why it ended badly; the rest is context.
    pub blocking: usize,
    /// Why nothing can be done to the account here, where a person would look for what can.
    pub no_way_out: Option<String>,
    /// What the revision in question changed, a row for each service a finding is about.
    pub changes: Vec<Changed>,
    /// Since when, how long it usually takes, what ends it when.
    pub clocks: Vec<Clock>,
    pub not_checked: Vec<NotChecked>,
}

impl Diagnosis {
    /// Writes the values of changed variables out: somebody has asked for them.
    pub fn reveal(&mut self) {
        self.changes.iter_mut().for_each(Changed::reveal);
    }

    /// The finding that settles it: of those that block, about the service the first is about, the first that is sure.
    pub fn sure(&self) -> Option<&Finding> {
        let blocking = self.findings.get(..self.blocking).unwrap_or(&self.findings);
        let service = blocking.first()?.service.as_ref();
        blocking.iter().find(|found| {
            found.service.as_ref() == service
                && found.confidence == Confidence::High
                && found.category != Category::Benign
        })
    }

    /// What can be done to the account, in the order of the findings, each operation once whichever of them it helps.
    /// The first is recommended: the screen, the menu, the palette and the guided way out all read it here.
    pub fn ways_out(&self) -> Vec<&Remedy> {
        let mut told = BTreeSet::new();
        let all = self.findings.iter().flat_map(|found| &found.remedies);
        all.filter(|remedy| told.insert(remedy.operation.command())).collect()
    }
}

impl Diagnosis {
    /// Why none is recommended, in a clause; nothing where one is.
    pub fn why_none(&self) -> Option<String> {
        if !self.ways_out().is_empty() {
            return None;
        }
        let calm = match self.verdict {
            Verdict::Healthy => "none is needed: nothing is wrong",
            // A cause that is known is not usual.
            Verdict::Progressing if self.sure().is_some() => "none is needed so far: it still moves",
            Verdict::Progressing => "none is needed: it moves as usual",
            Verdict::Slow => "none is needed so far: slower than usual, and it still moves",
            Verdict::Unknown => "too little is known to name one",
            Verdict::Waiting | Verdict::Stuck | Verdict::Failed => "the findings name none",
        };
        Some(self.no_way_out.clone().unwrap_or_else(|| calm.to_owned()))
    }
}

/// The stack in one line.
#[derive(Clone, Debug, PartialEq)]
pub struct StackLine {
    pub name: Text,
    pub id: Text,
    pub status: StackStatus,
    /// Since when it has this status.
    pub since: Option<Timestamp>,
}

/// How it stands, in the order of how much it asks of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// Nothing runs, nothing is wrong.
    Healthy,
    /// Moving as usual.
    Progressing,
    /// Longer than usual, still moving.
    Slow,
    /// Waiting on purpose: a hook, baking, a person.
    Waiting,
    /// It cannot finish by itself.
    Stuck,
    /// The operation has ended in a failed state.
    Failed,
    /// Too little is known to tell.
    Unknown,
}

impl Verdict {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Healthy => "healthy",
            Self::Progressing => "progressing",
            Self::Slow => "slow",
            Self::Waiting => "waiting",
            Self::Stuck => "stuck",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

/// One cause with all that speaks for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The cause's name in the catalogue, `image_not_found`.
    pub cause: &'static str,
    pub category: Category,
    pub confidence: Confidence,
    /// One sentence: what is wrong, without how often.
    pub summary: String,
    /// How far it reaches: `all 22 failed tasks of checkout:43 since 10:16`; empty where the sentence says it all.
    pub extent: String,
    /// The service it is about, if it is about one.
    pub service: Option<ServiceId>,
    pub evidence: Vec<Evidence>,
    /// What to change, first thing first.
    pub next_steps: Vec<String>,
    /// What can be done to the account now.
    pub remedies: Vec<Remedy>,
    /// ARN of the revision it is about, where it is about one and that is known.
    pub revision: Option<Text>,
}

impl Finding {
    /// Whether it is known from what we saw earlier alone.
    pub fn is_remembered(&self) -> bool {
        self.evidence.first().is_some_and(|quote| quote.source == EvidenceSource::SeenByUs)
    }

    /// Whether it says that this program has taken a count away which nobody has given back.
    pub fn owes_a_count(&self) -> bool {
        matches!(self.cause, "scaled_to_zero_here" | "count_came_back")
    }

    /// The sentence with its extent.
    pub fn sentence(&self) -> String {
        if self.extent.is_empty() { self.summary.clone() } else { format!("{}; {}", self.summary, self.extent) }
    }
}

/// What kind of thing has to be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Category {
    Image,
    Resources,
    HealthCheck,
    AgentOrInstance,
    Network,
    Permissions,
    Secrets,
    AppCrash,
    Config,
    CapacityProvider,
    Quota,
    Spot,
    DeploymentConfig,
    Autoscaling,
    CustomResource,
    Rollback,
    Benign,
    Other,
}

impl Category {
    /// Every category.
    pub const ALL: [Self; 18] = [
        Self::Image,
        Self::Resources,
        Self::HealthCheck,
        Self::AgentOrInstance,
        Self::Network,
        Self::Permissions,
        Self::Secrets,
        Self::AppCrash,
        Self::Config,
        Self::CapacityProvider,
        Self::Quota,
        Self::Spot,
        Self::DeploymentConfig,
        Self::Autoscaling,
        Self::CustomResource,
        Self::Rollback,
        Self::Benign,
        Self::Other,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Image => "image",
            Self::Resources => "resources",
            Self::HealthCheck => "health_check",
            Self::AgentOrInstance => "agent_or_instance",
            Self::Network => "network",
            Self::Permissions => "permissions",
            Self::Secrets => "secrets",
            Self::AppCrash => "app_crash",
            Self::Config => "config",
            Self::CapacityProvider => "capacity_provider",
            Self::Quota => "quota",
            Self::Spot => "spot",
            Self::DeploymentConfig => "deployment_config",
            Self::Autoscaling => "autoscaling",
            Self::CustomResource => "custom_resource",
            Self::Rollback => "rollback",
            Self::Benign => "benign",
            Self::Other => "other",
        }
    }
}

/// How sure a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    Low,
    Medium,
    High,
}

impl Confidence {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }

    /// The same in the words of a sentence: the only ones a person reads, on screen, in text and in Markdown.
    pub fn word(self) -> &'static str {
        match self {
            Self::Low => "possible",
            Self::Medium => "likely",
            Self::High => "sure",
        }
    }
}

/// A quote that supports a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    pub source: EvidenceSource,
    pub at: Option<Timestamp>,
    /// AWS's or the program's own words.
    pub quote: Text,
    /// What the quote is about: an ARN, a log stream, a logical id.
    pub about: Text,
}

/// Where a quote comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceSource {
    Task,
    Container,
    ServiceEvent,
    Deployment,
    StackEvent,
    Log,
    /// What the load balancer says of a target.
    Target,
    /// What an image registry says.
    Registry,
    /// What a cluster's instances have left.
    Instance,
    Autoscaling,
    /// What we saw earlier and AWS tells no more.
    SeenByUs,
}

impl EvidenceSource {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Container => "container",
            Self::ServiceEvent => "service-event",
            Self::Deployment => "deployment",
            Self::StackEvent => "stack-event",
            Self::Log => "log",
            Self::Target => "target",
            Self::Registry => "registry",
            Self::Instance => "instance",
            Self::Autoscaling => "autoscaling",
            Self::SeenByUs => "seen-by-us",
        }
    }
}

/// Something that can be done to the account, with what it is good for.
#[derive(Clone, Debug, PartialEq)]
pub struct Remedy {
    pub operation: Operation,
    /// When it helps and what it costs, in a sentence.
    pub effect: String,
}

/// Something that would have helped and could not be had.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotChecked {
    pub what: String,
    pub why: String,
}

/// What a service has left to serve with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    pub service: ServiceId,
    pub serving: Serving,
    /// `4 of 4 old tasks still serve on :42`.
    pub words: String,
}

/// How much of what is wanted serves, from bad to good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Serving {
    Nothing,
    Partly,
    Whole,
    /// No tasks are wanted.
    Unwanted,
}

impl Serving {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Partly => "partly",
            Self::Whole => "whole",
            Self::Unwanted => "unwanted",
        }
    }
}

/// One clock: a length of time that matters, in words, with what it rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub what: ClockKind,
    /// The service it is about; none for the stack's own.
    pub service: Option<ServiceId>,
    /// `CloudFormation gives up in about 2h13m`.
    pub words: String,
    /// When it runs out, for those that do.
    pub until: Option<Timestamp>,
    /// What it was read or computed from.
    pub rests_on: String,
}

/// Which clock it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClockKind {
    /// How long it has been going on.
    Since,
    /// When something last moved.
    LastProgress,
    /// How long it takes by this service's own history.
    Usual,
    /// When CloudFormation gives up waiting for the service.
    StackTimeout,
    /// When the circuit breaker trips at the present rate.
    Breaker,
    /// When a hook is answered by its time-out.
    Hook,
    /// When the bake time is over.
    Bake,
}

impl ClockKind {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Since => "since",
            Self::LastProgress => "last_progress",
            Self::Usual => "usual",
            Self::StackTimeout => "stack_timeout",
            Self::Breaker => "breaker",
            Self::Hook => "hook",
            Self::Bake => "bake",
        }
    }
}
