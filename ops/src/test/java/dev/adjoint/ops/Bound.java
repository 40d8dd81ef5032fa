// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;

/**
 * How far floating elements may lie from what they should be; others must be equal. Infinities and
 * NaN must be met in any case.
 *
 * @param ulps how many units in the last place of the right element
 * @param scaleUlps how many more units in the last place of an element of {@code scale}
 * @param signedZeros whether 0 must have the right sign
 */
record Bound(int ulps, int scaleUlps, boolean signedZeros) {
  /** Asks for the very bits. */
  static final Bound EXACT = new Bound(0, 0, true);

  /** Returns a bound on values. */
  static Bound value(int ulps) {
    return new Bound(ulps, 0, true);
  }

  /** Returns a bound on derivatives, whose zeros may have either sign. */
  static Bound derivative(int ulps, int scaleUlps) {
    return new Bound(ulps, scaleUlps, false);
  }

  /** Checks every element; {@code scale} has as many. */
  void check(Tensor actual, Tensor expected, Tensor scale) {
    assertThat(actual.type()).isEqualTo(expected.type());
    if (!expected.dtype().isFloating()) {
      assertThat(actual).isEqualTo(expected);
      return;
    }
    for (int i = 0; i < expected.size(); i++) {
      double want = expected.buffer().getDouble(i);
      double got = actual.buffer().getDouble(i);
      double slack = ulps * ulp(expected.buffer(), i) + scaleUlps * ulp(scale.buffer(), i);
      assertThat(isClose(got, want, slack))
          .as("element %s: %s, should be %s ± %s", i, got, want, slack)
          .isTrue();
    }
  }

  private boolean isClose(double got, double want, double slack) {
    if (Double.compare(got, want) == 0) {
      return true;
    }
    if (got == 0 && want == 0) {
      return !signedZeros;
    }
    return Double.isFinite(want) && Math.abs(got - want) <= slack;
  }

  private static double ulp(Buffer buffer, int index) {
    double value = buffer.getDouble(index);
    return buffer.dtype() == DType.F32 ? Math.ulp((float) value) : Math.ulp(value);
  }
}
