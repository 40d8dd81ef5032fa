// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgramBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of which loops run on vectors. */
final class VectorLegalityTests {
  private static final DType PLAIN = VectorLegality.PAIRS_ARE_PLAIN ? DType.BOOL : DType.F64;

  private static DType lanes(DType dtype, boolean selects, int step, int bits) {
    Scalar a = Scalar.argument(0, dtype);
    Scalar b = Scalar.argument(1, dtype);
    Scalar y = selects ? a.less(b).select(b, a) : a.mul(b);
    ScalarProgramBuilder builder = new ScalarProgramBuilder();
    List<Integer> inputs = List.of(builder.input(dtype), builder.input(dtype));
    ScalarProgram body = builder.build(List.of(builder.append(ScalarProgram.of(y), inputs)));
    ImmutableIntArray steps = ImmutableIntArray.of(step, 1);
    return VectorLegality.lanes(new LoopSignature(body, steps, ImmutableList.of(), bits, 1, false));
  }

  @Test
  void masksOfTwoLanesAreOnlyForProcessorsThatHaveThem() {
    assertThat(lanes(DType.F64, true, 1, 128)).isEqualTo(PLAIN);
    assertThat(lanes(DType.F64, true, 1, 256)).isEqualTo(DType.F64);
    assertThat(lanes(DType.F32, true, 1, 128)).isEqualTo(DType.F32);
  }

  @Test
  void soArePermutationsOfTwoLanes() {
    assertThat(lanes(DType.F64, false, 2, 128)).isEqualTo(PLAIN);
    assertThat(lanes(DType.F64, false, 2, 256)).isEqualTo(DType.F64);
    assertThat(lanes(DType.F32, false, 2, 128)).isEqualTo(DType.F32);
  }

  @Test
  void arithmeticIsForAllVectors() {
    assertThat(lanes(DType.F64, false, 1, 128)).isEqualTo(DType.F64);
    assertThat(lanes(DType.F64, false, 0, 128)).isEqualTo(DType.F64);
    assertThat(lanes(DType.F64, false, 1, 0)).isEqualTo(DType.BOOL);
  }
}
