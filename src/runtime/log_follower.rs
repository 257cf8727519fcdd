//! Follows logs: the stream for speed, history for what the stream leaves out, each line once.
//!
//! The stream is opened first and history read after, so that nothing falls between. Behind the stream history is
//! read again and again over a window in which lines may come late; where there is no stream, often. Whatever a
//! stream, a fault or a slow reader lost is found by the next reading, which begins where the last good one did.

use super::clock::Clock;
use super::log_reading::{PAGES, ReadWord, read};
use super::log_round::{HELD, POLL_BACK, Round, behind_stream, earlier, left_behind, polled};
use super::log_silence::Silence;
use super::log_told::{Following, Told, Way};
use super::tail_keeper::{TailWord, WAITING, Wanted, keep};
use super::window_reading::read_windows;
use crate::aws::connect::Clients;
use crate::aws::live_tail::TailUpdate;
use crate::aws::log_history::LogHistory;
use crate::domain::fault::Fault;
use crate::domain::log_joint::{Joint, LogLine};
use crate::domain::look_back::{LookBack, WIDEST};
use crate::domain::{Text, Timestamp};
use jiff::SignedDuration;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

/// Follows until nobody listens.
pub async fn follow(what: Following, clients: Clients, clock: Clock, out: mpsc::Sender<Told>) {
    let (tail_out, mut tail) = mpsc::channel(WAITING);
    let mut tasks = JoinSet::new();
    let mut follower = Follower::new(what, clients.clone(), clock, out.clone());
    match &follower.what.arns {
        Ok(arns) => {
            let (scope, arns) = (follower.what.scope.clone(), arns.clone());
            tasks.spawn(keep(Wanted { clients, clock, scope, arns }, tail_out.clone()));
        }
        Err(why) => {
            let way = follower.what.without_stream(why.clone());
            if !follower.goes(way).await {
                return;
            }
            follower.begin_reading(&mut tasks);
        }
    }
    loop {
        let next = follower.next_reading;
        let heard = tokio::select! {
            () = out.closed() => false,
            Some(word) = tail.recv() => follower.hear(word, &mut tasks).await,
            Some(word) = follower.pages.recv() => follower.take(word, &mut tasks).await,
            () = sleep_until(next.unwrap_or_else(Instant::now)), if next.is_some() => {
                follower.begin_reading(&mut tasks);
                true
            }
        };
        if !heard {
            return;
        }
    }
}

struct Follower {
    what: Following,
    clients: Clients,
    clock: Clock,
    out: mpsc::Sender<Told>,
    joint: Joint,
    look_back: LookBack,
    way: Option<Way>,
    /// What the stream told while history is being read, to come after it.
    held: Option<Vec<TailUpdate>>,
    silence: Silence,
    /// When the last good reading of the whole window began.
    read_at: Option<Timestamp>,
    /// When the last good reading of any began.
    polled_at: Timestamp,
    reading: Option<Round>,
    /// A reading was wished for while another one was under way.
    again: bool,
    next_reading: Option<Instant>,
    /// When the whole window is read next; polls before then read its end.
    next_whole: Instant,
    sampled: bool,
    /// The last reading could not be ended.
    faulted: bool,
    caught_up: bool,
    pages: mpsc::Receiver<ReadWord>,
    pages_out: mpsc::Sender<ReadWord>,
}

impl Follower {
    fn new(what: Following, clients: Clients, clock: Clock, out: mpsc::Sender<Told>) -> Self {
        let (pages_out, pages) = mpsc::channel(PAGES);
        let joint = Joint::within(what.memory);
        Self {
            what,
            clients,
            clock,
            out,
            joint,
            look_back: LookBack::default(),
            way: None,
            held: Some(Vec::new()),
            silence: Silence::new(clock.now()),
            read_at: None,
            polled_at: clock.now(),
            reading: None,
            again: false,
            next_reading: None,
            next_whole: Instant::now(),
            sampled: false,
            faulted: false,
            caught_up: false,
            pages,
            pages_out,
        }
    }

    /// Takes a word of the stream. False where nobody listens any more; also below.
    async fn hear(&mut self, word: TailWord, tasks: &mut JoinSet<()>) -> bool {
        let now = self.clock.now();
        match word {
            TailWord::Opened => {
                let mut listening = self.goes(Way::Stream).await && self.tell(Told::Session(true)).await;
                self.silence.heard(now);
                if let Some(gap) = self.silence.end(now) {
                    self.held.get_or_insert_default();
                    listening = listening && self.tell(Told::Gap(gap)).await;
                }
                self.read_now(tasks);
                listening
            }
            TailWord::Update(update) => {
                self.silence.heard(now);
                let newly = update.sampled && !self.sampled;
                self.sampled |= update.sampled;
                if newly {
                    self.next_whole = self.next_whole.min(Instant::now() + behind_stream(true, self.what.is_spared));
                    self.next_reading = self.next_reading.map(|next| next.min(self.next_whole));
                }
                if newly && !self.tell(Told::Sampled).await {
                    return false;
                }
                match &mut self.held {
                    Some(held) if held.iter().map(|update| update.records.len()).sum::<usize>() < HELD => {
                        held.push(update);
                        true
                    }
                    // Too much to keep waiting: late is better than lost.
                    Some(_) => self.release().await && self.update(update).await,
                    None => self.update(update).await,
                }
            }
            TailWord::Lost(fault) => {
                // A new session may follow within a second: lines are asked for meanwhile.
                self.way = None;
                if !self.what.is_spared {
                    self.next_reading = self.next_reading.map(|next| next.min(Instant::now() + polled(0)));
                }
                let gap = self.silence.begin(fault.message);
                self.tell(Told::Session(false)).await && self.tell(Told::Gap(gap)).await
            }
            TailWord::Refused(fault) => self.poll(&fault, tasks).await,
            TailWord::Overflowed => {
                let why = Text::new("lines came faster than they were taken");
                let gap = self.silence.begin(why);
                let told = self.tell(Told::Gap(gap)).await;
                // It goes on at once.
                self.silence.end(now);
                self.read_now(tasks);
                told
            }
        }
    }

    /// Lines come by asking until there is a stream again.
    async fn poll(&mut self, fault: &Fault, tasks: &mut JoinSet<()>) -> bool {
        let way = self.what.refused(fault);
        let is_new = self.way.as_ref() != Some(&way);
        let listening = self.goes(way).await;
        if is_new && self.reading.is_none() {
            self.begin_reading(tasks);
        }
        listening
    }

    async fn goes(&mut self, way: Way) -> bool {
        if self.way.as_ref() == Some(&way) {
            return true;
        }
        self.way = Some(way.clone());
        self.tell(Told::Way(way)).await
    }

    /// Reads the whole window as soon as may be.
    fn read_now(&mut self, tasks: &mut JoinSet<()>) {
        self.next_whole = Instant::now();
        match self.reading {
            Some(_) => self.again = true,
            None => self.begin_reading(tasks),
        }
    }

    fn begin_reading(&mut self, tasks: &mut JoinSet<()>) {
        let (began, wakes) = (self.clock.now(), Instant::now());
        let windows = self.what.asks(self.way.as_ref()).cloned();
        let whole = windows.is_some() || self.read_at.is_none() || wakes >= self.next_whole;
        let back = if whole { self.look_back.window() } else { POLL_BACK };
        // Also what a reading that failed has left open.
        let behind = |read_at| earlier(if whole { read_at } else { self.polled_at }, back);
        let since = self.read_at.map_or(self.what.from, |read_at| behind(read_at).max(self.what.from));
        // Of what is not remembered any more it could not be told what is new.
        let since = self.joint.floor().filter(|_| self.read_at.is_some()).map_or(since, |floor| since.max(floor));
        self.reading = Some(Round::new(since, began, whole, windows.is_some()));
        self.next_reading = None;
        let (clients, pages) = (self.clients.clone(), self.pages_out.clone());
        match windows {
            Some(windows) => {
                self.joint.begin_answer();
                // Where nobody takes it now, nobody needs it either.
                let _ = self.out.try_send(Told::Asking(None));
                tasks.spawn(read_windows(windows, self.what.scope.groups.clone(), clients, (since, began), pages));
            }
            None => {
                tasks.spawn(read(LogHistory::new(&self.what.scope, since, None), clients, pages));
            }
        }
    }

    async fn take(&mut self, word: ReadWord, tasks: &mut JoinSet<()>) -> bool {
        let now = self.clock.now();
        match word {
            ReadWord::Found(records) => {
                // It tells again what it has told: what is not remembered any more is left out.
                let records = self.joint.knowable(records, self.untold());
                let lines = self.joint.answered(records, now);
                self.note_oldest(&lines);
                self.lines(lines).await
            }
            ReadWord::Scanned { bytes, events } => {
                if let Some(reading) = &mut self.reading {
                    reading.bytes += bytes;
                    reading.events += events;
                }
                self.tell(Told::Scanned(bytes)).await
            }
            ReadWord::LeftOut(gap) => self.tell(Told::Gap(gap)).await,
            ReadWord::Page(records) => {
                let (many, first_at) = (records.len(), records.first().map(|record| record.at));
                let reached = records.last().map(|record| record.at);
                let records = self.joint.knowable(records, self.untold());
                let is_behind = records.len() < many;
                let lines = self.joint.history(records, now);
                if self.note_oldest(&lines)
                    && self.read_at.is_none()
                    && let Some(reading) = &self.reading
                {
                    // So long a history need not be remembered: nobody asks for it again, whatever happens.
                    // But for what may still come late.
                    let settled = |reached: Timestamp| reached.min(earlier(reading.began, WIDEST));
                    self.what.from = reached.map_or(self.what.from, |reached| settled(reached).max(self.what.from));
                    self.joint.forget(reading.remembers());
                }
                self.lines(lines).await && (!is_behind || self.give_up(first_at).await)
            }
            ReadWord::Faulted(fault) => {
                if let Some(reading) = &mut self.reading {
                    reading.faulted = true;
                }
                self.release().await && self.tell(Told::Faulted(fault)).await
            }
            ReadWord::Failed(fault) => match self.what.spare(&fault) {
                Some(note) => self.go_over(note, tasks).await,
                None => {
                    (self.reading, self.faulted, self.again) = (None, true, false);
                    self.next_reading = Some(Instant::now() + behind_stream(false, false));
                    self.release().await && self.tell(Told::Faulted(fault)).await && self.caught_up().await
                }
            },
            ReadWord::Done { calls, missing } => self.done(calls, missing, tasks).await,
        }
    }

    /// What was to be read of FilterLogEvents is read of Logs Insights from now on.
    async fn go_over(&mut self, note: Told, tasks: &mut JoinSet<()>) -> bool {
        self.faulted |= self.reading.take().is_some_and(|reading| reading.faulted);
        let mut listening = self.tell(note).await;
        if let Some(Way::Polling(why)) = self.way.clone() {
            listening = listening && self.goes(Way::Windows(why)).await;
        }
        self.begin_reading(tasks);
        listening
    }

    async fn done(&mut self, calls: usize, missing: Vec<Text>, tasks: &mut JoinSet<()>) -> bool {
        let Some(reading) = self.reading.take() else { return true };
        let mut listening = self.release().await;
        if std::mem::take(&mut self.faulted) || reading.faulted {
            listening = listening && self.tell(Told::Mended).await;
        }
        self.polled_at = reading.began;
        if reading.whole {
            reading.teach(&mut self.look_back, self.read_at, self.silence.is_there());
            self.read_at = Some(reading.began);
            self.joint.forget(reading.remembers());
            self.next_whole = Instant::now() + behind_stream(self.sampled, self.what.is_spared);
            self.sampled = false;
            if let Some(gap) = self.silence.fill(reading.began) {
                listening = listening && self.tell(Told::Gap(gap)).await;
            }
        }
        listening = listening && self.tell(Told::Missing(missing)).await && self.caught_up().await;
        if std::mem::take(&mut self.again) {
            self.begin_reading(tasks);
        } else {
            let polled = reading.next_poll(calls, self.clock.now());
            let next = match self.way {
                Some(Way::Stream) => self.next_whole.max(polled),
                _ if reading.windows => reading.next_window(self.look_back.window(), self.clock.now()),
                _ => polled,
            };
            self.next_reading = Some(next);
            if reading.windows {
                let wait = SignedDuration::try_from(next - Instant::now()).unwrap_or(SignedDuration::ZERO);
                let at = self.clock.now().checked_add(wait).ok();
                listening = listening && self.tell(Told::Asking(at)).await;
            }
        }
        listening
    }

    /// Ends a reading that cannot keep up with what comes: it has reached lines of which nobody knows any more whether
    /// they have been told.
    async fn give_up(&mut self, reached: Option<Timestamp>) -> bool {
        let Some(reading) = self.reading.take() else { return true };
        self.faulted |= reading.faulted;
        // Whoever reads ends when nobody listens.
        (self.pages_out, self.pages) = mpsc::channel(PAGES);
        (self.read_at, self.polled_at, self.again) = (Some(reading.began), reading.began, false);
        self.next_whole = Instant::now() + behind_stream(false, self.what.is_spared);
        self.next_reading = Some(self.next_whole);
        self.silence.give_up();
        let from = reached.filter(|_| std::mem::take(&mut self.sampled));
        self.tell(left_behind(from, self.clock.now())).await && self.release().await && self.caught_up().await
    }

    /// When the first reading began, while it goes on: nothing had been told before.
    fn untold(&self) -> Option<Timestamp> {
        self.reading.as_ref().filter(|_| self.read_at.is_none()).map(|reading| reading.began)
    }

    /// Keeps the time of the oldest new line of a reading; whether there is one.
    fn note_oldest(&mut self, lines: &[LogLine]) -> bool {
        let (Some(reading), Some(first)) = (&mut self.reading, lines.first()) else { return false };
        reading.note(first.record.at);
        true
    }

    async fn caught_up(&mut self) -> bool {
        std::mem::replace(&mut self.caught_up, true) || self.tell(Told::CaughtUp).await
    }

    /// Lets go what the stream told meanwhile.
    async fn release(&mut self) -> bool {
        for update in self.held.take().unwrap_or_default() {
            if !self.update(update).await {
                return false;
            }
        }
        true
    }

    async fn update(&mut self, update: TailUpdate) -> bool {
        let lines = self.joint.update(update.records, self.clock.now());
        self.lines(lines).await
    }

    async fn lines(&mut self, lines: Vec<LogLine>) -> bool {
        lines.is_empty() || self.tell(Told::Lines(lines)).await
    }

    async fn tell(&mut self, told: Told) -> bool {
        self.out.send(told).await.is_ok()
    }
}
