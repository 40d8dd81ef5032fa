// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Outputs with random arguments, and the bits that the interpreter gives them: the oracle. */
public final class SameBits {
  private final List<Value> outputs;
  private final List<Value> inputs;
  private final Map<Value, Tensor> given = new HashMap<>();
  private final List<Tensor> arguments = new ArrayList<>();
  private final List<Tensor> expected;

  private SameBits(List<Value> outputs) {
    this.outputs = outputs;
    this.inputs = Graph.of(outputs).inputs();
    for (Value x : inputs) {
      arguments.add(TestOps.random(arguments.size(), x.dtype(), x.shape()));
      given.put(x, arguments.getLast());
    }
    this.expected = Interpreter.evaluate(outputs, given);
  }

  /** Interprets outputs. */
  public static SameBits of(List<Value> outputs) {
    return new SameBits(outputs);
  }

  /** Asserts that a rewritten graph has the same bits. */
  public SameBits in(Graph rewritten) {
    assertThat(Interpreter.evaluate(rewritten.outputs(), given)).isEqualTo(expected);
    return this;
  }

  /** Asserts that a program has the same bits, and when it runs again. */
  public SameBits compiled(CompileOptions options) {
    Program program = Program.compile(inputs, outputs, Map.of(), options);
    assertThat(program.run(arguments)).as("%s", program.plan()).isEqualTo(expected);
    assertThat(program.run(arguments)).as("again: %s", program.plan()).isEqualTo(expected);
    return this;
  }

  /** Asserts that programs have the same bits on 1, 2, 3 and 8 threads. */
  public SameBits onThreads() {
    for (int threads : new int[] {1, 2, 3, 8}) {
      compiled(CompileOptions.defaults().withWorkers(WorkerPool.of(threads)));
    }
    return this;
  }

  /** Asserts that programs have the same bits on vectors of every width, and on none. */
  public SameBits onWidths() {
    for (String width : List.of("512", "256", "128", "off")) {
      System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
      try {
        compiled(CompileOptions.defaults());
      } finally {
        System.clearProperty(VectorSupport.WIDTH_PROPERTY);
      }
    }
    return this;
  }
}
