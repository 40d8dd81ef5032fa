// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.exec.tile.TiledOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.conv.ConvKernel;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.conv.ReferenceConv;
import dev.adjoint.ops.kernel.winograd.WinogradSizes;
import java.util.List;
import java.util.Optional;

/**
 * {@code y[n, o, t] = Σ w[o, c, k] · x[n, c, t·stride − low + k·dilation]} over the input channels
 * {@code c} of the group of {@code o} and the taps {@code k}: the convolution of deep learning,
 * which does not turn the filter around. {@code x} is {@code [batch, channels, spatial…]}, {@code
 * w} is {@code [out, channels/groups, window…]}; {@code t}, {@code k}, strides, padding and
 * dilations have one number for each spatial axis.
 *
 * <p>With its derivatives it forms a closed family: {@code Σ y·dy} is linear in each of {@code x},
 * {@code w} and {@code dy}, {@code dx} is a {@link ConvTranspose}, {@code dw} a {@link
 * ConvFilterGradient}, and every derivative of one of the three is one of the three.
 *
 * <p>Each element is one chain of fused multiply-adds from {@code +0}, over {@code c} and within it
 * over {@code k}, in order, the last axis running fastest. Padding is zeros that are multiplied
 * like elements: an infinity in the filter makes NaN of them.
 *
 * @param options how the window slides
 * @param groups how many groups of channels are convolved apart; as many as there are channels make
 *     it depthwise
 */
public record Conv(WindowOptions options, int groups) implements TiledOp, SingleOutput {
  @Override
  public String name() {
    return "conv" + options.axes() + "d";
  }

  @Override
  public String parameters() {
    return "[" + options + (groups == 1 ? "" : ", groups=" + groups) + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ConvSizes.checkOperands(name(), inputs, "an input", "a filter");
    return ImmutableList.of(inputs.getFirst().withShape(sizes(inputs).output()));
  }

  private ConvSizes sizes(List<TensorType> inputs) {
    return ConvSizes.of(name(), options, groups, inputs.get(0).shape(), inputs.get(1).shape());
  }

  /** {@inheritDoc} A row is a plane. */
  @Override
  public int tileRow(List<TensorType> inputs) {
    return ConvKernel.forwardRow(sizes(inputs));
  }

  @Override
  public TiledKernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ConvKernel.forward(sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferenceConv.forward(sizes(inputs));
  }

  /**
   * {@inheritDoc} Many channels and a filter of 3 × 3 are convolved as {@link WinogradConv}, with
   * its bound.
   */
  @Override
  public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    List<TensorType> types = inputs.stream().map(Value::type).toList();
    return WinogradSizes.pays(sizes(types), types.getFirst().dtype())
        ? Optional.of(ImmutableList.of(Expr.apply(new WinogradConv(options), inputs)))
        : Optional.empty();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr input = x.get(0);
    Expr filter = x.get(1);
    return List.of(
        Expr.apply(
            new ConvTranspose(options, groups, ConvSizes.spatial(input.shape())), dy, filter),
        Expr.apply(
            new ConvFilterGradient(options, groups, ConvSizes.spatial(filter.shape())), input, dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions over2 = WindowOptions.over(2);
    return OpInfo.of(
            Conv.class,
            Sample.of(new Conv(over2, 1), Arg.real(2, 3, 4, 5), Arg.real(4, 3, 2, 3)),
            Sample.of(
                new Conv(over2.stride(2, 1).padding(1).dilation(1, 2), 2),
                Arg.real(1, 4, 3, 4),
                Arg.real(2, 2, 2, 2)),
            Sample.of(new Conv(over2.padding(1), 3), Arg.real(1, 3, 3, 3), Arg.real(6, 1, 3, 2)),
            Sample.of(new Conv(over2, 1), Arg.real(2, 3, 2, 2), Arg.real(2, 3, 1, 1)),
            Sample.of(
                new Conv(WindowOptions.over(1).stride(3).padding(new int[] {2}, new int[] {0}), 1),
                Arg.real(2, 2, 7),
                Arg.real(3, 2, 3)),
            Sample.of(
                new Conv(WindowOptions.over(3).stride(1, 2, 1), 1),
                Arg.real(1, 2, 2, 3, 3),
                Arg.real(2, 2, 2, 1, 2)),
            Sample.of(new Conv(over2, 1), Arg.real(0, 3, 4, 4), Arg.real(2, 3, 2, 2)),
            Sample.of(new Conv(over2, 1), Arg.real(2, 0, 3, 3), Arg.real(2, 0, 2, 2)))
        .errorInputs(
            new Conv(over2, 1),
            List.of(TensorType.of(DType.F32, 8, 3, 32, 32), TensorType.of(DType.F32, 16, 4, 3, 3)),
            "conv2d: filter expects 4 input channels, input has 3: [8, 3, 32, 32], [16, 4, 3, 3]")
        .errorInputs(
            new Conv(over2, 2),
            List.of(TensorType.of(DType.F32, 8, 6, 32, 32), TensorType.of(DType.F32, 16, 6, 3, 3)),
            "conv2d: filter expects 6 input channels in each of 2 groups, input has 6: [8, 6, 32,"
                + " 32], [16, 6, 3, 3]")
        .errorInputs(
            new Conv(over2, 3),
            List.of(TensorType.of(DType.F32, 8, 6, 32, 32), TensorType.of(DType.F32, 16, 2, 3, 3)),
            "conv2d: 16 output channels do not split into 3 groups: [8, 6, 32, 32], [16, 2, 3, 3]")
        .errorInputs(
            new Conv(over2.padding(0, 1), 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F32, 16, 3, 3, 3)),
            "conv2d: a window of [3, 3] does not fit into [2, 2]: it reaches over 3 of 2 elements"
                + " on axis 0; pad more")
        .errorInputs(
            new Conv(over2, 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F32, 16, 3, 0, 1)),
            "conv2d: a window of [0, 1] has no elements")
        .errorInputs(
            new Conv(WindowOptions.over(1), 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F32, 16, 3, 1)),
            "conv1d: input and filter must have 3 axes, two and 1 spatial: [8, 3, 2, 2],"
                + " [16, 3, 1]")
        .errorInputs(
            new Conv(over2.stride(0, 1), 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F32, 16, 3, 1, 1)),
            "conv2d: strides must be 1 or more: [0, 1]")
        .errorInputs(
            new Conv(over2.padding(-1), 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F32, 16, 3, 1, 1)),
            "conv2d: padding must not be negative: [-1, -1], [-1, -1]")
        .errorInputs(
            new Conv(over2.dilation(0), 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F32, 16, 3, 1, 1)),
            "conv2d: dilations must be 1 or more: [0, 0]")
        .errorInputs(
            new Conv(WindowOptions.over(0), 1),
            List.of(TensorType.of(DType.F32, 8, 3), TensorType.of(DType.F32, 16, 3)),
            "conv0d: needs a number for each of one axis or more: axes=0")
        .errorInputs(
            new Conv(over2, 0),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F32, 16, 3, 1, 1)),
            "conv2d: groups must be 1 or more, got 0")
        .errorInputs(
            new Conv(over2, 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2), TensorType.of(DType.F64, 16, 3, 1, 1)),
            "conv2d: operands must both be f32 or f64: f32[8, 3, 2, 2], f64[16, 3, 1, 1]; cast"
                + " them")
        .errorInputs(
            new Conv(over2, 1),
            List.of(TensorType.of(DType.F32, 8, 3, 2, 2)),
            "conv2d: takes an input and a filter, got [f32[8, 3, 2, 2]]");
  }
}
