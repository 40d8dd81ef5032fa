// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.window;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
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
import dev.adjoint.ops.kernel.winograd.WinogradFilterKernel;
import dev.adjoint.ops.kernel.winograd.WinogradSizes;
import java.util.List;

/**
 * {@link ConvFilterGradient} by filters of 3 × 3 on two axes, stride 1, in less than half of the
 * multiplications: {@code Gᵀ·[Σ (A·v·Aᵀ) ⊙ (Bᵀ·d·B)]·G}, the transpose of what {@link WinogradConv}
 * does, where the sum is over all tiles {@code d} of 4 × 4 elements of the input and the 2 × 2
 * cotangents {@code v} of each. Programs run it where {@link ConvFilterGradient} has many channels.
 *
 * <p>The lines of tiles of all images are cut into strips of about 48 tiles, and these into parts:
 * {@code min(strips, 2¹⁷/(C·K))} of them for {@code C} and {@code K} channels, from 1 to 16. Each
 * strip is one chain of fused multiply-adds from {@code +0}, tile by tile, or several of 128 tiles;
 * of a part eight chains are added in order, then eight of their sums, and so on, and the parts are
 * added in order; the halves in {@code G} multiply cotangents instead. With {@code T} tiles an
 * element is off by at most {@code 36·T·(T + 24)·ε·max|x|·max|v|} for the unit roundoff {@code ε},
 * where the bound of the plain sum over {@code 4·T} output positions is {@code
 * 16·T²·ε·max|x|·max|v|}. An element that is not finite may make NaN of the whole filter.
 *
 * @param options the window options: stride 1, with at most 2 elements of padding
 */
public record WinogradFilterGradient(WindowOptions options) implements KernelOp, SingleOutput {
  @Override
  public String parameters() {
    return "[" + options + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ConvFilterGradient whole = whole();
    ConvSizes.checkOperands(name(), inputs, "an input", "a cotangent");
    ImmutableList<TensorType> types = whole.infer(inputs);
    WinogradSizes.checked(name(), whole.sizes(inputs));
    return types;
  }

  /** Returns the op that gives the same in more multiplications. */
  private ConvFilterGradient whole() {
    return new ConvFilterGradient(options, 1, Shape.of(3, 3));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return WinogradFilterKernel.of(whole().sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferenceWinograd.filter(whole().sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return whole().vjp(x, y, dy);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions over2 = WindowOptions.over(2);
    return OpInfo.of(
            WinogradFilterGradient.class,
            Sample.of(
                new WinogradFilterGradient(over2), Arg.real(2, 3, 4, 5), Arg.real(2, 2, 2, 3)),
            Sample.of(
                new WinogradFilterGradient(over2.padding(1, 2)),
                Arg.real(1, 2, 3, 2),
                Arg.real(1, 3, 3, 4)),
            Sample.of(
                new WinogradFilterGradient(over2.padding(new int[] {0, 2}, new int[] {1, 0})),
                Arg.real(1, 1, 3, 4),
                Arg.real(1, 2, 2, 4)),
            Sample.of(
                new WinogradFilterGradient(over2), Arg.real(0, 3, 4, 4), Arg.real(0, 2, 2, 2)))
        .errorInputs(
            new WinogradFilterGradient(over2.stride(2)),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9), TensorType.of(DType.F32, 8, 4, 4, 4)),
            "winogradFilterGradient: needs a filter of 3 × 3 that slides by 1 over at most 2"
                + " elements of padding: [8, 3, 9, 9], [4, 3, 3, 3]")
        .errorInputs(
            new WinogradFilterGradient(over2),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9)),
            "winogradFilterGradient: takes an input and a cotangent, got [f32[8, 3, 9, 9]]");
  }
}
