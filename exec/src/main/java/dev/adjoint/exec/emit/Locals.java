// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * The local variable of each step of a loop body. Literals, uniform inputs and lanes of reductions
 * keep theirs for the whole loop; the others' are used again after the last step that reads them,
 * which keeps bytecode short.
 */
final class Locals {
  private final LoopSignature loop;
  private final int[] slots;
  private int next;

  /**
   * Gives every step a variable.
   *
   * @param first the first free variable
   * @param size how many variables one value takes
   */
  Locals(LoopSignature loop, int first, int size) {
    this.loop = loop;
    this.next = first;
    this.slots = new int[loop.body().steps().size()];
    int[] last = loop.body().lastUses();
    boolean[] freed = new boolean[slots.length];
    Deque<Integer> free = new ArrayDeque<>();
    for (int k = 0; k < slots.length; k++) {
      for (int operand : loop.body().steps().get(k).operands()) {
        if (last[operand] == k && !isKept(operand) && !freed[operand]) {
          freed[operand] = true;
          free.push(slots[operand]);
        }
      }
      if (isKept(k) || free.isEmpty()) {
        slots[k] = next;
        next += size;
      } else {
        slots[k] = free.pop();
      }
    }
  }

  private boolean isKept(int step) {
    return isInvariant(step) || reduce(step) >= 0;
  }

  /** Returns whether a step has the same value for all elements of a row. */
  boolean isInvariant(int step) {
    Step s = loop.body().steps().get(step);
    return s.instruction() == Instruction.CONSTANT
        || s.instruction() == Instruction.ARGUMENT && loop.steps().get((int) s.payload()) == 0;
  }

  /** Returns the reduction that has the step as its lane, or a negative number. */
  int reduce(int step) {
    Step s = loop.body().steps().get(step);
    return s.instruction() == Instruction.ARGUMENT ? (int) s.payload() - loop.loaded() : -1;
  }

  /** Returns the variable of a step. */
  int of(int step) {
    return slots[step];
  }

  /** Returns the first variable that no step uses. */
  int end() {
    return next;
  }

  @Override
  public String toString() {
    return Arrays.toString(slots);
  }
}
