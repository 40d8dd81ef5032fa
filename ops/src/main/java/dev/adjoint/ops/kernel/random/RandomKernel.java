// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.random;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.kernel.RangeKernel;
import java.util.List;

/**
 * A kernel that fills its output with numbers made from random bits: four elements a {@link Philox}
 * block for 32-bit dtypes, two for 64-bit ones. Its input is the key, an I64 scalar.
 */
public abstract class RandomKernel extends RangeKernel {
  private final int size;
  private final int perBlock;
  private final long stream;
  private final Philox[] generators;

  /** Creates a kernel for an output of the given type. */
  protected RandomKernel(TensorType type, long stream) {
    super(Math.ceilDiv(type.size(), perBlock(type.dtype())), 32);
    this.size = type.size();
    this.perBlock = perBlock(type.dtype());
    this.stream = stream;
    this.generators = new Philox[pieces()];
    for (int i = 0; i < generators.length; i++) {
      generators[i] = new Philox();
    }
  }

  /**
   * Checks that the only input is a random key, an I64 scalar, and the output of a good dtype.
   *
   * @param output the type of the output
   * @param good whether its dtype is one of the wanted ones
   * @param wanted the names of the wanted ones
   * @throws ShapeException if not
   */
  public static void checkTypes(
      Op op, List<TensorType> inputs, TensorType output, boolean good, String wanted) {
    if (!good) {
      throw new ShapeException(op.name(), "the output must be " + wanted + ", got " + output);
    }
    if (!inputs.equals(List.of(TensorType.of(DType.I64)))) {
      throw new ShapeException(op.name(), "the key must be a scalar i64[], got " + inputs);
    }
  }

  /**
   * Returns the common type of parameters, which come after a random key.
   *
   * @param count how many parameters there are
   * @param what the name of them
   * @throws ShapeException if the first input is no key, or the others are not of one floating type
   */
  public static TensorType parameters(Op op, List<TensorType> inputs, int count, String what) {
    boolean hasKey = !inputs.isEmpty() && inputs.getFirst().equals(TensorType.of(DType.I64));
    if (!hasKey || !areOneFloatingType(inputs.subList(1, inputs.size()), count)) {
      throw new ShapeException(
          op.name(),
          "takes a key i64[] and %s of one floating type, got %s".formatted(what, inputs));
    }
    return inputs.get(1);
  }

  /**
   * Returns the common type of all inputs.
   *
   * @param count how many there are
   * @param what the name of them
   * @throws ShapeException if they are not of one floating type
   */
  public static TensorType sameFloating(Op op, List<TensorType> inputs, int count, String what) {
    if (!areOneFloatingType(inputs, count)) {
      throw new ShapeException(
          op.name(), "takes %s of one floating type, got %s".formatted(what, inputs));
    }
    return inputs.getFirst();
  }

  private static boolean areOneFloatingType(List<TensorType> types, int count) {
    return types.size() == count
        && types.getFirst().dtype().isFloating()
        && types.stream().allMatch(types.getFirst()::equals);
  }

  private static int perBlock(DType dtype) {
    return dtype.bytes() == Long.BYTES ? 2 : 4;
  }

  /**
   * Stores the elements of one block.
   *
   * @param bits the block
   * @param at the number of the block's first element
   * @param count how many elements to store, fewer than a block has only at the end
   */
  protected abstract void store(Philox bits, Buffer out, int at, int count);

  @Override
  protected final void run(Buffer[] inputs, Buffer[] outputs, int from, int to, int piece) {
    long key = inputs[0].getLong(0);
    Philox bits = generators[piece];
    for (int block = from; block < to; block++) {
      bits.block(key, block, stream);
      int at = block * perBlock;
      store(bits, outputs[0], at, Math.min(perBlock, size - at));
    }
  }
}
