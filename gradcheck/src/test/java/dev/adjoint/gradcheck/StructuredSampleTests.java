// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Structure;
import dev.adjoint.ops.kernel.InputTypes;
import dev.adjoint.ops.op.activation.Softmax;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradient checks of ops that take matrices of some structure alone, as a user writes them. */
class StructuredSampleTests {
  /**
   * {@code A = L·Lᵀ} with a lower triangular {@code L}, for a symmetric positive definite {@code A}
   * of which the lower triangle is read. {@code dA} is the symmetric part of {@code
   * L⁻ᵀ·Φ(Lᵀ·dL)·L⁻¹}, where {@code Φ} takes the lower triangle and halves the diagonal (Murray,
   * <i>Differentiation of the Cholesky decomposition</i>, 2016).
   */
  private record Cholesky() implements KernelOp, SingleOutput {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(square(this, inputs));
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      int n = inputs.getFirst().shape().dim(-1);
      return (in, out, _) -> {
        for (int at = 0; at < inputs.getFirst().shape().size(); at += n * n) {
          factor(in[0], out[0], at, n);
        }
      };
    }

    private static void factor(Buffer a, Buffer l, int at, int n) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sum = j > i ? 0 : a.getDouble(at + i * n + j);
          for (int k = 0; k < Math.min(i, j) && j <= i; k++) {
            sum -= l.getDouble(at + i * n + k) * l.getDouble(at + j * n + k);
          }
          double pivot = i == j ? sum : l.getDouble(at + j * n + j);
          double value = j > i ? 0 : i == j ? StrictMath.sqrt(pivot) : sum / pivot;
          l.setDouble(at + i * n + j, value);
        }
      }
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr l, Expr dl) {
      Expr inverse = Expr.apply(new TriangularInverse(), l);
      Expr inner = l.t().matmul(dl).mul(lower(l.type(), 0.5));
      Expr da = inverse.t().matmul(inner).matmul(inverse);
      return List.of(da.add(da.t()).mul(0.5));
    }

    static OpInfo info() {
      return OpInfo.of(Cholesky.class, wrapped(1, 1), wrapped(3, 3), wrapped(2, 3, 4))
          .errorInputs(
              new Cholesky(),
              List.of(TensorType.of(DType.F64, 2, 3)),
              "cholesky: needs square matrices, got f64[2, 3]")
          .errorInputs(
              new Cholesky(),
              List.of(TensorType.of(DType.I32, 2, 2)),
              "cholesky: needs a floating operand, got i32[2, 2]; cast it");
    }

    private static Sample wrapped(int... dims) {
      return Sample.of(
          new Cholesky(), Arg.real(dims).wrap(StructuredSampleTests::positiveDefinite));
    }
  }

  /**
   * {@code Y = X⁻¹} of the lower triangle of a matrix; {@code dX = −Yᵀ·dY·Yᵀ}, its lower triangle.
   */
  private record TriangularInverse() implements KernelOp, SingleOutput {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(square(this, inputs));
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      int n = inputs.getFirst().shape().dim(-1);
      return (in, out, _) -> {
        for (int at = 0; at < inputs.getFirst().shape().size(); at += n * n) {
          invert(in[0], out[0], at, n);
        }
      };
    }

    private static void invert(Buffer x, Buffer y, int at, int n) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          double sum = i == j ? 1 : 0;
          for (int k = j; k < i; k++) {
            sum -= x.getDouble(at + i * n + k) * y.getDouble(at + k * n + j);
          }
          y.setDouble(at + i * n + j, j > i ? 0 : sum / x.getDouble(at + i * n + i));
        }
      }
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(y.t().matmul(dy).matmul(y.t()).neg().mul(lower(y.type(), 1)));
    }
  }

  /** A Cholesky decomposition whose rule forgets to halve the diagonal. */
  private record Forgetful() implements KernelOp, SingleOutput {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return new Cholesky().infer(inputs);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return new Cholesky().kernel(inputs, outputs);
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr l, Expr dl) {
      Expr inverse = Expr.apply(new TriangularInverse(), l);
      Expr inner = l.t().matmul(dl).mul(lower(l.type(), 1));
      Expr da = inverse.t().matmul(inner).matmul(inverse);
      return List.of(da.add(da.t()).mul(0.5));
    }
  }

  private static TensorType square(KernelOp op, List<TensorType> inputs) {
    TensorType x = InputTypes.onlyFloating(op, inputs);
    Shape shape = x.shape();
    if (shape.rank() < 2 || shape.dim(-1) != shape.dim(-2)) {
      throw new ShapeException(op.name(), "needs square matrices, got " + x);
    }
    return x;
  }

  /** Returns 1 below the diagonal, a number on it, and 0 above. */
  private static Expr lower(TensorType type, double diagonal) {
    return lower(type, 1, diagonal);
  }

  private static Expr identity(int n, DType dtype) {
    return lower(TensorType.of(dtype, n, n), 0, 1);
  }

  private static Expr lower(TensorType type, double below, double diagonal) {
    int n = type.shape().dim(-1);
    double[] values = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        values[i * n + j] = i == j ? diagonal : below;
      }
    }
    return Expr.constant(Tensor.of(type.dtype(), Shape.of(n, n), values));
  }

  /** Returns {@code x·xᵀ + I}. */
  private static Expr positiveDefinite(Expr x) {
    return x.matmul(x.t()).add(identity(x.shape().dim(-2), x.dtype()));
  }

  @Test
  void anOpOfPositiveDefiniteMatricesIsCheckedThroughAWrap() {
    for (Sample sample : Cholesky.info().samples()) {
      GradCheck.of(sample).order(2).assertCorrect();
    }
  }

  @Test
  void aWrapMayMakeAMatrixOfAnotherShape() {
    GradCheck.of(Cholesky.wrapped(3, 2)).order(2).assertCorrect();
  }

  @Test
  void withoutAWrapStepsLeaveTheSymmetricMatrices() {
    Sample bare = Sample.of(new Cholesky(), Arg.structured(Structure.POSITIVE_DEFINITE, 3, 3));
    Report report = GradCheck.of(bare).run();
    assertThat(report.verdict()).isEqualTo(Verdict.WRONG);
    assertThat(report.toString()).contains("[0, 1]");
  }

  @Test
  void aPlantedBugShowsThroughAWrap() {
    Sample right = Cholesky.info().samples().get(1);
    GradCheck wrong =
        GradCheck.ofAll(
            right.draw(DType.F64, 0), xs -> List.of(Expr.apply(new Forgetful(), right.inputs(xs))));
    assertThat(wrong.run().verdict()).isEqualTo(Verdict.WRONG);
  }

  @Test
  void anOpOfEveryTriangularMatrixNeedsNoWrap() {
    Arg matrices = Arg.structured(Structure.LOWER_TRIANGULAR, 2, 3, 3);
    GradCheck.of(Sample.of(new TriangularInverse(), matrices)).order(2).assertCorrect();
  }

  @Test
  void theFactorTimesItsTransposeIsTheMatrix() {
    Sample sample = Sample.of(new Cholesky(), Arg.structured(Structure.POSITIVE_DEFINITE, 2, 4, 4));
    Tensor a = sample.drawInputs(DType.F64, 1).getFirst();
    Expr l = Expr.apply(new Cholesky(), Expr.constant(a));
    double[] product = l.matmul(l.t()).eval().toDoubleArray();
    assertThat(product).containsExactly(a.toDoubleArray(), within(1e-14));
  }

  @Test
  void errorInputsStandBesideTheSamples() {
    assertThat(Cholesky.info().errorInputs()).hasSize(2);
    for (OpInfo.ErrorInputs error : Cholesky.info().errorInputs()) {
      assertThatThrownBy(() -> error.op().infer(error.types()))
          .isInstanceOf(ShapeException.class)
          .hasMessage(error.message());
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void randomGraphsWrapEarlierResults(long seed) {
    List<OpInfo> ops = List.of(Cholesky.info(), Softmax.info());
    RandomGraph graph = RandomGraph.of(ops, 4, seed);
    Report report = GradCheck.of(graph.point(), graph::apply).run();
    assertThat(report.verdict()).as("%s", report).isNotEqualTo(Verdict.WRONG);
    List<Expr> results = graph.results(graph.point().stream().map(Expr::constant).toList());
    for (Expr result : results) {
      assertThat(result.eval().toDoubleArray()).doesNotContain(Double.NaN);
    }
  }
}
