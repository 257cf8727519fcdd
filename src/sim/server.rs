//! The loopback door: the account as an HTTP server on this machine only.

use super::answer_body::AnswerBody;
use super::door::Door;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

/// The largest request that is read.
const LARGEST_BODY: usize = 4 * 1024 * 1024;
/// Connections at a time; more wait until one ends.
const CONNECTIONS: usize = 256;
/// How long a connection may take to send a request's head, also how long it may idle between requests.
const HEAD_TIME: Duration = Duration::from_secs(60);
/// Pause after the system refused a connection, so that a lack of file handles is not a busy loop.
const REFUSED_PAUSE: Duration = Duration::from_millis(50);

/// Serves until `until` ends; open connections end with it. An address others can reach is an error: the account is
/// simulated, but its scenarios may be somebody's own.
pub async fn serve(door: Door, listener: TcpListener, until: impl Future<Output = ()>) -> io::Result<()> {
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        let words = format!("{address} can be reached from other machines; listen on a loopback address (127.0.0.1)");
        return Err(io::Error::new(io::ErrorKind::InvalidInput, words));
    }
    let mut connections = JoinSet::new();
    tokio::pin!(until);
    loop {
        tokio::select! {
            () = &mut until => return Ok(()),
            Some(_) = connections.join_next() => {}
            accepted = listener.accept(), if connections.len() < CONNECTIONS => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(door.clone(), stream));
                }
                Err(_) => tokio::time::sleep(REFUSED_PAUSE).await,
            },
        }
    }
}

/// One connection, many requests. A client that goes away in between is no error to anybody.
async fn connection(door: Door, stream: TcpStream) {
    let service = service_fn(move |request| answer(door.clone(), request));
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(HEAD_TIME);
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
}

async fn answer(door: Door, request: Request<Incoming>) -> Result<Response<AnswerBody>, Infallible> {
    let (parts, body) = request.into_parts();
    // A length that is told beforehand is refused before anything is read.
    if body.size_hint().lower() > LARGEST_BODY as u64 {
        return Ok(too_large());
    }
    Ok(match Limited::new(body, LARGEST_BODY).collect().await {
        Ok(body) => door.answer(&Request::from_parts(parts, body.to_bytes())),
        Err(_) => too_large(),
    })
}

fn too_large() -> Response<AnswerBody> {
    let mut refused = Response::new(AnswerBody::Whole(None));
    *refused.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    refused
}
