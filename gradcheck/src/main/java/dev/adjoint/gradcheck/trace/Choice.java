// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which element of its inputs a kernel chose for each element of its outputs, as an I64 code: the
 * place of the first input element of the same value, and how many there are. A sort or a maximum
 * goes another way where these change.
 *
 * @param chosen how many of the last inputs are outputs of the kernel; those before are its inputs
 */
record Choice(int chosen) implements KernelOp {
  private static final long FACTOR = 0x1_0000_0001L;

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    int size =
        inputs.subList(inputs.size() - chosen, inputs.size()).stream()
            .mapToInt(TensorType::size)
            .sum();
    return ImmutableList.of(new TensorType(DType.I64, Shape.of(size)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return (in, out, _) -> run(in, out[0]);
  }

  private void run(Buffer[] in, Buffer out) {
    Map<Double, Long> codes = new HashMap<>();
    long place = 0;
    int given = in.length - chosen;
    for (int i = 0; i < given; i++) {
      for (int j = 0; j < in[i].size(); j++) {
        // An equal element further on adds to the count, in the upper half.
        codes.merge(in[i].getDouble(j), place++, (first, _) -> first + FACTOR - 1);
      }
    }
    int at = 0;
    for (int i = given; i < in.length; i++) {
      for (int j = 0; j < in[i].size(); j++) {
        out.setLong(at++, codes.getOrDefault(in[i].getDouble(j), -1L));
      }
    }
  }
}
