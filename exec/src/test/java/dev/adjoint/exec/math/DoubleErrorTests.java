// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.math;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.io.Resources;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * The largest errors in F64, held against values of 50 and more digits: {@code reference.csv},
 * which {@code src/test/python/reference.py} writes. A line holds function, arguments, the double
 * next to the value, and what the value is beyond it, in hundredths of its last place.
 */
class DoubleErrorTests {
  @Test
  void exponential() throws IOException {
    check("exp", Scalar::exp, 0.85, 800);
  }

  @Test
  void exponentialMinusOne() throws IOException {
    check("expm1", Scalar::expm1, 1.15, 800);
  }

  @Test
  void logarithm() throws IOException {
    check("log", Scalar::log, 0.75, 800);
  }

  @Test
  void logarithmOfOnePlus() throws IOException {
    check("log1p", Scalar::log1p, 0.8, 800);
  }

  @Test
  void sine() throws IOException {
    check("sin", Scalar::sin, 0.85, 1000);
  }

  @Test
  void cosine() throws IOException {
    check("cos", Scalar::cos, 0.85, 1000);
  }

  @Test
  void hyperbolicTangent() throws IOException {
    check("tanh", Scalar::tanh, 1.5, 800);
  }

  @Test
  void errorFunction() throws IOException {
    check("erf", Scalar::erf, 0.9, 800);
  }

  @Test
  void power() throws IOException {
    check("pow", Sweep.ofPower(DType.F64), 0.8, 1000);
  }

  private static void check(String name, UnaryOperator<Scalar> function, double bound, int count)
      throws IOException {
    check(name, Sweep.of(DType.F64, function), bound, count);
  }

  private static void check(String name, Sweep sweep, double bound, int count) throws IOException {
    List<String> lines = reference().get(name);
    assertThat(lines.size()).isGreaterThan(count);
    for (String line : lines) {
      String[] fields = line.split(",");
      int last = fields.length - 1;
      double[] x = new double[last - 2];
      for (int i = 0; i < x.length; i++) {
        x[i] = Double.parseDouble(fields[i + 1]);
      }
      double nearest = Double.parseDouble(fields[last - 1]);
      double got = sweep.one(x);
      if (Double.isInfinite(nearest)) {
        assertThat(got).as(line).isEqualTo(nearest);
      } else {
        double beyond = Integer.parseInt(fields[last]) / 100.0;
        double error = Math.abs((got - nearest) / Math.ulp(nearest) - beyond);
        // The last field is rounded to a hundredth
        assertThat(error).as("error in ulp of %s for %s", got, line).isLessThanOrEqualTo(bound);
      }
    }
  }

  private static ImmutableMap<String, List<String>> reference() throws IOException {
    var lines =
        Resources.readLines(
            Resources.getResource(DoubleErrorTests.class, "reference.csv"), StandardCharsets.UTF_8);
    return ImmutableMap.copyOf(
        lines.stream().collect(groupingBy(line -> line.substring(0, line.indexOf(',')))));
  }
}
