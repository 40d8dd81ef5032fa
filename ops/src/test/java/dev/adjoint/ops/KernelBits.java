// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.tile.TiledKernel;
import dev.adjoint.exec.tile.TiledOp;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;

/**
 * Compares a kernel with its reference, to the bit, on several widths and numbers of threads, and
 * in tiles if it has any.
 */
final class KernelBits {
  private static final List<String> WIDTHS = List.of("512", "256", "128", "off");

  private static final List<Workers> POOLS =
      List.of(Workers.SERIAL, WorkerPool.of(2), WorkerPool.of(3), WorkerPool.of(8));

  private KernelBits() {}

  /** Runs kernels of two vector widths on several numbers of threads against the reference. */
  static void check(KernelOp op, Tensor... inputs) {
    ImmutableList<TensorType> types =
        Arrays.stream(inputs).map(Tensor::type).collect(ImmutableList.toImmutableList());
    ImmutableList<TensorType> outputs = op.infer(types);
    List<Tensor> expected = run(op.reference(types, outputs), inputs, outputs, Workers.SERIAL);
    int number = Math.floorMod(types.hashCode(), WIDTHS.size());
    for (String width : List.of(WIDTHS.get(number), WIDTHS.get((number + 1) % WIDTHS.size()))) {
      Kernel kernel = kernel(op, types, outputs, width);
      for (Workers workers : POOLS) {
        assertThat(run(kernel, inputs, outputs, workers))
            .as(op + " " + types + " at width " + width)
            .isEqualTo(expected);
        if (op instanceof TiledOp tiled && tiled.tileRow(types) > 0) {
          TilesGiven given = new TilesGiven(tiled.tileRow(types), outputs.getFirst());
          Tensor changed = given.change((TiledKernel) kernel, inputs, workers);
          assertThat(changed).as(op + " in tiles of " + types).isEqualTo(expected.getFirst());
        }
      }
    }
  }

  private static Kernel kernel(
      KernelOp op,
      ImmutableList<TensorType> types,
      ImmutableList<TensorType> outputs,
      String width) {
    Properties before = System.getProperties();
    Properties changed = new Properties();
    changed.putAll(before);
    changed.setProperty(VectorSupport.WIDTH_PROPERTY, width);
    System.setProperties(changed);
    try {
      return op.kernel(types, outputs);
    } finally {
      System.setProperties(before);
    }
  }

  private static List<Tensor> run(
      Kernel kernel, Tensor[] inputs, List<TensorType> types, Workers workers) {
    Buffer[] outputs =
        types.stream()
            .map(t -> Tensor.full(t.dtype(), t.shape(), 77).buffer())
            .toArray(Buffer[]::new);
    kernel.run(Arrays.stream(inputs).map(Tensor::buffer).toArray(Buffer[]::new), outputs, workers);
    return IntStream.range(0, outputs.length)
        .mapToObj(i -> Tensor.over(types.get(i).shape(), outputs[i]))
        .toList();
  }
}
