//! Tables of paths: a large site has tens of thousands, and they are looked up many times.

/// By path.
pub(super) type Map<K, V> = hashbrown::HashMap<K, V>;
/// Paths.
pub(super) type Set<K> = hashbrown::HashSet<K>;
