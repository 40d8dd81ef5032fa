// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.steps;

import com.google.common.base.Suppliers;
import dev.adjoint.benchmarks.peers.AdjointStep;
import dev.adjoint.exec.Profile;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A step in the making: its inputs with their values, and then what to compute of them. */
final class Compiled {
  private final Map<Expr, Tensor> inputs = new LinkedHashMap<>();

  /** Returns a new input with its value for all runs. */
  Expr input(String label, Tensor value) {
    Expr input = Expr.input(label, value.type());
    inputs.put(input, value);
    return input;
  }

  /**
   * Returns the step.
   *
   * @param loss a scalar
   * @param gradient what the figures give the norm of
   * @param outputs what a run computes
   * @param updates what a run changes
   */
  AdjointStep step(
      Expr loss,
      Expr gradient,
      List<? extends Value> outputs,
      Map<? extends Value, ? extends Value> updates) {
    // A program of its own, which nobody needs who only does steps.
    Supplier<Runner> figures =
        Suppliers.memoize(
            () -> feed(compile(List.of(loss, gradient.square().sum().sqrt()), Map.of()).runner()));
    long before = System.nanoTime();
    Program program = compile(outputs, updates);
    double compileSeconds = (System.nanoTime() - before) * 1e-9;
    Runner whole = feed(program.runner());
    return new AdjointStep() {
      @Override
      public Figures figures() {
        Runner runner = figures.get();
        runner.run();
        return new Figures(runner.item(0), runner.item(1));
      }

      @Override
      public void run() {
        whole.run();
      }

      @Override
      public double compileSeconds() {
        return compileSeconds;
      }

      @Override
      public Plan plan() {
        return program.plan();
      }

      @Override
      public String fingerprint() {
        Fingerprint all = new Fingerprint();
        for (int i = 0; i < outputs.size(); i++) {
          all.add(whole.output(i));
        }
        updates
            .keySet()
            .forEach(read -> all.add(((LeafOp.Read) read.node().op()).variable().value()));
        return all.toString();
      }

      @Override
      public Profile profile(int runs) {
        return whole.profile(runs);
      }
    };
  }

  private Program compile(
      List<? extends Value> outputs, Map<? extends Value, ? extends Value> updates) {
    return Program.compile(new ArrayList<>(inputs.keySet()), outputs, updates);
  }

  private Runner feed(Runner runner) {
    int number = 0;
    for (Tensor value : inputs.values()) {
      runner.set(number++, value);
    }
    return runner;
  }
}
