// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.pool.AvgPoolKernel;
import dev.adjoint.ops.kernel.pool.PoolSizes;
import dev.adjoint.ops.kernel.pool.ReferencePool;
import dev.adjoint.ops.op.reduce.Mean;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The mean of the elements of {@code x[batch, channels, spatial…]} under a window at each of its
 * output positions: their sum, in the order of the taps from {@code +0}, the last axis running
 * fastest, in blocks of 128 taps that are added up eight at a time, divided by their number. A
 * program adds those under a window over whole planes in the order of {@link Mean}. {@code dx} is
 * an {@link AvgUnpool}.
 *
 * @param window the extents of the window
 * @param options how it slides
 * @param countPadding whether padding counts as zeros, or is left out of the mean
 */
public record AvgPool(Shape window, WindowOptions options, boolean countPadding)
    implements KernelOp, SingleOutput {
  @Override
  public String name() {
    return "avgPool" + options.axes() + "d";
  }

  @Override
  public String parameters() {
    return "[window=" + window + ", " + options + (countPadding ? "" : ", inside") + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = InputTypes.onlyFloating(this, inputs);
    Shape to = sizes(x).to();
    return ImmutableList.of(x.withShape(x.shape().slice(0, 2).concat(to)));
  }

  private PoolSizes sizes(TensorType x) {
    return PoolSizes.of(name(), options, window, x.shape());
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    return AvgPoolKernel.of(sizes(x), x.dtype(), countPadding);
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferencePool.mean(sizes(inputs.getFirst()), countPadding);
  }

  /**
   * {@inheritDoc} A window over whole planes is a mean of spatial axes, which rounds like any mean.
   */
  @Override
  public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    Expr x = Expr.of(inputs.getFirst());
    Shape from = ConvSizes.spatial(x.shape());
    boolean isWhole = window.equals(from) && sizes(x.type()).to().size() == 1;
    boolean isPadded = options.low().stream().anyMatch(p -> p > 0);
    if (!isWhole || isPadded) {
      return Optional.empty();
    }
    int[] axes = IntStream.range(2, x.shape().rank()).toArray();
    return Optional.of(ImmutableList.of(x.meanKeepDims(axes)));
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Shape spatial = ConvSizes.spatial(x.getFirst().shape());
    return List.of(Expr.apply(new AvgUnpool(window, options, countPadding, spatial), dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions by2 = WindowOptions.over(2).stride(2);
    return OpInfo.of(
            AvgPool.class,
            Sample.of(new AvgPool(Shape.of(2, 2), by2, true), Arg.real(2, 3, 4, 5)),
            Sample.of(
                new AvgPool(Shape.of(3, 2), WindowOptions.over(2).stride(2, 1).padding(1), true),
                Arg.real(1, 2, 4, 3)),
            Sample.of(
                new AvgPool(Shape.of(3, 2), WindowOptions.over(2).stride(2, 1).padding(1), false),
                Arg.real(1, 2, 4, 3)),
            Sample.of(
                new AvgPool(Shape.of(2), WindowOptions.over(1).dilation(2), true),
                Arg.real(2, 2, 6)),
            Sample.of(
                new AvgPool(Shape.of(2, 1, 2), WindowOptions.over(3), true),
                Arg.real(1, 2, 3, 2, 3)),
            Sample.of(new AvgPool(Shape.of(4, 3), by2, false), Arg.real(2, 2, 4, 3)),
            Sample.of(new AvgPool(Shape.of(2, 2), by2, true), Arg.real(0, 3, 4, 4)))
        .errorInputs(
            new AvgPool(Shape.of(3, 3), by2, true),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 4)),
            "avgPool2d: a window of [3, 3] does not fit into [2, 4]: it reaches over 3 of 2"
                + " elements on axis 0; pad more")
        .errorInputs(
            new AvgPool(Shape.of(2, 2), by2.padding(0, 2), true),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4)),
            "avgPool2d: a window of [2, 2] at output position 0 of axis 3 of [8, 3, 4, 4] lies on"
                + " padding alone; pad less")
        .errorInputs(
            new AvgPool(Shape.of(2, 2), by2, true),
            List.of(TensorType.of(DType.F32, 8)),
            "avgPool2d: input must have 4 axes, batch, channels and 2 spatial: [8]")
        .errorInputs(
            new AvgPool(Shape.of(2), by2, true),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4)),
            "avgPool2d: [2] are no extents of 2 spatial axes")
        .errorInputs(
            new AvgPool(Shape.of(2, 2), by2, true),
            List.of(TensorType.of(DType.I32, 8, 3, 4, 4)),
            "avgPool2d: needs a floating operand, got i32[8, 3, 4, 4]; cast it");
  }
}
