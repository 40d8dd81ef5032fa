// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.Arrays;
import java.util.LinkedHashMap;

/** The programs of a model, compiled when they are first asked for. Keeps those used last. */
final class Programs {
  /** Training and evaluating take two each, predicting one for each power of two up to a batch. */
  private static final int KEPT = 32;

  private record Key(Use use, ImmutableList<TensorType> inputs) {}

  private final Tracer tracer;
  private final LinkedHashMap<Key, BatchProgram> programs = new LinkedHashMap<>(16, 0.75f, true);

  Programs(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Returns the program for batches of the given number of rows.
   *
   * @param data the types of all rows, {@code [n, …]} each
   * @throws ShapeException if the network or the loss does not take such data; shows the shapes
   *     that the user knows, those of all rows
   */
  synchronized BatchProgram get(Use use, int rows, TensorType... data) {
    Key key = new Key(use, batch(rows, data));
    BatchProgram program = programs.get(key);
    if (program == null) {
      program = compile(key, data);
      programs.put(key, program);
      if (programs.size() > KEPT) {
        programs.pollFirstEntry();
      }
    }
    return program;
  }

  private BatchProgram compile(Key key, TensorType... data) {
    try {
      return tracer.compile(key.use(), key.inputs());
    } catch (ShapeException e) {
      tracer.trace(key.use(), ImmutableList.copyOf(data));
      throw e;
    }
  }

  private static ImmutableList<TensorType> batch(int rows, TensorType... data) {
    return Arrays.stream(data)
        .map(type -> type.withShape(type.shape().with(0, rows)))
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns how many programs are kept. */
  synchronized int size() {
    return programs.size();
  }
}
