// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.kernel.pool.AvgUnpoolKernel;
import dev.adjoint.ops.kernel.pool.PoolSizes;
import dev.adjoint.ops.kernel.pool.ReferencePool;
import java.util.List;

/**
 * {@code y[batch, channels, spatial…]} has, for each element, the sum of the shares that it has in
 * the {@code x} of all output positions of a window that it lies under, in their order from {@code
 * +0}: the derivative of {@link AvgPool}, which divides by the same numbers. {@code dx} is an
 * {@link AvgPool}.
 *
 * @param window the extents of the window
 * @param options how it slides
 * @param countPadding whether padding has its share, which is lost
 * @param spatial the spatial extents of the output
 */
public record AvgUnpool(Shape window, WindowOptions options, boolean countPadding, Shape spatial)
    implements KernelOp, SingleOutput {
  @Override
  public String name() {
    return "avgUnpool" + options.axes() + "d";
  }

  @Override
  public String parameters() {
    String padding = countPadding ? "" : ", inside";
    return "[window=" + window + ", " + options + padding + ", to=" + spatial + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType x = InputTypes.onlyFloating(this, inputs);
    if (x.shape().rank() != 2 + options.axes()) {
      throw new ShapeException(
          name(),
          "input must have %s axes, batch, channels and %s spatial: %s"
              .formatted(2 + options.axes(), options.axes(), x.shape()));
    }
    Shape planes = x.shape().slice(0, 2);
    Shape pooled = planes.concat(sizes(x).to());
    if (!pooled.equals(x.shape())) {
      throw new ShapeException(
          name(),
          "pooling %s with a window of %s gives %s, not %s"
              .formatted(planes.concat(spatial), window, pooled, x.shape()));
    }
    return ImmutableList.of(x.withShape(planes.concat(spatial)));
  }

  /** Returns the sizes of the pooling that this is the derivative of. */
  private PoolSizes sizes(TensorType x) {
    return PoolSizes.of(name(), options, window, x.shape().slice(0, 2).concat(spatial));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    TensorType x = inputs.getFirst();
    return AvgUnpoolKernel.of(sizes(x), x.dtype(), countPadding);
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferencePool.spread(sizes(inputs.getFirst()), countPadding);
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return List.of(Expr.apply(new AvgPool(window, options, countPadding), dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions by2 = WindowOptions.over(2).stride(2);
    WindowOptions padded = WindowOptions.over(2).stride(2, 1).padding(1);
    return OpInfo.of(
            AvgUnpool.class,
            Sample.of(
                new AvgUnpool(Shape.of(2, 2), by2, true, Shape.of(4, 5)), Arg.real(2, 3, 2, 2)),
            Sample.of(
                new AvgUnpool(Shape.of(3, 2), padded, true, Shape.of(4, 3)), Arg.real(1, 2, 2, 4)),
            Sample.of(
                new AvgUnpool(Shape.of(3, 2), padded, false, Shape.of(4, 3)), Arg.real(1, 2, 2, 4)),
            Sample.of(
                new AvgUnpool(Shape.of(2), WindowOptions.over(1).dilation(2), true, Shape.of(6)),
                Arg.real(2, 2, 4)),
            Sample.of(
                new AvgUnpool(Shape.of(2, 1, 2), WindowOptions.over(3), true, Shape.of(3, 2, 3)),
                Arg.real(1, 2, 2, 2, 2)),
            Sample.of(
                new AvgUnpool(Shape.of(2, 2), by2, true, Shape.of(4, 4)), Arg.real(0, 3, 2, 2)))
        .errorInputs(
            new AvgUnpool(Shape.of(2, 2), by2, true, Shape.of(4, 6)),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2)),
            "avgUnpool2d: pooling [8, 3, 4, 6] with a window of [2, 2] gives [8, 3, 2, 3], not"
                + " [8, 3, 2, 2]")
        .errorInputs(
            new AvgUnpool(Shape.of(2, 2), by2, true, Shape.of(4, 4)),
            List.of(TensorType.of(DType.F32, 8, 3)),
            "avgUnpool2d: input must have 4 axes, batch, channels and 2 spatial: [8, 3]")
        .errorInputs(
            new AvgUnpool(Shape.of(2, 2), by2, true, Shape.of(4, 4)),
            List.of(TensorType.of(DType.BOOL, 8, 3, 2, 2)),
            "avgUnpool2d: needs a floating operand, got bool[8, 3, 2, 2]; cast it");
  }
}
