// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Steps of training take no memory once the JVM has compiled them. */
class AllocationTests {
  private static final int STEPS = 4_000;
  private static final int WINDOW = 1_000;
  private static final int MOST_EPOCHS = 60;

  @Test
  void stepsAllocateNothing() {
    int rows = 64 * STEPS;
    Dataset data =
        new Dataset(
            Initializer.uniform(1).draw(TensorType.of(DType.F32, rows, 3), 1, 1, Seed.of(1)),
            Tensor.zeros(DType.I32, Shape.of(rows)));
    Model model =
        Model.compile(
            Dense.of(3, 2, Seed.of(2)),
            Loss.softmaxCrossEntropy(),
            Adam.of(0.001),
            Metric.accuracy());
    Bytes bytes = new Bytes();
    // When the JIT compiler has the last method of a step, and its objects are gone, is its affair.
    for (int epoch = 0; epoch < MOST_EPOCHS && bytes.least > 0; epoch++) {
      model.fit(data, FitOptions.epochs(1).batchSize(64).listener(bytes));
    }
    assertThat(bytes.least).as("bytes in the leanest %s steps of an epoch", WINDOW).isZero();
  }

  /** Notes how much the thread allocates from one thousandth step to the next. */
  private static final class Bytes implements TrainingListener {
    private final ThreadMXBean threads = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private long before;
    private long least = Long.MAX_VALUE;

    @Override
    public void stepEnded(int epoch, int step, double loss) {
      if (step % WINDOW == 0) {
        long now = threads.getCurrentThreadAllocatedBytes();
        if (step > WINDOW) {
          least = Math.min(least, now - before);
        }
        before = now;
      }
    }
  }
}
