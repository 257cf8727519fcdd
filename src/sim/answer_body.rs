//! The body of an answer: whole, or told a frame a second for as long as somebody listens.

use super::wire::Step;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// AWS tells something every second, if only that nothing came.
const EACH: Duration = Duration::from_secs(1);

/// What an answer carries.
pub enum AnswerBody {
    Whole(Option<Bytes>),
    Tail(Box<TailBody>),
}

/// A Live Tail session on its way out.
pub struct TailBody {
    opening: Option<Bytes>,
    step: Box<dyn FnMut() -> Step + Send + Sync>,
    tick: Pin<Box<Sleep>>,
    /// Nothing comes behind this.
    over: Option<Over>,
}

#[derive(Clone, Copy)]
enum Over {
    Well,
    Broken,
}

impl AnswerBody {
    /// All of it.
    pub fn whole(bytes: Bytes) -> Self {
        Self::Whole((!bytes.is_empty()).then_some(bytes))
    }

    /// What a session begins with, and does each second from then on.
    pub fn tail(opening: Option<Bytes>, step: impl FnMut() -> Step + Send + Sync + 'static) -> Self {
        Self::Tail(Box::new(TailBody { opening, step: Box::new(step), tick: Box::pin(sleep(EACH)), over: None }))
    }
}

impl TailBody {
    fn poll(&mut self, cx: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        if let Some(opening) = self.opening.take() {
            return Poll::Ready(Some(Ok(opening)));
        }
        loop {
            match self.over {
                Some(Over::Well) => return Poll::Ready(None),
                Some(Over::Broken) => {
                    self.over = Some(Over::Well);
                    return Poll::Ready(Some(Err(io::ErrorKind::ConnectionReset.into())));
                }
                None => {}
            }
            ready!(self.tick.as_mut().poll(cx));
            self.tick = Box::pin(sleep(EACH));
            let frame = match (self.step)() {
                Step::Nothing => continue,
                Step::Frame(frame) => frame,
                Step::Last(frame) => {
                    self.over = Some(Over::Well);
                    frame
                }
                Step::Broken(part) => {
                    self.over = Some(Over::Broken);
                    part
                }
                Step::End => {
                    self.over = Some(Over::Well);
                    continue;
                }
            };
            return Poll::Ready(Some(Ok(frame)));
        }
    }
}

impl Body for AnswerBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Tail(tail) => tail.poll(cx).map(|bytes| bytes.map(|bytes| bytes.map(Frame::data))),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64)),
            Self::Tail(_) => SizeHint::default(),
        }
    }
}
