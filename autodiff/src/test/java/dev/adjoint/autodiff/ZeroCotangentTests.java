// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static dev.adjoint.autodiff.ScanTests.assertClose;
import static dev.adjoint.autodiff.ScanTests.leaf;
import static dev.adjoint.autodiff.ScanTests.run;
import static dev.adjoint.autodiff.ScanTests.unrolled;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.AutodiffTests.Watched;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Differentiable;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Cotangents that are known to be zero: nothing is asked, carried or computed for them. */
class ZeroCotangentTests {
  private final Expr x = Expr.input("x", 2, 3);

  /** Sine and cosine of one input; notes which cotangents are zero when its rule is asked. */
  private record SinCos(List<String> log) implements KernelOp, Differentiable {
    @Override
    public String parameters() {
      return "";
    }

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst(), inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (in, out, _) -> {
        for (int i = 0; i < inputs.getFirst().size(); i++) {
          out[0].setDouble(i, Math.sin(in[0].getDouble(i)));
          out[1].setDouble(i, Math.cos(in[0].getDouble(i)));
        }
      };
    }

    @Override
    public List<Expr> vjp(List<Expr> x, List<Expr> y, List<Expr> dy) {
      log.add(dy.get(0).isZero() + " " + dy.get(1).isZero());
      return List.of(dy.get(0).mul(y.get(1)).sub(dy.get(1).mul(y.get(0))));
    }
  }

  @Test
  void theCotangentOfAnUnusedOutputIsZeroSaysSoAndCanBeComputedWith() {
    List<String> log = new ArrayList<>();
    Expr at = Expr.constant(Tensor.of(0.3, -2.0));
    List<Expr> y = Expr.applyAll(new SinCos(log), List.of(at));
    Expr first = Autodiff.grad(y.get(0).sum(), at).getFirst();
    Expr second = Autodiff.grad(first.sum(), at).getFirst();
    Expr both = Autodiff.grad(y.get(0).add(y.get(1)).sum(), at).getFirst();
    assertThat(log).containsExactly("false true", "false false", "false false");
    assertThat(first.eval()).isEqualTo(Tensor.of(Math.cos(0.3), Math.cos(-2)));
    assertThat(second.eval()).isEqualTo(Tensor.of(-Math.sin(0.3), -Math.sin(-2)));
    assertThat(both.eval())
        .isEqualTo(Tensor.of(Math.cos(0.3) - Math.sin(0.3), Math.cos(-2) - Math.sin(-2)));
  }

  @Test
  void aRuleIsNotAskedWhatZeroGives() {
    List<String> log = new ArrayList<>();
    Expr y = Expr.apply(new Watched("y", log), x);
    List<Expr> pair = Expr.applyAll(new SinCos(log), List.of(y));
    List<Expr> ys = List.of(pair.get(0), pair.get(1));
    List<Expr> zeros = List.of(ys.get(0).zerosLike(), ys.get(1).zerosLike());
    assertThat(Autodiff.vjp(ys, List.of(x), zeros).getFirst().isZero()).isTrue();
    assertThat(log).isEmpty();
  }

  /** The cotangent of {@code cut} is zero, whatever else its input is used for. */
  @Test
  void aZeroContributionAddsNoNodes() {
    List<String> log = new ArrayList<>();
    Expr middle = Expr.apply(new Watched("middle", log), x);
    Expr cut = Expr.apply(new Watched("cut", log), middle);
    Expr y = middle.sum();
    List<Expr> dys = List.of(y.onesLike(), cut.zerosLike());
    Expr with = Autodiff.vjp(List.of(y, cut), List.of(x), dys).getFirst();
    Expr without = Autodiff.grad(y, x).getFirst();
    assertThat(Graph.of(List.of(with)).toString()).isEqualTo(Graph.of(List.of(without)).toString());
    assertThat(log).containsExactly("middle", "middle");
  }

  // ---------------------------------------------------------------- scans

  /**
   * The second carry goes into nothing that is used: it has no cotangent, and what only it reads
   * has no sum. The first is used through {@code y} alone.
   */
  @Test
  void whatIsNotUsedHasNoCotangent() {
    Expr init = leaf(1, DType.F64, 2);
    Expr beside = leaf(2, DType.F64, 2);
    Expr xs = leaf(3, DType.F64, 3, 2);
    Expr w = leaf(4, DType.F64, 2);
    Expr v = leaf(5, DType.F64, 2);
    ControlFlow.Step step =
        (c, x) -> {
          Expr next = c.get(0).mul(w).add(x.get(0)).sin();
          return Scanned.of(List.of(next, c.get(1).mul(v).add(next)), List.of(next, c.get(1)));
        };
    List<Expr> by = List.of(init, beside, xs, w, v);
    Expr y = ControlFlow.scan(List.of(init, beside), List.of(xs), step).ys().get(0);
    List<Expr> gradients = Autodiff.grad(y.square().sum(), by);
    assertThat(gradients.stream().map(Expr::isZero))
        .containsExactly(false, true, false, false, true);
    Scan product = scanOf(gradients.get(0));
    assertThat(product.carries()).as("the cotangent of a carry, and a sum").isEqualTo(2);
    // Along dy, what was carried into each step, and x.
    assertThat(product.xs()).isEqualTo(3);
    Expr second = Autodiff.grad(gradients.get(3).square().sum(), w).getFirst();

    Expr plain = unrolled(List.of(init, beside), List.of(xs), 3, step).ys().get(0);
    List<Expr> expected = new ArrayList<>(Autodiff.grad(plain.square().sum(), by));
    expected.add(Autodiff.grad(expected.get(3).square().sum(), w).getFirst());
    List<Expr> found = new ArrayList<>(gradients);
    found.add(second);
    assertClose(run(found), run(expected), 1e-14);
  }

  @Test
  void aStepWithoutDerivativesHasNoProduct() {
    Expr init = leaf(1, DType.F64, 2);
    Expr xs = leaf(2, DType.F64, 3, 2);
    Scanned scanned =
        ControlFlow.scan(
            List.of(init),
            List.of(xs),
            (c, x) -> Scanned.of(c.getFirst(), x.getFirst().stopGradient()));
    assertThat(Autodiff.grad(scanned.ys().getFirst().sum(), xs).getFirst().isZero()).isTrue();
  }

  private static Scan scanOf(Expr value) {
    return (Scan) value.node().op();
  }
}
