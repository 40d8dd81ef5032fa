// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
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
import dev.adjoint.ops.kernel.conv.ConvFilterKernel;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.conv.ReferenceConv;
import dev.adjoint.ops.kernel.winograd.WinogradSizes;
import java.util.List;
import java.util.Optional;

/**
 * {@code y[o, c, k] = Σ x[n, c, t·stride − low + k·dilation] · v[n, o, t]} over all images {@code
 * n} and output positions {@code t}: the derivative of {@link Conv} by its filter, where {@code v}
 * is the cotangent of the output. {@code dx} is a {@link ConvTranspose}, {@code dv} a {@link Conv}.
 *
 * <p>The lines of output positions, which are all {@code t} of one {@code n} and, where there are
 * two spatial axes or more, of one number on the first of them, {@code n} running slowest, are cut
 * into parts of neighbours: {@code min(⌈outputPositions/256⌉, 2²⁰/size of y, lines)} of them, from
 * 1 to 16, of which part {@code p} begins at line {@code ⌊p·lines/parts⌋}. The lines of one image
 * in a part are cut into blocks: of as many lines as have at most 128 output positions, or of 128
 * neighbours of a line that has more. Each block is one chain of fused multiply-adds from {@code
 * +0} in order; the sums of eight blocks that follow one another in a part are added in order, then
 * those of eight such groups, and so on. The parts are added in order from {@code +0}: so they can
 * be computed side by side, with the same bits always. Padding is zeros that are multiplied like
 * elements.
 *
 * <p>Where a group has one input channel, a block is 1,024 output positions of an image at most,
 * summed in the lanes of a sum along a row: see {@link dev.adjoint.exec.gemm.indirect.LaneProduct}.
 *
 * @param options how the window slides
 * @param groups how many groups of channels are convolved apart
 * @param window the spatial extents of the filter
 */
public record ConvFilterGradient(WindowOptions options, int groups, Shape window)
    implements KernelOp, SingleOutput {
  @Override
  public String name() {
    return "convFilterGradient" + options.axes() + "d";
  }

  @Override
  public String parameters() {
    return "[" + options + (groups == 1 ? "" : ", groups=" + groups) + ", window=" + window + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ConvSizes.checkOperands(name(), inputs, "an input", "a cotangent");
    return ImmutableList.of(inputs.getFirst().withShape(sizes(inputs).filter()));
  }

  /** Returns the sizes of the convolution whose filter this is the derivative by. */
  ConvSizes sizes(List<TensorType> inputs) {
    Shape x = inputs.get(0).shape();
    Shape v = inputs.get(1).shape();
    ConvSizes.checkParameters(name(), options, groups);
    ConvSizes.checkRanks(name(), options, x, "cotangent", v);
    ConvSizes.checkGroups(name(), groups, x.dim(1), "input", x, v);
    if (window.rank() != options.axes()) {
      throw new ShapeException(
          name(), "%s are no extents of %s spatial axes".formatted(window, options.axes()));
    }
    Shape w = Shape.of(v.dim(1), x.dim(1) / groups).concat(window);
    ConvSizes sizes = ConvSizes.of(name(), options, groups, x, w);
    if (!sizes.output().equals(v)) {
      throw new ShapeException(
          name(), "%s convolved by %s gives %s, not %s".formatted(x, w, sizes.output(), v));
    }
    return sizes;
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ConvFilterKernel.of(sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferenceConv.filter(sizes(inputs));
  }

  /**
   * {@inheritDoc} Many channels and a filter of 3 × 3 are convolved as {@link
   * WinogradFilterGradient}, with its bound.
   */
  @Override
  public Optional<ImmutableList<Value>> expansion(ImmutableList<Value> inputs) {
    List<TensorType> types = inputs.stream().map(Value::type).toList();
    return WinogradSizes.paysForFilter(sizes(types), types.getFirst().dtype())
        ? Optional.of(ImmutableList.of(Expr.apply(new WinogradFilterGradient(options), inputs)))
        : Optional.empty();
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr input = x.get(0);
    Expr cotangent = x.get(1);
    return List.of(
        Expr.apply(
            new ConvTranspose(options, groups, ConvSizes.spatial(input.shape())), cotangent, dy),
        Expr.apply(new Conv(options, groups), input, dy));
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions over2 = WindowOptions.over(2);
    return OpInfo.of(
            ConvFilterGradient.class,
            Sample.of(
                new ConvFilterGradient(over2, 1, Shape.of(2, 3)),
                Arg.real(2, 3, 4, 5),
                Arg.real(2, 4, 3, 3)),
            Sample.of(
                new ConvFilterGradient(
                    over2.stride(2, 1).padding(1).dilation(1, 2), 2, Shape.of(2, 2)),
                Arg.real(1, 4, 3, 4),
                Arg.real(1, 2, 2, 4)),
            Sample.of(
                new ConvFilterGradient(over2, 1, Shape.of(1, 1)),
                Arg.real(2, 3, 2, 2),
                Arg.real(2, 2, 2, 2)),
            Sample.of(
                new ConvFilterGradient(WindowOptions.over(1).stride(3).padding(1), 1, Shape.of(4)),
                Arg.real(2, 2, 9),
                Arg.real(2, 3, 3)),
            Sample.of(
                new ConvFilterGradient(WindowOptions.over(3).stride(1, 2, 1), 1, Shape.of(2, 1, 2)),
                Arg.real(1, 2, 2, 3, 3),
                Arg.real(1, 2, 1, 2, 2)),
            Sample.of(
                new ConvFilterGradient(over2, 1, Shape.of(2, 2)),
                Arg.real(0, 3, 4, 4),
                Arg.real(0, 2, 3, 3)))
        .errorInputs(
            new ConvFilterGradient(over2, 1, Shape.of(3, 3)),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9), TensorType.of(DType.F32, 8, 4, 7, 6)),
            "convFilterGradient2d: [8, 3, 9, 9] convolved by [4, 3, 3, 3] gives [8, 4, 7, 7], not"
                + " [8, 4, 7, 6]")
        .errorInputs(
            new ConvFilterGradient(over2, 2, Shape.of(3, 3)),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9), TensorType.of(DType.F32, 8, 4, 7, 7)),
            "convFilterGradient2d: 3 input channels do not split into 2 groups: [8, 3, 9, 9],"
                + " [8, 4, 7, 7]")
        .errorInputs(
            new ConvFilterGradient(over2, 2, Shape.of(3, 3)),
            List.of(TensorType.of(DType.F32, 8, 4, 9, 9), TensorType.of(DType.F32, 8, 3, 7, 7)),
            "convFilterGradient2d: 3 output channels do not split into 2 groups: [8, 4, 9, 9],"
                + " [3, 2, 3, 3]")
        .errorInputs(
            new ConvFilterGradient(over2, 1, Shape.of(3)),
            List.of(TensorType.of(DType.F32, 8, 4, 9, 9), TensorType.of(DType.F32, 8, 3, 7, 7)),
            "convFilterGradient2d: [3] are no extents of 2 spatial axes")
        .errorInputs(
            new ConvFilterGradient(over2, 1, Shape.of(3, 3)),
            List.of(TensorType.of(DType.F32, 8, 4, 9, 9), TensorType.of(DType.F32, 8, 3, 7)),
            "convFilterGradient2d: input and cotangent must have 4 axes, two and 2 spatial: [8, 4,"
                + " 9, 9], [8, 3, 7]")
        .errorInputs(
            new ConvFilterGradient(over2, 0, Shape.of(3, 3)),
            List.of(TensorType.of(DType.F32, 8, 4, 9, 9), TensorType.of(DType.F32, 8, 3, 7, 7)),
            "convFilterGradient2d: groups must be 1 or more, got 0")
        .errorInputs(
            new ConvFilterGradient(over2, 1, Shape.of(3, 3)),
            List.of(TensorType.of(DType.F32, 8, 4, 9, 9), TensorType.of(DType.F64, 8, 3, 7, 7)),
            "convFilterGradient2d: operands must both be f32 or f64: f32[8, 4, 9, 9], f64[8, 3, 7,"
                + " 7]; cast them")
        .errorInputs(
            new ConvFilterGradient(over2, 1, Shape.of(3, 3)),
            List.of(),
            "convFilterGradient2d: takes an input and a cotangent, got []");
  }
}
