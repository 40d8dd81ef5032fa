// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One way to apply an op, on which its rules are tested.
 *
 * @param op the op, with parameters
 * @param args how to draw each input
 */
public record Sample(Op op, ImmutableList<Arg> args) {
  /** Returns a sample. */
  public static Sample of(Op op, Arg... args) {
    return new Sample(op, ImmutableList.copyOf(args));
  }

  /**
   * Returns one tensor for each argument; the same seed gives the same tensors. A check
   * differentiates by them. Where an argument is wrapped they are not yet the op's inputs, see
   * {@link #inputs}.
   *
   * @param floating the dtype of real numbers, {@code F32} or {@code F64}
   */
  public List<Tensor> draw(DType floating, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return args.stream().map(arg -> arg.draw(floating, random)).toList();
  }

  /**
   * Returns the op's inputs for drawn tensors: the same, except for arguments that are wrapped.
   *
   * @param drawn one expression for each argument
   */
  public List<Expr> inputs(List<Expr> drawn) {
    Preconditions.checkArgument(
        drawn.size() == args.size(), "%s: takes %s values, got %s", op, args.size(), drawn.size());
    ImmutableList.Builder<Expr> inputs = ImmutableList.builder();
    for (int i = 0; i < args.size(); i++) {
      inputs.add(args.get(i).input(drawn.get(i)));
    }
    return inputs.build();
  }

  /** Returns tensors to apply the op to: those of {@link #draw}, wrapped. */
  public List<Tensor> drawInputs(DType floating, long seed) {
    List<Tensor> drawn = draw(floating, seed);
    List<Expr> constants = drawn.stream().map(Expr::constant).toList();
    List<Expr> inputs = inputs(constants);
    ImmutableList.Builder<Tensor> values = ImmutableList.builder();
    for (int i = 0; i < drawn.size(); i++) {
      boolean same = inputs.get(i).equals(constants.get(i));
      values.add(same ? drawn.get(i) : inputs.get(i).eval());
    }
    return values.build();
  }

  /**
   * Returns the outputs of the op as a function of the drawn tensors.
   *
   * @param drawn one expression for each argument
   */
  public List<Expr> apply(List<Expr> drawn) {
    return Expr.applyAll(op, inputs(drawn));
  }
}
