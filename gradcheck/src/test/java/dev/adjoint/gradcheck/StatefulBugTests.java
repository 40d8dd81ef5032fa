// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.SingleOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Rules that remember something from one call to the next, or write where they only may read. */
class StatefulBugTests {
  private static final Tensor X = Tensor.of(0.3, -1.2, 1.7, 0.1);

  interface Loop {
    void run(Buffer[] in, Buffer out);
  }

  private interface Rule {
    Expr vjp(Expr x, Expr dy);
  }

  /** A kernel of one output, of the type of the last input, with a rule. */
  private record Stateful(Loop loop, Rule rule) implements KernelOp, SingleOutput {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getLast());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (in, out, _) -> loop.run(in, out[0]);
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      List<Expr> dx = new ArrayList<>(List.of(rule.vjp(x.getFirst(), dy)));
      while (dx.size() < x.size()) {
        dx.add(Expr.none());
      }
      return dx;
    }
  }

  private static Expr apply(Loop loop, Expr... x) {
    return Expr.apply(new Stateful(loop, (_, _) -> Expr.none()), x);
  }

  private static void copy(Buffer[] in, Buffer out) {
    for (int i = 0; i < out.size(); i++) {
      out.setDouble(i, in[0].getDouble(i));
    }
  }

  private static void assertWrong(Loop loop, Rule rule, Tensor x) {
    for (long seed = 0; seed < 2; seed++) {
      Report report = GradCheck.of(new Stateful(loop, rule), x).seed(seed).run();
      assertThat(report.verdict()).as(report.toString()).isEqualTo(Verdict.WRONG);
    }
  }

  @Test
  void aCotangentScaledInPlaceIsFound() {
    assertWrong(
        StatefulBugTests::copy,
        (_, dy) ->
            apply(
                (in, out) -> {
                  copy(in, out);
                  for (int i = 0; i < out.size(); i++) {
                    in[0].setDouble(i, 2 * in[0].getDouble(i));
                  }
                },
                dy),
        X);
  }

  @Test
  void aCotangentClearedInPlaceIsFound() {
    assertWrong(
        StatefulBugTests::copy,
        (_, dy) ->
            apply(
                (in, out) -> {
                  copy(in, out);
                  for (int i = 0; i < out.size(); i++) {
                    in[0].setDouble(i, 0);
                  }
                },
                dy),
        X);
  }

  @Test
  void anArgumentWrittenByTheFunctionIsFound() {
    assertWrong(
        (in, out) -> {
          copy(in, out);
          in[0].setDouble(0, in[0].getDouble(0) + 1e-9);
        },
        (_, dy) -> dy,
        X);
  }

  @Test
  void anArgumentWrittenByTheRuleIsFound() {
    assertWrong(
        StatefulBugTests::copy,
        (x, dy) ->
            apply(
                (in, out) -> {
                  copy(in, out);
                  in[1].setDouble(0, -in[1].getDouble(0));
                },
                dy,
                x),
        X);
  }

  @Test
  void aMaskLeftByTheFunctionIsFound() {
    double[] mask = new double[X.size()];
    assertWrong(
        (in, out) -> {
          for (int i = 0; i < out.size(); i++) {
            mask[i] = in[0].getDouble(i) > 0 ? 1 : 0;
            out.setDouble(i, mask[i] * in[0].getDouble(i));
          }
        },
        (_, dy) ->
            apply(
                (in, out) -> {
                  for (int i = 0; i < out.size(); i++) {
                    out.setDouble(i, mask[i] * in[0].getDouble(i));
                  }
                },
                dy),
        X);
  }

  @Test
  void anIndexLeftByTheFunctionIsFound() {
    AtomicInteger largest = new AtomicInteger();
    assertWrong(
        (in, out) -> {
          int best = 0;
          for (int i = 1; i < in[0].size(); i++) {
            best = in[0].getDouble(i) > in[0].getDouble(best) ? i : best;
          }
          largest.set(best);
          for (int i = 0; i < out.size(); i++) {
            out.setDouble(i, in[0].getDouble(i) * in[0].getDouble(best));
          }
        },
        (x, dy) ->
            apply(
                (in, out) -> {
                  double sum = 0;
                  for (int i = 0; i < out.size(); i++) {
                    sum += in[0].getDouble(i) * in[1].getDouble(i);
                  }
                  for (int i = 0; i < out.size(); i++) {
                    out.setDouble(i, in[0].getDouble(i) * in[1].getDouble(largest.get()));
                  }
                  out.setDouble(largest.get(), out.getDouble(largest.get()) + sum);
                },
                dy,
                x),
        X);
  }

  @Test
  void aValueLeftByTheFunctionIsFound() {
    double[] saved = new double[X.size()];
    assertWrong(
        (in, out) -> {
          for (int i = 0; i < out.size(); i++) {
            saved[i] = in[0].getDouble(i);
            out.setDouble(i, saved[i] * saved[i]);
          }
        },
        (_, dy) ->
            apply(
                (in, out) -> {
                  for (int i = 0; i < out.size(); i++) {
                    out.setDouble(i, 2 * saved[i] * in[0].getDouble(i));
                  }
                },
                dy),
        X);
  }

  @Test
  void aRuleThatAddsToWhatItGaveBeforeIsFound() {
    double[] sum = new double[X.size()];
    assertWrong(
        StatefulBugTests::copy,
        (_, dy) ->
            apply(
                (in, out) -> {
                  for (int i = 0; i < out.size(); i++) {
                    sum[i] += in[0].getDouble(i);
                    out.setDouble(i, sum[i]);
                  }
                },
                dy),
        X);
  }

  @Test
  void aRuleThatIsWrongEveryOtherTimeIsFound() {
    for (int first = 0; first < 2; first++) {
      AtomicInteger calls = new AtomicInteger(first);
      assertWrong(
          StatefulBugTests::copy,
          (_, dy) ->
              apply(
                  (in, out) -> {
                    int call = calls.getAndIncrement();
                    for (int i = 0; i < out.size(); i++) {
                      out.setDouble(i, in[0].getDouble(i) * (1 + call % 2));
                    }
                  },
                  dy),
          X);
    }
  }

  @Test
  void aRuleThatRemembersItsFirstCotangentIsFound() {
    AtomicReference<double[]> first = new AtomicReference<>();
    assertWrong(
        StatefulBugTests::copy,
        (_, dy) ->
            apply(
                (in, out) -> {
                  double[] now = new double[out.size()];
                  Arrays.setAll(now, i -> in[0].getDouble(i));
                  first.compareAndSet(null, now);
                  for (int i = 0; i < out.size(); i++) {
                    out.setDouble(i, first.get()[i]);
                  }
                },
                dy),
        X);
  }

  @Test
  void aRuleThatIsAnotherTheSecondTimeItIsAskedIsFound() {
    AtomicInteger asked = new AtomicInteger();
    assertWrong(
        StatefulBugTests::copy, (_, dy) -> asked.getAndIncrement() == 0 ? dy : dy.mul(2), X);
    AtomicInteger later = new AtomicInteger();
    assertWrong(
        StatefulBugTests::copy,
        (x, dy) -> dy.mul(1 + later.getAndIncrement() * 1e-3),
        Tensor.of(DType.F64, Shape.of(2, 2), 1, 2, 3, 4));
  }
}
