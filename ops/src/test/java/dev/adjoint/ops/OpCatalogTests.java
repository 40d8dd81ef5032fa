// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** That the catalog is complete, and that every op in it refuses what it should. */
class OpCatalogTests {
  private static final Path FOLDER = Path.of("src/main/java/dev/adjoint/ops/op");

  @Test
  void catalogListsEveryFileOfTheFoldersInOrder() throws IOException {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      List<String> names =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.endsWith(".java") && !name.equals("package-info.java"))
              .map(name -> name.replace(".java", ""))
              .sorted()
              .toList();
      assertThat(names).isNotEmpty();
      assertThat(OpCatalog.proofs())
          .extracting(proof -> proof.type().getSimpleName())
          .containsExactlyElementsOf(names);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyRefusalHasItsMessage() {
    return OpCatalog.proofs().stream()
        .flatMap(proof -> proof.refusals().stream())
        .map(refusal ->
            DynamicTest.dynamicTest(
                refusal.message(),
                () ->
                    assertThatThrownBy(() -> refusal.op().infer(refusal.inputs()))
                        .isInstanceOf(ShapeException.class)
                        .hasMessage(refusal.message())));
  }

  @TestFactory
  Stream<DynamicTest> everyOpRefusesSomething() {
    return OpCatalog.proofs().stream()
        .map(proof ->
            DynamicTest.dynamicTest(
                proof.type().getSimpleName(), () -> assertThat(proof.refusals()).isNotEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyElementwiseOpRefusesOneInputTooMany() {
    return OpCatalog.proofs().stream()
        .map(proof -> proof.samples().getFirst())
        .filter(sample -> sample.op() instanceof Elementwise)
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.op().name(),
                () -> {
                  List<TensorType> types = new ArrayList<>();
                  sample.draw(DType.F32, 1).forEach(tensor -> types.add(tensor.type()));
                  int more = types.size();
                  types.add(types.getLast());
                  assertThatThrownBy(() -> sample.op().infer(types))
                      .isInstanceOf(ShapeException.class)
                      .hasMessage(
                          "%s: does not take input %s of %s"
                              .formatted(sample.op().name(), more, types));
                }));
  }

  @TestFactory
  Stream<DynamicTest> everySampleTakesItsInputsInBothPrecisions() {
    return OpCatalog.proofs().stream()
        .flatMap(proof -> proof.samples().stream())
        .flatMap(sample -> Stream.of(DType.F32, DType.F64).map(dtype -> takes(sample, dtype)));
  }

  private static DynamicTest takes(Sample sample, DType dtype) {
    return DynamicTest.dynamicTest(
        sample.op() + " " + dtype,
        () -> {
          List<Tensor> inputs = sample.draw(dtype, 1);
          assertThat(sample.op().infer(inputs.stream().map(Tensor::type).toList())).isNotEmpty();
          assertThat(sample.draw(dtype, 1)).isEqualTo(inputs);
        });
  }
}
