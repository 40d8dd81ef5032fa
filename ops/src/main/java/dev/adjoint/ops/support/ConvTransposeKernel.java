package dev.adjoint.ops.support;

import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Workers;

/**
 * The derivative of a convolution by its input: the transposed filter times the cotangents gives
 * columns, which are added to the elements that they stand for. What is shared out is some images
 * of some input channels, each piece with scratch memory of its own.
 */
public final class ConvTransposeKernel extends RangeKernel {
  /** Places that make a matrix product wide enough; smaller images are taken together. */
  private static final int ENOUGH_PLACES = 64;

  /** Items that are enough to share out. */
  private static final int ENOUGH_ITEMS = 16;

  /** Multiply-adds that are worth an item of their own. */
  private static final long GRAIN = 1 << 20;

  private final ConvSizes sizes;
  private final Columns columns;
  private final GroupFilters filters;
  private final int images;
  private final int parts;
  private final int channels;
  private final int rows;
  private final int width;
  private final Gemm[] products;
  private final Buffer[] scratch;
  private final Buffer[] cotangents;

  private ConvTransposeKernel(ConvSizes sizes, DType dtype, int images, int parts) {
    super(
        Math.ceilDiv(sizes.batch(), images) * sizes.groups() * parts,
        ConvKernel.work(sizes, images * sizes.to().size()) / parts);
    this.sizes = sizes;
    this.images = images;
    this.parts = parts;
    channels = sizes.in() / parts;
    rows = sizes.rows() / parts;
    width = Columns.blockWidth(rows + sizes.out(), images * sizes.to().size());
    columns = new Columns(sizes, dtype);
    filters = new GroupFilters(sizes, dtype, parts);
    products = new Gemm[pieces()];
    scratch = new Buffer[pieces()];
    cotangents = new Buffer[pieces()];
    for (int i = 0; i < products.length; i++) {
      products[i] =
          Gemm.create(
              dtype,
              new GemmSize(1, rows, width, sizes.out()),
              Strides.rowMajor(sizes.out(), rows).transposed(),
              Strides.rowMajor(sizes.out(), width));
      scratch[i] = Buffer.allocate(dtype, rows * width);
      cotangents[i] = Buffer.allocate(dtype, sizes.out() * width);
    }
  }

  /** Returns the kernel of {@code dx} from {@code dy} and {@code w}. */
  public static Kernel of(ConvSizes sizes, DType dtype) {
    if (sizes.isPointwise()) {
      return pointwise(sizes, dtype);
    }
    if (sizes.in() == 1 && sizes.out() == 1 && sizes.groups() > 1) {
      return new DepthwiseTransposeKernel(sizes, dtype);
    }
    int images =
        Math.clamp(Math.ceilDiv(ENOUGH_PLACES, sizes.to().size()), 1, Math.max(1, sizes.batch()));
    int items = Math.max(1, Math.ceilDiv(sizes.batch(), images) * sizes.groups());
    long multiplications = (long) sizes.rows() * sizes.out() * images * sizes.to().size();
    long wanted = Math.min(Math.ceilDiv(ENOUGH_ITEMS, items), multiplications / GRAIN);
    return new ConvTransposeKernel(sizes, dtype, images, GroupFilters.parts(sizes.in(), wanted));
  }

  private static Kernel pointwise(ConvSizes sizes, DType dtype) {
    Gemm product =
        Gemm.create(
            dtype,
            new GemmSize(sizes.batch(), sizes.in(), sizes.to().size(), sizes.out()),
            new Strides(0, 1, sizes.in()),
            Strides.rowMajor(sizes.out(), sizes.to().size()));
    return (in, out, workers) -> product.run(in[1], in[0], out[0], workers);
  }

  @Override
  protected void begin(Buffer[] in) {
    filters.take(in[1]);
  }

  @Override
  protected void run(Buffer[] in, Buffer[] out, int from, int to, int piece) {
    for (int item = from; item < to; item++) {
      int matrix = item % (sizes.groups() * parts);
      int image = item / (sizes.groups() * parts) * images;
      int end = Math.min(sizes.batch(), image + images);
      int channel = matrix * channels;
      clear(out[0], image, end, channel);
      int stop = end * sizes.to().size();
      for (int column = image * sizes.to().size(); column < stop; column += width) {
        int next = Math.min(stop, column + width);
        columns.copyIn(
            in[0],
            matrix / parts * sizes.out(),
            sizes.out(),
            column,
            next,
            cotangents[piece],
            width);
        products[piece].run(
            filters.of(matrix, in[1]), cotangents[piece], scratch[piece], Workers.SERIAL);
        columns.scatter(scratch[piece], width, column, next, out[0], channel, channels);
      }
    }
  }

  private void clear(Buffer dx, int image, int end, int channel) {
    int plane = sizes.from().size();
    for (int n = image; n < end; n++) {
      int first = (n * sizes.groups() * sizes.in() + channel) * plane;
      columns.loops().clear(dx.array(), dx.offset() + first, channels * plane);
    }
  }
}
