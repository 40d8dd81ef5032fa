// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Elementwise;
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
      assertThat(OpCatalog.ops())
          .extracting(op -> op.type().getSimpleName())
          .containsExactlyElementsOf(names);
    }
  }

  @TestFactory
  Stream<DynamicTest> everyErrorHasItsMessage() {
    return OpCatalog.ops().stream()
        .flatMap(op -> op.errorInputs().stream())
        .map(error ->
            DynamicTest.dynamicTest(
                error.message(),
                () ->
                    assertThatThrownBy(() -> error.op().infer(error.types()))
                        .isInstanceOf(ShapeException.class)
                        .hasMessage(error.message())));
  }

  @TestFactory
  Stream<DynamicTest> everyOpHasErrorInputs() {
    return OpCatalog.ops().stream()
        .map(op ->
            DynamicTest.dynamicTest(
                op.type().getSimpleName(), () -> assertThat(op.errorInputs()).isNotEmpty()));
  }

  @TestFactory
  Stream<DynamicTest> everyElementwiseOpRefusesOneInputTooMany() {
    return OpCatalog.ops().stream()
        .map(op -> op.samples().getFirst())
        .filter(sample -> sample.op() instanceof Elementwise)
        .map(sample ->
            DynamicTest.dynamicTest(
                sample.op().name(),
                () -> {
                  List<TensorType> types = new ArrayList<>();
                  sample.drawInputs(DType.F32, 1).forEach(tensor -> types.add(tensor.type()));
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
    return OpCatalog.ops().stream()
        .flatMap(op -> op.samples().stream())
        .flatMap(sample -> Stream.of(DType.F32, DType.F64).map(dtype -> takes(sample, dtype)));
  }

  private static DynamicTest takes(Sample sample, DType dtype) {
    return DynamicTest.dynamicTest(
        sample.op() + " " + dtype,
        () -> {
          List<Tensor> inputs = sample.drawInputs(dtype, 1);
          assertThat(sample.op().infer(inputs.stream().map(Tensor::type).toList())).isNotEmpty();
          assertThat(sample.drawInputs(dtype, 1)).isEqualTo(inputs);
        });
  }
}
