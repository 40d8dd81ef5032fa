// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.Splitter;
import com.google.common.io.Resources;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The true values against {@code wide.csv}, whose format {@code wide_golden.py} tells. */
class WideTests {
  private static final double BOUND = 0x1p-80;

  @TestFactory
  Stream<DynamicTest> valuesHaveEightyBits() throws IOException {
    var lines =
        Resources.readLines(
                Resources.getResource(WideTests.class, "wide.csv"), StandardCharsets.UTF_8)
            .stream()
            .map(line -> Splitter.on(',').splitToList(line))
            .collect(groupingBy(List::getFirst));
    return Measured.all().stream()
        .filter(function -> lines.containsKey(function.name()))
        .map(function ->
            DynamicTest.dynamicTest(
                function.name(),
                () -> lines.get(function.name()).forEach(line -> check(function, line))));
  }

  private static void check(Measured function, List<String> line) {
    DoubleFunction<Wide> right = line.get(1).equals("0") ? function.value() : function.slope();
    Wide got = right.apply(Double.parseDouble(line.get(2)));
    BigDecimal want = new BigDecimal(line.get(3));
    if (want.signum() == 0) {
      assertThat(got.isZero()).as("%s", line).isTrue();
    } else {
      BigDecimal error = decimal(got).divide(want, new MathContext(60)).subtract(BigDecimal.ONE);
      assertThat(Math.abs(error.doubleValue())).as("%s: %s", line, got).isLessThan(BOUND);
    }
  }

  private static BigDecimal decimal(Wide x) {
    BigDecimal sum = new BigDecimal(x.high()).add(new BigDecimal(x.low()));
    BigDecimal power = BigDecimal.TWO.pow(Math.abs(x.exponent()), new MathContext(60));
    return x.exponent() < 0 ? sum.divide(power, new MathContext(60)) : sum.multiply(power);
  }

  @Test
  void errorsCountTheLastPlaceOfTheTrueValue() {
    Wide third = Wide.ONE.over(3);
    assertThat(third.ulpsTo(1.0 / 3, 53, 1023)).isBetween(0.33, 0.34);
    assertThat(third.ulpsTo(Math.nextUp(1.0 / 3), 53, 1023)).isBetween(0.66, 0.67);
    assertThat(third.ulpsTo(1.0f / 3, 24, 127)).isBetween(0.33, 0.34);
    assertThat(Wide.ONE.ulpsTo(Math.nextDown(1.0), 53, 1023)).isEqualTo(0.5);
  }

  @Test
  void errorsAtTheEndsOfTheRangeAreCountedInItsLastPlaces() {
    Wide small = Wide.of(Double.MIN_VALUE).over(3);
    assertThat(small.ulpsTo(0, 53, 1023)).isBetween(0.33, 0.34);
    Wide large = Wide.ONE.scaled(1024);
    assertThat(large.ulpsTo(Double.POSITIVE_INFINITY, 53, 1023)).isZero();
    assertThat(large.ulpsTo(Double.NEGATIVE_INFINITY, 53, 1023)).isGreaterThan(1e15);
    assertThat(large.ulpsTo(Double.MAX_VALUE, 53, 1023)).isEqualTo(1);
    assertThat(Wide.of(1.0 / 0).ulpsTo(Double.MAX_VALUE, 53, 1023)).isInfinite();
    assertThat(Wide.of(Double.NaN).ulpsTo(Double.NaN, 53, 1023)).isZero();
    assertThat(Wide.ONE.ulpsTo(Double.NaN, 53, 1023)).isInfinite();
  }
}
