// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.graph.DType;

/** Chooses the kernel of a convolution. */
public final class ConvKernel {
  private ConvKernel() {}

  /** Returns the kernel of {@code y} from {@code x} and {@code w}. */
  public static TiledKernel forward(ConvSizes sizes, DType dtype) {
    if (sizes.isPointwise()) {
      Gemm product =
          Gemm.create(
              dtype,
              pointwise(sizes),
              new Strides(0, sizes.in(), 1),
              Strides.rowMajor(sizes.in(), sizes.to().size()));
      return (in, out, after, workers) -> product.run(in[1], in[0], out[0], after, workers);
    }
    return IndirectConvKernel.forward(sizes.onTwoAxesOrMore(), dtype);
  }

  /** Returns the kernel of {@code dx} from {@code dy} and {@code w}. */
  public static TiledKernel transpose(ConvSizes sizes, DType dtype) {
    if (sizes.isPointwise()) {
      Gemm product =
          Gemm.create(
              dtype,
              transposedPointwise(sizes),
              new Strides(0, 1, sizes.in()),
              Strides.rowMajor(sizes.out(), sizes.to().size()));
      return (in, out, after, workers) -> product.run(in[1], in[0], out[0], after, workers);
    }
    return IndirectConvKernel.transpose(sizes.onTwoAxesOrMore(), dtype);
  }

  /**
   * Returns the number of output positions in a plane of {@code y}, 0 if it is not computed in
   * tiles.
   */
  public static int forwardRow(ConvSizes sizes) {
    return !sizes.isPointwise() || Gemm.isTiled(pointwise(sizes)) ? sizes.to().size() : 0;
  }

  /** Returns the number of elements in a plane of {@code dx}, 0 if it is not computed in tiles. */
  public static int transposeRow(ConvSizes sizes) {
    return !sizes.isPointwise() || Gemm.isTiled(transposedPointwise(sizes))
        ? sizes.from().size()
        : 0;
  }

  private static GemmSize pointwise(ConvSizes sizes) {
    return new GemmSize(sizes.batch(), sizes.out(), sizes.to().size(), sizes.in());
  }

  private static GemmSize transposedPointwise(ConvSizes sizes) {
    return new GemmSize(sizes.batch(), sizes.in(), sizes.to().size(), sizes.out());
  }
}
