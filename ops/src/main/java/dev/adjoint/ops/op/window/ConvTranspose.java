// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.exec.tile.TiledOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
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
 * {@code y[n, c, s] = Σ w[o, c, k] · x[n, o, t]} over all output positions {@code t} and taps
 * {@code k} that lie on {@code s}, {@code s = t·stride − low + k·dilation}, and the channels {@code
 * o} of the group of {@code c}: the derivative of {@link Conv} by its input, of use by itself to
 * enlarge images. {@code x} is {@code [batch, channels, spatial…]}, {@code w} is {@code [channels,
 * out/groups, window…]}. {@code dx} is a {@link Conv}, {@code dw} a {@link ConvFilterGradient}.
 *
 * <p>Each element is one chain of fused multiply-adds from {@code +0}, over {@code o} and within it
 * over {@code t}, in order, the last axis running fastest. Output positions before the first and
 * after the last are zeros that are multiplied like elements: an infinity in the filter makes NaN
 * of them.
 *
 * @param options how the window of the convolution slides
 * @param groups how many groups of channels are convolved apart
 * @param spatial the spatial extents of the output, which those of {@code x} do not tell if a
 *     stride is above 1
 */
public record ConvTranspose(WindowOptions options, int groups, Shape spatial)
    implements TiledOp, SingleOutput {
  @Override
  public String name() {
    return "convTranspose" + options.axes() + "d";
  }

  @Override
  public String parameters() {
    return "[" + options + (groups == 1 ? "" : ", groups=" + groups) + ", to=" + spatial + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ConvSizes.checkOperands(name(), inputs, "an input", "a filter");
    return ImmutableList.of(inputs.getFirst().withShape(sizes(inputs).input()));
  }

  /** Returns the sizes of the convolution that this transposes. */
  ConvSizes sizes(List<TensorType> inputs) {
    Shape x = inputs.get(0).shape();
    Shape w = inputs.get(1).shape();
    ConvSizes.checkParameters(name(), options, groups);
    ConvSizes.checkRanks(name(), options, x, "filter", w);
    if (x.dim(1) != w.dim(0)) {
      throw new ShapeException(
          name(),
          "filter expects %s input channels, input has %s: %s, %s"
              .formatted(w.dim(0), x.dim(1), x, w));
    }
    if (spatial.rank() != options.axes()) {
      throw new ShapeException(
          name(), "%s are no extents of %s spatial axes".formatted(spatial, options.axes()));
    }
    Shape y = Shape.of(name(), x.dim(0), (long) w.dim(1) * groups).concat(spatial);
    ConvSizes sizes = ConvSizes.of(name(), options, groups, y, w);
    if (!sizes.output().equals(x)) {
      throw new ShapeException(
          name(), "%s convolved by %s gives %s, not %s".formatted(y, w, sizes.output(), x));
    }
    return sizes;
  }

  /** {@inheritDoc} A row is a plane. */
  @Override
  public int tileRow(List<TensorType> inputs) {
    return ConvKernel.transposeRow(sizes(inputs));
  }

  @Override
  public TiledKernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ConvKernel.transpose(sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferenceConv.transpose(sizes(inputs));
  }

  /**
   * {@inheritDoc} Many channels and a filter of 3 × 3 are convolved as {@link
   * WinogradConvTranspose}, with its bound.
   */
  @Override
  public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    List<TensorType> types = inputs.stream().map(Value::type).toList();
    return WinogradSizes.pays(sizes(types), types.getFirst().dtype())
        ? Optional.of(ImmutableList.of(Expr.apply(new WinogradConvTranspose(options), inputs)))
        : Optional.empty();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr input = x.get(0);
    Expr filter = x.get(1);
    return List.of(
        Expr.apply(new Conv(options, groups), dy, filter),
        Expr.apply(
            new ConvFilterGradient(options, groups, ConvSizes.spatial(filter.shape())), dy, input));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions over2 = WindowOptions.over(2);
    return OpInfo.of(
            ConvTranspose.class,
            Sample.of(
                new ConvTranspose(over2, 1, Shape.of(4, 5)),
                Arg.real(2, 4, 3, 3),
                Arg.real(4, 3, 2, 3)),
            Sample.of(
                new ConvTranspose(over2.stride(2, 1).padding(1).dilation(1, 2), 2, Shape.of(3, 4)),
                Arg.real(1, 2, 2, 4),
                Arg.real(2, 2, 2, 2)),
            Sample.of(
                new ConvTranspose(over2, 1, Shape.of(2, 2)),
                Arg.real(2, 2, 2, 2),
                Arg.real(2, 3, 1, 1)),
            Sample.of(
                new ConvTranspose(WindowOptions.over(1).stride(3).padding(1), 1, Shape.of(9)),
                Arg.real(2, 3, 3),
                Arg.real(3, 2, 4)),
            Sample.of(
                new ConvTranspose(WindowOptions.over(3).stride(1, 2, 1), 1, Shape.of(2, 3, 3)),
                Arg.real(1, 2, 1, 2, 2),
                Arg.real(2, 2, 2, 1, 2)),
            Sample.of(
                new ConvTranspose(over2, 1, Shape.of(4, 4)),
                Arg.real(0, 2, 3, 3),
                Arg.real(2, 3, 2, 2)),
            Sample.of(
                new ConvTranspose(over2, 1, Shape.of(3, 3)),
                Arg.real(2, 0, 2, 2),
                Arg.real(0, 2, 2, 2)))
        .errorInputs(
            new ConvTranspose(over2, 1, Shape.of(5, 5)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4), TensorType.of(DType.F32, 16, 4, 2, 2)),
            "convTranspose2d: filter expects 16 input channels, input has 3: [8, 3, 4, 4], [16, 4,"
                + " 2, 2]")
        .errorInputs(
            new ConvTranspose(over2.stride(2), 1, Shape.of(10, 8)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4), TensorType.of(DType.F32, 3, 6, 2, 2)),
            "convTranspose2d: [8, 6, 10, 8] convolved by [3, 6, 2, 2] gives [8, 3, 5, 4], not"
                + " [8, 3, 4, 4]")
        .errorInputs(
            new ConvTranspose(over2, 2, Shape.of(5, 5)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4), TensorType.of(DType.F32, 3, 6, 2, 2)),
            "convTranspose2d: 3 output channels do not split into 2 groups: [8, 12, 5, 5], [3, 6,"
                + " 2, 2]")
        .errorInputs(
            new ConvTranspose(over2, 1, Shape.of(5)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4), TensorType.of(DType.F32, 3, 6, 2, 2)),
            "convTranspose2d: [5] are no extents of 2 spatial axes")
        .errorInputs(
            new ConvTranspose(over2, 1, Shape.of(5, 5)),
            List.of(TensorType.of(DType.F32, 8, 3, 4), TensorType.of(DType.F32, 3, 6, 2, 2)),
            "convTranspose2d: input and filter must have 4 axes, two and 2 spatial: [8, 3, 4],"
                + " [3, 6, 2, 2]")
        .errorInputs(
            new ConvTranspose(over2, 0, Shape.of(5, 5)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4), TensorType.of(DType.F32, 3, 6, 2, 2)),
            "convTranspose2d: groups must be 1 or more, got 0")
        .errorInputs(
            new ConvTranspose(over2, 1, Shape.of(5, 5)),
            List.of(TensorType.of(DType.I32, 8, 3, 4, 4), TensorType.of(DType.I32, 3, 6, 2, 2)),
            "convTranspose2d: operands must both be f32 or f64: i32[8, 3, 4, 4], i32[3, 6, 2, 2];"
                + " cast them")
        .errorInputs(
            new ConvTranspose(over2, 1, Shape.of(5, 5)),
            List.of(TensorType.of(DType.F32, 8, 3, 4, 4)),
            "convTranspose2d: takes an input and a filter, got [f32[8, 3, 4, 4]]");
  }
}
