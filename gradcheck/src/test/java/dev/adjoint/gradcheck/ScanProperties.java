// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.OpCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Scans of random steps, made of the ops of the catalog, against the steps written out. */
class ScanProperties {
  private static final int LENGTH = 3;

  /** A step whose arguments are carried, gone along, or closed over, in turn. */
  private static final class CheckedFunction {
    private final RandomGraph graph;
    private final List<Expr> leaves = new ArrayList<>();
    private final List<Expr> init = new ArrayList<>();
    private final List<Expr> xs = new ArrayList<>();

    CheckedFunction(int ops, long seed) {
      this.graph = RandomGraph.of(OpCatalog.ops(), ops, seed);
      for (Tensor value : graph.point()) {
        Expr leaf = Expr.constant(value);
        if (isCarried(leaves.size())) {
          init.add(leaf);
        } else if (isAlong(leaves.size())) {
          leaf = Expr.stack(0, leaf, leaf.mul(0.9), leaf.mul(0.8));
          xs.add(leaf);
        }
        leaves.add(leaf);
      }
    }

    private boolean isCarried(int i) {
      return i % 3 == 0 && graph.point().get(i).dtype().isFloating();
    }

    private boolean isAlong(int i) {
      return i % 3 == 1 && graph.point().get(i).dtype().isFloating();
    }

    Scanned step(List<Expr> carry, List<Expr> x) {
      List<Expr> inputs = new ArrayList<>();
      int carried = 0;
      int along = 0;
      for (int i = 0; i < leaves.size(); i++) {
        if (isCarried(i)) {
          inputs.add(carry.get(carried++));
        } else {
          inputs.add(isAlong(i) ? x.get(along++) : leaves.get(i));
        }
      }
      Expr y = graph.apply(inputs);
      List<Expr> next =
          carry.stream().map(c -> c.mul(0.9).add(y.sin().mul(0.05).cast(c.dtype()))).toList();
      return Scanned.of(next, List.of(y));
    }

    Scanned scanned() {
      return ControlFlow.scan(init, xs, LENGTH, this::step);
    }

    Scanned unrolled() {
      List<Expr> carry = init;
      List<Expr> ys = new ArrayList<>();
      for (int t = 0; t < LENGTH; t++) {
        int place = t;
        Scanned one = step(carry, xs.stream().map(x -> x.select(0, place)).toList());
        carry = one.carry();
        ys.add(one.ys().getFirst());
      }
      return Scanned.of(carry, List.of(Expr.stack(0, ys)));
    }

    /** Returns the results, then the gradients of a scalar of them all. */
    List<Tensor> run(Scanned scanned) {
      List<Expr> values = new ArrayList<>(scanned.carry());
      values.addAll(scanned.ys());
      Expr total = scanned.ys().getFirst().square().sum();
      for (Expr carry : scanned.carry()) {
        total = total.add(carry.sin().sum());
      }
      List<Expr> by = leaves.stream().filter(l -> l.dtype().isFloating()).toList();
      values.addAll(Autodiff.grad(total, by));
      // Sums in another order could go over a step of an op, such as a comparison.
      CompileOptions options = CompileOptions.defaults().without("batch-accumulations");
      return Program.compile(List.of(), values, Map.of(), options).run();
    }
  }

  @Property(tries = 100)
  void scansGiveTheValuesAndGradientsOfTheirStepsWrittenOut(
      @ForAll @IntRange(min = 1, max = 10) int ops, @ForAll long seed) {
    CheckedFunction subject = new CheckedFunction(ops, seed);
    List<Tensor> found = subject.run(subject.scanned());
    List<Tensor> expected = subject.run(subject.unrolled());
    int values = subject.init.size() + 1;
    assertThat(found.subList(0, values)).isEqualTo(expected.subList(0, values));
    for (int k = values; k < found.size(); k++) {
      assertClose(found.get(k), expected.get(k));
    }
  }

  /** Gradients of what all steps share are added up in another order. */
  private static void assertClose(Tensor found, Tensor expected) {
    double[] got = found.toDoubleArray();
    double[] want = expected.toDoubleArray();
    double largest = 1;
    for (double value : want) {
      largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
    }
    assertThat(found.type()).isEqualTo(expected.type());
    for (int i = 0; i < want.length; i++) {
      boolean same = Double.compare(got[i], want[i]) == 0;
      assertThat(same || Math.abs(got[i] - want[i]) <= 1e-11 * largest)
          .as("element %d of %s: %s, written out %s", i, found.type(), got[i], want[i])
          .isTrue();
    }
  }
}
