// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.AvgUnpool;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvFilterGradient;
import dev.adjoint.ops.op.window.ConvTranspose;
import dev.adjoint.ops.op.window.MaxPool;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Convolution and pooling of random sizes, to the bit, against plain loops and by their laws. */
class WindowProperties {
  private static final double[] ODD = {
    0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e-42, -1e-42, 3e38
  };

  /** A convolution of random sizes; the larger ones are cut into many pieces. */
  private static final class RandomSizes {
    final SplittableRandom random;
    final DType dtype;
    final int axes;
    final WindowOptions options;
    final int groups;
    final int batch;
    final int in;
    final int out;
    final int[] from;
    final int[] window;
    final boolean odd;

    RandomSizes(int axes, int largest, long seed) {
      random = new SplittableRandom(seed);
      this.axes = axes;
      dtype = random.nextBoolean() ? DType.F32 : DType.F64;
      options =
          WindowOptions.over(axes)
              .stride(each(1, 4))
              .padding(each(0, 4), each(0, 4))
              .dilation(each(1, 4));
      groups = random.nextInt(1, 4);
      batch = random.nextInt(0, 5);
      in = random.nextInt(1, 5);
      out = random.nextInt(1, 6);
      from = each(1, largest + 1);
      window = each(1, 5);
      odd = random.nextInt(4) == 0;
    }

    private int[] each(int low, int high) {
      return IntStream.range(0, axes).map(_ -> random.nextInt(low, high)).toArray();
    }

    Tensor draw(Shape shape) {
      Tensor x = new Arg.Real(shape, -2, 2).draw(dtype, random);
      for (int i = 0; odd && i < x.size(); i += 1 + random.nextInt(20)) {
        x.buffer().setDouble(i, ODD[random.nextInt(ODD.length)]);
      }
      return x;
    }

    Tensor x() {
      return draw(Shape.of(batch, groups * in).concat(Shape.of(from)));
    }

    Tensor w() {
      return draw(Shape.of(groups * out, in).concat(Shape.of(window)));
    }
  }

  @Property(tries = 300)
  void convolutionAndItsDerivativesAreWhatPlainLoopsGive(
      @ForAll @IntRange(min = 1, max = 3) int axes, @ForAll long seed) {
    // Some are large enough for several blocks of columns and parts of the sum over them.
    check(new RandomSizes(axes, new int[] {0, 60, 14, 6}[axes], seed));
  }

  @Property(tries = 12)
  void largeConvolutionsAreWhatPlainLoopsGive(@ForAll long seed) {
    check(new RandomSizes(2, 50, seed));
  }

  private static void check(RandomSizes sizes) {
    Conv conv = new Conv(sizes.options, sizes.groups);
    Tensor x = sizes.x();
    Tensor w = sizes.w();
    Tensor y;
    try {
      y = sizes.draw(conv.infer(List.of(x.type(), w.type())).getFirst().shape());
    } catch (ShapeException e) {
      assertThat(e).hasMessageContaining("does not fit into");
      return;
    }
    KernelBits.check(conv, x, w);
    KernelBits.check(new ConvTranspose(sizes.options, sizes.groups, Shape.of(sizes.from)), y, w);
    KernelBits.check(
        new ConvFilterGradient(sizes.options, sizes.groups, Shape.of(sizes.window)), x, y);
  }

  @Example
  void tapsThatSeeNothingButPaddingAreMultipliedAsWell() {
    for (int extent = 1; extent < 4; extent++) {
      WindowOptions options = WindowOptions.over(2).padding(new int[] {0, 0}, new int[] {0, 5});
      RandomSizes any = new RandomSizes(2, 4, extent);
      Tensor x = any.draw(Shape.of(2, 1, 9, extent));
      Tensor w = any.draw(Shape.of(20, 1, 3, 6));
      Tensor y = any.draw(Shape.of(2, 20, 7, extent));
      KernelBits.check(new Conv(options, 1), x, w);
      KernelBits.check(new ConvTranspose(options, 1, Shape.of(9, extent)), y, w);
      KernelBits.check(new ConvFilterGradient(options, 1, Shape.of(3, 6)), x, y);
    }
  }

  @Property(tries = 300)
  void poolingIsWhatPlainLoopsGive(
      @ForAll @IntRange(min = 1, max = 3) int axes, @ForAll long seed) {
    RandomSizes sizes = new RandomSizes(axes, new int[] {0, 60, 14, 6}[axes], seed);
    Shape window = Shape.of(sizes.window);
    Tensor x = sizes.x();
    MaxPool max = new MaxPool(window, sizes.options);
    Shape to;
    try {
      to = max.infer(List.of(x.type())).getFirst().shape();
    } catch (ShapeException e) {
      assertThat(e.getMessage()).containsAnyOf("does not fit into", "lies on padding alone");
      return;
    }
    boolean countPadding = sizes.random.nextBoolean();
    KernelBits.check(max, x);
    KernelBits.check(new AvgPool(window, sizes.options, countPadding), x);
    KernelBits.check(
        new AvgUnpool(window, sizes.options, countPadding, Shape.of(sizes.from)), sizes.draw(to));
  }

  @Property(tries = 100)
  void paddingIsZerosAround(@ForAll @IntRange(min = 1, max = 3) int axes, @ForAll long seed) {
    RandomSizes sizes = new RandomSizes(axes, 9, seed);
    Tensor x = sizes.x();
    Tensor w = sizes.w();
    WindowOptions bare = sizes.options.padding(0);
    int[] low = surrounded(sizes.options.low().toArray());
    int[] high = surrounded(sizes.options.high().toArray());
    List<Tensor> y;
    try {
      y =
          Evaluation.evaluate(
              List.of(x, w),
              in ->
                  List.of(
                      Convolutions.conv(in.get(0), in.get(1), sizes.options, sizes.groups),
                      Convolutions.conv(
                          in.get(0).pad(low, high, 0), in.get(1), bare, sizes.groups)));
    } catch (ShapeException e) {
      assertThat(e).hasMessageContaining("does not fit into");
      return;
    }
    assertThat(y.get(0)).isEqualTo(y.get(1));
  }

  private static int[] surrounded(int... spatial) {
    int[] all = new int[spatial.length + 2];
    System.arraycopy(spatial, 0, all, 2, spatial.length);
    return all;
  }
}
