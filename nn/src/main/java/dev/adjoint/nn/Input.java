// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.TensorType;

/** An input of a {@link Functional} network. Two inputs of one type are two inputs. */
public final class Input implements Symbol {
  private final TensorType type;

  private Input(TensorType type) {
    this.type = type;
  }

  /**
   * Returns an F32 input.
   *
   * @param dims the extents of one example, without the batch; none for a number
   * @throws dev.adjoint.graph.ShapeException if an extent is negative, or there are too many
   *     elements
   */
  public static Input of(int... dims) {
    return of(DType.F32, dims);
  }

  /** Returns an input of a dtype, such as I32 for the numbers of words; see {@link #of(int...)}. */
  public static Input of(DType dtype, int... dims) {
    return new Input(TensorType.of(dtype, dims));
  }

  @Override
  public TensorType type() {
    return type;
  }

  /** Returns its type, with the batch. */
  @Override
  public String toString() {
    return "input " + SymbolCall.text(type);
  }
}
