// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.nn.Seed;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * The examples of a dataset in batches, for a loop of one's own: {@code for (Dataset batch :
 * Batches.of(data, 32).shuffled(seed))}. It may be gone through any number of times, each time in
 * the same order.
 *
 * @param data the examples
 * @param size how many make a batch
 * @param seed decides the order; empty for that of the data
 * @param keepsRest whether the examples after the last whole batch make a smaller one
 * @param maps what is done to each batch, one after another
 */
public record Batches(
    Dataset data,
    int size,
    Optional<Seed> seed,
    boolean keepsRest,
    ImmutableList<UnaryOperator<Dataset>> maps)
    implements Iterable<Dataset> {
  /** Checks the parameters. */
  public Batches {
    Preconditions.checkArgument(size > 0, "batches: the size must be positive: %s", size);
  }

  /** Returns all examples in their order. */
  public static Batches of(Dataset data, int size) {
    return new Batches(data, size, Optional.empty(), true, ImmutableList.of());
  }

  /** Returns this in random order; for another one in each epoch, fold its number into the seed. */
  public Batches shuffled(Seed newSeed) {
    return new Batches(data, size, Optional.of(newSeed), keepsRest, maps);
  }

  /** Returns this without the examples that make no whole batch. */
  public Batches withoutRest() {
    return new Batches(data, size, seed, false, maps);
  }

  /** Returns this with something done to each batch, after what is done to it before. */
  public Batches map(UnaryOperator<Dataset> function) {
    return new Batches(
        data,
        size,
        seed,
        keepsRest,
        ImmutableList.<UnaryOperator<Dataset>>builder().addAll(maps).add(function).build());
  }

  /** Returns the number of batches. */
  public int count() {
    return keepsRest ? Math.ceilDiv(data.size(), size) : data.size() / size;
  }

  /** Returns the batches, made one after another as they are asked for. */
  @Override
  public Iterator<Dataset> iterator() {
    int[] order =
        seed.map(s -> s.permutation(data.size()))
            .orElseGet(() -> IntStream.range(0, data.size()).toArray());
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < count();
      }

      @Override
      public Dataset next() {
        if (!hasNext()) {
          throw new NoSuchElementException("batches: there are only " + count());
        }
        int from = next++ * size;
        int to = (int) Math.min(from + (long) size, order.length);
        Dataset batch = data.rows(Arrays.copyOfRange(order, from, to));
        for (UnaryOperator<Dataset> map : maps) {
          batch = map.apply(batch);
        }
        return batch;
      }
    };
  }

  /**
   * Returns the batches, made by another thread while this one works on those before.
   *
   * @param ahead how many may be ready at once
   * @throws IllegalArgumentException if it is not positive
   */
  public Prefetch<Dataset> prefetch(int ahead) {
    return Prefetch.of(this, ahead);
  }
}
