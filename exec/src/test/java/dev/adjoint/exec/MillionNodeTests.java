// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nothing may recurse over the graph, take time quadratic in its size, or much memory a node. */
@Timeout(300)
final class MillionNodeTests {
  private static final int LENGTH = 1_000_000;

  /** Deep enough to overflow a stack and to show quadratic time. */
  private static final int SHORTER = 200_000;

  private static Value chain(Value from, int length) {
    Value y = from;
    for (int i = 0; i < length / 2; i++) {
      y = apply(HALVE, apply(NEXT, y));
    }
    return y;
  }

  @Test
  void aChainIsCompiledAndRun() {
    Value x = input("x", 2);
    Value y = chain(x, LENGTH);
    Program program = Program.compile(List.of(x), List.of(y));
    assertThat(program.plan().steps()).hasSizeLessThan(LENGTH / 300);
    assertThat(program.plan().memory().plannedBytes()).isEqualTo(8);
    assertThat(program.run(Tensor.of(1f, 5f))).containsExactly(Tensor.of(1f, 1f));
  }

  @Test
  void aChainIsInterpreted() {
    Value x = input("x", 2);
    Tensor given = Tensor.of(1f, 5f);
    assertThat(Interpreter.evaluate(List.of(chain(x, SHORTER)), Map.of(x, given)))
        .containsExactly(Tensor.of(1f, 1f));
  }

  @Test
  void aChainOfNumbersIsOneScalarBlock() {
    Value x = input("x");
    Value y = chain(x, SHORTER);
    Program program = Program.compile(List.of(x), List.of(y));
    assertThat(program.plan().steps()).hasSize(1);
    assertThat(program.plan().memory().plannedBytes()).isZero();
    assertThat(program.run(Tensor.scalar(5f))).containsExactly(Tensor.scalar(1f));
  }

  @Test
  void aChainOfSingleStepsIsCompiledAndRun() {
    Value x = input("x", 2);
    CompileOptions options = CompileOptions.defaults().without("fuse");
    Program program = Program.compile(List.of(x), List.of(chain(x, SHORTER)), Map.of(), options);
    assertThat(program.plan().steps()).hasSize(SHORTER);
    assertThat(program.plan().memory().plannedBytes()).isEqualTo(8);
    assertThat(program.run(Tensor.of(1f, 5f))).containsExactly(Tensor.of(1f, 1f));
  }

  @Test
  void aChainOfConstantsIsFolded() {
    Program program = Program.compile(List.of(), List.of(chain(constant(Tensor.of(9f)), SHORTER)));
    assertThat(program.plan().steps()).hasSize(1);
    assertThat(program.run()).containsExactly(Tensor.of(1f));
  }

  @Test
  void aChainOfViewsIsRemoved() {
    Value y = input("x", 2);
    Value x = y;
    for (int i = 0; i < SHORTER / 2; i++) {
      y = apply(new TestOps.Reshape(Shape.of(2)), apply(TestOps.SAME, y));
    }
    Program program = Program.compile(List.of(x), List.of(y));
    assertThat(program.plan().steps()).hasSize(1);
    assertThat(program.run(Tensor.of(1f, 5f))).containsExactly(Tensor.of(1f, 5f));
  }
}
