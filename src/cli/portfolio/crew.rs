//! Work shared among threads, its results in the order in which it came.

use std::collections::BTreeMap;
use std::io::Error;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// So many pieces of work are under way for each thread: what comes out too early waits, and nothing more is read.
const AHEAD: usize = 4;

/// As the thread that runs commands has: a dossier may be deep.
const STACK: usize = 16 << 20;

/// Takes pieces of work from `next`, does them on `threads` threads, and gives each result to `take` in the order of the
/// pieces, until there are no more or `take` wants none. What comes out does not depend on how many threads there are.
pub(super) fn in_order<W: Send, D: Send>(
    threads: usize,
    mut next: impl FnMut() -> Option<W> + Send,
    work: impl Fn(W) -> D + Sync,
    mut take: impl FnMut(D) -> bool,
) -> Result<(), Error> {
    if threads < 2 {
        while let Some(piece) = next() {
            if !take(work(piece)) {
                break;
            }
        }
        return Ok(());
    }
    let room = threads * AHEAD;
    let (permits, given_back) = sync_channel::<()>(room);
    let (pieces, to_do) = sync_channel::<(usize, W)>(room);
    let (results, done) = sync_channel::<(usize, std::thread::Result<D>)>(room);
    let to_do = Mutex::new(to_do);
    std::thread::scope(|scope| {
        let spawn = || std::thread::Builder::new().stack_size(STACK);
        for _ in 0..threads {
            let (to_do, results, work) = (&to_do, results.clone(), &work);
            spawn().spawn_scoped(scope, move || labour(to_do, &results, work))?;
        }
        drop(results);
        spawn().spawn_scoped(scope, move || {
            let mut rank = 0;
            while let Some(piece) = next() {
                // Nobody listens any more: there is nothing left to do.
                if permits.send(()).is_err() || pieces.send((rank, piece)).is_err() {
                    return;
                }
                rank += 1;
            }
        })?;
        // Both ends of what is waited for go with this call, so that nobody waits for it.
        collect(given_back, done, &mut take)
    })
    .map_or_else(Err, |panic| match panic {
        Some(panic) => resume_unwind(panic),
        None => Ok(()),
    })
}

type Panic = Box<dyn std::any::Any + Send>;

/// Gives results on in order; gives back a panic of somebody at work, when there was one.
fn collect<D>(
    given_back: Receiver<()>,
    done: Receiver<(usize, std::thread::Result<D>)>,
    take: &mut impl FnMut(D) -> bool,
) -> Result<Option<Panic>, Error> {
    let mut early = BTreeMap::new();
    let mut awaited = 0;
    while let Ok((rank, result)) = done.recv() {
        early.insert(rank, result);
        while let Some(result) = early.remove(&awaited) {
            awaited += 1;
            // The permit of that piece: another may be read.
            let _ = given_back.try_recv();
            match result {
                Ok(result) => {
                    if !take(result) {
                        return Ok(None);
                    }
                }
                Err(panic) => return Ok(Some(panic)),
            }
        }
    }
    Ok(None)
}

fn labour<W, D>(
    to_do: &Mutex<Receiver<(usize, W)>>,
    results: &SyncSender<(usize, std::thread::Result<D>)>,
    work: &impl Fn(W) -> D,
) {
    loop {
        let piece = match to_do.lock() {
            Ok(to_do) => to_do.recv(),
            // Somebody panicked while waiting, which nobody does.
            Err(_) => return,
        };
        let Ok((rank, piece)) = piece else { return };
        let result = catch_unwind(AssertUnwindSafe(|| work(piece)));
        if results.send((rank, result)).is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    /// What comes out of the numbers below `count`, taken until one is `last`.
    fn out(threads: usize, count: usize, last: usize) -> Vec<usize> {
        let mut numbers = 0..count;
        let mut found = Vec::new();
        let work = |number: usize| {
            // Some take longer than those after them.
            std::thread::sleep(Duration::from_micros(if number.is_multiple_of(7) { 300 } else { 0 }));
            number
        };
        let take = |number: usize| {
            found.push(number);
            number != last
        };
        in_order(threads, || numbers.next(), work, take).unwrap();
        found
    }

    #[test]
    fn results_come_in_the_order_of_the_work() {
        let all: Vec<usize> = (0..500).collect();
        for threads in [1, 2, 5] {
            assert_eq!(out(threads, 500, 1000), all, "{threads} threads");
            assert_eq!(out(threads, 500, 9), (0..10).collect::<Vec<_>>(), "{threads} threads, stopped");
            assert_eq!(out(threads, 0, 0), Vec::<usize>::new());
        }
    }

    #[test]
    fn no_more_is_read_ahead_than_there_is_room_for() {
        let read = AtomicUsize::new(0);
        let mut numbers = 0..10_000;
        let next = || {
            read.fetch_add(1, Ordering::Relaxed);
            numbers.next()
        };
        in_order(2, next, |number| number, |number| number < 20).unwrap();
        assert!(read.load(Ordering::Relaxed) < 50, "{read:?}");
    }

    #[test]
    fn a_panic_at_work_reaches_the_caller() {
        let mut numbers = 0..1_000;
        let work = |number: usize| if number == 30 { std::panic::panic_any("broken") } else { number };
        let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            in_order(3, || numbers.next(), work, |_| true).unwrap();
        }));
        assert!(caught.is_err());
    }
}
