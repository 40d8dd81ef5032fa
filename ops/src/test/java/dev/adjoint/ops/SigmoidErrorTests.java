// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * The largest errors of the sigmoid in units in the last place, over the whole range of the format.
 * It is no function of the scalar language but made of {@code exp}. The bound is the largest error
 * of a run over every 37th bit pattern of F32, 2.29, rounded up; in F64 it was 1.85 at 80,000
 * places.
 */
class SigmoidErrorTests {
  /** What {@link dev.adjoint.ops.op.activation.Sigmoid} states. */
  private static final double BOUND = 2.4;

  private static final int STRIDE = 1009;

  private static final MathContext DIGITS = new MathContext(60);

  /** Held against doubles, whose error is below a millionth of a float's last place. */
  @Test
  void floatsAreOffByLessThanStated() {
    int count = (int) ((1L << 32) / STRIDE) + 1;
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = Float.intBitsToFloat(Integer.MIN_VALUE + i * STRIDE);
    }
    float[] y = sigmoid(Tensor.wrap(Shape.of(count), x)).buffer().f32();
    double worst = 0;
    for (int i = 0; i < count; i++) {
      if (Float.isNaN(x[i])) {
        assertThat(y[i]).isNaN();
      } else {
        double e = StrictMath.exp(-Math.abs((double) x[i]));
        double exact = (x[i] < 0 ? e : 1) / (1 + e);
        worst = Math.max(worst, Math.abs(y[i] - exact) / Math.ulp((float) exact));
      }
    }
    assertThat(worst).isBetween(0.5, BOUND);
  }

  /** Held against values of 50 digits. */
  @Test
  void doublesAreOffByLessThanStated() {
    SplittableRandom random = new SplittableRandom(1);
    double[] x =
        DoubleStream.concat(
                random.doubles(1500, -745.2, 40),
                random.doubles(500).map(u -> (u - 0.5) * Math.pow(2, -random.nextInt(60))))
            .toArray();
    double[] y = sigmoid(Tensor.wrap(Shape.of(x.length), x)).buffer().f64();
    double worst = 0;
    for (int i = 0; i < x.length; i++) {
      BigDecimal e = exp(new BigDecimal(-Math.abs(x[i])));
      BigDecimal exact = (x[i] < 0 ? e : BigDecimal.ONE).divide(BigDecimal.ONE.add(e), DIGITS);
      BigDecimal error = new BigDecimal(y[i]).subtract(exact).abs();
      worst =
          Math.max(
              worst,
              error.divide(new BigDecimal(Math.ulp(exact.doubleValue())), DIGITS).doubleValue());
    }
    assertThat(worst).isBetween(0.5, BOUND);
  }

  @Test
  void theEndsOfTheFormatAreExact() {
    Tensor y =
        sigmoid(
            Tensor.of(
                0f,
                -0f,
                Float.POSITIVE_INFINITY,
                Float.NEGATIVE_INFINITY,
                Float.MAX_VALUE,
                -Float.MAX_VALUE,
                Float.MIN_VALUE));
    assertThat(y).isEqualTo(Tensor.of(0.5f, 0.5f, 1f, 0f, 1f, 0f, 0.5f));
  }

  private static Tensor sigmoid(Tensor x) {
    Expr in = Expr.input("x", TensorType.of(x.dtype(), x.shape().size()));
    return Program.compile(List.of(in), List.of(in.sigmoid())).run(x).getFirst();
  }

  /** Returns the exponential of a number that is not positive, by its series after halving. */
  private static BigDecimal exp(BigDecimal x) {
    int halvings = 12;
    BigDecimal small = x.divide(BigDecimal.valueOf(1L << halvings), DIGITS);
    BigDecimal term = BigDecimal.ONE;
    BigDecimal sum = BigDecimal.ONE;
    for (int n = 1; n < 40; n++) {
      term = term.multiply(small, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }
}
