// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.shape;

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
import java.util.Arrays;
import java.util.List;

/**
 * {@code y} has the elements of {@code x}, row-major, in another shape; {@code dx} is {@code dy} in
 * the shape of {@code x}.
 *
 * @param target the shape of the output
 */
public record Reshape(Shape target) implements ViewOp, SingleOutput {
  @Override
  public IndexMap map(Shape in) {
    if (in.size() != target.size()) {
      throw new ShapeException(
          name(),
          "the number of elements differs: %s → %s (%s ≠ %s)"
              .formatted(in, target, in.size(), target.size()));
    }
    return IndexMap.identity(target);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(dy.reshape(x.getFirst().shape()));
  }

  /**
   * Returns the given extents as a shape; one may be −1 and is inferred from the size of {@code
   * in}.
   *
   * @throws ShapeException if more than one is −1, or the size is not divisible by the others
   */
  public static Shape resolve(Shape in, int... dims) {
    int unknown = -1;
    long known = 1;
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] == -1 && unknown >= 0) {
        throw new ShapeException(
            "reshape", "more than one extent is -1: " + in + " → " + Arrays.toString(dims));
      } else if (dims[i] == -1) {
        unknown = i;
      } else if (dims[i] < 0) {
        throw new ShapeException(
            "reshape",
            "extents must not be negative, but for one -1: " + in + " → " + Arrays.toString(dims));
      } else {
        // A product beyond any size need not be exact.
        known = dims[i] == 0 ? 0 : Math.min(known * dims[i], 1L << 32);
      }
    }
    long[] full = Arrays.stream(dims).asLongStream().toArray();
    if (unknown >= 0) {
      if (known == 0 || in.size() % known != 0) {
        throw new ShapeException(
            "reshape",
            "nothing whole fits for -1: %s → %s (%s elements)"
                .formatted(in, Arrays.toString(dims), in.size()));
      }
      full[unknown] = in.size() / known;
    }
    return Shape.of("reshape", full);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Reshape.class,
            Sample.of(new Reshape(Shape.of(3, 4)), Arg.real(2, 6)),
            Sample.of(new Reshape(Shape.SCALAR), Arg.real(1, 1)))
        .errorInputs(
            new Reshape(Shape.of(5)),
            List.of(TensorType.of(DType.F32, 2, 3)),
            "reshape: the number of elements differs: [2, 3] → [5] (6 ≠ 5)");
  }
}
