package dev.adjoint.exec.loop;

/**
 * Sine and cosine with the bits of {@link StrictMath}, which allocates an array at each call; these
 * do not, unless an argument is finite and beyond {@code ±2¹⁹·π/2}.
 *
 * <p>The method is that of fdlibm (Sun Microsystems, 1993), which {@code StrictMath} specifies:
 * {@code x − n·π/2} by a π/2 in three parts, then a polynomial. The order of the operations is
 * fdlibm's, because the bits depend on it.
 */
final class Trigonometry {
  private static final double TWO_OVER_PI = 6.36619772367581382433e-01;

  /** The first 33 bits of π/2, and the rest; then of that rest, and so on. */
  private static final double PART_1 = 1.57079632673412561417e+00;

  private static final double REST_1 = 6.07710050650619224932e-11;
  private static final double PART_2 = 6.07710050630396597660e-11;
  private static final double REST_2 = 2.02226624879595063154e-21;
  private static final double PART_3 = 2.02226624871116645580e-21;
  private static final double REST_3 = 8.47842766036889956997e-32;

  /** The high words of {@code π/4, 3π/4} and {@code 2¹⁹·π/2}, as fdlibm compares with them. */
  private static final int QUARTER = 0x3fe921fb;

  private static final int THREE_QUARTERS = 0x4002d97c;
  private static final int LARGE = 0x413921fb;
  private static final int NOT_FINITE = 0x7ff00000;

  /** The high words of {@code n·π/2} for {@code 1 ≤ n ≤ 32}: near these, digits cancel. */
  private static final int[] MULTIPLES = new int[33];

  static {
    for (int n = 1; n < MULTIPLES.length; n++) {
      MULTIPLES[n] = high(n * (Math.PI / 2));
    }
  }

  private Trigonometry() {}

  /** Returns {@code StrictMath.sin(x)}. */
  static double sin(double x) {
    int size = high(x) & 0x7fffffff;
    if (size <= QUARTER) {
      return sinNearZero(x);
    }
    if (size >= NOT_FINITE) {
      return x - x;
    }
    return size > LARGE ? StrictMath.sin(x) : reduced(x, size, 0);
  }

  /** Returns {@code StrictMath.cos(x)}. */
  static double cos(double x) {
    int size = high(x) & 0x7fffffff;
    if (size <= QUARTER) {
      return cosPolynomial(x, 0);
    }
    if (size >= NOT_FINITE) {
      return x - x;
    }
    return size > LARGE ? StrictMath.cos(x) : reduced(x, size, 1);
  }

  private static int high(double x) {
    return (int) (Double.doubleToRawLongBits(x) >> 32);
  }

  private static int exponent(double x) {
    return high(x) >> 20 & 0x7ff;
  }

  /** Returns the sine of {@code x + quarters·π/2}, of which fdlibm's cosine is a case. */
  private static double reduced(double x, int size, int quarters) {
    double t = Math.abs(x);
    int n;
    // x − n·π/2 is r − w, rounded but once.
    double r;
    double w;
    if (size < THREE_QUARTERS) {
      n = 1;
      r = t - PART_1;
      w = REST_1;
      if (size == MULTIPLES[1]) {
        r -= PART_2;
        w = REST_2;
      }
    } else {
      n = (int) (t * TWO_OVER_PI + 0.5);
      r = t - n * PART_1;
      w = n * REST_1;
      boolean cancels = n >= MULTIPLES.length - 1 || size == MULTIPLES[n];
      if (cancels && (size >> 20) - exponent(r - w) > 16) {
        double before = r;
        double part = n * PART_2;
        r = before - part;
        w = n * REST_2 - (before - r - part);
        if ((size >> 20) - exponent(r - w) > 49) {
          before = r;
          part = n * PART_3;
          r = before - part;
          w = n * REST_3 - (before - r - part);
        }
      }
    }
    double y = r - w;
    double tail = r - y - w;
    return x < 0 ? inQuadrant(-n + quarters, -y, -tail) : inQuadrant(n + quarters, y, tail);
  }

  private static double inQuadrant(int quadrant, double y, double tail) {
    return switch (quadrant & 3) {
      case 0 -> sinPolynomial(y, tail);
      case 1 -> cosPolynomial(y, tail);
      case 2 -> -sinPolynomial(y, tail);
      default -> -cosPolynomial(y, tail);
    };
  }

  private static boolean isTiny(double x) {
    return (high(x) & 0x7fffffff) < 0x3e400000;
  }

  private static double sinNearZero(double x) {
    if (isTiny(x)) {
      return x;
    }
    double z = x * x;
    return x + z * x * (-1.66666666666666324348e-01 + z * sinSeries(z));
  }

  private static double sinPolynomial(double x, double tail) {
    if (isTiny(x)) {
      return x;
    }
    double z = x * x;
    double v = z * x;
    return x - (z * (0.5 * tail - v * sinSeries(z)) - tail - v * -1.66666666666666324348e-01);
  }

  private static double sinSeries(double z) {
    return 8.33333333332248946124e-03
        + z
            * (-1.98412698298579493134e-04
                + z
                    * (2.75573137070700676789e-06
                        + z * (-2.50507602534068634195e-08 + z * 1.58969099521155010221e-10)));
  }

  private static double cosPolynomial(double x, double tail) {
    if (isTiny(x)) {
      return 1;
    }
    int size = high(x) & 0x7fffffff;
    double z = x * x;
    double r = z * cosSeries(z);
    if (size < 0x3fd33333) {
      return 1 - (0.5 * z - (z * r - x * tail));
    }
    double q =
        size > 0x3fe90000 ? 0.28125 : Double.longBitsToDouble((long) (size - 0x00200000) << 32);
    return 1 - q - (0.5 * z - q - (z * r - x * tail));
  }

  private static double cosSeries(double z) {
    return 4.16666666666666019037e-02
        + z
            * (-1.38888888888741095749e-03
                + z
                    * (2.48015872894767294178e-05
                        + z
                            * (-2.75573143513906633035e-07
                                + z
                                    * (2.08757232129817482790e-09
                                        + z * -1.13596475577881948265e-11))));
  }
}
