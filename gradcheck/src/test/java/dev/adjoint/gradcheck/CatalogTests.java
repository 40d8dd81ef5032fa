// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every op of the catalog on each of its samples, to the second order. */
class CatalogTests {
  /**
   * A single sample may well lie where the derivative by an input is zero, such as an element that
   * a condition does not select.
   */
  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    List<DynamicTest> tests = new ArrayList<>();
    for (OpInfo op : OpCatalog.ops()) {
      int number = 0;
      for (Sample sample : op.samples()) {
        number++;
        for (int order = 1; order <= 2; order++) {
          GradCheck check = GradCheck.of(sample).order(order).allowing(Kind.VACUOUS);
          tests.add(
              dynamicTest(
                  "%s %d: %s".formatted(op.type().getSimpleName(), number, check),
                  check::assertCorrect));
        }
      }
    }
    return tests.stream();
  }

  /** What one sample may leave at zero, another one of the same op must not. */
  @TestFactory
  Stream<DynamicTest> everyDerivativeIsSomewhereNotZero() {
    return OpCatalog.ops().stream()
        .map(op ->
            dynamicTest(
                op.type().getSimpleName(),
                () -> {
                  Set<String> zero = new TreeSet<>();
                  Set<String> other = new TreeSet<>();
                  for (Sample sample : op.samples()) {
                    Report report = GradCheck.of(sample).run();
                    for (Entry entry : report.entries()) {
                      boolean vacuous = report.has(Kind.VACUOUS) && entry.analytic() == 0;
                      (vacuous ? zero : other).add(entry.input());
                    }
                  }
                  assertThat(other).containsAll(zero);
                }));
  }
}
