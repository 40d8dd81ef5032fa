package dev.adjoint.exec.gemm;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.VectorSupport;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;

/**
 * The product of a matrix {@code [m, k]} and {@link PackedPanels} of one {@code [k, n]}, with the
 * bits of the {@link MatrixProduct} that it stands for.
 *
 * @param n the number of columns
 * @param bits the width of the vectors that the panels are made for
 */
public record PackedProduct(int n, int bits) implements KernelOp {
  /** Returns the product on vectors of {@link VectorSupport#bits}. */
  public static PackedProduct of(int n) {
    return new PackedProduct(n, VectorSupport.bits());
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape panels = inputs.get(1).shape();
    if (a.dim(1) != panels.dim(1) || panels.dim(0) != Blocking.parts(n, panels.dim(2))) {
      throw new ShapeException(name(), "%s columns of %s × %s".formatted(n, a, panels));
    }
    return ImmutableList.of(inputs.getFirst().withShape(Shape.of(a.dim(0), n)));
  }

  /** Returns the number of columns. */
  @Override
  public String parameters() {
    return "[n=" + n + "]";
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape a = inputs.getFirst().shape();
    GemmSize size = new GemmSize(1, a.dim(0), n, a.dim(1));
    Strides left = Strides.rowMajor(a.dim(0), a.dim(1));
    Gemm gemm = Gemm.ofPacked(inputs.getFirst().dtype(), size, left, bits);
    return (in, out, workers) -> gemm.run(in[0], in[1], out[0], workers);
  }
}
