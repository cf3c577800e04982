//! Pieces of work at once, where there are threads.
//!
//! What they give does not depend on it: none sees another.

/// A piece of work.
pub type Work<'a, T> = Box<dyn FnOnce() -> T + Send + 'a>;

/// Does all, at the same time where the feature `threads` is on and threads are to be had; else one after the other.
///
/// Takes them from the front, so that the longest should stand first; gives what they give in their order.
#[cfg(feature = "threads")]
pub fn each_at_once<T: Send>(works: Vec<Work<'_, T>>) -> Vec<T> {
    use std::sync::{Mutex, PoisonError};

    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get).min(works.len());
    let queue = Mutex::new(works.into_iter().enumerate());
    let take = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
    let does = || {
        let mut done = Vec::new();
        while let Some((place, work)) = take() {
            done.push((place, work()));
        }
        done
    };
    let mut done = std::thread::scope(|scope| {
        // A thread that cannot be had leaves its work to the others.
        let beside: Vec<_> =
            (1..threads).filter_map(|_| std::thread::Builder::new().spawn_scoped(scope, does).ok()).collect();
        let mut done = does();
        for thread in beside {
            // A bug stays one: it falls here as it fell there.
            done.extend(thread.join().unwrap_or_else(|fall| std::panic::resume_unwind(fall)));
        }
        done
    });
    done.sort_by_key(|(place, _)| *place);
    done.into_iter().map(|(_, gives)| gives).collect()
}

/// Does all, one after the other.
#[cfg(not(feature = "threads"))]
pub fn each_at_once<T: Send>(works: Vec<Work<'_, T>>) -> Vec<T> {
    works.into_iter().map(|work| work()).collect()
}

/// Does both, as [`each_at_once`].
pub fn at_once<A: Send, B: Send>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B + Send) -> (A, B) {
    let (mut a, mut b) = (None, None);
    each_at_once(vec![Box::new(|| a = Some(first())) as Work<'_, ()>, Box::new(|| b = Some(second()))]);
    match (a, b) {
        (Some(a), Some(b)) => (a, b),
        _ => unreachable!("every work is done once"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Work, at_once, each_at_once};

    #[test]
    fn all_are_done_in_their_order_and_may_read_the_same() {
        let text = String::from("evenhand");
        let (letters, (shout, twice)) = at_once(|| text.len(), || at_once(|| text.to_uppercase(), || text.repeat(2)));
        assert_eq!((letters, shout.as_str(), twice.as_str()), (8, "EVENHAND", "evenhandevenhand"));
        let many = (0..40_usize).map(|n| Box::new(move || n * n) as Work<'_, usize>).collect();
        assert_eq!(each_at_once(many), (0..40).map(|n| n * n).collect::<Vec<_>>());
        assert_eq!(each_at_once(Vec::<Work<'_, ()>>::new()), []);
    }

    #[test]
    fn a_bug_in_either_is_not_swallowed() {
        for bad in [0, 1] {
            let fell = std::panic::catch_unwind(|| at_once(|| assert_ne!(bad, 0), || assert_ne!(bad, 1)));
            assert!(fell.is_err());
        }
    }
}
