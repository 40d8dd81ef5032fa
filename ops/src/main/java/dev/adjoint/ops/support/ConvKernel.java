package dev.adjoint.ops.support;

import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;

/**
 * The convolution as a matrix product, filter times columns, for one block of columns of a group at
 * a time. The blocks are shared out; each piece has scratch memory of its own.
 */
public final class ConvKernel extends RangeKernel {
  private final ConvSizes sizes;
  private final Columns columns;
  private final GroupFilters filters;
  private final int width;
  private final int blocks;
  private final Gemm[] products;
  private final Buffer[] scratch;
  private final Buffer[] results;

  private ConvKernel(ConvSizes sizes, DType dtype, int width, int blocks) {
    super(sizes.groups() * blocks, work(sizes, width));
    this.sizes = sizes;
    this.width = width;
    this.blocks = blocks;
    columns = new Columns(sizes, dtype);
    filters = new GroupFilters(sizes, dtype, 1);
    products = new Gemm[pieces()];
    scratch = new Buffer[pieces()];
    results = new Buffer[pieces()];
    for (int i = 0; i < products.length; i++) {
      products[i] =
          Gemm.create(
              dtype,
              new GemmSize(1, sizes.out(), width, sizes.rows()),
              Strides.rowMajor(sizes.out(), sizes.rows()),
              Strides.rowMajor(sizes.rows(), width));
      scratch[i] = Buffer.allocate(dtype, sizes.rows() * width);
      results[i] = Buffer.allocate(dtype, sizes.out() * width);
    }
  }

  /** Returns the kernel of {@code y} from {@code x} and {@code w}. */
  public static Kernel of(ConvSizes sizes, DType dtype) {
    if (sizes.isPointwise()) {
      Gemm product =
          Gemm.create(
              dtype,
              new GemmSize(sizes.batch(), sizes.out(), sizes.to().size(), sizes.in()),
              new Strides(0, sizes.in(), 1),
              Strides.rowMajor(sizes.in(), sizes.to().size()));
      return (in, out, workers) -> product.run(in[1], in[0], out[0], workers);
    }
    if (sizes.in() == 1 && sizes.groups() > 1) {
      return new DepthwiseKernel(sizes, dtype);
    }
    int width = Columns.blockWidth(sizes.rows() + sizes.out(), sizes.columns());
    int blocks = width == 0 ? 0 : Math.ceilDiv(sizes.columns(), width);
    return new ConvKernel(sizes, dtype, width, blocks);
  }

  /** Returns about how many elements could be touched in the time that a block takes. */
  static long work(ConvSizes sizes, int width) {
    return (long) width * sizes.rows() * (1 + sizes.out() / 8);
  }

  @Override
  protected void begin(Buffer[] in) {
    filters.take(in[1]);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int item = from; item < to; item++) {
      int group = item / blocks;
      int first = item % blocks * width;
      int end = Math.min(sizes.columns(), first + width);
      columns.gather(in[0], group * sizes.in(), sizes.in(), first, end, scratch[piece], width);
      products[piece].run(filters.of(group, in[1]), scratch[piece], results[piece], Workers.SERIAL);
      columns.copyOut(out[0], group * sizes.out(), sizes.out(), first, end, results[piece], width);
    }
  }
}
