// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Gradients of graphs of many single numbers, compiled to straight-line code. */
class ScalarGraphTests {
  private static final int JOINTS = 150;

  /** The square of the distance from the hand of a planar arm to a point, and its gradient. */
  private static List<Expr> arm(List<Expr> angles) {
    Expr x = angles.getFirst().zerosLike();
    Expr y = x;
    Expr angle = x;
    for (Expr joint : angles) {
      angle = angle.add(joint);
      x = x.add(angle.cos());
      y = y.add(angle.sin());
    }
    Expr loss = x.sub(3).square().add(y.add(2).square());
    List<Expr> results = new ArrayList<>(List.of(loss));
    results.addAll(Autodiff.grad(loss, angles));
    return results;
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64"})
  void gradientsHaveTheBitsOfTheInterpreter(DType dtype) {
    List<Expr> angles = new ArrayList<>();
    Map<Value, Tensor> given = new HashMap<>();
    List<Tensor> arguments = new ArrayList<>();
    for (int i = 0; i < JOINTS; i++) {
      angles.add(Expr.input("angle", TensorType.of(dtype)));
      double at = Math.fma(i, 0.01, -0.3);
      arguments.add(dtype == DType.F32 ? Tensor.scalar((float) at) : Tensor.scalar(at));
      given.put(angles.getLast(), arguments.getLast());
    }
    List<Expr> results = arm(angles);
    List<Tensor> expected = Interpreter.evaluate(results, given);
    Program program = Program.compile(angles, results);
    assertThat(program.plan().steps()).hasSize(1);
    assertThat(program.run(arguments)).isEqualTo(expected);
    CompileOptions loops = CompileOptions.defaults().without("scalars");
    assertThat(Program.compile(angles, results, Map.of(), loops).run(arguments))
        .isEqualTo(expected);
    if (dtype == DType.F64) {
      double step = 1e-6;
      arguments.set(7, Tensor.scalar(arguments.get(7).item() + step));
      double change = program.run(arguments).getFirst().item() - expected.getFirst().item();
      assertThat(expected.get(8).item()).isCloseTo(change / step, within(0.1));
    }
  }
}
