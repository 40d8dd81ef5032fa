package dev.adjoint.exec.bytecode;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was made so far, by what it was made for: the values used last, each until memory runs short
 * and nobody else has it. May be used on many threads at once; a value that two of them miss at the
 * same time is made twice, and the later one stays.
 *
 * <p>It is small because it is on the way of every first program, where loading the classes of a
 * larger cache takes longer than all that is ever looked up in it.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class SoftCache<K, V> {
  private final int most;
  private final Map<K, Entry<K, V>> entries = new LinkedHashMap<>(16, 0.75f, true);
  private final ReferenceQueue<V> collected = new ReferenceQueue<>();

  /**
   * Creates an empty cache.
   *
   * @param most how many values it keeps
   */
  public SoftCache(int most) {
    this.most = most;
  }

  private static final class Entry<K, V> extends SoftReference<V> {
    final K key;

    Entry(K key, V value, ReferenceQueue<V> collected) {
      super(value, collected);
      this.key = key;
    }
  }

  /** Returns the value of a key; null if there is none. */
  public synchronized @Nullable V get(K key) {
    Entry<K, V> entry = entries.get(key);
    return entry == null ? null : entry.get();
  }

  /** Keeps the value of a key. */
  public synchronized void put(K key, V value) {
    for (var gone = collected.poll(); gone != null; gone = collected.poll()) {
      // Its key may have another value by now.
      entries.remove(((Entry<?, ?>) gone).key, gone);
    }
    entries.put(key, new Entry<>(key, value, collected));
    if (entries.size() > most) {
      entries.remove(entries.keySet().iterator().next());
    }
  }
}
