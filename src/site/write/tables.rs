//! Tables of paths: a large site has tens of thousands, and they are looked up many times.

use indexmap::IndexMap;

/// By path, in an order of its own.
pub(super) type Table<K, V> = IndexMap<K, V, hashbrown::DefaultHashBuilder>;
/// By path.
pub(super) type Map<K, V> = hashbrown::HashMap<K, V>;
/// Paths.
pub(super) type Set<K> = hashbrown::HashSet<K>;
