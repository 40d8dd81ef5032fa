// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.op.activation.Celu;
import dev.adjoint.ops.op.activation.Swish;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The errors of functions and of their derivatives in units in the last place: in F64 against the
 * figures of {@code function-errors.csv}, whose format {@code functions_golden.py} tells; in F32
 * against F64, whose error no float shows, at the same places.
 */
class FunctionErrorTests {
  /** What the ops state for all but the derivative of sinc, which may be tiny beside its terms. */
  private static final double BOUND = 1;

  @TestFactory
  Stream<DynamicTest> errorsAreBelowOneUlp() throws IOException {
    var lines =
        Resources.readLines(
                Resources.getResource(FunctionErrorTests.class, "function-errors.csv"),
                StandardCharsets.UTF_8)
            .stream()
            .map(line -> Splitter.on(',').splitToList(line))
            .filter(line -> !line.getFirst().equals("sinc") || line.get(2).equals("0"))
            .collect(groupingBy(line -> String.join(" ", line.subList(0, 3))));
    assertThat(lines).hasSizeGreaterThan(60);
    return lines.entrySet().stream()
        .map(group -> DynamicTest.dynamicTest(group.getKey(), () -> check(group.getValue())));
  }

  private static void check(List<List<String>> lines) {
    List<String> first = lines.getFirst();
    int inputs = first.size() - 5;
    assertThat(lines.size()).isGreaterThan(10);
    double[][] x = new double[inputs][lines.size()];
    for (int i = 0; i < lines.size(); i++) {
      for (int j = 0; j < inputs; j++) {
        x[j][i] = Double.parseDouble(lines.get(i).get(3 + j));
      }
    }
    Elementwise op = op(first.get(0), first.get(1));
    int output = Integer.parseInt(first.get(2));
    double[] y = run(op, output, DType.F64, x);
    for (int i = 0; i < y.length; i++) {
      double nearest = Double.parseDouble(lines.get(i).get(3 + inputs));
      double beyond = Double.parseDouble(lines.get(i).get(4 + inputs)) / 100;
      double error = Math.abs((y[i] - nearest) / Math.ulp(nearest) - beyond);
      // The last field is rounded to a hundredth
      assertThat(error).as("%s for %s", y[i], lines.get(i)).isLessThanOrEqualTo(BOUND + 0.005);
    }
    checkFloats(op, output, x);
  }

  private static void checkFloats(Elementwise op, int output, double[][] x) {
    double[][] floats = new double[x.length][];
    for (int j = 0; j < x.length; j++) {
      floats[j] = Arrays.stream(x[j]).map(v -> (float) v).toArray();
    }
    double[] narrow = run(op, output, DType.F32, floats);
    double[] wide = run(op, output, DType.F64, floats);
    for (int i = 0; i < narrow.length; i++) {
      if (Math.abs(wide[i]) < Float.MAX_VALUE) {
        double error = Math.abs(narrow[i] - wide[i]) / Math.ulp((float) wide[i]);
        assertThat(error).as("%s for %s in f32", op, floats[0][i]).isLessThanOrEqualTo(BOUND);
      }
    }
  }

  private static Elementwise op(String name, String parameter) {
    return switch (name) {
      case "swish" -> new Swish(Double.parseDouble(parameter));
      case "celu" -> new Celu(Double.parseDouble(parameter));
      default ->
          OpCatalog.ops().stream()
              .map(op -> op.samples().getFirst().op())
              .filter(op -> op.name().equals(name))
              .map(Elementwise.class::cast)
              .findFirst()
              .orElseThrow();
    };
  }

  /** Returns the value, output 0, or the derivative by an input. */
  private static double[] run(Elementwise op, int output, DType dtype, double[][] x) {
    List<Expr> inputs = new ArrayList<>();
    List<Tensor> values = new ArrayList<>();
    for (double[] v : x) {
      values.add(Tensor.of(dtype, Shape.of(v.length), v));
      inputs.add(Expr.input("x" + inputs.size(), values.getLast().type()));
    }
    Elementwise function = output == 0 ? op : new PartialDerivative(op, output - 1);
    Expr y = Expr.apply(function, inputs);
    return Program.compile(inputs, List.of(y)).run(values).getFirst().toDoubleArray();
  }
}
