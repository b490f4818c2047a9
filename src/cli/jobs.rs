//! Work on many things at once, whose results come in the order of the things whatever the number of jobs.

use super::STACK;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// Does `work` on each item, on so many threads; `None` for an item on which it panicked, which is a bug that must not silence the others.
pub fn each<T: Sync, R: Send>(items: &[T], jobs: usize, work: impl Fn(&T) -> R + Sync) -> Vec<Option<R>> {
    let one = |item: &T| catch_unwind(AssertUnwindSafe(|| work(item))).ok();
    let jobs = jobs.min(items.len());
    if jobs <= 1 {
        return items.iter().map(one).collect();
    }
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, Option<R>)>> = Mutex::new(Vec::with_capacity(items.len()));
    let run = || {
        loop {
            let i = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(i) else { break };
            let result = one(item);
            done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((i, result));
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..jobs {
            // Where a thread cannot be had the others do the work, and at the least this one.
            let spawned = std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, run);
            if spawned.is_err() {
                break;
            }
        }
    });
    run();
    let mut done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by_key(|(i, _)| *i);
    done.into_iter().map(|(_, result)| result).collect()
}

/// The name of threads that read a document.
pub const DOCUMENT: &str = "document";

/// What came of work that was waited for.
pub enum Within<R> {
    /// Its result.
    Done(R),
    /// It panicked, which is a bug.
    Panicked,
    /// It was still at it when the time was over.
    GivenUp,
}

/// Does `work` on a thread of its own, and waits for it no longer than `limit`; where it takes longer the thread is left to itself, and ends
/// with the process.
pub fn within<R: Send + 'static>(limit: Duration, work: impl FnOnce() -> R + Send + 'static) -> Within<R> {
    let (sender, receiver) = std::sync::mpsc::channel();
    // Nobody may be waiting any more.
    let send = move |result| drop(sender.send(result));
    let run = move || send(catch_unwind(AssertUnwindSafe(work)));
    if std::thread::Builder::new().name(DOCUMENT.to_owned()).stack_size(STACK).spawn(run).is_err() {
        return Within::GivenUp;
    }
    match receiver.recv_timeout(limit) {
        Ok(Ok(result)) => Within::Done(result),
        Ok(Err(_)) => Within::Panicked,
        Err(_) => Within::GivenUp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_does_not_end_is_given_up_on() {
        let (hold, held) = std::sync::mpsc::channel::<()>();
        let never = within(Duration::from_millis(20), move || held.recv().is_ok());
        assert!(matches!(never, Within::GivenUp));
        drop(hold);
        assert!(matches!(within(Duration::from_secs(60), || 7), Within::Done(7)));
        assert!(matches!(within(Duration::from_secs(60), || panic!("as a parser may")), Within::<()>::Panicked));
    }
}
