// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache of values by key: the values used last, each with its key until memory runs short. May be
 * used on many threads at once; a value that two of them miss at the same time is made twice, and
 * the later one stays.
 *
 * <p>It is small because it is on the way of every first program, where loading the classes of a
 * larger cache takes longer than all that is ever looked up in it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class SoftCache<K, V> {
  private final int most;
  private final Map<Object, Kept<K, V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final ReferenceQueue<Entry<K, V>> collected = new ReferenceQueue<>();

  /**
   * Creates an empty cache.
   *
   * @param most how many values it keeps
   */
  public SoftCache(int most) {
    this.most = most;
  }

  private record Entry<K, V>(K key, V value) {}

  /**
   * Key and value of the map, held softly so that neither keeps a cache key, which may be large, in
   * memory.
   */
  private static final class Kept<K, V> extends SoftReference<Entry<K, V>> {
    final int hash;

    Kept(K key, V value, ReferenceQueue<Entry<K, V>> collected) {
      super(new Entry<>(key, value), collected);
      this.hash = key.hashCode();
    }

    @Override
    public int hashCode() {
      return hash;
    }

    /** Equal to itself alone; a {@link Wanted} looks for the key. */
    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }

  /** A lookup key, equal to the entry kept under it. */
  private record Wanted<K>(K key) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Kept<?, ?> kept
          && kept.get() instanceof Entry<?, ?> entry
          && key.equals(entry.key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }
  }

  /** Returns the value of a key; null if there is none. */
  public synchronized @Nullable V get(K key) {
    Kept<K, V> kept = entries.get(new Wanted<>(key));
    Entry<K, V> entry = kept == null ? null : kept.get();
    return entry == null ? null : entry.value;
  }

  /** Keeps the value of a key. */
  public synchronized void put(K key, V value) {
    for (var gone = collected.poll(); gone != null; gone = collected.poll()) {
      entries.remove(gone);
    }
    entries.remove(new Wanted<>(key));
    Kept<K, V> kept = new Kept<>(key, value, collected);
    entries.put(kept, kept);
    if (entries.size() > most) {
      entries.remove(entries.keySet().iterator().next());
    }
  }
}
