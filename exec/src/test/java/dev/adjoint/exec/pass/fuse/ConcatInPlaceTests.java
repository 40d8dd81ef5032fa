// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.LESS;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.SameBits;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.TestOps.Repeat;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.exec.ir.ConcatFusion;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Tests of loops that write the parts of a concatenation in place. */
final class ConcatInPlaceTests {
  private static Value join(int axis, Value... parts) {
    return Node.of(new Concatenation(axis), List.of(parts)).output(0);
  }

  private static Program compile(List<Value> outputs) {
    return Program.compile(Graph.of(outputs).inputs(), outputs, Map.of());
  }

  private static long count(Program program, Class<? extends Op> op) {
    return program.plan().steps().stream()
        .filter(step -> step instanceof PlanStep.Apply apply && op.isInstance(apply.op()))
        .count();
  }

  /** Asserts how many joins are left to copy, and that no bit changes. */
  private static void check(int copied, Value... outputs) {
    Program program = compile(List.of(outputs));
    assertThat(count(program, Concatenation.class)).as("%s", program.plan()).isEqualTo(copied);
    SameBits.of(List.of(outputs))
        .onThreads()
        .compiled(CompileOptions.defaults().without("emit"))
        .compiled(CompileOptions.defaults().without("concat-in-place"))
        .onWidths();
  }

  /** Gradients of gates, and one that goes on to the step before. */
  private static Value[] gates(Value a, Value b) {
    Value sum = apply(ADD, a, b);
    Value product = apply(MUL, a, b);
    return new Value[] {sum, apply(SUB, sum, product), apply(WAVE, product), product};
  }

  @Test
  void partsOfOneLoopAreWrittenSideBySide() {
    for (int[] size : new int[][] {{16, 128}, {5, 7}, {3, 1}, {700, 33}}) {
      Value[] gates = gates(input("a", size[0], size[1]), input("b", size[0], size[1]));
      Value concatenated = join(1, gates[0], gates[1], gates[2]);
      check(0, concatenated, apply(ADD, gates[3], input("c", size[0], size[1])));
      assertThat(count(compile(List.of(concatenated)), ConcatFusion.class)).isEqualTo(1);
    }
  }

  @Test
  void doublesAndMiddleAxesAndResultsOfOtherTypesAreToo() {
    TensorType type = new TensorType(DType.F64, Shape.of(6, 5, 4));
    Value a = input("a", type);
    Value[] gates = gates(a, input("b", type));
    for (int axis = 1; axis < 3; axis++) {
      check(0, join(axis, gates[0], gates[1], gates[2]), apply(LESS, gates[3], a));
    }
  }

  @Test
  void inputsAreReadInAnyOrder() {
    Value turned = apply(new Swap(0, 1), input("a", 40, 24));
    Value repeated = apply(new Repeat(24), input("b", 40));
    Value[] gates = gates(turned, repeated);
    check(0, join(1, gates[1], gates[0], gates[2]));
  }

  @Test
  void anInputMayBeOverwrittenByWhatIsNotConcatenated() {
    Value computed = apply(TestOps.reduce(Combine.SUM, 0), input("s", 3, 64, 32));
    Value[] gates = gates(computed, input("b", 64, 32));
    Value next = apply(new TestProduct(false, false), gates[3], input("w", 32, 16));
    Value concatenated = join(1, gates[0], gates[1]);
    check(0, concatenated, next);
    assertThat(compile(List.of(concatenated, next)).plan().toString()).contains("in place");
  }

  @Test
  void partsThatAreReadElsewhereOrTwiceOrMadeElsewhereAreCopied() {
    Value a = input("a", 16, 32);
    Value[] gates = gates(a, input("b", 16, 32));
    check(1, join(1, gates[0], gates[1]), gates[1]);
    check(1, join(1, gates[0], gates[0]));
    check(1, join(1, gates[0], a));
    Value wide = apply(WAVE, input("c", 16, 8));
    check(1, join(1, gates[0], gates[1], wide));
  }

  @Property(tries = 60)
  void randomJoinsKeepTheirBits(@ForAll long seed) {
    Random random = new Random(seed);
    int[] dims = random.ints(1 + random.nextInt(3), 1, 20).toArray();
    List<Value> values = new ArrayList<>(List.of(input("a", dims), input("b", dims)));
    List<Value> concatenated = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      Value a = values.get(random.nextInt(values.size()));
      Value b = values.get(random.nextInt(values.size()));
      values.add(random.nextBoolean() ? apply(ADD, a, apply(WAVE, b)) : apply(MUL, a, b));
      if (i % 4 == 3) {
        Value[] parts = new Value[1 + random.nextInt(3)];
        for (int p = 0; p < parts.length; p++) {
          parts[p] = apply(SUB, values.getLast(), values.get(random.nextInt(values.size())));
        }
        concatenated.add(join(random.nextInt(dims.length), parts));
      }
    }
    concatenated.add(values.getLast());
    SameBits.of(concatenated).onThreads().onWidths();
  }
}
