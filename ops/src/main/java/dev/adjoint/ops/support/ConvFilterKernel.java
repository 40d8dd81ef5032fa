package dev.adjoint.ops.support;

import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;
import java.util.Arrays;

/**
 * The derivative of a convolution by its filter: for each part of the columns, columns times
 * transposed cotangents, a block at a time; then the parts are added. Parts, groups and, where
 * these are few, input channels are shared out, each piece with scratch memory of its own.
 */
public final class ConvFilterKernel implements Kernel {
  /** Items that are enough to share out. */
  private static final int ENOUGH_ITEMS = 16;

  /** Multiply-adds that are worth an item of their own. */
  private static final long GRAIN = 1 << 20;

  private final Products products;
  private final Fold fold;

  private ConvFilterKernel(ConvSizes sizes, DType dtype, int split) {
    // For each group and split of its channels, and for each part, a matrix [rows, out].
    Buffer[] sums = new Buffer[sizes.groups() * split * sizes.parts()];
    for (int i = 0; i < sums.length; i++) {
      sums[i] = Buffer.allocate(dtype, sizes.rows() / split * sizes.out());
    }
    products = new Products(sizes, dtype, split, sums);
    fold = new Fold(sizes, dtype, split, sums);
  }

  /** Returns the kernel of {@code dw} from {@code x} and {@code dy}. */
  public static Kernel of(ConvSizes sizes, DType dtype) {
    int items = sizes.groups() * sizes.parts();
    long multiplications =
        (long) sizes.rows() * sizes.out() * Math.ceilDiv(sizes.columns(), sizes.parts());
    long wanted = Math.min(Math.ceilDiv(ENOUGH_ITEMS, items), multiplications / GRAIN);
    return new ConvFilterKernel(sizes, dtype, GroupFilters.parts(sizes.in(), wanted));
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    products.run(inputs, outputs, workers);
    fold.run(inputs, outputs, workers);
  }

  /** Computes the sums of the parts. */
  private static final class Products extends RangeKernel {
    private final ConvSizes sizes;
    private final int parts;
    private final int split;
    private final Buffer[] sums;
    private final int[] starts;
    private final Columns columns;
    private final int width;
    private final Gemm[] products;
    private final Buffer[] scratch;
    private final Buffer[] cotangents;

    Products(ConvSizes sizes, DType dtype, int split, Buffer... sums) {
      super(
          sums.length,
          ConvKernel.work(sizes, Math.ceilDiv(sizes.columns(), sizes.parts())) / split);
      this.sizes = sizes;
      this.split = split;
      this.sums = sums;
      parts = sizes.parts();
      starts = new int[parts + 1];
      Arrays.setAll(starts, sizes::partStart);
      columns = new Columns(sizes, dtype);
      int rows = sizes.rows() / split;
      width = Columns.blockWidth(rows + sizes.out(), Math.ceilDiv(sizes.columns(), sizes.parts()));
      products = new Gemm[pieces()];
      scratch = new Buffer[pieces()];
      cotangents = new Buffer[pieces()];
      for (int i = 0; i < products.length; i++) {
        products[i] =
            Gemm.create(
                dtype,
                new GemmSize(1, rows, sizes.out(), width),
                Strides.rowMajor(rows, width),
                Strides.rowMajor(sizes.out(), width).transposed());
        scratch[i] = Buffer.allocate(dtype, rows * width);
        cotangents[i] = Buffer.allocate(dtype, width * sizes.out());
      }
    }

    @Override
    protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
      for (int item = from; item < to; item++) {
        Buffer sum = sums[item];
        columns.loops().clear(sum.array(), 0, sum.size());
        int end = starts[item % parts + 1];
        for (int column = starts[item % parts]; column < end; column += width) {
          block(in, item / parts, column, Math.min(end, column + width), piece);
          products[piece].accumulate(scratch[piece], cotangents[piece], sum, Workers.SERIAL);
        }
      }
    }

    private void block(Buffer[] in, int matrix, int column, int next, int piece) {
      int channels = sizes.in() / split;
      Buffer x = scratch[piece];
      Buffer dy = cotangents[piece];
      if (next - column < width) {
        // Zeros add zeros. They may turn −0 into +0, which the sum over the parts does anyway.
        columns.loops().clear(x.array(), 0, x.size());
        columns.loops().clear(dy.array(), 0, dy.size());
      }
      columns.gather(in[0], matrix * channels, channels, column, next, x, width);
      columns.copyIn(in[1], matrix / split * sizes.out(), sizes.out(), column, next, dy, width);
    }
  }

  /** Adds the parts, in order. */
  private static final class Fold extends RangeKernel {
    private final ConvSizes sizes;
    private final int parts;
    private final int split;
    private final Buffer[] sums;
    private final PlaneLoops loops;

    Fold(ConvSizes sizes, DType dtype, int split, Buffer... sums) {
      super(sizes.groups() * sizes.out(), (long) sizes.rows() * sizes.parts());
      this.sizes = sizes;
      this.split = split;
      this.sums = sums;
      parts = sizes.parts();
      loops = PlaneLoops.of(dtype);
    }

    @Override
    protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
      int rows = sizes.rows() / split;
      Buffer dw = out[0];
      for (int channel = from; channel < to; channel++) {
        loops.clear(dw.array(), dw.offset() + channel * sizes.rows(), sizes.rows());
        for (int s = 0; s < split; s++) {
          int first = (channel / sizes.out() * split + s) * parts;
          int at = dw.offset() + channel * sizes.rows() + s * rows;
          for (int part = 0; part < parts; part++) {
            loops.addRead(
                sums[first + part].array(),
                channel % sizes.out(),
                sizes.out(),
                dw.array(),
                at,
                rows);
          }
        }
      }
    }
  }
}
