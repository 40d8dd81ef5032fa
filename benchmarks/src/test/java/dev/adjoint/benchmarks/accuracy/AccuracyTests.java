// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableSet;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The errors at a sample of the inputs, and the page that tells those at all of them. */
class AccuracyTests {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static AccuracyTable table() throws IOException {
    return AccuracyTable.read(ROOT.resolve("benchmarks/results/accuracy.csv"));
  }

  /**
   * The inputs are among those of the rows, so that a figure is never exceeded by an honest one.
   */
  @TestFactory
  Stream<DynamicTest> noErrorExceedsThatOfTheRow() throws IOException {
    AccuracyTable table = table();
    return Measured.all().stream()
        .map(function ->
            DynamicTest.dynamicTest(
                function.name(),
                () -> {
                  Measurement measurement = Measurement.sample(function);
                  for (AccuracyRow row : measurement.floats(1 << 18)) {
                    check(row, table.row(row.key()));
                  }
                  for (AccuracyRow row : measurement.doubles(1 << 10)) {
                    check(row, table.row(row.key()));
                  }
                }));
  }

  private static void check(AccuracyRow found, AccuracyRow row) {
    assertThat(row).as("row of %s", found).isNotNull();
    assertThat(found.ulps()).as("%s", found).isLessThanOrEqualTo(row.ulps());
    assertThat(found.wrong()).as("%s", found).isLessThanOrEqualTo(row.wrong());
  }

  /** No NaN where there is a limit, no wrong infinity and no zero of the wrong sign at any edge. */
  @Test
  void noFunctionAndNoDerivativeIsOfAnotherKindThanTheTrueOne() throws IOException {
    AccuracyTable table = table();
    for (Measured function : Measured.all()) {
      for (DType dtype : List.of(DType.F32, DType.F64)) {
        for (int order = 0; order <= 1; order++) {
          double[] edges = {
            Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0, 0x1p-149, -0x1p-149
          };
          Expr x = Expr.constant(Tensor.of(edges).cast(dtype));
          Expr y = function.function().apply(x);
          Expr found = order == 0 ? y : Autodiff.grad(y.sum(), x).getFirst();
          double[] values = found.eval().toDoubleArray();
          for (int i = 0; i < edges.length; i++) {
            assertThat(function.error(order, edges[i], values[i], dtype == DType.F32 ? 24 : 53))
                .as(
                    "order %s of %s %s at %s: %s",
                    order, function.name(), dtype, edges[i], values[i])
                .isLessThan(16);
          }
        }
      }
      assertThat(AccuracyPage.rows(table, function).mapToLong(AccuracyRow::wrong).sum())
          .as(function.name())
          .isZero();
    }
  }

  @Test
  void pageIsUpToDate() throws IOException {
    assertThat(Files.readString(ROOT.resolve("docs/accuracy.md")))
        .as("docs/accuracy.md is out of date; ./run accuracy --page rewrites it")
        .isEqualTo(AccuracyPage.text(table()));
  }

  @Test
  void everyRowOverOneUlpSaysWhyAndNoOtherDoes() throws IOException {
    AccuracyTable table = table();
    for (Measured function : Measured.all()) {
      boolean over = AccuracyPage.over(table, function).findAny().isPresent();
      assertThat(function.reason().isEmpty()).as(function.name()).isEqualTo(!over);
    }
  }

  /**
   * Those that only choose, and the derivative that stands in the row of its function, need no row.
   */
  private static final ImmutableSet<String> NOT_MEASURED =
      ImmutableSet.of("Cast", "Clamp", "ErfinvSlope", "NanToNum", "Threshold");

  @Test
  void everyOpOfOneFloatingArgumentIsMeasured() {
    Expr x = Expr.input("x", TensorType.of(DType.F32, 2));
    ImmutableSet<Class<?>> measured =
        Measured.all().stream()
            .map(function -> function.function().apply(x).node().op().getClass())
            .collect(ImmutableSet.toImmutableSet());
    assertThat(
            OpCatalog.ops().stream()
                .filter(op -> op.samples().getFirst().op() instanceof ElementwiseOp)
                .filter(op -> isFunction(op.samples().getFirst()))
                .map(OpInfo::type)
                .filter(type -> !measured.contains(type))
                .map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(NOT_MEASURED);
  }

  private static boolean isFunction(Sample sample) {
    List<TensorType> types = sample.draw(DType.F32, 1).stream().map(Tensor::type).toList();
    return types.size() == 1
        && types.getFirst().dtype().isFloating()
        && sample.op().infer(types).getFirst().dtype().isFloating();
  }

  /** A value that has lost its digits, and a zero of the wrong sign. */
  @Test
  void whatIsOffIsFound() throws Exception {
    Measured right = Measured.all().stream().filter(f -> f.name().equals("exp")).findFirst().get();
    Measured off =
        Measured.of("off", x -> x.exp().add(1).sub(1), right.value(), right.slope()).at(-10, 10);
    for (List<AccuracyRow> rows :
        List.of(Measurement.sample(off).floats(1 << 16), Measurement.sample(off).doubles(4096))) {
      assertThat(rows.getFirst().ulps()).isGreaterThan(1e6);
      assertThat(rows.get(1).ulps()).isLessThan(1);
    }
    Measured zero = Measured.of("zero", x -> x.add(0), Wide::of, _ -> Wide.ONE).at(-1, 1);
    AccuracyRow row = Measurement.sample(zero).doubles(1024).getFirst();
    assertThat(row.wrong()).isPositive();
    assertThat(row.wrongAt()).isEqualTo(-0.0);
    assertThat(row.ulps()).isZero();
  }

  @Test
  void linesAreReadAsTheyAreWritten() {
    AccuracyRow row = new AccuracyRow("tan", DType.F64, 1, 0.875, -0x1p-1074, 3, -0.0, 1 << 20);
    assertThat(AccuracyRow.parse(row.line())).isEqualTo(row);
    assertThat(row.ulps()).isCloseTo(0.875, within(0.0));
  }
}
