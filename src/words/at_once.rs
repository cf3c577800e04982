//! Two pieces of work at once, where there are threads.
//!
//! What they give does not depend on it: neither sees the other.

/// Does both, at the same time where the feature `threads` is on and a thread is to be had; else one after the other.
#[cfg(feature = "threads")]
pub fn at_once<A: Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    use std::sync::{Mutex, PoisonError};

    // A thread that cannot be had leaves the work here.
    let work = Mutex::new(Some(first));
    let does = || work.lock().unwrap_or_else(PoisonError::into_inner).take().map(|first| first());
    let (beside, b) = std::thread::scope(|scope| {
        let beside = std::thread::Builder::new().spawn_scoped(scope, does);
        let b = second();
        (beside.ok().map(std::thread::ScopedJoinHandle::join), b)
    });
    match beside.unwrap_or_else(|| Ok(does())) {
        Ok(Some(a)) => (a, b),
        // A bug stays one: it falls here as it fell there.
        Err(fall) => std::panic::resume_unwind(fall),
        Ok(None) => unreachable!("the work is taken once"),
    }
}

/// Does both, one after the other.
#[cfg(not(feature = "threads"))]
pub fn at_once<A: Send, B>(first: impl FnOnce() -> A + Send, second: impl FnOnce() -> B) -> (A, B) {
    (first(), second())
}

#[cfg(test)]
mod tests {
    use super::at_once;

    #[test]
    fn both_are_done_and_may_read_the_same() {
        let text = String::from("evenhand");
        let (letters, (shout, twice)) = at_once(|| text.len(), || at_once(|| text.to_uppercase(), || text.repeat(2)));
        assert_eq!((letters, shout.as_str(), twice.as_str()), (8, "EVENHAND", "evenhandevenhand"));
    }

    #[test]
    fn a_bug_in_either_is_not_swallowed() {
        let fell = std::panic::catch_unwind(|| at_once(|| assert_eq!(1, 2), || 3));
        assert!(fell.is_err());
    }
}
