package dev.adjoint.exec.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.VectorSupport;
import dev.adjoint.exec.bytecode.Tiered;
import dev.adjoint.exec.workers.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Workers;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products while their kernels go over from plain loops to vectors. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class TieredProductTests {
  @BeforeEach
  void startInPlainLoops() {
    System.setProperty(Tiered.WARM_UP_PROPERTY, "all");
  }

  @AfterEach
  void startAsByDefault() {
    System.clearProperty(Tiered.WARM_UP_PROPERTY);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void productsKeepTheirBits(int threads) {
    // Rows that no other test's blocks have, so that the kernel is cold.
    var size = new GemmSize(1, 2 + threads % 7, 200, 300);
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      var product = GemmCase.of(dtype, size, false, false, 0, true);
      var block = RegisterBlock.fit(dtype == DType.F64, VectorSupport.bits(), size.m(), size.n());
      Gemm gemm = product.gemm(VectorSupport.bits());
      Workers workers = threads == 1 ? Workers.SERIAL : WorkerPool.of(threads);
      until(
          () -> BlockKernels.of(block).forWork(0) == BlockKernels.generated(block),
          () -> {
            product.run(gemm, workers);
            product.assertResult(threads + " threads");
          });
    }
  }

  @Test
  void productsOfOffsetsKeepTheirBits() {
    var random = new SplittableRandom(1);
    int[] steps = random.ints(300, 0, 1000).toArray();
    int[] lines = random.ints(11, 0, 1000).toArray();
    var block = OffsetBlock.withPanelOfB(false, VectorSupport.bits(), lines.length, 40);
    var product = LineProduct.create(DType.F32, lines, 40, steps);
    Buffer a = Buffer.allocate(DType.F32, 2000);
    for (int i = 0; i < a.size(); i++) {
      a.setDouble(i, random.nextDouble());
    }
    Object packed = new float[product.packedSize()];
    product.pack(a.array(), 0, 5, 1, steps.length, packed, 0);
    float[] expected = new float[product.size()];
    product.accumulate(a.array(), 0, packed, 0, steps.length, expected, 0);
    until(
        () -> BlockKernels.of(block).forWork(0) == BlockKernels.generated(block),
        () -> {
          float[] again = new float[product.size()];
          product.accumulate(a.array(), 0, packed, 0, steps.length, again, 0);
          assertThat(again).isEqualTo(expected);
        });
  }

  /** Does something over and over, and some more after a condition became true. */
  private static void until(BooleanSupplier condition, Runnable something) {
    for (int after = 0; after < 20; after += condition.getAsBoolean() ? 1 : 0) {
      something.run();
    }
  }
}
