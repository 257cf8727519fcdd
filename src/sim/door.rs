//! The account behind both doors, and the in-process door: an HTTP client for the SDK that answers by itself.

use super::answer_body::AnswerBody;
use super::scenario::Scenario;
use super::wire::{self, Asked, Desk, LiveTail, Step};
use super::world::World;
use crate::domain::Timestamp;
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpClient, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use bytes::Bytes;
use http::{Request, Response};
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Tells what time it is in the account: given from above, since the simulator never asks for the time.
pub type SimClock = Arc<dyn Fn() -> Timestamp + Send + Sync>;

/// The account behind both doors. A clone shares it.
#[derive(Clone)]
pub struct Door {
    world: Arc<Mutex<World>>,
    desk: Arc<Mutex<Desk>>,
    clock: SimClock,
}

impl Door {
    /// Opens a scenario at the clock's present time.
    pub fn open(scenario: &Scenario, seed: u64, clock: SimClock) -> Self {
        let world = World::open(scenario, seed, clock());
        Self {
            world: Arc::new(Mutex::new(world)),
            desk: Arc::new(Mutex::new(Desk::new(scenario.live_tail.clone(), scenario.queries.clone()))),
            clock,
        }
    }

    /// Answers one request of AWS's wire. Nothing happens but in the account.
    pub(super) fn answer(&self, request: &Request<Bytes>) -> Response<AnswerBody> {
        let mut world = self.world();
        let mut desk = self.desk();
        // Read under the lock: two requests at once must not see time go back.
        let now = (self.clock)();
        world.advance(now);
        let session = match wire::open_tail(&world, &mut desk, request, now) {
            None => return wire::answer(&mut world, &mut desk, request, now).map(AnswerBody::whole),
            Some(Err(refused)) => return refused.map(AnswerBody::whole),
            Some(Ok(session)) => session,
        };
        let opening = session.opening(&world.account);
        let (door, mut session) = (self.clone(), session);
        wire::streamed(AnswerBody::tail(opening, move || door.step(&mut session)))
    }

    /// What a Live Tail session does now.
    fn step(&self, session: &mut LiveTail) -> Step {
        let mut world = self.world();
        let now = (self.clock)();
        world.advance(now);
        session.next(&world.account, now)
    }

    /// The account as the last request left it: for tests, to read what was written.
    pub fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Door {
    /// What queries were asked and what they have cost: for tests.
    pub fn asked(&self) -> Asked {
        let now = (self.clock)();
        self.desk().asked(now)
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").finish_non_exhaustive()
    }
}

impl HttpConnector for Door {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let door = self.clone();
        HttpConnectorFuture::new(async move {
            let (parts, body) = request.try_into_http1x().map_err(|e| ConnectorError::user(e.into()))?.into_parts();
            let body = ByteStream::new(body).collect().await.map_err(|e| ConnectorError::io(e.into()))?;
            let answer = door.answer(&Request::from_parts(parts, body.into_bytes()));
            let answer = answer.map(|body| match body {
                AnswerBody::Whole(bytes) => SdkBody::from(bytes.unwrap_or_default()),
                tail => SdkBody::from_body_1_x(tail),
            });
            HttpResponse::try_from(answer).map_err(|e| ConnectorError::other(e.into(), None))
        })
    }
}

/// An HTTP client for the SDK that asks the door and no network.
pub fn sdk_client(door: Door) -> SharedHttpClient {
    let connector = SharedHttpConnector::new(door);
    http_client_fn(move |_, _| connector.clone())
}
