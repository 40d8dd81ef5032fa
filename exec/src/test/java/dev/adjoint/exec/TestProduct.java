// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import java.util.List;

/** A product of two matrices, for the tests of a module that names no op. */
public record TestProduct(boolean transposeA, boolean transposeB) implements MatrixProduct {
  @Override
  public TestProduct transposing(boolean a, boolean b) {
    return new TestProduct(a, b);
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    if (a.dim(transposeA ? 0 : 1) != b.dim(transposeB ? 1 : 0)) {
      throw new IllegalArgumentException("product: " + inputs);
    }
    return ImmutableList.of(
        inputs
            .getFirst()
            .withShape(Shape.of(a.dim(transposeA ? 1 : 0), b.dim(transposeB ? 0 : 1))));
  }

  @Override
  public int tileRow(List<TensorType> inputs) {
    return Gemm.tileRow(this, inputs);
  }

  @Override
  public TiledKernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    Shape y = outputs.getFirst().shape();
    Strides left = Strides.rowMajor(a.dim(0), a.dim(1));
    Strides right = Strides.rowMajor(b.dim(0), b.dim(1));
    Gemm gemm =
        Gemm.create(
            inputs.getFirst().dtype(),
            new GemmSize(1, y.dim(0), y.dim(1), a.dim(transposeA ? 0 : 1)),
            transposeA ? left.transposed() : left,
            transposeB ? right.transposed() : right);
    return (in, out, after, workers) -> gemm.run(in[0], in[1], out[0], after, workers);
  }
}
