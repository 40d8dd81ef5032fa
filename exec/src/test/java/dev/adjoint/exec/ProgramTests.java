// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProgramTests {
  private final Value x = input("x", 3);
  private final Tensor given = Tensor.of(1f, 2f, 3f);

  @Test
  void outputsAreComputedFromInputs() {
    Program program = Program.compile(List.of(x), List.of(apply(ADD, x, apply(MUL, x, x))));
    assertThat(program.run(given)).containsExactly(Tensor.of(2f, 6f, 12f));
  }

  @Test
  void variablesAreUpdatedAtTheEnd() {
    Variable w = new Variable("w", Tensor.of(10f, 20f, 30f));
    Value old = read(w);
    Program program =
        Program.compile(List.of(x), List.of(apply(ADD, old, x)), Map.of(old, apply(SUB, old, x)));
    assertThat(program.run(given)).containsExactly(Tensor.of(11f, 22f, 33f));
    assertThat(w.value()).isEqualTo(Tensor.of(9f, 18f, 27f));
    assertThat(program.run(given)).containsExactly(Tensor.of(10f, 20f, 30f));
  }

  @Test
  void anOutputThatIsAnUpdatedVariableShowsItsOldValue() {
    Variable w = new Variable("w", given);
    Value old = read(w);
    Program program = Program.compile(List.of(), List.of(old), Map.of(read(w), apply(NEXT, old)));
    assertThat(program.run()).containsExactly(given);
    assertThat(w.value()).isEqualTo(Tensor.of(2f, 3f, 4f));
  }

  @Test
  void anOutputThatIsAnInputOrConstantIsACopy() {
    Tensor c = Tensor.of(7f, 8f);
    Program program = Program.compile(List.of(x), List.of(x, constant(c), x));
    List<Tensor> outputs = program.run(given);
    assertThat(outputs).containsExactly(given, c, given);
    assertThat(outputs.get(0).buffer().array()).isNotSameAs(given.buffer().array());
    assertThat(outputs.get(1).buffer().array()).isNotSameAs(c.buffer().array());
    assertThat(outputs.get(2).buffer().array()).isNotSameAs(outputs.get(0).buffer().array());
  }

  @Test
  void aValueMayBeAnOutputTwice() {
    Value y = apply(NEXT, x);
    List<Tensor> outputs = Program.compile(List.of(x), List.of(y, y)).run(given);
    assertThat(outputs).containsExactly(Tensor.of(2f, 3f, 4f), Tensor.of(2f, 3f, 4f));
    assertThat(outputs.get(0).buffer().array()).isNotSameAs(outputs.get(1).buffer().array());
  }

  @Test
  void outputsMayBeReshapesOfEachOtherAndOfLeaves() {
    Value y = apply(NEXT, x);
    Value column = apply(new TestOps.Reshape(Shape.of(3, 1)), y);
    Value inputColumn = apply(new TestOps.Reshape(Shape.of(3, 1)), x);
    assertThat(Program.compile(List.of(x), List.of(column, y, inputColumn)).run(given))
        .containsExactly(
            Tensor.of(2f, 3f, 4f).reshape(3, 1), Tensor.of(2f, 3f, 4f), given.reshape(3, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "emit", "fuse"})
  void sumOfWhatIsOverwrittenIsThatFromBefore(String off) {
    CompileOptions options = CompileOptions.defaults();
    options = off.isEmpty() ? options : options.without(off);
    Value a = input("a", 20, 20);
    Value product = apply(new TestProduct(false, false), a, a);
    // Goes where the product was: nobody reads that any more but the sum, in the same loop.
    Value next = apply(NEXT, product);
    Value sum = apply(reduce(TestOps.Combine.SUM, 1), product);
    Value last = apply(new TestProduct(false, false), next, a);
    Tensor ones = Tensor.ones(DType.F32, Shape.of(20, 20));
    assertThat(Program.compile(List.of(a), List.of(sum, last), Map.of(), options).run(ones))
        .containsExactly(
            Tensor.full(DType.F32, Shape.of(20), 400), Tensor.full(DType.F32, ones.shape(), 420));
  }

  @Test
  void variablesCanBeSwapped() {
    Variable a = new Variable("a", Tensor.of(1f));
    Variable b = new Variable("b", Tensor.of(2f));
    Value readA = read(a);
    Value readB = read(b);
    Program swap = Program.compile(List.of(), List.of(), Map.of(readA, readB, readB, readA));
    swap.run();
    assertThat(List.of(a.value(), b.value())).containsExactly(Tensor.of(2f), Tensor.of(1f));
    swap.run();
    assertThat(List.of(a.value(), b.value())).containsExactly(Tensor.of(1f), Tensor.of(2f));
  }

  @Test
  void aVariableMayTakeTheOldValueOfOneThatIsComputedAnew() {
    Variable a = new Variable("a", Tensor.of(1f));
    Variable b = new Variable("b", Tensor.of(2f));
    Value readB = read(b);
    Program.compile(List.of(), List.of(), Map.of(read(a), readB, readB, apply(NEXT, readB))).run();
    assertThat(List.of(a.value(), b.value())).containsExactly(Tensor.of(2f), Tensor.of(3f));
  }

  @Test
  void anUpdateMayBeAnInputAConstantAnOutputOrItself() {
    Map<Value, Value> updates = new LinkedHashMap<>();
    Variable[] w = new Variable[5];
    Value[] reads = new Value[5];
    for (int i = 0; i < w.length; i++) {
      w[i] = new Variable("w" + i, Tensor.of(0f, 0f, 0f));
      reads[i] = read(w[i]);
    }
    Value y = apply(NEXT, x);
    updates.put(reads[0], x);
    updates.put(reads[1], constant(Tensor.of(5f, 6f, 7f)));
    updates.put(reads[2], y);
    updates.put(reads[3], reads[3]);
    updates.put(reads[4], y);
    assertThat(Program.compile(List.of(x), List.of(y), updates).run(given))
        .containsExactly(Tensor.of(2f, 3f, 4f));
    assertThat(w[0].value()).isEqualTo(given);
    assertThat(w[1].value()).isEqualTo(Tensor.of(5f, 6f, 7f));
    assertThat(w[2].value()).isEqualTo(Tensor.of(2f, 3f, 4f));
    assertThat(w[3].value()).isEqualTo(Tensor.of(0f, 0f, 0f));
    assertThat(w[4].value()).isEqualTo(Tensor.of(2f, 3f, 4f));
  }

  @Test
  void twoVariablesMayTakeTheSameValue() {
    Variable a = new Variable("a", given);
    Variable b = new Variable("b", given);
    Value readA = read(a);
    Map<Value, Value> updates = new LinkedHashMap<>();
    Value next = apply(NEXT, readA);
    updates.put(readA, next);
    updates.put(read(b), next);
    Program.compile(List.of(), List.of(), updates).run();
    assertThat(a.value()).isEqualTo(Tensor.of(2f, 3f, 4f));
    assertThat(b.value()).isEqualTo(Tensor.of(2f, 3f, 4f));
  }

  @Test
  void readsAfterTheUpdateIsComputedStillSeeTheOldValue() {
    Variable w = new Variable("w", given);
    Value old = read(w);
    Value next = apply(NEXT, old);
    Value late = apply(new TestOps.Window(1, 0, 0), apply(ADD, old, next));
    Value latest = apply(MUL, late, old);
    assertThat(Program.compile(List.of(), List.of(latest), Map.of(old, next)).run())
        .containsExactly(Tensor.of(7f, 10f, 9f));
    assertThat(w.value()).isEqualTo(Tensor.of(2f, 3f, 4f));
  }

  @Test
  void emptyAndScalarTensorsRun() {
    Value none = input("none", 0, 4);
    Value one = input("one");
    Program program =
        Program.compile(
            List.of(none, one),
            List.of(
                apply(NEXT, none),
                apply(TestOps.reduce(TestOps.Combine.SUM, 0), none),
                apply(TestOps.reduce(TestOps.Combine.SUM, 1), none),
                apply(new TestOps.Swap(0, 1), none),
                apply(new TestOps.Repeat(2), one)));
    assertThat(program.run(Tensor.zeros(DType.F32, Shape.of(0, 4)), Tensor.scalar(3f)))
        .containsExactly(
            Tensor.zeros(DType.F32, Shape.of(0, 4)),
            Tensor.zeros(DType.F32, Shape.of(4)),
            Tensor.zeros(DType.F32, Shape.of(0)),
            Tensor.zeros(DType.F32, Shape.of(4, 0)),
            Tensor.of(3f, 3f));
  }

  @Test
  void swappedInputsAreGuessed() {
    Value x = input("x", 3);
    Value y = input("y", 2);
    Program program = Program.compile(List.of(x, y), List.of(apply(NEXT, x), apply(NEXT, y)));
    assertThatThrownBy(() -> program.run(Tensor.of(1f, 2f), Tensor.of(1f, 2f, 3f)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "run: input 0 \"x\" expects f32[3], got f32[2]; input 1 \"y\" takes such a tensor: are"
                + " they swapped?");
    assertThatThrownBy(() -> program.runner().set(1, Tensor.of(1.0, 2)))
        .hasMessage(
            "set: input 1 \"y\" expects f32[2], got f64[2]; convert it with cast(DType.F32)");
    assertThatThrownBy(() -> program.run(Tensor.of(1f, 2f, 3f), null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("run: input 1 \"y\" is null; give a tensor of f32[2]");
  }

  @Test
  void anInputMadeAgainIsToldFromTheListedOne() {
    Value listed = input("x", 3);
    Value used = input("x", 3);
    assertThatThrownBy(() -> Program.compile(List.of(listed), List.of(apply(NEXT, used))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "graph: the outputs need 'input \"x\" : f32[3]', which is another input than the listed"
                + " 'input \"x\" : f32[3]'; an input is made once: use the same Expr");
    assertThatThrownBy(() -> Program.compile(Arrays.asList(listed, null), List.of(listed)))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("compile: input 1 is null; give an expression");
    assertThatThrownBy(() -> Program.compile(List.of(listed, listed), List.of(listed)))
        .hasMessage("graph: 'input \"x\" : f32[3]' is listed twice as an input; list it once");
  }

  @Test
  void aWrongInputIsNamedWithBothTypes() {
    Value batch = input("x", 32, 784);
    Program program = Program.compile(List.of(batch), List.of(apply(NEXT, batch)));
    assertThatThrownBy(() -> program.run(Tensor.zeros(DType.F32, Shape.of(16, 784))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "run: input 0 \"x\" expects f32[32, 784], got f32[16, 784];"
                + " compile a program for that shape");
    assertThatThrownBy(() -> program.run(Tensor.zeros(DType.F64, Shape.of(32, 784))))
        .hasMessage(
            "run: input 0 \"x\" expects f32[32, 784], got f64[32, 784];"
                + " convert it with cast(DType.F32)");
    assertThatThrownBy(() -> program.run())
        .hasMessage(
            "run: the program takes 1 inputs [x], got 0; give a tensor for each, in this order");
  }

  @Test
  void anUpdateOfNoVariableIsRefused() {
    assertThatThrownBy(() -> Program.compile(List.of(x), List.of(), Map.of(x, x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it is no variable");
    Variable w = new Variable("w", Tensor.of(1f, 2f));
    assertThatThrownBy(() -> Program.compile(List.of(x), List.of(), Map.of(read(w), x)))
        .hasMessage(
            "compile: variable \"w\" holds f32[2], its update is f32[3];"
                + " cast or reshape the update");
    Map<Value, Value> twice = new LinkedHashMap<>();
    twice.put(read(w), read(w));
    twice.put(read(w), read(w));
    assertThatThrownBy(() -> Program.compile(List.of(), List.of(), twice))
        .hasMessage("compile: variable \"w\" is updated twice; leave one update");
  }

  @Test
  void aKernelThatThrowsLeavesVariablesAndProgramIntact() {
    Variable w = new Variable("w", given);
    Value old = read(w);
    Value checked = apply(new TestOps.Picky(), x);
    Program program = Program.compile(List.of(x), List.of(checked), Map.of(old, apply(NEXT, old)));
    assertThatThrownBy(() -> program.run(Tensor.of(-1f, 0f, 0f))).hasMessage("picky: negative");
    assertThat(w.value()).isEqualTo(given);
    program.run(given);
    assertThat(w.value()).isEqualTo(Tensor.of(2f, 3f, 4f));
  }

  @Test
  void aKernelThatNeedsTheNextValueThrowsBeforeTheVariableChanges() {
    Variable w = new Variable("w", given);
    Value old = read(w);
    Value next = apply(SUB, old, x);
    Value checked = apply(new TestOps.Picky(), next);
    Program program = Program.compile(List.of(x), List.of(checked), Map.of(old, next));
    assertThatThrownBy(() -> program.run(Tensor.of(5f, 0f, 0f))).hasMessage("picky: negative");
    assertThat(w.value()).isEqualTo(given);
    program.run(given);
    assertThat(w.value()).isEqualTo(Tensor.of(0f, 0f, 0f));
  }

  @Test
  void theSameStructureWithOtherVariablesSharesThePlan() {
    Program[] programs = new Program[2];
    Variable[] w = new Variable[2];
    for (int i = 0; i < 2; i++) {
      w[i] = new Variable("w", Tensor.full(DType.F32, Shape.of(3), i));
      Value in = input("name does not count " + i, TensorType.of(DType.F32, 3));
      Value old = read(w[i]);
      programs[i] = Program.compile(List.of(in), List.of(), Map.of(old, apply(ADD, old, in)));
    }
    assertThat(programs[1].plan()).isSameAs(programs[0].plan());
    programs[1].run(given);
    assertThat(w[0].value()).isEqualTo(Tensor.of(0f, 0f, 0f));
    assertThat(w[1].value()).isEqualTo(Tensor.of(2f, 3f, 4f));
  }
}
