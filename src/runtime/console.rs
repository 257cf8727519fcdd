//! The loop: one select that draws, ticks, takes keys and takes answers, in that order.

use super::clock::Clock;
use super::effects::Writer;
use super::memory::Remembering;
use super::past_queries::PastQueries;
use super::pollers::Pollers;
use super::saving;
use super::signals::Asked;
use crate::app::effect::Effect;
use crate::app::feed::feeds;
use crate::app::message::Msg;
use crate::app::model::Model;
use crate::app::scroll::Drawn;
use crate::app::update::update;
use crate::domain::Text;
use crate::ui::Theme;
use futures_util::{Stream, StreamExt};
use ratatui::Terminal;
use ratatui::backend::{Backend, ClearType};
use std::time::Duration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};

/// What the loop stands on: real in a terminal, made in a test.
pub struct Console<B: Backend, I, H> {
    /// What only a terminal can do. It stands before the terminal since it ends first: what is said after it to a
    /// terminal that is gone must not end the program.
    pub host: H,
    pub terminal: Terminal<B>,
    pub theme: Theme,
    /// Keys, pastes, resizes.
    pub input: I,
    pub writer: Writer,
    pub clock: Clock,
    /// What is known of the stack from earlier runs.
    pub remembering: Remembering,
    /// The queries of earlier runs.
    pub past_queries: PastQueries,
    /// Writes on their way: once confirmed they are sent and journalled, even when the console is left.
    pub writes: JoinSet<()>,
}

/// What the loop asks of the terminal beyond drawing.
pub trait Host {
    /// Puts safe text on the clipboard.
    fn copy(&mut self, text: &str);
    /// Whether the terminal is gone; asked once a second.
    fn is_gone(&mut self) -> bool;
    /// Waits for a signal.
    fn signalled(&mut self) -> impl Future<Output = Asked>;
    /// Gives the terminal back and stops until continued.
    fn suspend(&mut self) -> std::io::Result<()>;
}

/// How the loop ended.
#[derive(Debug)]
pub struct Ended {
    pub model: Model,
    /// The signal that ended it.
    pub signal: Option<i32>,
}

/// Frames are at most this often: 30 a second.
const FRAME: Duration = Duration::from_millis(33);
/// Answers waiting to be taken; pollers wait when it is full.
const INBOX: usize = 256;
/// Leaving waits this long for writes on their way.
const LAST_WRITES: Duration = Duration::from_secs(10);

impl<B, I, H> Console<B, I, H>
where
    B: Backend,
    B::Error: std::error::Error + Send + Sync + 'static,
    I: Stream<Item = Msg> + Unpin,
    H: Host,
{
    /// Runs until somebody leaves. The first frame is drawn before anything is asked of AWS.
    pub async fn run(mut self, mut model: Model) -> Result<Ended, B::Error> {
        let (inbox, mut answers) = mpsc::channel(INBOX);
        let mut pollers = Pollers::new(self.writer.clients.clone(), self.clock, inbox.clone());
        let mut frames = interval(FRAME);
        frames.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut seconds = interval(Duration::from_secs(1));
        seconds.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let (mut signal, mut failed) = (None, None);
        let mut batch: Vec<Msg> = Vec::with_capacity(INBOX);
        let (mut dirty, mut drawn) = (true, false);
        batch.extend(self.past_queries.load());
        batch.push(self.read_journal());
        while !model.leaving {
            tokio::select! {
                biased;
                _ = frames.tick(), if dirty => {
                    // Once a frame and not once an answer: answers come in crowds.
                    model.settle();
                    match self.draw(&model) {
                        // Only where a long text is scrolled to depends on it, and it is drawn so already.
                        Ok(Some(found)) => drop(update(&mut model, Msg::Drawn(found))),
                        Ok(None) => {}
                        // What is on its way to AWS is waited for all the same.
                        Err(error) => {
                            failed = Some(error);
                            break;
                        }
                    }
                    dirty = false;
                    drawn = true;
                    pollers.keep(feeds(&model));
                    continue;
                }
                _ = seconds.tick() => {
                    model.leaving |= self.host.is_gone();
                    let at = self.clock.now();
                    batch.push(Msg::Tick(at));
                    batch.push(Msg::Calls { at, calls: self.writer.clients.meter().total() });
                }
                asked = self.host.signalled() => match asked {
                    Asked::End(number) => {
                        signal = Some(number);
                        break;
                    }
                    Asked::Suspend => {
                        if self.host.suspend().is_err() {
                            break;
                        }
                        // Not Terminal::clear: it asks the terminal where the cursor is, and the answer would be
                        // taken by the reader of keys.
                        if let Err(error) = self.terminal.backend_mut().clear_region(ClearType::All) {
                            failed = Some(error);
                            break;
                        }
                        self.terminal.swap_buffers();
                        dirty = true;
                    }
                },
                event = self.input.next() => match event {
                    Some(msg) => batch.push(msg),
                    None => break,
                },
                _ = answers.recv_many(&mut batch, INBOX) => {}
            }
            dirty |= !batch.is_empty();
            for msg in batch.drain(..) {
                for effect in update(&mut model, msg) {
                    if let Some(told) = self.carry_out(effect, &model, (&pollers, &inbox)) {
                        update(&mut model, told);
                    }
                }
            }
            self.remembering.keep(&mut model);
            if drawn {
                pollers.keep(feeds(&model));
            }
            tokio::task::consume_budget().await;
        }
        model.settle();
        self.remembering.write(&mut model);
        pollers.close().await;
        // Give what is on its way to AWS the time to be answered and journalled.
        let _ = timeout(LAST_WRITES, async { while self.writes.join_next().await.is_some() {} }).await;
        // What they were answered belongs to the last words.
        while let Ok(msg) = answers.try_recv() {
            update(&mut model, msg);
        }
        // A terminal that is gone is no failure: everybody left.
        match failed.filter(|_| !self.host.is_gone()) {
            Some(error) => Err(error),
            None => Ok(Ended { model, signal }),
        }
    }

    /// What the journal has; where it cannot be read nothing can be sent either, and that is said.
    fn read_journal(&self) -> Msg {
        match self.writer.journal.all() {
            Ok(taken) => Msg::Taken(taken),
            Err(error) => Msg::NoJournal(Text::from(error.to_string())),
        }
    }

    fn draw(&mut self, model: &Model) -> Result<Option<Drawn>, B::Error> {
        let (theme, mut found) = (&self.theme, None);
        self.terminal.draw(|frame| found = crate::ui::view(model, theme, frame))?;
        Ok(found)
    }

    /// Does what the core wishes; what it has to be told of it.
    fn carry_out(
        &mut self,
        effect: Effect,
        model: &Model,
        (pollers, inbox): (&Pollers, &mpsc::Sender<Msg>),
    ) -> Option<Msg> {
        match effect {
            Effect::Write(operation) => {
                let (writer, inbox) = (self.writer.clone(), inbox.clone());
                let account = model.facts.identity.value().map(|who| who.account.clone());
                self.writes.spawn(async move { writer.write(operation, account, inbox).await });
            }
            Effect::Copy(text) => self.host.copy(&text),
            Effect::Remember(query) => return self.past_queries.add(query),
            Effect::Save(saved) => {
                let inbox = inbox.clone();
                // Written whole even if the console is left meanwhile.
                self.writes.spawn(async move {
                    let said = saving::save(saved).await;
                    let _ = inbox.send(Msg::Notice(said)).await;
                });
            }
            Effect::GoOn => {
                let inbox = inbox.clone();
                // Through the inbox, so that keys and frames come first.
                tokio::spawn(async move { inbox.send(Msg::GoOn).await });
            }
            Effect::Refresh => pollers.refresh(),
            Effect::ReadJournal => return Some(self.read_journal()),
        }
        None
    }
}
