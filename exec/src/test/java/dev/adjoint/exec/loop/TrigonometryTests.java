package dev.adjoint.exec.loop;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TrigonometryTests {
  private static void compare(double x) {
    long sin = Double.doubleToLongBits(StrictMath.sin(x));
    long cos = Double.doubleToLongBits(StrictMath.cos(x));
    if (Double.doubleToLongBits(Trigonometry.sin(x)) != sin
        || Double.doubleToLongBits(Trigonometry.cos(x)) != cos) {
      throw new AssertionError("differs from StrictMath at " + Double.toHexString(x));
    }
  }

  @Test
  void randomArgumentsOfEveryMagnitudeGiveTheBitsOfStrictMath() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 500_000; i++) {
      compare(random.nextDouble(-8, 8));
      compare((float) random.nextDouble(-100, 100));
      compare(Math.scalb(random.nextDouble(-1, 1), random.nextInt(-40, 25)));
      compare(Double.longBitsToDouble(random.nextLong()));
    }
  }

  @Test
  void argumentsNearMultiplesOfAQuarterTurnGiveTheBitsOfStrictMath() {
    for (int n = 0; n < 3000; n++) {
      double center = n * (Math.PI / 4);
      double below = center;
      double above = center;
      for (int i = 0; i < 40; i++) {
        compare(below);
        compare(-below);
        compare(above);
        compare(-above);
        compare((float) center + i * Math.ulp((float) center));
        compare(center * (1 + Math.scalb(1d, -i)));
        below = Math.nextDown(below);
        above = Math.nextUp(above);
      }
    }
  }

  @Test
  void specialArgumentsGiveTheBitsOfStrictMath() {
    double[] special = {
      0,
      -0d,
      Double.NaN,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.MIN_VALUE,
      Double.MAX_VALUE,
      0x1p-27,
      0x1p19 * Math.PI / 2,
      Math.PI / 4,
      3 * Math.PI / 4,
      1e300
    };
    for (double x : special) {
      compare(x);
      compare(Math.nextUp(x));
      compare(Math.nextDown(x));
    }
  }

  @Test
  void nothingIsAllocated() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().threadId();
    double sum = Trigonometry.sin(2) + Trigonometry.cos(2);
    long before = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < 1000; i++) {
      sum += Trigonometry.sin(i) + Trigonometry.cos(i);
    }
    assertThat(threads.getThreadAllocatedBytes(self) - before).isZero();
    assertThat(sum).isFinite();
  }
}
