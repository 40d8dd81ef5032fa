// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Floats;
import dev.adjoint.exec.InTiers;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.ScalarProgram;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(InTiers.class)
class TieredLoopTests {
  private static final int ROWS = 3;
  private static final int ROW = 1_000;

  @Test
  void aLoopGetsAKernelOfTheSameBitsOnceThereIsWork() throws InterruptedException {
    LoopSignature signature = signature(false);
    TieredLoop loop = LoopKernels.tiered(signature).orElseThrow();
    assertThat(loop.kernel(1, 10)).isNull();
    assertThat(LoopKernels.tiered(signature).orElseThrow()).isSameAs(loop);
    LoopKernel kernel = null;
    for (int wait = 0; wait < 6_000 && kernel == null; wait++) {
      kernel = loop.kernel(1_000, 1_000);
      Thread.sleep(10);
    }
    assertThat(kernel).isNotNull();
    LoopKernel single = LoopKernels.of(signature.ofBits(VectorSupport.SCALAR)).orElseThrow();
    for (int n : new int[] {1, 15, 16, 17, 512, 513, ROW}) {
      assertThat(run(kernel, signature, n))
          .as("%s elements", n)
          .isEqualTo(run(single, signature, n));
    }
  }

  @Test
  void aKernelThatStartsOnSingleElementsHasTheirBits() {
    LoopSignature signature = signature(true);
    LoopKernel starting = LoopKernels.startingSingle(signature).orElseThrow();
    LoopKernel vectors = LoopKernels.of(signature).orElseThrow();
    for (int n : new int[] {1, 17, ROW}) {
      assertThat(run(starting, signature, n)).isEqualTo(run(vectors, signature, n));
    }
  }

  @Test
  void aWidthOfOnesOwnIsUsedAtOnce() {
    System.setProperty(VectorSupport.WIDTH_PROPERTY, "256");
    try {
      assertThat(VectorSupport.isTiered()).isFalse();
      assertThat(LoopKernels.tiered(signature(false)).orElseThrow().isFast()).isTrue();
    } finally {
      System.setProperty(VectorSupport.WIDTH_PROPERTY, "tiered");
    }
  }

  /** {@code y = tanh(x)·z} for each element, and its sum along each row. */
  private static LoopSignature signature(boolean negated) {
    Scalar x = Scalar.argument(0, DType.F32);
    Scalar y = x.tanh().mul(Scalar.argument(1, DType.F32));
    Scalar sum = Scalar.argument(2, DType.F32).add(negated ? y.neg() : y);
    ScalarProgram add =
        ScalarProgram.of(
            List.of(DType.F32, DType.F32),
            List.of(Scalar.argument(0, DType.F32).add(Scalar.argument(1, DType.F32))));
    return new LoopSignature(
        ScalarProgram.of(List.of(DType.F32, DType.F32, DType.F32), List.of(y, sum)),
        ImmutableList.of(false, true, false),
        ImmutableList.of(new LaneReduction(add, 0, LaneReduction.STRETCH)),
        VectorSupport.bits());
  }

  private static float[] run(LoopKernel kernel, LoopSignature signature, int n) {
    SplittableRandom random = new SplittableRandom(n);
    LoopOperands at = new LoopOperands();
    at.reserveLanes(signature.reductions());
    for (int i = 0; i < 2; i++) {
      float[] x = new float[ROWS * ROW];
      for (int j = 0; j < x.length; j++) {
        x[j] = (float) random.nextGaussian();
      }
      at.in[i] = x;
      at.inStep[i] = ROW;
    }
    float[] y = new float[ROWS * ROW];
    float[] sums = new float[ROWS];
    at.out[0] = y;
    at.outStep[0] = ROW;
    at.out[1] = sums;
    at.outStep[1] = 1;
    kernel.run(at, ROWS, n);
    return Floats.concat(y, sums);
  }
}
