// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Tells kernels that choose among their inputs, as a sort does, from those that compute. */
final class KernelChoices {
  private KernelChoices() {}

  /**
   * Returns whether all real numbers that a kernel puts out are elements of its inputs, tried on
   * numbers of which no arithmetic makes one of the others.
   *
   * @param most the largest number of input elements to try it on
   */
  static boolean mayChoose(Node node, int most) {
    int size = node.inputTypes().stream().mapToInt(TensorType::size).sum();
    if (size == 0 || size > most) {
      return false;
    }
    Set<Double> given = new HashSet<>();
    Buffer[] in = buffers(node.inputTypes());
    int place = 0;
    for (Buffer buffer : in) {
      for (int j = 0; j < buffer.size(); j++) {
        buffer.setDouble(j, 0.5 + ((place++ * 0.6180339887498949) % 1) / 3);
        given.add(buffer.getDouble(j));
      }
    }
    Buffer[] out = buffers(node.outputTypes());
    try {
      ((KernelOp) node.op())
          .kernel(node.inputTypes(), node.outputTypes())
          .run(in, out, Workers.SERIAL);
    } catch (RuntimeException _) {
      return false;
    }
    for (int i = 0; i < out.length; i++) {
      Buffer buffer = out[i];
      boolean real = node.outputTypes().get(i).dtype().isFloating();
      for (int j = 0; j < buffer.size() && real; j++) {
        if (!given.contains(buffer.getDouble(j))) {
          return false;
        }
      }
    }
    return true;
  }

  private static Buffer[] buffers(List<TensorType> types) {
    return types.stream().map(t -> Buffer.allocate(t.dtype(), t.size())).toArray(Buffer[]::new);
  }
}
