// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.op.linalg;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.gemm.Gemm;
import dev.adjoint.exec.gemm.GemmSize;
import dev.adjoint.exec.gemm.Strides;
import dev.adjoint.exec.tile.MatrixProduct;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.kernel.product.ProductOfViews;
import dev.adjoint.ops.kernel.product.ReferenceProduct;
import java.util.List;
import java.util.Optional;

/**
 * {@code y = op(a) · op(b)}, the product of matrices, where {@code op} transposes the last two axes
 * or not; axes before them are a batch, the same in both. {@code da = dy · op(b)ᵀ} and {@code db =
 * op(a)ᵀ · dy}, transposed if the operand is: so the derivatives of a product are products, and no
 * order of derivative moves elements around.
 *
 * <p>The inner dimension is cut into blocks of 128. Each is one chain of fused multiply-adds from
 * {@code +0}, in order; the sums of eight neighbouring blocks are added in order, then those of
 * eight such groups, and so on. So the error grows with the block and the logarithm of their
 * number.
 *
 * @param transposeA whether {@code a} is taken transposed
 * @param transposeB whether {@code b} is taken transposed
 */
public record Matmul(boolean transposeA, boolean transposeB)
    implements MatrixProduct, SingleOutput {
  @Override
  public Matmul transposing(boolean a, boolean b) {
    return new Matmul(a, b);
  }

  @Override
  public String parameters() {
    return transposeA || transposeB
        ? "[" + (transposeA ? "aᵀ" : "a") + "·" + (transposeB ? "bᵀ" : "b") + "]"
        : "";
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (inputs.size() != 2) {
      throw new ShapeException(name(), "takes two matrices, got " + inputs);
    }
    TensorType a = inputs.get(0);
    TensorType b = inputs.get(1);
    if (a.dtype() != b.dtype() || !a.dtype().isFloating()) {
      throw new ShapeException(
          name(), "operands must both be f32 or f64: %s × %s; cast them".formatted(a, b));
    }
    Shape x = a.shape();
    Shape y = b.shape();
    if (x.rank() < 2 || y.rank() < 2) {
      throw new ShapeException(
          name(), "operands must have two axes or more: %s × %s".formatted(x, y));
    }
    if (!batch(x).equals(batch(y))) {
      throw new ShapeException(
          name(), "batch axes differ: %s × %s; broadcast them to one batch".formatted(x, y));
    }
    int inner = x.dim(transposeA ? -2 : -1);
    if (inner != y.dim(transposeB ? -1 : -2)) {
      throw innerDiffer(x, transposeA, y, transposeB);
    }
    Shape matrix = Shape.of(x.dim(transposeA ? -1 : -2), y.dim(transposeB ? -2 : -1));
    return ImmutableList.of(a.withShape(batch(x).concat(matrix)));
  }

  private static Shape batch(Shape shape) {
    return shape.slice(0, shape.rank() - 2);
  }

  /** Returns what to throw for operands whose inner dimensions differ. */
  private static ShapeException innerDiffer(
      Shape a, boolean transposeA, Shape b, boolean transposeB) {
    return new ShapeException(
        "matmul",
        "inner dimensions differ: %s%s × %s%s (%s ≠ %s)"
            .formatted(
                a,
                transposeA ? "ᵀ" : "",
                b,
                transposeB ? "ᵀ" : "",
                a.dim(transposeA ? -2 : -1),
                b.dim(transposeB ? -1 : -2)));
  }

  @Override
  public int tileRow(List<TensorType> inputs) {
    return Gemm.tileRow(this, inputs);
  }

  @Override
  public TiledKernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape a = inputs.get(0).shape();
    Shape b = inputs.get(1).shape();
    Shape y = outputs.getFirst().shape();
    int inner = a.dim(transposeA ? -2 : -1);
    GemmSize size = new GemmSize(batch(a).size(), y.dim(-2), y.dim(-1), inner);
    Strides left = strides(a, transposeA);
    Strides right = strides(b, transposeB);
    Gemm gemm = Gemm.create(inputs.get(0).dtype(), size, left, right);
    return (in, out, after, workers) -> gemm.run(in[0], in[1], out[0], after, workers);
  }

  private static Strides strides(Shape shape, boolean transposed) {
    Strides strides = Strides.rowMajor(shape.dim(-2), shape.dim(-1));
    return transposed ? strides.transposed() : strides;
  }

  @Override
  public Kernel reference(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new ReferenceProduct(
        inputs.get(0).shape(), transposeA, inputs.get(1).shape(), transposeB);
  }

  /**
   * {@inheritDoc} A product reads views that swap the last two axes in place, and many views of
   * batches of matrices; see {@link ProductOfViews}.
   */
  @Override
  public Optional<KernelOp> absorbing(int input, IndexMap map, Shape source) {
    return swapsMatrixAxes(map, source)
        ? Optional.of(new Matmul(transposeA ^ input == 0, transposeB ^ input == 1))
        : ProductOfViews.of(transposeA, transposeB).absorbing(input, map, source);
  }

  /** {@inheritDoc} See {@link ProductOfViews}. */
  @Override
  public Optional<KernelOp> emitting(IndexMap map, Shape output) {
    return ProductOfViews.of(transposeA, transposeB).emitting(map, output);
  }

  private static boolean swapsMatrixAxes(IndexMap map, Shape source) {
    int rank = source.rank();
    if (map.offset() != 0 || rank < 2 || map.shape().rank() != rank) {
      return false;
    }
    ImmutableIntArray strides = source.strides();
    for (int i = 0; i < rank; i++) {
      int from = i < rank - 2 ? i : 2 * rank - 3 - i;
      boolean same = map.strides().get(i) == strides.get(from);
      if (map.shape().dim(i) != source.dim(from) || source.dim(from) > 1 && !same) {
        return false;
      }
    }
    return true;
  }

  @Override
  public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
    Expr a = x.get(0);
    Expr b = x.get(1);
    Expr da =
        transposeA
            ? Expr.apply(new Matmul(transposeB, true), b, dy)
            : Expr.apply(new Matmul(false, !transposeB), dy, b);
    Expr db =
        transposeB
            ? Expr.apply(new Matmul(true, transposeA), dy, a)
            : Expr.apply(new Matmul(!transposeA, false), a, dy);
    return List.of(da, db);
  }

  /** Returns the samples and the inputs that are errors. */
  public static OpInfo info() {
    return OpInfo.of(
            Matmul.class,
            Sample.of(new Matmul(false, false), Arg.real(2, 3), Arg.real(3, 4)),
            Sample.of(new Matmul(true, false), Arg.real(3, 2), Arg.real(3, 4)),
            Sample.of(new Matmul(false, true), Arg.real(2, 3), Arg.real(4, 3)),
            Sample.of(new Matmul(true, true), Arg.real(3, 2), Arg.real(4, 3)),
            Sample.of(new Matmul(false, false), Arg.real(2, 1, 3, 2), Arg.real(2, 1, 2, 2)),
            Sample.of(new Matmul(true, true), Arg.real(3, 2, 1), Arg.real(3, 4, 2)),
            Sample.of(new Matmul(false, false), Arg.real(2, 0), Arg.real(0, 3)),
            Sample.of(new Matmul(false, false), Arg.real(0, 2), Arg.real(2, 3)))
        .errorInputs(
            new Matmul(false, false),
            List.of(TensorType.of(DType.F32, 32, 784), TensorType.of(DType.F32, 512, 10)),
            "matmul: inner dimensions differ: [32, 784] × [512, 10] (784 ≠ 512)")
        .errorInputs(
            new Matmul(true, false),
            List.of(TensorType.of(DType.F32, 32, 784), TensorType.of(DType.F32, 512, 10)),
            "matmul: inner dimensions differ: [32, 784]ᵀ × [512, 10] (32 ≠ 512)")
        .errorInputs(
            new Matmul(false, false),
            List.of(TensorType.of(DType.F32, 4), TensorType.of(DType.F32, 4, 5)),
            "matmul: operands must have two axes or more: [4] × [4, 5]")
        .errorInputs(
            new Matmul(false, false),
            List.of(TensorType.of(DType.F32, 2, 3, 4), TensorType.of(DType.F32, 4, 5)),
            "matmul: batch axes differ: [2, 3, 4] × [4, 5]; broadcast them to one batch")
        .errorInputs(
            new Matmul(false, false),
            List.of(TensorType.of(DType.F32, 3, 4), TensorType.of(DType.F64, 4, 5)),
            "matmul: operands must both be f32 or f64: f32[3, 4] × f64[4, 5]; cast them")
        .errorInputs(
            new Matmul(false, false),
            List.of(TensorType.of(DType.F32, 3, 4)),
            "matmul: takes two matrices, got [f32[3, 4]]");
  }
}
