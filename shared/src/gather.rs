//! Making ordered maps and sets without a sort.
//!
//! Owns: [`gather`]. Must not: know what is in them.

/// Like `collect` into a `BTreeMap` or `BTreeSet`, one by one. `collect` sorts first, with a stable sort compiled for each
/// type: 3 kB of wasm each, for maps of a few entries.
pub fn gather<C: Default + Extend<T>, T>(items: impl IntoIterator<Item = T>) -> C {
    let mut all = C::default();
    all.extend(items);
    all
}
