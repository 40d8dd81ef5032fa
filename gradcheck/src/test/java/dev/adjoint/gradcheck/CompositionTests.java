// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every op of the catalog between two other functions, to the second order: a rule may be right for
 * an op alone, and wrong where its input depends on another one, or where its cotangent does.
 */
class CompositionTests {
  @TestFactory
  Stream<DynamicTest> derivativesAreRightInsideAComposition() {
    return OpCatalog.ops().stream()
        .filter(op -> isFloating(smallest(op)))
        .map(op -> dynamicTest(op.type().getSimpleName(), () -> check(smallest(op))));
  }

  private static boolean isFloating(Sample sample) {
    return sample.draw(DType.F64, 1).stream().anyMatch(t -> t.dtype().isFloating());
  }

  /** Returns the sample with the fewest elements, but not of a single number or of none. */
  private static Sample smallest(OpInfo op) {
    Sample best = op.samples().getFirst();
    for (Sample sample : op.samples()) {
      if (size(sample) > 1 && (size(best) < 2 || size(sample) < size(best))) {
        best = sample;
      }
    }
    return best;
  }

  private static int size(Sample sample) {
    return sample.draw(DType.F64, 1).stream().mapToInt(t -> t.shape().size()).max().orElse(0);
  }

  private static void check(Sample sample) {
    Sample inner =
        Sample.of(
            sample.op(),
            sample.args().stream()
                .map(arg -> arg.wrap(CompositionTests::bent))
                .toArray(Arg[]::new));
    Report report =
        GradCheck.ofAll(
                sample.draw(DType.F64, 5),
                x -> inner.apply(x).stream().map(CompositionTests::squared).toList())
            .named(sample.op().name())
            .order(2)
            .run();
    assertThat(report.findings())
        .as("%s", report)
        .allSatisfy(f -> assertThat(f.kind()).isEqualTo(Kind.VACUOUS));
  }

  /** Returns a function that moves no number of a domain over a kink. */
  private static Expr bent(Expr x) {
    return x.dtype().isFloating() ? x.add(x.tanh().mul(0.02)) : x;
  }

  private static Expr squared(Expr y) {
    return y.dtype().isFloating() ? y.add(y.square().mul(0.125)) : y;
  }
}
