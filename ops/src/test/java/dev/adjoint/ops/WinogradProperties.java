// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvFilterGradient;
import dev.adjoint.ops.op.window.ConvTranspose;
import dev.adjoint.ops.op.window.WinogradConv;
import dev.adjoint.ops.op.window.WinogradConvTranspose;
import dev.adjoint.ops.op.window.WinogradFilterGradient;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Convolution in tiles, to the bit against plain loops, and within its bound against sums in F64.
 */
class WinogradProperties {
  /** A convolution of random sizes, that of a network at most. */
  private static final class RandomSizes {
    final SplittableRandom random;
    final WindowOptions options;
    final Shape x;
    final Shape w;
    final Shape y;

    RandomSizes(long seed, int mostChannels) {
      random = new SplittableRandom(seed);
      int[] low = {random.nextInt(3), random.nextInt(3)};
      int[] high = {random.nextInt(3), random.nextInt(3)};
      options = WindowOptions.over(2).padding(low, high);
      x =
          Shape.of(
              random.nextInt(4),
              random.nextInt(mostChannels),
              random.nextInt(3, 13),
              random.nextInt(3, 19));
      w = Shape.of(random.nextInt(mostChannels), x.dim(1), 3, 3);
      y =
          new Conv(options, 1)
              .infer(List.of(new TensorType(DType.F32, x), new TensorType(DType.F32, w)))
              .getFirst()
              .shape();
    }

    Tensor draw(DType dtype, Shape shape) {
      return new Arg.Real(shape, -2, 2).draw(dtype, random);
    }
  }

  @Property(tries = 60)
  void tilesHaveTheBitsOfPlainLoops(@ForAll long seed) {
    RandomSizes sizes = new RandomSizes(seed, 40);
    DType dtype = sizes.random.nextInt(4) == 0 ? DType.F64 : DType.F32;
    Tensor x = sizes.draw(dtype, sizes.x);
    Tensor w = sizes.draw(dtype, sizes.w);
    Tensor y = sizes.draw(dtype, sizes.y);
    KernelBits.check(new WinogradConv(sizes.options), x, w);
    KernelBits.check(new WinogradConvTranspose(sizes.options), y, w);
    KernelBits.check(new WinogradFilterGradient(sizes.options), x, y);
  }

  @Example
  void linesOfManyTilesHaveTheBitsOfPlainLoops() {
    WindowOptions options = WindowOptions.over(2).padding(1);
    SplittableRandom random = new SplittableRandom(5);
    Tensor x = new Arg.Real(Shape.of(1, 17, 5, 140), -2, 2).draw(DType.F32, random);
    Tensor w = new Arg.Real(Shape.of(70, 17, 3, 3), -2, 2).draw(DType.F32, random);
    Tensor y = new Arg.Real(Shape.of(1, 70, 5, 140), -2, 2).draw(DType.F32, random);
    KernelBits.check(new WinogradConv(options), x, w);
    KernelBits.check(new WinogradConvTranspose(options), y, w);
    KernelBits.check(new WinogradFilterGradient(options), x, y);
  }

  @Property(tries = 60)
  void tilesAreWithinTheBoundOfSumsInF64(@ForAll long seed) {
    RandomSizes sizes = new RandomSizes(seed, 40);
    Tensor x = sizes.draw(DType.F32, sizes.x);
    Tensor w = sizes.draw(DType.F32, sizes.w);
    Tensor v = sizes.draw(DType.F32, sizes.y);
    Shape from = sizes.x.slice(2, 4);
    checkBound(new WinogradConv(sizes.options), new Conv(sizes.options, 1), channels(x, 1), x, w);
    checkBound(
        new WinogradConvTranspose(sizes.options),
        new ConvTranspose(sizes.options, 1, from),
        channels(v, 1),
        v,
        w);
    double tiles =
        (double) v.shape().dim(0) * ((v.shape().dim(2) + 1) / 2) * ((v.shape().dim(3) + 1) / 2);
    checkBound(
        new WinogradFilterGradient(sizes.options),
        new ConvFilterGradient(sizes.options, 1, Shape.of(3, 3)),
        36 * tiles * (tiles + 24),
        x,
        v);
  }

  private static double channels(Tensor x, int axis) {
    double channels = x.shape().dim(axis);
    return 64 * channels * (channels + 10);
  }

  private static void checkBound(KernelOp tiles, KernelOp whole, double factor, Tensor... in) {
    Tensor fast = run(tiles, in);
    Tensor exact = run(whole, in[0].cast(DType.F64), in[1].cast(DType.F64));
    double bound = factor * 0x1p-24 * largest(in[0]) * largest(in[1]);
    for (int i = 0; i < fast.size(); i++) {
      assertThat(Math.abs(fast.buffer().getDouble(i) - exact.buffer().getDouble(i)))
          .as("%s at %d", tiles, i)
          .isLessThanOrEqualTo(bound);
    }
  }

  private static double largest(Tensor x) {
    double largest = 0;
    for (int i = 0; i < x.size(); i++) {
      largest = Math.max(largest, Math.abs(x.buffer().getDouble(i)));
    }
    return largest;
  }

  private static Tensor run(KernelOp op, Tensor... in) {
    ImmutableList<TensorType> types = ImmutableList.of(in[0].type(), in[1].type());
    ImmutableList<TensorType> outputs = op.infer(types);
    Kernel kernel = op.kernel(types, outputs);
    Tensor y = Tensor.zeros(outputs.getFirst().dtype(), outputs.getFirst().shape());
    kernel.run(
        new Buffer[] {in[0].buffer(), in[1].buffer()}, new Buffer[] {y.buffer()}, Workers.SERIAL);
    return y;
  }

  @Example
  void programsConvolveManyChannelsInTilesUnlessToldNot() {
    Expr x = Expr.input("x", 2, 32, 8, 8);
    Expr w = Expr.input("w", 32, 32, 3, 3);
    Expr y = Convolutions.conv2d(x, w, 1, 1);
    assertThat(plan(y, CompileOptions.defaults(), x, w)).contains("winogradConv");
    assertThat(plan(y, CompileOptions.defaults().without("expand"), x, w))
        .contains("conv2d")
        .doesNotContain("winograd");
    Expr wide = Expr.input("x", TensorType.of(DType.F64, 2, 32, 8, 8));
    Expr filter = Expr.input("w", TensorType.of(DType.F64, 32, 32, 3, 3));
    assertThat(
            plan(Convolutions.conv2d(wide, filter, 1, 1), CompileOptions.defaults(), wide, filter))
        .doesNotContain("winograd");
    Expr few = Expr.input("x", 2, 3, 8, 8);
    Expr thin = Expr.input("w", 32, 3, 3, 3);
    assertThat(plan(Convolutions.conv2d(few, thin, 1, 1), CompileOptions.defaults(), few, thin))
        .doesNotContain("winograd");
  }

  private static String plan(Expr y, CompileOptions options, Expr... inputs) {
    return Program.compile(List.of(inputs), List.of(y), Map.of(), options).plan().toString();
  }
}
