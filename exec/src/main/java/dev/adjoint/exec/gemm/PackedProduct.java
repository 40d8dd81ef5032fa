// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.Optional;

/**
 * The product of a matrix {@code [m, k]} and {@link PackedPanels} of one {@code [k, n]}, with the
 * bits of the {@link MatrixProduct} that it stands for.
 *
 * @param n the number of columns
 * @param bits the width of the vectors that the panels are made for
 * @param left where in the first input the elements {@code [m, k]} of the matrix lie, all of them
 *     within; empty if the input is the matrix
 */
public record PackedProduct(int n, int bits, Optional<IndexMap> left) implements KernelOp {
  /** Returns the product on vectors of {@link VectorSupport#bits}. */
  public static PackedProduct of(int n) {
    return new PackedProduct(n, VectorSupport.bits(), Optional.empty());
  }

  private Shape left(List<TensorType> inputs) {
    return left.map(IndexMap::shape).orElse(inputs.getFirst().shape());
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    Shape a = left(inputs);
    Shape panels = inputs.get(1).shape();
    if (a.dim(1) != panels.dim(1) || panels.dim(0) != Blocking.parts(n, panels.dim(2))) {
      throw new ShapeException(name(), "%s columns of %s × %s".formatted(n, a, panels));
    }
    return ImmutableList.of(inputs.getFirst().withShape(Shape.of(a.dim(0), n)));
  }

  /** {@inheritDoc} The left matrix may lie anywhere: only single elements of it are read. */
  @Override
  public Optional<KernelOp> absorbing(int input, IndexMap map, Shape source) {
    boolean fits =
        input == 0
            && left.isEmpty()
            && map.shape().rank() == 2
            && map.strides().asList().stream().allMatch(stride -> stride >= 0);
    return fits ? Optional.of(new PackedProduct(n, bits, Optional.of(map))) : Optional.empty();
  }

  /** Returns the number of columns, and how the left matrix is read if it is a view. */
  @Override
  public String parameters() {
    String view =
        left.map(map -> ", a from %s by %s".formatted(map.offset(), map.strides())).orElse("");
    return "[n=" + n + view + "]";
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape a = left(inputs);
    GemmSize size = new GemmSize(1, a.dim(0), n, a.dim(1));
    IndexMap map = left.orElseGet(() -> IndexMap.identity(a));
    Strides strides = new Strides(0, map.strides().get(0), map.strides().get(1));
    Gemm gemm = Gemm.ofPacked(inputs.getFirst().dtype(), size, strides, map.offset(), bits);
    return (in, out, workers) -> gemm.run(in[0], in[1], out[0], workers);
  }
}
