// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.BLEND;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.Workers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs with ops that hold bodies. */
final class ControlTests {
  /** Applies a body of one input and one output of the same type an even number of times. */
  record Repeat(BodyGraph body, int pairs) implements ControlOp {
    @Override
    public ImmutableList<BodyGraph> bodies() {
      return ImmutableList.of(body);
    }

    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(inputs);
    }

    @Override
    public Kernel kernel(
        ImmutableList<Kernel> bodies,
        ImmutableList<TensorType> inputs,
        ImmutableList<TensorType> outputs) {
      TensorType type = inputs.getFirst();
      Buffer[] between = {Buffer.allocate(type.dtype(), type.size())};
      return (in, out, workers) -> {
        Buffer[] from = in;
        for (int i = 0; i < pairs; i++) {
          bodies.getFirst().run(from, between, workers);
          bodies.getFirst().run(between, out, workers);
          from = out;
        }
      };
    }
  }

  /** Refuses to run. */
  record Refuse() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(inputs);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (_, _, _) -> {
        throw new IllegalStateException("refused");
      };
    }
  }

  private static BodyGraph body(int size) {
    Value x = input("x", size);
    Value two = TestOps.constant(Tensor.full(DType.F32, Shape.of(size), 2));
    return BodyGraph.of(
        List.of(x), List.of(apply(BLEND, apply(HALVE, apply(NEXT, x)), x, apply(ADD, x, two))));
  }

  private static BodyGraph nested(int size) {
    Value x = input("x", size);
    return BodyGraph.of(
        List.of(x), List.of(apply(HALVE, apply(new Repeat(body(size), 2), apply(NEXT, x)))));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 50_000})
  void programsGiveTheBitsOfTheInterpreterOnAnyNumberOfThreadsAndWithAnyPassOff(int size) {
    Value x = input("x", size);
    Value y = apply(MUL, apply(new Repeat(nested(size), 2), x), x);
    Tensor at = random(1, DType.F32, Shape.of(size));
    Tensor expected = Interpreter.evaluate(List.of(y), Map.of(x, at)).getFirst();
    for (int threads : new int[] {1, 2, 3, 8}) {
      Workers workers = threads == 1 ? Workers.SERIAL : WorkerPool.of(threads);
      CompileOptions options = CompileOptions.defaults().withWorkers(workers);
      assertThat(Program.compile(List.of(x), List.of(y), Map.of(), options).run(at))
          .containsExactly(expected);
    }
    for (String pass : CompileOptions.passes()) {
      CompileOptions options = CompileOptions.defaults().without(pass);
      assertThat(Program.compile(List.of(x), List.of(y), Map.of(), options).run(at))
          .containsExactly(expected);
    }
  }

  @Test
  void theSameComputationIsCompiledOnce() {
    Value a = input("a", 4);
    Value b = input("b", 4);
    Program first = Program.compile(List.of(a), List.of(apply(new Repeat(nested(4), 3), a)));
    Program second = Program.compile(List.of(b), List.of(apply(new Repeat(nested(4), 3), b)));
    assertThat(second.plan()).isSameAs(first.plan());
  }

  @Test
  void thePlanShowsBodiesIndentedAndCountsTheirMemory() {
    Value x = input("x", 4);
    BodyGraph body = body(4);
    Value y = apply(NEXT, apply(new Repeat(body, 1), apply(HALVE, x)));
    Program program =
        Program.compile(
            List.of(x), List.of(y), Map.of(), CompileOptions.defaults().without("fuse"));
    assertThat(program.plan().toString().replaceAll("\\[body=\\d nodes, pairs=1]", ""))
        .isEqualTo(
            """
            t.f32@0 = halve x0 : f32[4]
            t.f32@4 = repeat t.f32@0 : f32[4]
                t.f32@0 = next x0 : f32[4]
                t.f32@0 = halve t.f32@0 : f32[4]  in place
                t.f32@4 = add x0, c0 : f32[4]
                y0 = blend t.f32@0, x0, t.f32@4 : f32[4]
                temporaries: 32 bytes planned, 48 without reuse, 32 at least
            y0 = next t.f32@4 : f32[4]
            temporaries: 32 bytes planned, 32 without reuse, 32 at least, 64 with bodies
            """);
    assertThat(program.plan().plannedBytes()).isEqualTo(64);
  }

  @Test
  void aBodyThatThrowsLeavesVariablesAsTheyWere() {
    Variable w = new Variable("w", Tensor.of(1f, 2f));
    Value in = input("in", 2);
    Value x = input("x", 2);
    BodyGraph throwing = BodyGraph.of(List.of(in), List.of(apply(new Refuse(), in)));
    Value read = read(w);
    Program program =
        Program.compile(
            List.of(x),
            List.of(apply(new Repeat(throwing, 1), x)),
            Map.of(read, apply(NEXT, read)));
    assertThatThrownBy(() -> program.run(Tensor.of(0f, 0f))).hasMessage("refused");
    assertThat(w.value()).isEqualTo(Tensor.of(1f, 2f));
  }

  @Test
  void controlFlowOfConstantsIsLeftToTheRun() {
    Value y = apply(new Repeat(body(2), 1), TestOps.constant(Tensor.of(1f, 2f)));
    Program program = Program.compile(List.of(), List.of(y));
    assertThat(program.plan().steps()).hasSize(1);
    assertThat(program.run()).isEqualTo(Interpreter.evaluate(List.of(y), Map.of()));
  }
}
