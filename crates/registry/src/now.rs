//! Where the order stands now, for readers who must see all that was answered before, on whichever
//! machine.
//!
//! Owns a thread that asks the order beside the one that writes: once for all who wait when it asks.

use std::{io, thread, time::Duration};

use tokio::sync::{mpsc, oneshot};

use journal::Head;
use order::OrderError;

/// Asks where the order stands: linearizable, over a connection of its own.
pub type AskHead = Box<dyn FnMut() -> Result<Head, OrderError> + Send>;

/// How long is waited after an order that did not answer.
const PAUSE: Duration = Duration::from_millis(50);

/// The way to the thread that asks, which ends once this is dropped.
pub(super) struct Now(mpsc::UnboundedSender<oneshot::Sender<Head>>);

impl Now {
    /// Begins to wait for those who ask.
    pub fn start(mut ask: AskHead) -> io::Result<Self> {
        let (sender, mut receiver) = mpsc::unbounded_channel::<oneshot::Sender<Head>>();
        thread::Builder::new().name("hoptac-now".to_owned()).spawn(move || {
            let mut waiting = Vec::new();
            while let Some(first) = receiver.blocking_recv() {
                waiting.push(first);
                // Who comes while it is asked is told what is asked next.
                waiting.extend(std::iter::from_fn(|| receiver.try_recv().ok()));
                waiting.retain(|it| !it.is_closed());
                if waiting.is_empty() {
                    continue;
                }
                if let Ok(head) = ask() {
                    for answer in waiting.drain(..) {
                        // Who gave up waiting needs none.
                        let _ = answer.send(head);
                    }
                } else {
                    waiting.clear();
                    thread::sleep(PAUSE);
                }
            }
        })?;
        Ok(Self(sender))
    }

    /// Where the order stands, at a moment after this was asked; as soon as it answers.
    pub async fn ordered(&self) -> Head {
        loop {
            let (sender, receiver) = oneshot::channel();
            let sent = self.0.send(sender).is_ok();
            if let Ok(head) = receiver.await {
                return head;
            }
            if !sent {
                // The thread is gone, and nothing can be told any more.
                std::future::pending::<()>().await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};

    use super::*;

    /// An order that says what it is told to, and when it is asked.
    fn asked() -> (Now, Receiver<()>, Sender<Result<u64, ()>>) {
        let (tell, told) = channel();
        let (say, said) = channel::<Result<u64, ()>>();
        let ask: AskHead = Box::new(move || {
            tell.send(()).unwrap();
            let seq = said.recv().unwrap().map_err(|()| OrderError::Down("gone".to_owned()))?;
            Ok(Head { seq, ..Head::default() })
        });
        (Now::start(ask).unwrap(), told, say)
    }

    #[tokio::test]
    async fn who_comes_while_it_is_asked_is_told_what_is_asked_next_all_at_once() {
        let (now, is_asked, say) = asked();
        let first = tokio::spawn({
            let now = now.0.clone();
            async move { Now(now).ordered().await.seq }
        });
        let is_asked = tokio::task::spawn_blocking(move || {
            is_asked.recv().unwrap();
            is_asked
        });
        let is_asked = is_asked.await.unwrap();
        // These come after the first question was asked, so its answer may be too old for them.
        let (sender, one) = oneshot::channel();
        now.0.send(sender).unwrap();
        let (sender, two) = oneshot::channel();
        now.0.send(sender).unwrap();
        say.send(Ok(7)).unwrap();
        say.send(Ok(8)).unwrap();
        assert_eq!(first.await.unwrap(), 7);
        assert_eq!((one.await.unwrap().seq, two.await.unwrap().seq), (8, 8));
        assert_eq!(is_asked.try_iter().count(), 1, "both were one question");
    }

    #[tokio::test]
    async fn an_order_that_does_not_answer_is_asked_again() {
        let (now, _is_asked, say) = asked();
        say.send(Err(())).unwrap();
        say.send(Ok(3)).unwrap();
        assert_eq!(now.ordered().await.seq, 3);
    }
}
