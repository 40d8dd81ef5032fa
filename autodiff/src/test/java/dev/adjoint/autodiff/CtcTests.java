// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The loss of connectionist temporal classification: PyTorch's, and the sum over all ways. */
class CtcTests {
  private static final double[][][] TWO_STEPS = {{{-1, -2, -0.5}, {-0.3, -1, -3}}};

  @TestFactory
  Stream<DynamicTest> ofNormalisedProbabilitiesItIsThatOfPyTorch() {
    return VjpGolden.tests(
        "ctc.txt",
        64,
        (_, n, x) ->
            Ctc.loss(x.get(0).logSoftmax(-1), x.get(1), x.get(2), x.get(3), (int) n[0], n[1] == 1));
  }

  private static Expr one(Expr x, boolean zeroInfinity, int... targets) {
    return Ctc.loss(
        x,
        Expr.constant(Tensor.of(targets)).reshape(1, targets.length),
        Expr.constant(Tensor.of(x.shape().dim(1))),
        Expr.constant(Tensor.of(targets.length)),
        0,
        zeroInfinity);
  }

  /** A way through the steps, and what it makes. */
  private record Way(int[] labels) {
    List<Integer> made() {
      List<Integer> made = new ArrayList<>();
      for (int t = 0; t < labels.length; t++) {
        if (labels[t] != 0 && (t == 0 || labels[t] != labels[t - 1])) {
          made.add(labels[t]);
        }
      }
      return made;
    }

    double probability(double[][] x) {
      double sum = 0;
      for (int t = 0; t < labels.length; t++) {
        sum += x[t][labels[t]];
      }
      return Math.exp(sum);
    }
  }

  private static List<Way> ways(int steps, int labels, List<Integer> targets) {
    List<Way> ways = new ArrayList<>();
    int count = (int) Math.pow(labels, steps);
    for (int number = 0; number < count; number++) {
      int[] way = new int[steps];
      for (int t = 0, rest = number; t < steps; t++, rest /= labels) {
        way[t] = rest % labels;
      }
      if (new Way(way).made().equals(targets)) {
        ways.add(new Way(way));
      }
    }
    return ways;
  }

  /** Log-probabilities that add up to no 1, so that each is a variable of its own. */
  @Test
  void lossAndDerivativesAreThoseOfTheSumOverAllWays() {
    int steps = 4;
    int labels = 3;
    double[][] x = new double[steps][labels];
    double[] drawn =
        RandomKey.of(6).normal(TensorType.of(DType.F64, steps * labels)).eval().toDoubleArray();
    for (int i = 0; i < drawn.length; i++) {
      x[i / labels][i % labels] = drawn[i];
    }
    for (int[] targets : new int[][] {{}, {1}, {2, 1}, {1, 1}, {2, 2, 1}, {1, 2, 1, 2}}) {
      List<Integer> made = Arrays.stream(targets).boxed().toList();
      List<Way> ways = ways(steps, labels, made);
      double total = ways.stream().mapToDouble(w -> w.probability(x)).sum();
      Expr in = Expr.constant(Tensor.of(drawn)).reshape(1, steps, labels);
      Expr loss = one(in, false, targets);
      assertThat(loss.eval().toDoubleArray()[0]).isCloseTo(-Math.log(total), offset(1e-13));
      Expr dx = Autodiff.grad(loss.sum(), in).getFirst();
      double[] gradient = dx.eval().toDoubleArray();
      Expr weights = Expr.constant(Tensor.arange(DType.F64, drawn.length)).sin();
      double[] v = weights.eval().toDoubleArray();
      double[] second =
          Autodiff.grad(dx.flatten().mul(weights).sum(), in).getFirst().eval().toDoubleArray();
      double mean = ways.stream().mapToDouble(w -> w.probability(x) * sum(w, v, labels)).sum();
      for (int i = 0; i < gradient.length; i++) {
        int at = i;
        double here = share(ways, x, w -> w.labels[at / labels] == at % labels ? 1 : 0) / total;
        double both =
            share(ways, x, w -> w.labels[at / labels] == at % labels ? sum(w, v, labels) : 0)
                / total;
        assertThat(gradient[i]).isCloseTo(-here, offset(1e-13));
        // The derivative of a probability is a covariance.
        assertThat(second[i]).isCloseTo(-(both - here * mean / total), offset(1e-12));
      }
    }
  }

  private static double sum(Way way, double[] v, int labels) {
    double sum = 0;
    for (int t = 0; t < way.labels.length; t++) {
      sum += v[t * labels + way.labels[t]];
    }
    return sum;
  }

  private interface Weight {
    double of(Way way);
  }

  private static double share(List<Way> ways, double[][] x, Weight weight) {
    return ways.stream().mapToDouble(w -> w.probability(x) * weight.of(w)).sum();
  }

  @Test
  void impossibleTargetsAreInfinitelyImprobableWithoutGradient() {
    Expr x = Expr.constant(Tensor.nested(TWO_STEPS));
    for (boolean zeroInfinity : new boolean[] {false, true}) {
      Expr loss = one(x, zeroInfinity, 1, 1);
      assertThat(loss.eval()).hasToString(zeroInfinity ? "[0.]" : "[inf]");
      Expr dx = Autodiff.grad(loss.sum(), x).getFirst();
      assertThat(dx.abs().sum().eval()).hasToString("0.0");
      Expr ddx = Autodiff.grad(dx.square().sum(), x).getFirst();
      assertThat(ddx.abs().sum().eval()).hasToString("0.0");
    }
  }

  @Test
  void impossibleLabelsLeaveTheGradientOfOthersRight() {
    double[][][] x = {{{-1, Double.NEGATIVE_INFINITY, -0.5}, {-0.3, -1, -3}}};
    Expr in = Expr.constant(Tensor.nested(x));
    Expr loss = one(in, false, 1);
    // Only the blank before the label is left.
    assertThat(loss.eval()).hasToString("[2.]");
    assertThat(Autodiff.grad(loss.sum(), in).getFirst().eval())
        .hasToString("[[[-1.  0.  0.]\n  [ 0. -1.  0.]]]");
  }

  @Test
  void wrongUseIsRefused() {
    Expr x = Expr.input("x", 2, 5, 4);
    Expr t = Expr.input("t", TensorType.of(DType.I32, 2, 3));
    Expr n = Expr.input("n", TensorType.of(DType.I32, 2));
    assertThatThrownBy(() -> Ctc.loss(x, t, n, n, 4, false))
        .isInstanceOf(ShapeException.class)
        .hasMessage("ctc: the blank 4 is none of the 4 labels of [2, 5, 4]");
    assertThatThrownBy(() -> Ctc.loss(x, n, n, n, 0, false))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "ctc: needs log-probabilities [batch, steps, labels], i32 or i64 targets [batch, most"
                + " targets] and lengths [batch] of both, got f32[2, 5, 4], i32[2], i32[2],"
                + " i32[2]");
    Expr in = Expr.constant(Tensor.nested(TWO_STEPS));
    assertThatThrownBy(() -> one(in, false, 3).eval())
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
