package dev.adjoint.ops.support;

import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;

/** The ways to go about a convolution. */
public final class ConvKernel {
  private ConvKernel() {}

  /** Returns the kernel of {@code y} from {@code x} and {@code w}. */
  public static Kernel forward(ConvSizes sizes, DType dtype) {
    if (sizes.isPointwise()) {
      Gemm product =
          Gemm.create(
              dtype,
              new GemmSize(sizes.batch(), sizes.out(), sizes.to().size(), sizes.in()),
              new Strides(0, sizes.in(), 1),
              Strides.rowMajor(sizes.in(), sizes.to().size()));
      return (in, out, workers) -> product.run(in[1], in[0], out[0], workers);
    }
    return LatticeKernel.forward(sizes.onTwoAxesOrMore(), dtype);
  }

  /** Returns the kernel of {@code dx} from {@code dy} and {@code w}. */
  public static Kernel transpose(ConvSizes sizes, DType dtype) {
    if (sizes.isPointwise()) {
      Gemm product =
          Gemm.create(
              dtype,
              new GemmSize(sizes.batch(), sizes.in(), sizes.to().size(), sizes.out()),
              new Strides(0, 1, sizes.in()),
              Strides.rowMajor(sizes.out(), sizes.to().size()));
      return (in, out, workers) -> product.run(in[1], in[0], out[0], workers);
    }
    return LatticeKernel.transpose(sizes.onTwoAxesOrMore(), dtype);
  }
}
