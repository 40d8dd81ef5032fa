// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.base.Splitter;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.op.elementwise.BesselI;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Modified Bessel functions against figures of mpmath, rounded once, which they meet exactly. */
class BesselTests {
  @TestFactory
  Stream<DynamicTest> valuesAreTheNearestNumbers() {
    return GoldenFile.read("bessel.txt").stream()
        .map(golden -> DynamicTest.dynamicTest(golden.toString(), () -> check(golden)));
  }

  private static void check(GoldenFile.Case golden) {
    List<String> words = Splitter.on(' ').splitToList(golden.key());
    BesselI op = new BesselI(Integer.parseInt(words.get(1)), Boolean.parseBoolean(words.get(2)));
    Tensor x = golden.inputs().getFirst();
    Tensor expected = golden.outputs().getFirst();
    assertThat(Expr.apply(op, Expr.constant(x)).eval()).isEqualTo(expected);
    Tensor narrow = Expr.apply(op, Expr.constant(x).cast(DType.F32)).eval();
    Tensor wide = Expr.apply(op, Expr.constant(x).cast(DType.F32).cast(DType.F64)).eval();
    assertThat(narrow).isEqualTo(wide.cast(DType.F32));
  }

  @Test
  void endsOfTheRangeHaveLimits() {
    double inf = Double.POSITIVE_INFINITY;
    Expr x = Expr.constant(Tensor.of(inf, -inf, Double.NaN, -0.0, 714, 800));
    assertThat(Special.besselI0(x).eval()).isEqualTo(Tensor.of(inf, inf, Double.NaN, 1, inf, inf));
    assertThat(Special.besselI1(x).eval())
        .isEqualTo(Tensor.of(inf, -inf, Double.NaN, -0.0, inf, inf));
    Expr ends = x.slice(0, 0, 4);
    assertThat(Special.besselI0e(ends).eval()).isEqualTo(Tensor.of(0, 0, Double.NaN, 1));
    assertThat(Special.besselI1e(ends).eval()).isEqualTo(Tensor.of(0, -0.0, Double.NaN, -0.0));
  }

  @Test
  void ordersHaveBounds() {
    assertThatThrownBy(() -> new BesselI(17, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("besselI: order must be between 0 and 16: 17");
    assertThatThrownBy(() -> new BesselI(-1, true))
        .hasMessage("besselI: order must be between 0 and 16: -1");
  }
}
