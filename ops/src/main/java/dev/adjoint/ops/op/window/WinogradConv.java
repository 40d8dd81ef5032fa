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
 * {@link Conv} by filters of 3 × 3 on two axes, stride 1, in less than half of the multiplications:
 * for each tile {@code d} of 4 × 4 elements and its 2 × 2 output positions, {@code Aᵀ·[Σ (G·g·Gᵀ) ⊙
 * (Bᵀ·d·B)]·A}, the sum over input channels (Lavin and Gray, <i>Fast Algorithms for Convolutional
 * Neural Networks</i>, 2016, section 4.1, with the last row of {@code Bᵀ} and the last column of
 * {@code Aᵀ} negated). Programs run it where {@link Conv} has many channels.
 *
 * <p>Transforms work on columns first; each of their sums adds terms with a positive factor in
 * order, then subtracts the others in order. The sum over channels is one chain of fused
 * multiply-adds from {@code +0}, in order. With {@code C} input channels an element is off by at
 * most {@code 64·C·(C + 10)·ε·max|w|·max|x|} for the unit roundoff {@code ε}, which is 2⁻²⁴ in F32,
 * where the bound of the plain sum is {@code 81·C²·ε·max|w|·max|x|}. An element that is not finite
 * may make NaN of the whole tile.
 *
 * @param options the window options: stride 1, with at most 2 elements of padding
 */
public record WinogradConv(WindowOptions options) implements TiledOp, SingleOutput {
  @Override
  public String parameters() {
    return "[" + options + "]";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ConvSizes.checkOperands(name(), inputs, "an input", "a filter");
    return ImmutableList.of(inputs.getFirst().withShape(sizes(inputs).output()));
  }

  private ConvSizes sizes(List<TensorType> inputs) {
    Shape x = inputs.get(0).shape();
    return WinogradSizes.checked(
        name(), ConvSizes.of(name(), options, 1, x, inputs.get(1).shape()));
  }

  /** {@inheritDoc} A row is a plane. */
  @Override
  public int tileRow(List<TensorType> inputs) {
    return sizes(inputs).to().size();
  }

  @Override
  public TiledKernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return WinogradKernel.forward(sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return ReferenceWinograd.forward(sizes(inputs), inputs.getFirst().dtype());
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    return new Conv(options, 1).vjp(x, y, dy);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    WindowOptions over2 = WindowOptions.over(2);
    return OpInfo.of(
            WinogradConv.class,
            Sample.of(new WinogradConv(over2), Arg.real(2, 3, 4, 5), Arg.real(2, 3, 3, 3)),
            Sample.of(
                new WinogradConv(over2.padding(1, 2)), Arg.real(1, 2, 3, 2), Arg.real(3, 2, 3, 3)),
            Sample.of(
                new WinogradConv(over2.padding(new int[] {0, 2}, new int[] {1, 0})),
                Arg.real(1, 1, 3, 4),
                Arg.real(2, 1, 3, 3)),
            Sample.of(new WinogradConv(over2), Arg.real(0, 3, 4, 4), Arg.real(2, 3, 3, 3)),
            Sample.of(new WinogradConv(over2), Arg.real(2, 0, 3, 3), Arg.real(2, 0, 3, 3)))
        .errorInputs(
            new WinogradConv(over2),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9), TensorType.of(DType.F32, 16, 4, 3, 3)),
            "winogradConv: filter expects 4 input channels, input has 3: [8, 3, 9, 9], [16, 4, 3,"
                + " 3]")
        .errorInputs(
            new WinogradConv(over2),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9), TensorType.of(DType.F32, 16, 3, 5, 5)),
            "winogradConv: needs a filter of 3 × 3 that slides by 1 over at most 2 elements of"
                + " padding: [8, 3, 9, 9], [16, 3, 5, 5]")
        .errorInputs(
            new WinogradConv(over2.stride(2)),
            List.of(TensorType.of(DType.F32, 8, 3, 9, 9), TensorType.of(DType.F32, 16, 3, 3, 3)),
            "winogradConv: needs a filter of 3 × 3 that slides by 1 over at most 2 elements of"
                + " padding: [8, 3, 9, 9], [16, 3, 3, 3]")
        .errorInputs(
            new WinogradConv(over2),
            List.of(TensorType.of(DType.I32, 8, 3, 9, 9), TensorType.of(DType.I32, 16, 3, 3, 3)),
            "winogradConv: operands must both be f32 or f64: i32[8, 3, 9, 9], i32[16, 3, 3, 3];"
                + " cast them");
  }
}
