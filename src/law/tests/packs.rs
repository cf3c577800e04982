//! Shipped packs hold, and every rule of the lint has a text that breaks it.

use crate::law::pack::{Packs, SHIPPED};

#[test]
fn every_shipped_pack_passes_the_lint() {
    let ids: Vec<&str> = SHIPPED.iter().map(|shipped| shipped.id).collect();
    let packs = Packs::of(&ids, &[]).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(packs.iter().count(), SHIPPED.len());
}
