// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.tile.TileTask;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** Takes the tiles of a kernel, each element of which must be given once, when it is complete. */
final class TilesGiven implements TileTask {
  private final int row;
  private final TensorType type;
  private final Tensor output;
  private final Tensor complete;
  private final AtomicIntegerArray times;

  TilesGiven(int row, TensorType type) {
    this.row = row;
    this.type = type;
    output = Tensor.full(type.dtype(), type.shape(), 77);
    complete = Tensor.zeros(type.dtype(), type.shape());
    times = new AtomicIntegerArray(type.size());
  }

  /**
   * Returns what elements were when they were given; each is overwritten then, so that a kernel
   * that comes back to it is found out.
   */
  Tensor change(TiledKernel kernel, Tensor[] inputs, Workers workers) {
    Buffer[] in = Arrays.stream(inputs).map(Tensor::buffer).toArray(Buffer[]::new);
    kernel.run(in, new Buffer[] {output.buffer()}, this, workers);
    for (int i = 0; i < times.length(); i++) {
      assertThat(times.get(i)).as("how often element %s of %s is given", i, type).isEqualTo(1);
    }
    assertThat(output).isEqualTo(Tensor.full(type.dtype(), type.shape(), 99));
    return complete;
  }

  @Override
  public void run(int first, int rows, int column, int columns) {
    for (int r = first; r < first + rows; r++) {
      for (int i = r * row + column; i < r * row + column + columns; i++) {
        times.incrementAndGet(i);
        complete.buffer().setDouble(i, output.buffer().getDouble(i));
        output.buffer().setDouble(i, 99);
      }
    }
  }
}
