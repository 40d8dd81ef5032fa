// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.exec.tile.TiledOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.winograd.ReferenceWinograd;
import dev.adjoint.ops.kernel.winograd.WinogradKernel;
import dev.adjoint.ops.kernel.winograd.WinogradSizes;
import java.util.List;

/**
 * {@link ConvTranspose} by filters of 3 × 3 on two axes, stride 1, in less than half of the
 * multiplications: what {@link WinogradConv} does with filters turned by half a circle, and with
 * the same bound for {@code C} channels of {@code x}. Programs run it where {@link ConvTranspose}
 * has many channels.
 *
 * @param options the window options: stride 1, with at most 2 elements of padding
 */
public record WinogradConvTranspose(WindowOptions options) implements TiledOp, SingleOutput {
  @Override
  public String parameters() {
    return "[" + options + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ConvTranspose whole = whole(inputs);
    ImmutableList<TensorType> types = whole.infer(inputs);
    WinogradSizes.checked(name(), whole.sizes(inputs));
    return types;
  }

  /** Returns the op that gives the same in more multiplications. */
  private ConvTranspose whole(List<TensorType> inputs) {
    ConvSizes.checkOperands(name(), inputs, "an input", "a filter");
    ConvSizes.checkParameters(name(), options, 1);
    Shape x = inputs.get(0).shape();
    Shape w = inputs.get(1).shape();
    ConvSizes.checkRanks(name(), options, x, "filter", w);
    int[] spatial = new int[options.axes()];
    for (int axis = 0; axis < spatial.length; axis++) {
      int padding = options.low().get(axis) + options.high().get(axis);
      spatial[axis] = Math.max(0, x.dim(2 + axis) + w.dim(2 + axis) - 1 - padding);
    }
    return new ConvTranspose(options, 1, Shape.of(spatial));
  }

  /** {@inheritDoc} A row is a plane. */
  @Override
  public int tileRow(List<TensorType> inputs) {
    return whole(inputs).sizes(inputs).from().size();
  }

  @Override
  public TiledKernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return WinogradKernel.transpose(whole(inputs).sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferenceWinograd.transpose(whole(inputs).sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return new ConvTranspose(options, 1, ConvSizes.spatial(y.shape())).vjp(x, y, dy);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions over2 = WindowOptions.over(2);
    return OpInfo.of(
            WinogradConvTranspose.class,
            Sample.of(new WinogradConvTranspose(over2), Arg.real(2, 3, 2, 3), Arg.real(3, 2, 3, 3)),
            Sample.of(
                new WinogradConvTranspose(over2.padding(1, 2)),
                Arg.real(1, 2, 3, 4),
                Arg.real(2, 3, 3, 3)),
            Sample.of(
                new WinogradConvTranspose(over2.padding(new int[] {0, 2}, new int[] {1, 0})),
                Arg.real(1, 1, 2, 3),
                Arg.real(1, 2, 3, 3)),
            Sample.of(new WinogradConvTranspose(over2), Arg.real(0, 3, 2, 2), Arg.real(3, 2, 3, 3)))
        .errorInputs(
            new WinogradConvTranspose(over2),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9), TensorType.of(DType.F32, 3, 4, 5, 5)),
            "winogradConvTranspose: needs a filter of 3 × 3 that slides by 1 over at most 2"
                + " elements of padding: [8, 4, 13, 13], [3, 4, 5, 5]")
        .errorInputs(
            new WinogradConvTranspose(over2),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9)),
            "winogradConvTranspose: takes an input and a filter, got [f32[8, 3, 9, 9]]");
  }
}
