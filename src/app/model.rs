//! Everything the screen is made of.

use super::answered;
use super::at_rest::at_rest;
use super::denied::Denied;
use super::hunt::Hunt;
use super::key::Key;
use super::keymap::{Context, Keymap};
use super::old_count;
use super::overlay::Overlay;
use super::panes::{Pane, Panes, findings};
use super::queries::Queries;
use super::session::Session;
use super::tracker::Tracker;
use super::traffic::Traffic;
use super::trail::Trail;
use super::undertaken::Undertaken;
use crate::diagnosis::sightings;
use crate::diagnosis::verdict::{Diagnosis, Evidence, Finding};
use crate::domain::clock::seconds_between;
use crate::domain::facts::Facts;
use crate::domain::lever::Lever;
use crate::domain::log_cost::LogSettings;
use crate::domain::memory::Memory;
use crate::domain::operation::Operation;
use crate::domain::stack::StackStatus;
use crate::domain::taken::Taken;
use crate::domain::{Text, Timestamp};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The state of the program. Only `update` writes it; the view reads it.
#[derive(Clone, Debug)]
pub struct Model {
    pub session: Session,
    pub now: Timestamp,
    /// Where the person is, for local times.
    pub zone: TimeZone,
    pub screen: Screen,
    /// What AWS has said.
    pub facts: Facts,
    /// What is remembered of the stack from earlier runs, and the causes seen in this one.
    pub memory: Memory,
    /// The same of stacks this session has left, by ARN: whoever comes back finds what ECS has forgotten since.
    pub left: BTreeMap<Text, Memory>,
    /// What it means; made anew by [`Model::settle`] when facts or time have moved.
    pub diagnosis: Diagnosis,
    pub(super) diagnosis_is_old: bool,
    /// Where the person looks.
    pub panes: Panes,
    pub overlay: Option<Overlay>,
    /// The finding whose evidence is gone through.
    pub trail: Option<Trail>,
    /// Writes on their way, newest last.
    pub trackers: Vec<Tracker>,
    /// Writes of this run and earlier ones to this account and region, oldest first, as the journal has them.
    pub taken: Vec<Taken>,
    /// What this run was refused.
    pub denied: Denied,
    pub notice: Option<Notice>,
    /// A search through the logs on its way.
    pub hunt: Option<Hunt>,
    /// Queries run in this run and before.
    pub queries: Queries,
    /// What watching costs.
    pub traffic: Traffic,
    /// What is set about logs.
    pub logs: LogSettings,
    pub keys: Keys,
    pub size: Size,
    /// Set when the program should end.
    pub leaving: bool,
}

/// What the whole screen is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Screen {
    /// The stacks of the region.
    Stacks,
    /// One stack, by the name or ARN it was asked for.
    Stack(Text),
}

/// One step back: what is closed by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Back {
    Filter,
    Zoom,
    /// The words searched for, no longer marked.
    Search,
    /// A query's rows, back to the tasks' own lines.
    Query,
    /// A row evidence speaks of, back to the finding.
    Finding,
    /// The stack, back to the list it was opened from.
    Stacks,
}

/// A sentence for the person, shown for some seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    pub text: Text,
    pub at: Timestamp,
    /// It speaks of the stack as it was in this state, and of no other.
    pub while_in: Option<StackStatus>,
}

/// The keymap and the keys pressed so far of a sequence.
#[derive(Clone, Debug)]
pub struct Keys {
    pub map: Arc<Keymap>,
    pub pending: Vec<Key>,
    /// When Enter last sent a write, until another key is pressed.
    pub(super) sent_at: Option<Timestamp>,
    /// What is confirmed next, once the write that makes it safe has been seen to take effect.
    pub(super) then: Option<Operation>,
    /// Confirmations opened so far: each write has a token of its own.
    pub(super) confirmations: u64,
}

/// The terminal's size in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    pub width: u16,
    pub height: u16,
}

impl Size {
    /// Whether a confirmation would not be seen whole. What cannot be read must not be confirmed.
    pub fn is_too_small_to_confirm(self) -> bool {
        self.width < 80 || self.height < 24
    }
}

/// How long a notice stays at least, and how much of it is read in a second (our choice).
const NOTICE_SECONDS: u64 = 3;
const READ_A_SECOND: usize = 20;
/// Stacks left that are remembered at most.
const LEFT: usize = 16;

impl Notice {
    /// How long it stays where nobody presses a key.
    fn seconds(&self) -> u64 {
        NOTICE_SECONDS + u64::try_from(self.text.as_str().len() / READ_A_SECOND).unwrap_or(0)
    }
}

/// How long the outcome of a write stays where nobody presses a key, in seconds (our choice).
const OUTCOME_SECONDS: u64 = 60;
/// Before that a key was on its way already when the outcome came (our choice).
const READ_SECONDS: u64 = 2;

impl Model {
    /// A model that knows nothing yet.
    pub fn new(session: Session, screen: Screen, keymap: Arc<Keymap>, now: Timestamp) -> Self {
        let facts = Facts::default();
        let focus = if screen == Screen::Stacks { Pane::Stacks } else { Pane::Findings };
        Self {
            session,
            now,
            zone: TimeZone::UTC,
            diagnosis: crate::diagnosis::diagnose(&facts, now),
            diagnosis_is_old: false,
            screen,
            facts,
            memory: Memory::default(),
            left: BTreeMap::new(),
            panes: Panes::new(focus),
            overlay: None,
            trail: None,
            trackers: Vec::new(),
            taken: Vec::new(),
            denied: Denied::default(),
            notice: None,
            hunt: None,
            queries: Queries::default(),
            traffic: Traffic::default(),
            logs: LogSettings::default(),
            keys: Keys { map: keymap, pending: Vec::new(), sent_at: None, then: None, confirmations: 0 },
            size: Size { width: 80, height: 24 },
            leaving: false,
        }
    }

    /// Shows the values of changed variables, or hides them again.
    pub fn toggle_values(&mut self) {
        self.panes.values = !self.panes.values;
        self.diagnose();
    }

    /// What was done from here in this change.
    pub fn undertaken(&self) -> Undertaken<'_> {
        Undertaken { taken: &self.taken, facts: &self.facts, began: self.diagnosis.change_began, now: self.now }
    }

    /// Whether something was done in the change that runs or ran last, and not long ago.
    pub fn is_of_now(&self, at: Timestamp) -> bool {
        self.undertaken().in_this_change(at) && seconds_between(at, self.now) <= old_count::ONE_STORY
    }

    fn diagnose(&mut self) {
        let is_of_now = |at| self.is_of_now(at);
        let emptied = old_count::emptied(&self.taken, &self.facts, &self.session.place, is_of_now);
        self.facts.emptied = emptied;
        self.facts.at_rest = at_rest(&self.taken, &self.facts, &self.session.place);
        let done = self.undertaken();
        let (cancelled, answered) = (done.last(Lever::CancelUpdate), answered::failed_for(&done));
        (self.facts.told_back, self.facts.left_out) = (done.told_back(), done.left_out());
        (self.facts.cancelled, self.facts.answered_failed) = (cancelled, answered);
        self.diagnosis = crate::diagnosis::diagnose(&self.facts, self.now);
        if self.panes.values {
            self.diagnosis.reveal();
        }
    }

    /// Draws conclusions from what has come in: called once after a batch of messages, before drawing.
    pub fn settle(&mut self) {
        if std::mem::take(&mut self.diagnosis_is_old) {
            self.diagnose();
            self.memory.see(sightings::of(&self.diagnosis), self.diagnosis.change_began, self.now);
            self.facts.seen = self.memory.groups().to_vec();
            match &mut self.overlay {
                Some(Overlay::Timeline(timeline)) => timeline.renew(&self.facts),
                Some(Overlay::Confirm(confirm)) => confirm.refresh(&self.facts, &self.session),
                _ => {}
            }
            for tracker in &mut self.trackers {
                tracker.follow(&self.facts, self.now);
            }
        }
        // It is drawn right after this.
        if let Some(Overlay::Confirm(confirm)) = &mut self.overlay {
            confirm.was_drawn = true;
            confirm.note(self.now);
        }
        let now = self.now;
        self.trackers.retain(|tracker| !tracker.is_over_for(OUTCOME_SECONDS, now));
        let status = self.status();
        let is_over = |notice: &Notice| notice.while_in.is_some() && notice.while_in != status;
        self.notice.take_if(|notice| seconds_between(notice.at, now) >= notice.seconds() || is_over(notice));
    }

    /// Takes away how writes ended, once it could be read: the person goes on with something else. The journal
    /// keeps it.
    pub(super) fn dismiss_outcomes(&mut self) {
        let now = self.now;
        self.trackers.retain(|tracker| !tracker.is_over_for(READ_SECONDS, now));
    }

    /// Takes away what was said, once it could be read: the person goes on, and wants to see the keys.
    pub(super) fn dismiss_notice(&mut self) {
        let now = self.now;
        self.notice.take_if(|notice| seconds_between(notice.at, now) >= READ_SECONDS);
    }

    /// Says something to the person.
    pub fn say(&mut self, text: impl Into<Text>) {
        self.notice = Some(Notice { text: text.into(), at: self.now, while_in: None });
    }

    /// Says something that holds no longer than the stack stands as it does.
    pub fn say_for_now(&mut self, text: impl Into<Text>) {
        self.notice = Some(Notice { text: text.into(), at: self.now, while_in: self.status() });
    }

    fn status(&self) -> Option<StackStatus> {
        self.facts.stack.value().map(|stack| stack.status.clone())
    }

    /// Opens another screen; everything known about the old one is forgotten, but who we are and what is to be
    /// remembered of its stack.
    pub fn open(&mut self, screen: Screen) {
        let identity = std::mem::take(&mut self.facts.identity);
        let alias = std::mem::take(&mut self.facts.alias);
        let stacks = std::mem::take(&mut self.facts.stacks);
        let mut memory = std::mem::take(&mut self.memory);
        if let Some(stack) = self.facts.stack.value() {
            memory.note(&self.facts, self.now);
            self.left.insert(stack.id.clone(), memory);
            while self.left.len() > LEFT {
                self.left.pop_first();
            }
        }
        self.facts = Facts { identity, alias, stacks, ..Facts::default() };
        let focus = if screen == Screen::Stacks { Pane::Stacks } else { Pane::Findings };
        // Where the person was in the list of stacks is where they come back to.
        let list = std::mem::take(&mut self.panes.stacks);
        self.panes = Panes { stacks: list, ..Panes::new(focus) };
        self.screen = screen;
        self.overlay = None;
        self.trail = None;
        self.diagnosis_is_old = true;
    }

    /// The evidence that is looked at and its number, of a finding whose evidence is gone through.
    pub fn looked_at(&self, finding: &Finding) -> Option<(usize, &Evidence)> {
        let trail = self.trail.as_ref()?;
        let at = findings::keys(&self.diagnosis).iter().position(|key| *key == trail.finding)?;
        let is_it = self.diagnosis.findings.get(at).is_some_and(|found| std::ptr::eq(found, finding));
        is_it.then_some((trail.number, &trail.evidence))
    }

    /// What going back would do now.
    pub fn way_back(&self) -> Option<Back> {
        let pane = self.panes.focus;
        if !self.panes.list(pane).filter.is_empty() {
            Some(Back::Filter)
        } else if self.panes.zoom && self.trail.as_ref().is_none_or(|trail| !trail.zoomed) {
            Some(Back::Zoom)
        } else if pane == Pane::Logs && self.panes.logs.search.is_some() {
            Some(Back::Search)
        } else if pane == Pane::Logs && self.panes.logs.shown().is_some() {
            Some(Back::Query)
        } else if self.trail.is_some() {
            Some(Back::Finding)
        } else {
            (self.facts.stacks.is_answered() && self.screen != Screen::Stacks).then_some(Back::Stacks)
        }
    }

    /// Where a key is pressed now.
    pub fn context(&self) -> Context {
        if self.panes.focus == Pane::Logs { Context::Logs } else { Context::Global }
    }

    /// Rows a page key moves by: about half a screen.
    pub fn page(&self) -> usize {
        usize::from(self.size.height / 2).max(3)
    }
}
