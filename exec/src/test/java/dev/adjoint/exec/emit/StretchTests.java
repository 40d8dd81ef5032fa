// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Long rows are reduced in the order that {@link LaneReduction} states, on vectors of every width.
 */
class StretchTests {
  private static final int[] WIDTHS = {VectorSupport.SCALAR, 128, 256, 512};
  private static final int[] LENGTHS = {31, 32, 33, 63, 64, 65, 70, 96, 100, 128, 129, 145, 200};
  private static final int STRETCH = 32;
  private static final int ROWS = 3;

  /** The identity of a sum, and one of a product that shows where stretches begin. */
  private static final long ZERO = Double.doubleToRawLongBits(0);

  private static final long TWO = Double.doubleToRawLongBits(2);

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void longRowsAreReducedStretchByStretch(DType dtype) {
    for (int bits : WIDTHS) {
      LoopKernel kernel = LoopKernels.of(signature(dtype, STRETCH, bits)).orElseThrow();
      for (int n : LENGTHS) {
        check(kernel, dtype, n, "%s of %s, rows of %s".formatted(dtype, bits, n));
      }
    }
  }

  @Test
  void reductionsOfALoopHaveStretchesOfOneLength() {
    LoopSignature signature = signature(DType.F32, 32, 128);
    LaneReduction longer = reduce(DType.F32, Instruction.ADD, ZERO, 64);
    assertThatThrownBy(() ->
            new LoopSignature(
                signature.body(),
                ImmutableList.of(false, true, false, false),
                ImmutableList.of(signature.reductions().getFirst(), longer),
                128))
        .hasMessageContaining("stretches of several lengths");
  }

  /** Returns the signature of {@code y = x·s} with the sum and a product of {@code y}. */
  private static LoopSignature signature(DType dtype, int stretch, int bits) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int x = builder.input(dtype);
    int s = builder.input(dtype);
    int sum = builder.input(dtype);
    int product = builder.input(dtype);
    int y = step(builder, Instruction.MUL, dtype, x, s);
    ScalarProgram body =
        builder.build(
            List.of(
                y,
                step(builder, Instruction.ADD, dtype, sum, y),
                step(builder, Instruction.MUL, dtype, product, y)));
    return new LoopSignature(
        body,
        ImmutableList.of(false, true, false, false),
        ImmutableList.of(
            reduce(dtype, Instruction.ADD, ZERO, stretch),
            reduce(dtype, Instruction.MUL, TWO, stretch)),
        bits);
  }

  private static LaneReduction reduce(
      DType dtype, Instruction combine, long identity, int stretch) {
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    int result = step(builder, combine, dtype, builder.input(dtype), builder.input(dtype));
    return new LaneReduction(builder.build(List.of(result)), identity, stretch);
  }

  private static int step(
      ScalarProgramBuilder builder, Instruction instruction, DType dtype, Integer... operands) {
    return builder.add(new Step(instruction, dtype, ImmutableList.copyOf(operands), 0));
  }

  private static void check(LoopKernel kernel, DType dtype, int n, String label) {
    SplittableRandom random = new SplittableRandom(n);
    Buffer x = Buffer.allocate(dtype, 5 + ROWS * (n + 1));
    Buffer s = Buffer.allocate(dtype, ROWS);
    Buffer y = Buffer.allocate(dtype, 2 + ROWS * n);
    Buffer reductions = Buffer.allocate(dtype, 2 * ROWS);
    for (int i = 0; i < x.size(); i++) {
      x.setDouble(i, random.nextDouble(0.9, 1.1));
    }
    for (int i = 0; i < ROWS; i++) {
      s.setDouble(i, random.nextDouble(0.9, 1.1));
    }
    LoopOperands at = new LoopOperands();
    at.in = new Object[] {x.array(), s.array()};
    at.inAt = new int[] {5, 0};
    at.inStep = new int[] {n + 1, 1};
    at.out = new Object[] {y.array(), reductions.array(), reductions.array()};
    at.outAt = new int[] {2, 0, 1};
    at.outStep = new int[] {n, 2, 2};
    at.reserveLanes(signature(dtype, STRETCH, VectorSupport.SCALAR).reductions());
    kernel.run(at, ROWS, n);
    assertThat(at.inAt).as(label).containsExactly(5, 0);
    assertThat(at.outAt).as(label).containsExactly(2, 0, 1);
    for (int row = 0; row < ROWS; row++) {
      double[] elements = new double[n];
      for (int i = 0; i < n; i++) {
        elements[i] = rounded(dtype, x.getDouble(5 + row * (n + 1) + i) * s.getDouble(row));
        assertThat(y.getDouble(2 + row * n + i)).as(label).isEqualTo(elements[i]);
      }
      assertThat(reductions.getDouble(2 * row)).as(label).isEqualTo(plain(dtype, elements, true));
      assertThat(reductions.getDouble(2 * row + 1))
          .as(label)
          .isEqualTo(plain(dtype, elements, false));
    }
  }

  private static double plain(DType dtype, double[] elements, boolean isSum) {
    double result = 0;
    for (int from = 0; from < elements.length; from += STRETCH) {
      double[] lanes = new double[LaneReduction.lanes(dtype)];
      Arrays.fill(lanes, isSum ? 0 : 2);
      for (int i = from; i < Math.min(elements.length, from + STRETCH); i++) {
        int lane = i % lanes.length;
        lanes[lane] = combine(dtype, lanes[lane], elements[i], isSum);
      }
      for (int half = lanes.length / 2; half > 0; half /= 2) {
        for (int l = 0; l < half; l++) {
          lanes[l] = combine(dtype, lanes[l], lanes[l + half], isSum);
        }
      }
      result = from == 0 ? lanes[0] : combine(dtype, result, lanes[0], isSum);
    }
    return result;
  }

  private static double combine(DType dtype, double a, double b, boolean isSum) {
    return rounded(dtype, isSum ? a + b : a * b);
  }

  /** A sum or product of two floats, rounded to double and then to float, is rounded right. */
  private static double rounded(DType dtype, double value) {
    return dtype == DType.F32 ? (float) value : value;
  }
}
