//! `ibid serve`: the corpus in a browser on this machine, and on no other.

mod desk;
mod shelf;
mod verdicts;

use super::{
    Ended, Stop,
    args::{self, Format},
    lexicon,
    output::Output,
};
use crate::reader::guard::{Guard, Token};
use axum::{Router, body::Body, extract::State, http::Request, response::Response};
use desk::Desk;
use serde_json::json;
use shelf::Shelf;
use std::{
    io,
    net::{Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};
use tokio::net::TcpListener;

/// The longest form that is read, in bytes.
const LONGEST_FORM: usize = 1 << 16;

/// How long requests that are under way have when the reader is told to end.
const GRACE: Duration = Duration::from_secs(3);

pub(super) fn run(args: &args::Serve, output: &mut Output) -> Result<Ended, Stop> {
    let words = lexicon::load(&args.own, output)?;
    let shelf = Shelf::open(args, words, output)?;
    let token = Token::random().map_err(|error| {
        output.error(&format!("the system gives no random bytes: {error}"), None);
        Stop::Unable
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| unable(&format!("cannot serve: {error}"), None, output))?;
    let listener = runtime.block_on(listen(args.port)).map_err(|error| {
        let help = (error.kind() == io::ErrorKind::AddrInUse).then_some("leave out --port: a free one is taken");
        unable(&format!("cannot listen on this machine’s port {}: {error}", args.port), help, output)
    })?;
    let address = listener.local_addr()?;
    let guard = Guard::new(address.port(), token);
    let url = format!("http://{address}{}", guard.base());
    match output.format() {
        Format::Human => output.line(&url)?,
        _ => output.json(&json!({ "url": url }))?,
    }
    output.flush()?;
    let desk = Arc::new(Desk::new(guard, shelf, args));
    runtime.block_on(serve(listener, desk));
    // What still counts words for a page writes nothing, and nobody waits for it.
    runtime.shutdown_background();
    Ok(Ended::Done)
}

fn unable(message: &str, help: Option<&str>, output: &mut Output) -> Stop {
    output.error(message, help);
    Stop::Unable
}

/// Listens on the loopback address: that of IPv4, or where there is none that of IPv6.
async fn listen(port: u16) -> io::Result<TcpListener> {
    match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
        Err(error) if error.kind() == io::ErrorKind::AddrNotAvailable => {
            TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).await
        }
        other => other,
    }
}

/// Answers until the process is told to end; then what was begun is finished, and nothing new is taken.
async fn serve(listener: TcpListener, desk: Arc<Desk>) {
    let pages = Router::new().fallback(answer).with_state(desk);
    let server = tokio::spawn(async move { axum::serve(listener, pages).with_graceful_shutdown(told_to_end()).await });
    told_to_end().await;
    let _ = tokio::time::timeout(GRACE, server).await;
}

#[cfg(unix)]
async fn told_to_end() {
    use tokio::signal::unix::{SignalKind, signal};
    // Without a handler the system's own ends the process.
    let (Ok(mut interrupt), Ok(mut terminate)) = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()))
    else {
        return std::future::pending().await;
    };
    std::future::poll_fn(|context| match interrupt.poll_recv(context) {
        std::task::Poll::Pending => terminate.poll_recv(context),
        ready => ready,
    })
    .await;
}

#[cfg(not(unix))]
async fn told_to_end() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Answers one request. Files are read and pages are made on a thread of their own.
async fn answer(State(desk): State<Arc<Desk>>, request: Request<Body>) -> Response {
    let (head, body) = request.into_parts();
    let path = match desk.admit(&head) {
        Ok(path) => path,
        Err(refused) => return *refused,
    };
    let Ok(form) = axum::body::to_bytes(body, LONGEST_FORM).await else {
        return desk.too_long();
    };
    let at_work = Arc::clone(&desk);
    let work = move || at_work.answer(&head, &path, &form);
    tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| desk.broken())
}
