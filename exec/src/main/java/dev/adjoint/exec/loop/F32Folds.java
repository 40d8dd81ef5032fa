package dev.adjoint.exec.loop;

import dev.adjoint.graph.Instruction;

/**
 * Folds a run of F32 elements into one with 16 lanes, in the order that {@link Folds} states. Eight
 * lanes at a time are held in locals, where the JIT compiler keeps them in CPU registers.
 */
final class F32Folds {
  private static final int LANES = 16;

  private F32Folds() {}

  /** Returns whether there is a loop for the instruction. */
  static boolean has(Instruction instruction) {
    return switch (instruction) {
      case ADD, MUL, MIN, MAX -> true;
      default -> false;
    };
  }

  /**
   * Returns the fold of {@code x[at … at + n)}.
   *
   * @param identity what every lane starts from
   * @param lanes scratch for {@code LANES} elements
   */
  static float fold(
      Instruction instruction, float identity, float[] x, int at, int n, float[] lanes) {
    for (int l = 0; l < LANES; l++) {
      lanes[l] = identity;
    }
    int whole = n - n % LANES;
    if (whole > 0) {
      for (int lane = 0; lane < LANES; lane += 8) {
        switch (instruction) {
          case ADD -> add(x, at, at + whole, lanes, lane);
          case MUL -> mul(x, at, at + whole, lanes, lane);
          case MIN -> min(x, at, at + whole, lanes, lane);
          default -> max(x, at, at + whole, lanes, lane);
        }
      }
    }
    for (int l = 0; l < n - whole; l++) {
      lanes[l] = apply(instruction, lanes[l], x[at + whole + l]);
    }
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] = apply(instruction, lanes[l], lanes[l + half]);
      }
    }
    return lanes[0];
  }

  private static float apply(Instruction instruction, float a, float b) {
    return switch (instruction) {
      case ADD -> a + b;
      case MUL -> a * b;
      case MIN -> Math.min(a, b);
      default -> Math.max(a, b);
    };
  }

  private static void add(float[] x, int from, int to, float[] lanes, int lane) {
    float y0 = lanes[lane];
    float y1 = lanes[lane + 1];
    float y2 = lanes[lane + 2];
    float y3 = lanes[lane + 3];
    float y4 = lanes[lane + 4];
    float y5 = lanes[lane + 5];
    float y6 = lanes[lane + 6];
    float y7 = lanes[lane + 7];
    for (int i = from + lane; i < to; i += LANES) {
      y0 += x[i];
      y1 += x[i + 1];
      y2 += x[i + 2];
      y3 += x[i + 3];
      y4 += x[i + 4];
      y5 += x[i + 5];
      y6 += x[i + 6];
      y7 += x[i + 7];
    }
    lanes[lane] = y0;
    lanes[lane + 1] = y1;
    lanes[lane + 2] = y2;
    lanes[lane + 3] = y3;
    lanes[lane + 4] = y4;
    lanes[lane + 5] = y5;
    lanes[lane + 6] = y6;
    lanes[lane + 7] = y7;
  }

  private static void mul(float[] x, int from, int to, float[] lanes, int lane) {
    float y0 = lanes[lane];
    float y1 = lanes[lane + 1];
    float y2 = lanes[lane + 2];
    float y3 = lanes[lane + 3];
    float y4 = lanes[lane + 4];
    float y5 = lanes[lane + 5];
    float y6 = lanes[lane + 6];
    float y7 = lanes[lane + 7];
    for (int i = from + lane; i < to; i += LANES) {
      y0 *= x[i];
      y1 *= x[i + 1];
      y2 *= x[i + 2];
      y3 *= x[i + 3];
      y4 *= x[i + 4];
      y5 *= x[i + 5];
      y6 *= x[i + 6];
      y7 *= x[i + 7];
    }
    lanes[lane] = y0;
    lanes[lane + 1] = y1;
    lanes[lane + 2] = y2;
    lanes[lane + 3] = y3;
    lanes[lane + 4] = y4;
    lanes[lane + 5] = y5;
    lanes[lane + 6] = y6;
    lanes[lane + 7] = y7;
  }

  private static void min(float[] x, int from, int to, float[] lanes, int lane) {
    float y0 = lanes[lane];
    float y1 = lanes[lane + 1];
    float y2 = lanes[lane + 2];
    float y3 = lanes[lane + 3];
    float y4 = lanes[lane + 4];
    float y5 = lanes[lane + 5];
    float y6 = lanes[lane + 6];
    float y7 = lanes[lane + 7];
    for (int i = from + lane; i < to; i += LANES) {
      y0 = Math.min(y0, x[i]);
      y1 = Math.min(y1, x[i + 1]);
      y2 = Math.min(y2, x[i + 2]);
      y3 = Math.min(y3, x[i + 3]);
      y4 = Math.min(y4, x[i + 4]);
      y5 = Math.min(y5, x[i + 5]);
      y6 = Math.min(y6, x[i + 6]);
      y7 = Math.min(y7, x[i + 7]);
    }
    lanes[lane] = y0;
    lanes[lane + 1] = y1;
    lanes[lane + 2] = y2;
    lanes[lane + 3] = y3;
    lanes[lane + 4] = y4;
    lanes[lane + 5] = y5;
    lanes[lane + 6] = y6;
    lanes[lane + 7] = y7;
  }

  private static void max(float[] x, int from, int to, float[] lanes, int lane) {
    float y0 = lanes[lane];
    float y1 = lanes[lane + 1];
    float y2 = lanes[lane + 2];
    float y3 = lanes[lane + 3];
    float y4 = lanes[lane + 4];
    float y5 = lanes[lane + 5];
    float y6 = lanes[lane + 6];
    float y7 = lanes[lane + 7];
    for (int i = from + lane; i < to; i += LANES) {
      y0 = Math.max(y0, x[i]);
      y1 = Math.max(y1, x[i + 1]);
      y2 = Math.max(y2, x[i + 2]);
      y3 = Math.max(y3, x[i + 3]);
      y4 = Math.max(y4, x[i + 4]);
      y5 = Math.max(y5, x[i + 5]);
      y6 = Math.max(y6, x[i + 6]);
      y7 = Math.max(y7, x[i + 7]);
    }
    lanes[lane] = y0;
    lanes[lane + 1] = y1;
    lanes[lane + 2] = y2;
    lanes[lane + 3] = y3;
    lanes[lane + 4] = y4;
    lanes[lane + 5] = y5;
    lanes[lane + 6] = y6;
    lanes[lane + 7] = y7;
  }
}
