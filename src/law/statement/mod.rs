//! What people wrote.
mod form;
/// x
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// x
    #[default]
    Missing,
}
