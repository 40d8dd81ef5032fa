// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;

/** The samples of every elementwise op. */
public final class Samples {
  private static final ImmutableList<Shape> SHAPES =
      ImmutableList.of(Shape.SCALAR, Shape.of(5), Shape.of(2, 3, 2), Shape.of(0, 2));

  private Samples() {}

  /**
   * Returns one sample for each of the shapes {@code []}, {@code [5]}, {@code [2, 3, 2]} and {@code
   * [0, 2]}, which all inputs have.
   *
   * @param op the op
   * @param domains how to draw each input, in any shape
   */
  public static Sample[] ranks(Op op, Arg... domains) {
    Sample[] samples = new Sample[SHAPES.size()];
    for (int i = 0; i < samples.length; i++) {
      Arg[] args = new Arg[domains.length];
      for (int j = 0; j < args.length; j++) {
        args[j] = in(SHAPES.get(i), domains[j]);
      }
      samples[i] = Sample.of(op, args);
    }
    return samples;
  }

  private static Arg in(Shape shape, Arg domain) {
    return switch (domain) {
      case Arg.Real real -> new Arg.Real(shape, real.low(), real.high(), real.kinks());
      case Arg.Index index -> new Arg.Index(index.dtype(), shape, index.bound());
      case Arg.Distinct _ -> new Arg.Distinct(shape);
      case Arg.Wrapped wrapped -> new Arg.Wrapped(in(shape, wrapped.arg()), wrapped.wrapping());
      case Arg.Fixed _, Arg.Structured _, Arg.Permutation _ ->
          throw new IllegalArgumentException(domain + " has a shape of its own");
    };
  }
}
