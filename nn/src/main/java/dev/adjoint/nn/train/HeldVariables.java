// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Variable;
import java.util.Collection;
import java.util.Comparator;

/**
 * Variables locked against changes until this is closed, so that several runs see the same values.
 * They are taken in {@link Variable#order}, as every program takes its own.
 */
final class HeldVariables implements AutoCloseable {
  private final ImmutableList<Variable> variables;

  /** Holds the variables that any of the programs reads. */
  HeldVariables(Collection<BatchProgram> programs) {
    this.variables =
        programs.stream()
            .flatMap(program -> program.variables().stream())
            .distinct()
            .sorted(Comparator.comparingLong(Variable::order))
            .collect(ImmutableList.toImmutableList());
    variables.forEach(variable -> variable.lock().readLock().lock());
  }

  @Override
  public void close() {
    variables.reverse().forEach(variable -> variable.lock().readLock().unlock());
  }
}
