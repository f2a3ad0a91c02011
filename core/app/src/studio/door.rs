//! The door of the server: how many connections there are, and how long one may stand still.
//!
//! A page that is asleep or hostile stops reading. Its system takes some tens of kilobytes for it,
//! then a write here stands still; after [`STALL`] the connection is cut, so that nothing piles up.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::serve::Listener;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Sleep, sleep};

/// How long a write may wait for its reader.
const STALL: Duration = Duration::from_secs(10);
/// How long a connection may be silent both ways; events beat every [`super::events::BEAT`].
const SILENCE: Duration = Duration::from_secs(120);
/// Most connections at once; more wait at the door.
const MOST: usize = 1024;
/// What the system keeps for a reader that is behind, bytes.
const SEND_BUFFER: u32 = 64 * 1024;

/// The listening socket.
pub(super) struct Door {
    listener: TcpListener,
    places: Arc<Semaphore>,
}

impl Door {
    /// Listens on loopback alone.
    pub(super) fn open(port: u16) -> io::Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.set_reuseaddr(true)?;
        socket.set_send_buffer_size(SEND_BUFFER)?;
        socket.bind(SocketAddr::from(([127, 0, 0, 1], port)))?;
        Ok(Self { listener: socket.listen(1024)?, places: Arc::new(Semaphore::new(MOST)) })
    }
}

impl Listener for Door {
    type Io = Patient;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Patient, SocketAddr) {
        loop {
            let Ok(place) = self.places.clone().acquire_owned().await else {
                // The semaphore is never closed.
                std::future::pending().await
            };
            match self.listener.accept().await {
                Ok((stream, peer)) => {
                    // A small answer must not wait for a larger one to be worth a packet.
                    let _ = stream.set_nodelay(true);
                    return (Patient::new(stream, place), peer);
                }
                // Too many open files, or a peer that left: neither is the end of the server.
                Err(_) => sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A connection that is cut when it stands still.
pub(super) struct Patient {
    stream: TcpStream,
    stalled: Option<Pin<Box<Sleep>>>,
    silent: Pin<Box<Sleep>>,
    _place: OwnedSemaphorePermit,
}

impl Patient {
    fn new(stream: TcpStream, place: OwnedSemaphorePermit) -> Self {
        Self { stream, stalled: None, silent: Box::pin(sleep(SILENCE)), _place: place }
    }

    /// Something moved: the clocks start anew.
    fn moved(&mut self) {
        self.stalled = None;
        self.silent.as_mut().reset(tokio::time::Instant::now() + SILENCE);
    }

    /// What a write gives; a wait is bounded.
    fn written(
        &mut self,
        cx: &mut Context<'_>,
        result: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        if result.is_ready() {
            self.moved();
            return result;
        }
        let timer = self.stalled.get_or_insert_with(|| Box::pin(sleep(STALL)));
        ready!(timer.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the reader stands still")))
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let me = self.get_mut();
        let result = Pin::new(&mut me.stream).poll_read(cx, buf);
        if result.is_ready() {
            me.moved();
            return result;
        }
        ready!(me.silent.as_mut().poll(cx));
        Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "nothing for a long time")))
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &[u8],
    ) -> Poll<io::Result<usize>> {
        let me = self.get_mut();
        let result = Pin::new(&mut me.stream).poll_write(cx, buf);
        me.written(cx, result)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let me = self.get_mut();
        let result = Pin::new(&mut me.stream).poll_write_vectored(cx, bufs);
        me.written(cx, result)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
