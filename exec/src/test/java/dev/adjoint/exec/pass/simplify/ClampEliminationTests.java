// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests of clamps that have no effect; {@link Examples} has those that each go. */
final class ClampEliminationTests {
  private static final Shape LINE = Shape.of(200);

  private final Value x = input("x", LINE.dim(0));

  private static Value clamp(boolean isMax, Value of, double bound) {
    return apply(isMax ? Bodies.MAX : Bodies.MIN, of, Bodies.splat(DType.F32, LINE, bound));
  }

  private static Graph without(Value y) {
    return new ClampElimination().apply(Graph.of(List.of(y)));
  }

  @Test
  void whatHasAnEffectStays() {
    Value signed = apply(Bodies.ABS, clamp(false, x, -0.0));
    for (Value y :
        List.of(
            clamp(true, clamp(true, x, 0), 1),
            clamp(true, clamp(true, x, -0.0), 0),
            clamp(false, clamp(true, x, 0), 6),
            clamp(true, clamp(false, x, 6), 0),
            clamp(true, signed, Float.MIN_VALUE))) {
      Graph graph = Graph.of(List.of(y));
      assertThat(new ClampElimination().apply(graph)).isSameAs(graph);
    }
  }

  @Test
  void aChainOfRisingThenFallingBoundsKeepsTheRising() {
    Value y = x;
    for (double bound : new double[] {1, 2, 3, 2, 1}) {
      y = clamp(true, y, bound);
    }
    assertThat(without(y).outputs().getFirst().node())
        .isEqualTo(y.node().inputs().getFirst().node().inputs().getFirst().node());
  }

  @Test
  void randomChainsKeepTheirBits() {
    SplittableRandom random = new SplittableRandom(11);
    double[] bounds = {-2, -0.0, 0, 0.5, 1, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
    int shorter = 0;
    for (int i = 0; i < 300; i++) {
      Value y = x;
      for (int k = 0; k < 6; k++) {
        y =
            random.nextInt(5) == 0
                ? apply(Bodies.ABS, y)
                : clamp(random.nextBoolean(), y, bounds[random.nextInt(bounds.length)]);
      }
      Graph graph = Graph.of(List.of(y));
      Graph rewritten = new ClampElimination().apply(graph);
      Tensor given = Bodies.special(i, DType.F32, LINE);
      assertThat(Interpreter.evaluate(rewritten.outputs(), Map.of(x, given)))
          .as("%s\n→\n%s", graph, rewritten)
          .isEqualTo(Interpreter.evaluate(graph.outputs(), Map.of(x, given)));
      shorter += rewritten == graph ? 0 : 1;
    }
    assertThat(shorter).isBetween(100, 299);
  }
}
