// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.pool.MaxPoolKernel;
import dev.adjoint.ops.kernel.pool.PoolSizes;
import dev.adjoint.ops.kernel.pool.ReferencePool;
import java.util.List;

/**
 * The largest element of {@code x[batch, channels, spatial…]} under a window at each of its output
 * positions, and as second output its I32 position in its plane, counted through all spatial axes.
 * Among equals it is the first, and NaN is largest of all, the first NaN if there are several.
 * Padding is left out.
 *
 * <p>{@code dx} has {@code dy} at the positions: see {@link MaxUnpool}.
 *
 * @param window the extents of the window
 * @param options how it slides
 */
public record MaxPool(Shape window, WindowOptions options) implements KernelOp, Differentiable {
  @Override
  public String name() {
    return "maxPool" + options.axes() + "d";
  }

  @Override
  public String parameters() {
    return "[window=" + window + ", " + options + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = InputTypes.onlyFloating(this, inputs);
    PoolSizes sizes = PoolSizes.of(name(), options, window, x.shape());
    TensorType y = x.withShape(x.shape().slice(0, 2).concat(sizes.to()));
    return ImmutableList.of(y, y.withDtype(DType.I32));
  }

  private PoolSizes sizes(List<TensorType> inputs) {
    return PoolSizes.of(name(), options, window, inputs.getFirst().shape());
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new MaxPoolKernel(sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferencePool.max(sizes(inputs));
  }

  @Override
  public List<Expr> vjp(List<Expr> inputs, List<Expr> outputs, List<Expr> cotangents) {
    Shape spatial = ConvSizes.spatial(inputs.getFirst().shape());
    MaxUnpool back = new MaxUnpool(spatial, outputPositions());
    return List.of(Expr.apply(back, cotangents.getFirst(), outputs.get(1)));
  }

  /** Returns at how many output positions an element is under the window at most. */
  private int outputPositions() {
    long outputPositions = 1;
    for (int axis = 0; axis < window.rank(); axis++) {
      boolean isDense = options.dilations().get(axis) == 1;
      int stride = isDense ? options.strides().get(axis) : 1;
      outputPositions =
          Math.min(Integer.MAX_VALUE, outputPositions * Math.ceilDiv(window.dim(axis), stride));
    }
    return (int) outputPositions;
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions by2 = WindowOptions.over(2).stride(2);
    return OpInfo.of(
            MaxPool.class,
            Sample.of(new MaxPool(Shape.of(2, 2), by2), Arg.distinct(2, 3, 4, 5)),
            Sample.of(
                new MaxPool(Shape.of(3, 2), WindowOptions.over(2).stride(2, 1).padding(1)),
                Arg.distinct(1, 2, 4, 3)),
            Sample.of(
                new MaxPool(Shape.of(2), WindowOptions.over(1).dilation(2)), Arg.distinct(2, 2, 6)),
            Sample.of(
                new MaxPool(Shape.of(2, 1, 2), WindowOptions.over(3)), Arg.distinct(1, 2, 3, 2, 3)),
            Sample.of(new MaxPool(Shape.of(2, 2), by2), Arg.distinct(0, 3, 4, 4)))
        .errorInputs(
            new MaxPool(Shape.of(3, 3), by2),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 4)),
            "maxPool2d: a window of [3, 3] does not fit into [2, 4]: it reaches over 3 of 2"
                + " elements on axis 0; pad more")
        .errorInputs(
            new MaxPool(Shape.of(2, 2), by2.padding(0, 2)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4)),
            "maxPool2d: a window of [2, 2] at output position 0 of axis 3 of [8, 3, 4, 4] lies on"
                + " padding alone; pad less")
        .errorInputs(
            new MaxPool(Shape.of(2, 2), by2),
            List.of(TensorType.of(DType.F32, 8, 3, 4)),
            "maxPool2d: input must have 4 axes, batch, channels and 2 spatial: [8, 3, 4]")
        .errorInputs(
            new MaxPool(Shape.of(2), by2),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4)),
            "maxPool2d: [2] are no extents of 2 spatial axes")
        .errorInputs(
            new MaxPool(Shape.of(2, 2), by2.stride(0)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4)),
            "maxPool2d: strides must be 1 or more: [0, 0]")
        .errorInputs(
            new MaxPool(Shape.of(2, 2), by2),
            List.of(TensorType.of(DType.I32, 8, 3, 4, 4)),
            "maxPool2d: needs a floating operand, got i32[8, 3, 4, 4]; cast it")
        .errorInputs(
            new MaxPool(Shape.of(2, 2), by2), List.of(), "maxPool2d: takes one input, got []");
  }
}
