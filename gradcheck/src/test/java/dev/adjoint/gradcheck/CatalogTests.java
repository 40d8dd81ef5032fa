package dev.adjoint.gradcheck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.ops.OpCatalog;
import dev.adjoint.ops.OpProof;
import dev.adjoint.ops.Sample;
import java.util.ArrayList;
import java.util.List;
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
    for (OpProof proof : OpCatalog.proofs()) {
      int number = 0;
      for (Sample sample : proof.samples()) {
        number++;
        for (int order = 1; order <= 2; order++) {
          GradCheck check = GradCheck.of(sample).order(order).allowing(Kind.VACUOUS);
          tests.add(
              dynamicTest(
                  "%s %d: %s".formatted(proof.type().getSimpleName(), number, check),
                  check::assertCorrect));
        }
      }
    }
    return tests.stream();
  }
}
