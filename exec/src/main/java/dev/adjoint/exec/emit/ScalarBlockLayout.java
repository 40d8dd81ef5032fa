// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Cuts straight-line code into methods, and gives a register to each value that outlives its
 * method: inputs, results, and values that another method reads. Linear in the number of steps.
 */
final class ScalarBlockLayout {
  /**
   * The JIT compiler refuses methods of more than 8000 bytes, and takes more than its share of time
   * for long ones. A step takes less than twice the bytes that are counted for it.
   */
  static final int METHOD = 2400;

  private static final int NONE = -1;

  private record Angle(int operand, DType dtype) {}

  private final ScalarProgram body;
  private final int[] registers;
  private final int[] twins;
  private final int[] sizes = new int[Registers.FILES];
  private final int[] lastUses;
  private final ImmutableIntArray methods;

  ScalarBlockLayout(ScalarProgram body) {
    this.body = body;
    this.registers = new int[body.steps().size()];
    this.twins = new int[registers.length];
    this.lastUses = body.lastUses();
    Arrays.fill(registers, NONE);
    Arrays.fill(twins, NONE);
    findTwins();
    this.methods = cut();
    giveRegisters();
  }

  /** Finds sines and cosines of the same angle, which share most of their work. */
  private void findTwins() {
    Map<Angle, Integer> known = new HashMap<>();
    for (int k = 0; k < twins.length; k++) {
      Step step = body.steps().get(k);
      if (step.instruction() == Instruction.SIN || step.instruction() == Instruction.COS) {
        Integer twin = known.putIfAbsent(new Angle(step.operand(0), step.dtype()), k);
        if (twin != null) {
          twins[k] = twin;
          twins[twin] = k;
        }
      }
    }
  }

  /** Returns the first step of each method, and the number of steps. */
  private ImmutableIntArray cut() {
    ImmutableIntArray.Builder starts = ImmutableIntArray.builder();
    int bytes = METHOD;
    for (int k = 0; k < registers.length; k++) {
      int more = bytes(body.steps().get(k));
      if (bytes + more > METHOD) {
        starts.add(k);
        bytes = 0;
      }
      bytes += more;
    }
    return starts.add(registers.length).build();
  }

  /** With operands from registers, and the result to one, it may be twice as many. */
  private static int bytes(Step step) {
    int arity = step.instruction().arity();
    return arity == 0 ? 0 : 10 + 5 * arity;
  }

  private void giveRegisters() {
    int method = 0;
    for (int k = 0; k < registers.length; k++) {
      while (method < methods.length() - 1 && methods.get(method + 1) <= k) {
        method++;
      }
      Step step = body.steps().get(k);
      boolean isLeaf = step.instruction().arity() == 0;
      boolean isResult = lastUses[k] == registers.length;
      boolean crosses = !isLeaf && lastUses[k] >= methods.get(method + 1);
      boolean isInput = step.instruction() == Instruction.ARGUMENT;
      if (isInput || isResult || crosses || isSecond(k)) {
        registers[k] = sizes[Registers.file(step.dtype())]++;
      }
    }
  }

  /** Returns the other one of a sine and a cosine of the same angle, or a negative number. */
  int twin(int step) {
    return twins[step];
  }

  /** Returns whether an earlier step computes this one as well. */
  boolean isSecond(int step) {
    return twins[step] >= 0 && twins[step] < step;
  }

  /** Returns the register of a step, or a negative number. */
  int register(int step) {
    return registers[step];
  }

  /** Returns the last step that reads this one, or the number of steps for a result. */
  int lastUse(int step) {
    return lastUses[step];
  }

  /** Returns the first step of each method, and then the number of steps. */
  ImmutableIntArray methods() {
    return methods;
  }

  /** Returns how many registers of each kind there are. */
  ImmutableIntArray sizes() {
    return ImmutableIntArray.copyOf(sizes);
  }
}
