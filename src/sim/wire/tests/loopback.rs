use super::bench::Bench;
use crate::sim::server::serve;
use std::net::SocketAddr;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;

async fn served() -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<std::io::Result<()>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = oneshot::channel::<()>();
    let until = async {
        let _ = stopped.await;
    };
    (address, stop, tokio::spawn(serve(Bench::new().door, listener, until)))
}

/// Sends what is given and reads one answer: head and body.
async fn ask(stream: &mut TcpStream, request: &str) -> (String, String) {
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&answer);
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return (head.to_owned(), body.to_owned());
            }
        }
        let mut chunk = [0; 4096];
        let read = stream.read(&mut chunk).await.expect("read");
        assert!(read > 0, "closed after {text}");
        answer.extend_from_slice(&chunk[..read]);
    }
}

#[tokio::test]
async fn a_connection_carries_requests_of_both_protocols() {
    let (address, stop, server) = served().await;
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let body = "{\"cluster\":\"lab\",\"services\":[\"nobody\"]}";
    let (head, answer) = ask(
        &mut stream,
        &format!(
            "POST / HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/x-amz-json-1.1\r\n\
             x-amz-target: AmazonEC2ContainerServiceV20141113.DescribeServices\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ),
    )
    .await;
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(head.contains("x-amzn-requestid: "), "{head}");
    assert!(answer.contains("\"reason\":\"MISSING\""), "{answer}");
    let body = "Action=DescribeStacks&Version=2010-05-15&StackName=no%20where";
    let (head, answer) = ask(
        &mut stream,
        &format!("POST / HTTP/1.1\r\nhost: {address}\r\ncontent-length: {}\r\n\r\n{body}", body.len()),
    )
    .await;
    assert!(head.starts_with("HTTP/1.1 400 Bad Request"), "{head}");
    assert!(answer.contains("<Code>ValidationError</Code>"), "{answer}");
    assert!(answer.contains("<Message>Stack with id no where does not exist</Message>"), "{answer}");
    let (head, _) = ask(&mut stream, &format!("GET /favicon.ico HTTP/1.1\r\nhost: {address}\r\n\r\n")).await;
    assert!(head.starts_with("HTTP/1.1 404"), "{head}");
    stop.send(()).expect("still served");
    server.await.expect("no panic").expect("a calm end");
}

#[tokio::test]
async fn a_request_over_four_mebibytes_is_refused() {
    let (address, _stop, _server) = served().await;
    let mut stream = TcpStream::connect(address).await.expect("connected");
    let size = 4 * 1024 * 1024 + 1;
    let head = format!("POST / HTTP/1.1\r\nhost: {address}\r\ncontent-length: {size}\r\n\r\n");
    let (head, _) = ask(&mut stream, &format!("{head}{}", "x".repeat(16))).await;
    assert!(head.starts_with("HTTP/1.1 413"), "{head}");
}

#[tokio::test]
async fn an_address_others_can_reach_is_refused() {
    let listener = TcpListener::bind("0.0.0.0:0").await.expect("a port");
    let error = serve(Bench::new().door, listener, std::future::pending()).await.expect_err("refused");
    assert!(error.to_string().contains("can be reached from other machines"), "{error}");
}
