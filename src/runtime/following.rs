//! The same core and the same feeds as the console's, without a terminal: one step a batch of answers.

use super::clock::Clock;
use super::memory::Remembering;
use super::pollers::Pollers;
use crate::app::feed::{Feed, feeds};
use crate::app::message::Msg;
use crate::app::model::{Model, Notice};
use crate::app::update::update;
use crate::aws::connect::Clients;
use crate::domain::Text;
use crate::domain::topic::Topic;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::time::timeout;

const INBOX: usize = 256;

/// Says a notice.
type Tell = Box<dyn FnMut(&Text) + Send>;

/// A model kept up to date by its feeds for as long as it is stepped.
pub struct Following {
    pub model: Model,
    clients: Clients,
    clock: Clock,
    pollers: Pollers,
    answers: mpsc::Receiver<Msg>,
    batch: Vec<Msg>,
    answered: BTreeSet<Feed>,
    /// Those that have answered since what they tell was doubted.
    sure: BTreeSet<Feed>,
    remembering: Remembering,
    /// Told each notice once: there is no screen here to show it.
    tell: Option<Tell>,
    told: Option<Notice>,
}

impl Following {
    /// Nothing is asked before the first step.
    pub fn new(model: Model, clients: Clients, clock: Clock) -> Self {
        let (inbox, answers) = mpsc::channel(INBOX);
        let pollers = Pollers::new(clients.clone(), clock, inbox);
        let batch = Vec::with_capacity(INBOX);
        Self {
            model,
            clients,
            clock,
            pollers,
            answers,
            batch,
            answered: BTreeSet::new(),
            sure: BTreeSet::new(),
            remembering: Remembering::new(None),
            tell: None,
            told: None,
        }
    }

    /// Remembers across runs.
    pub fn remembering(self, remembering: Remembering) -> Self {
        Self { remembering, ..self }
    }

    /// Has the notices told that a screen would show.
    pub fn telling(self, tell: impl FnMut(&Text) + Send + 'static) -> Self {
        Self { tell: Some(Box::new(tell)), ..self }
    }

    fn tell_notice(&mut self) {
        let Some(notice) = self.model.notice.as_ref().filter(|notice| self.told.as_ref() != Some(notice)) else {
            return;
        };
        if let Some(tell) = &mut self.tell {
            tell(&notice.text);
        }
        self.told = Some(notice.clone());
    }

    /// Writes down what is worth remembering and gives the model back.
    pub fn leave(mut self) -> Model {
        self.remembering.write(&mut self.model);
        self.tell_notice();
        self.model
    }

    /// The wanted feeds that have not answered yet, well or badly.
    pub fn missing(&self) -> BTreeSet<Feed> {
        feeds(&self.model).difference(&self.answered).cloned().collect()
    }

    /// Takes what is known of the stack and its services for old until it is told again.
    pub fn doubt(&mut self) {
        self.sure.clear();
    }

    /// Whether something of the stack and its services has not been told again since it was doubted.
    pub fn is_doubted(&self) -> bool {
        let tells = |feed: &Feed| {
            matches!(
                feed,
                Feed::Topic(
                    Topic::Stack(_)
                        | Topic::Resources(_)
                        | Topic::Events(_)
                        | Topic::Services { .. }
                        | Topic::Deployments(_)
                        | Topic::Tasks(_)
                )
            )
        };
        feeds(&self.model).iter().any(|feed| tells(feed) && !self.sure.contains(feed))
    }

    /// Asks what is wanted and takes what comes next, waiting so long at most; whether anything came. Time passes
    /// for the model either way. Dropped in its middle it loses nothing.
    pub async fn step(&mut self, wait: Duration) -> bool {
        self.pollers.keep(feeds(&self.model));
        let came = matches!(timeout(wait, self.answers.recv_many(&mut self.batch, INBOX)).await, Ok(1..));
        for msg in self.batch.drain(..) {
            if let Msg::Told { topic, .. } = &msg {
                self.answered.insert(Feed::Topic(topic.clone()));
                self.sure.insert(Feed::Topic(topic.clone()));
            }
            // Nobody presses keys here, so there are no wishes to carry out but those of a person.
            update(&mut self.model, msg);
        }
        let at = self.clock.now();
        update(&mut self.model, Msg::Tick(at));
        update(&mut self.model, Msg::Calls { at, calls: self.clients.meter().total() });
        self.model.settle();
        self.remembering.keep(&mut self.model);
        self.tell_notice();
        came
    }
}
