// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.transform.OptimizerState;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.SingleOutput;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * An expression in a message is shown with its value, which is computed for that. So a message is
 * written only when it is needed: a step that is well made must not be run while it is compiled.
 */
class UnreadMessageTests {
  /** Returns its input, and counts its runs. */
  private record Counted(AtomicInteger runs) implements KernelOp, SingleOutput {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of(inputs.getFirst());
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (in, out, _) -> {
        runs.incrementAndGet();
        out[0].copyFrom(in[0]);
      };
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(Expr.apply(this, dy));
    }
  }

  @Test
  void stepIsNotRunWhileItIsMade() {
    AtomicInteger runs = new AtomicInteger();
    Parameter w = Parameter.of("w", Tensor.of(1f, 2f));
    Expr loss = Expr.apply(new Counted(runs), w).square().sum();

    Optimizer optimizer = Adam.of(0.1);
    Parameters parameters = Parameters.of(List.of(w));
    OptimizerState state = optimizer.init(parameters);
    Map<Expr, Expr> updates =
        Optimizer.join(optimizer.update(Autodiff.grad(loss, List.of(w)), state, parameters));
    Program step = Program.compile(List.of(), List.of(loss), updates);
    assertThat(runs).as("runs before the first step").hasValue(0);

    step.run();
    assertThat(runs).as("runs of the step").hasValueGreaterThan(0);
  }

  @Test
  void messageShowsTheValue() {
    Expr shown = Expr.apply(new Counted(new AtomicInteger()), Parameter.of("w", Tensor.of(1f, 2f)));
    assertThat(shown.toString()).contains("[1. 2.]");
  }
}
