// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import dev.adjoint.graph.ShapeException;
import java.util.LinkedHashMap;

/** The programs of a model, compiled when they are first asked for. Keeps those used last. */
final class Programs {
  /** Training and evaluating take two each, predicting one for each power of two up to a batch. */
  private static final int KEPT = 32;

  /**
   * Which program.
   *
   * @param use its purpose
   * @param output the number of the output that is classified, else 0
   * @param types the types of its data
   */
  record Key(Use use, int output, DataTypes types) {}

  private final Tracer tracer;
  private final LinkedHashMap<Key, BatchProgram> programs = new LinkedHashMap<>(16, 0.75f, true);

  Programs(Tracer tracer) {
    this.tracer = tracer;
  }

  /**
   * Returns the program for batches of the given number of rows.
   *
   * @param data the program for all rows, {@code [n, …]} each
   * @throws ShapeException if the network or the loss does not take such data; shows the shapes
   *     that the user knows, those of all rows
   */
  synchronized BatchProgram get(Key data, int rows) {
    Key key = new Key(data.use, data.output, data.types.withRows(rows));
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

  private BatchProgram compile(Key key, Key data) {
    try {
      return tracer.compile(key);
    } catch (ShapeException e) {
      tracer.trace(data);
      throw e;
    }
  }

  /** Returns how many programs are kept. */
  synchronized int size() {
    return programs.size();
  }
}
