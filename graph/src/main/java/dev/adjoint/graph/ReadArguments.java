// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.AbstractList;
import java.util.List;

/** The arguments of a body, which remember whether the body has read them. */
final class ReadArguments extends AbstractList<Scalar> {
  private final Scalar[] arguments;
  private final boolean[] read;

  ReadArguments(List<TensorType> inputs) {
    arguments = new Scalar[inputs.size()];
    read = new boolean[inputs.size()];
    for (int i = 0; i < arguments.length; i++) {
      arguments[i] = Scalar.argument(i, inputs.get(i).dtype());
    }
  }

  @Override
  public Scalar get(int index) {
    Scalar argument = arguments[index];
    read[index] = true;
    return argument;
  }

  @Override
  public int size() {
    return arguments.length;
  }

  /** Returns the number of the first argument that was not read, or −1. */
  int firstUnread() {
    for (int i = 0; i < read.length; i++) {
      if (!read[i]) {
        return i;
      }
    }
    return -1;
  }
}
