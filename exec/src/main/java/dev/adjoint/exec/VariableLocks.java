// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Variable;
import java.util.Comparator;
import java.util.concurrent.locks.Lock;
import java.util.stream.IntStream;

/**
 * The locks of a program's variables: for reading, and for writing where the program updates them.
 * They are taken in {@link Variable#order}, the same for all programs, so runs never wait for each
 * other in a circle.
 */
final class VariableLocks {
  private final Lock[] locks;

  VariableLocks(ImmutableList<Variable> variables, ImmutableIntArray targets) {
    this.locks =
        IntStream.range(0, variables.size())
            .boxed()
            .sorted(Comparator.comparingLong(i -> variables.get(i).order()))
            .map(i -> lock(variables.get(i), targets.contains(i)))
            .toArray(Lock[]::new);
  }

  private static Lock lock(Variable variable, boolean updated) {
    return updated ? variable.lock().writeLock() : variable.lock().readLock();
  }

  void lock() {
    for (Lock lock : locks) {
      lock.lock();
    }
  }

  void unlock() {
    for (int i = locks.length - 1; i >= 0; i--) {
      locks[i].unlock();
    }
  }
}
