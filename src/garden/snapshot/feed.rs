//! Reading on a thread of its own: who waits for input that does not come still hears an interruption.

use std::io::{self, Read};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use crate::interrupt::Interrupt;

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

/// Pieces that wait to be used.
const WAITING: usize = 4;

/// What another thread reads, until an interruption.
#[derive(Debug)]
pub struct Feed {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
}

impl Feed {
    /// Open and read something on another thread, which nobody waits for: a read may never end.
    ///
    /// # Errors
    ///
    /// Fails where the system gives no thread.
    pub fn begin<R: Read>(
        source: impl FnOnce() -> io::Result<R> + Send + 'static,
        interrupt: &Interrupt,
    ) -> io::Result<Self> {
        let (send, pieces) = sync_channel(WAITING);
        let (told, interrupt) = (send.clone(), interrupt.clone());
        tokio::spawn(async move {
            interrupt.heard().await;
            // A full channel is read from, and whoever reads looks for the interruption as well.
            let _ = told.try_send(Err(io::ErrorKind::ConnectionAborted.into()));
        });
        thread::Builder::new().spawn(move || {
            if let Err(error) = source().and_then(|source| pump(source, &send)) {
                let _ = send.send(Err(error));
            }
        })?;
        Ok(Self {
            pieces,
            piece: io::Cursor::default(),
        })
    }
}

/// Send all that is read, and an empty piece at its end: the channel stays open for an interruption.
fn pump(mut source: impl Read, send: &SyncSender<io::Result<Vec<u8>>>) -> io::Result<()> {
    loop {
        let mut piece = vec![0; PIECE];
        let length = match source.read(&mut piece) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            length => length?,
        };
        piece.truncate(length);
        if send.send(Ok(piece)).is_err() || length == 0 {
            return Ok(());
        }
    }
}

impl Read for Feed {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let length = self.piece.read(buffer)?;
        if length > 0 || buffer.is_empty() {
            return Ok(length);
        }
        match self.pieces.recv() {
            Ok(Ok(piece)) if piece.is_empty() => {
                // The end stays the end.
                self.pieces = sync_channel(0).1;
                Ok(0)
            }
            Ok(piece) => {
                self.piece = io::Cursor::new(piece?);
                self.piece.read(buffer)
            }
            Err(_) => Ok(0),
        }
    }
}
