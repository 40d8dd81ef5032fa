// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.shape;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.op.reduce.Sum;
import java.util.List;

/**
 * {@code y} repeats {@code x} into a larger shape by NumPy's rule; {@code dx} is {@code dy} summed
 * over the repetitions.
 *
 * @param target the shape of the output
 */
public record BroadcastTo(Shape target) implements ViewOp, SingleOutput {
  @Override
  public IndexMap map(Shape in) {
    if (!in.broadcastsTo(target)) {
      throw new ShapeException(
          name(),
          "%s does not broadcast to %s; each extent must be equal or 1, aligned at the last axis"
              .formatted(in, target));
    }
    int lead = target.rank() - in.rank();
    ImmutableIntArray dense = in.strides();
    int[] strides = new int[target.rank()];
    for (int i = 0; i < in.rank(); i++) {
      strides[lead + i] = in.dim(i) == 1 ? 0 : dense.get(i);
    }
    return IndexMap.of(target, 0, ImmutableIntArray.copyOf(strides));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Shape in = x.getFirst().shape();
    int lead = target.rank() - in.rank();
    ImmutableIntArray.Builder repeated = ImmutableIntArray.builder();
    for (int i = 0; i < target.rank(); i++) {
      if (i < lead || in.dim(i - lead) != target.dim(i)) {
        repeated.add(i);
      }
    }
    return List.of(Expr.apply(new Sum(repeated.build()), dy).reshape(in));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            BroadcastTo.class,
            Sample.of(new BroadcastTo(Shape.of(2, 3)), Arg.real(3)),
            Sample.of(new BroadcastTo(Shape.of(4, 2, 3)), Arg.real(2, 1)),
            Sample.of(new BroadcastTo(Shape.of(2, 2)), Arg.real()))
        .errorInputs(
            new BroadcastTo(Shape.of(2, 4)),
            List.of(TensorType.of(DType.F32, 3)),
            "broadcastTo: [3] does not broadcast to [2, 4]; each extent must be equal or 1, aligned"
                + " at the last axis");
  }
}
