// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.emit;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.bytecode.SoftCache;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ScalarProgram.Step;
import java.lang.invoke.MethodHandles;
import java.util.Arrays;

/**
 * A body that is computed once, not in a loop, as straight-line code: one generated class, or
 * several if it is longer than the constants of one may be. Immutable; serves all threads.
 */
public final class ScalarBlockProgram {
  /** How many steps go into a class. Each may need six of its 65,535 constants. */
  static final int CLASS = 8_000;

  /** How many unused programs are kept. */
  private static final int KEPT = 256;

  private static final SoftCache<ScalarProgram, ScalarBlockProgram> MADE = new SoftCache<>(KEPT);

  private final ScalarProgram body;
  private final ScalarBlockLayout layout;
  private final int[] inputs;
  private final ScalarBlockKernel[] parts;

  private ScalarBlockProgram(ScalarProgram body) {
    this.body = body;
    this.layout = new ScalarBlockLayout(body);
    this.inputs = new int[body.inputs().size()];
    Arrays.fill(inputs, -1);
    for (int k = 0; k < body.steps().size(); k++) {
      Step step = body.steps().get(k);
      if (step.instruction() == Instruction.ARGUMENT) {
        inputs[(int) step.payload()] = layout.register(k);
      }
    }
    ImmutableList.Builder<ScalarBlockKernel> made = ImmutableList.builder();
    int methods = layout.methods().length() - 1;
    for (int from = 0; from < methods; ) {
      int to = from + 1;
      while (to < methods && layout.methods().get(to + 1) - layout.methods().get(from) <= CLASS) {
        to++;
      }
      made.add(make(from, to));
      from = to;
    }
    this.parts = made.build().toArray(ScalarBlockKernel[]::new);
  }

  /** Returns the program of a body, which need not be lowered. */
  public static ScalarBlockProgram of(ScalarProgram body) {
    if (body.steps().size() > CLASS) {
      return new ScalarBlockProgram(body);
    }
    ScalarBlockProgram known = MADE.get(body);
    if (known == null) {
      known = new ScalarBlockProgram(body);
      MADE.put(body, known);
    }
    return known;
  }

  private ScalarBlockKernel make(int from, int to) {
    byte[] classFile = new ScalarBlockEmitter(body, layout).emit(from, to);
    return ScalarBlockEmitter.CLASS.link(MethodHandles.lookup(), classFile, () -> body + "\n");
  }

  /** Returns the number of classes. */
  int classes() {
    return parts.length;
  }

  /** Returns new registers, with the results that are literals set. */
  public Registers newRegisters() {
    var sizes = layout.sizes();
    Registers registers =
        new Registers(
            new float[sizes.get(0)],
            new double[sizes.get(1)],
            new int[sizes.get(2)],
            new long[sizes.get(3)]);
    body.results()
        .forEach(result -> {
          Step step = body.steps().get(result);
          if (step.instruction() == Instruction.CONSTANT) {
            registers.set(step.dtype(), layout.register(result), step.payload());
          }
        });
    return registers;
  }

  /**
   * Returns the register to set to an input, that of the input's dtype; a negative number if
   * nothing reads the input.
   */
  public int input(int number) {
    return inputs[number];
  }

  /** Returns the register that a result is in after a run, that of the result's dtype. */
  public int result(int number) {
    return layout.register(body.results().get(number));
  }

  /** Computes all results. */
  public void run(Registers registers) {
    for (ScalarBlockKernel part : parts) {
      part.run(registers.f32(), registers.f64(), registers.i32(), registers.i64());
    }
  }
}
