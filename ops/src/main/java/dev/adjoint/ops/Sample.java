// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Tensor;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One way to apply an op, on which its rules are proven.
 *
 * @param op the op, with parameters
 * @param args how to draw each input
 */
public record Sample(Op op, ImmutableList<Arg> args) {
  /** Returns a sample. */
  public static Sample of(Op op, Arg... args) {
    return new Sample(op, ImmutableList.copyOf(args));
  }

  /** Returns one tensor for each input; the same seed gives the same tensors. */
  public List<Tensor> draw(DType floating, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return args.stream().map(arg -> arg.draw(floating, random)).toList();
  }
}
