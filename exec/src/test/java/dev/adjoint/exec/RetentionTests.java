// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.NEXT;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;
import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.plan.Plan;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of programs that were dropped: what was compiled, and nobody's memory. */
class RetentionTests {
  @Test
  void aSmallHeapLastsForEverNewDataAndALittleMetaspaceForEverNewClasses() throws Exception {
    String output =
        FreshJvm.run(
            RetentionProgram.class,
            // Without vectors it is warm at once.
            "-Dadjoint.vector=off",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-XX:MaxMetaspaceSize=4608k",
            "-Dmemories=18",
            "-Dclasses=250");
    assertThat(output)
        .endsWith(
            """
            CONSTANT
            CONSTANT_COMPUTED_ONCE
            CONSTANT_OF_A_BODY
            CONSTANT_OF_A_BODY_THAT_CANNOT_BE_REPLACED
            VARIABLE
            INPUT
            CLASSES
            """);
  }

  @Test
  void whatAUserDropsIsCollectedThoughItsProgramIsRemembered() {
    List<WeakReference<Object>> dropped = new ArrayList<>();
    Plan plan = compileAndDrop(dropped, 1);
    assertCollected(dropped);
    assertThat(compileAndDrop(new ArrayList<>(), 2)).isSameAs(plan);
  }

  /** Returns the plan of a program that is dropped with all that it was made of. */
  private static Plan compileAndDrop(List<WeakReference<Object>> dropped, float seed) {
    Tensor data = Tensor.of(seed, 2f, 3f);
    Tensor ones = Tensor.of(1f, 1f, 1f);
    Tensor number = Tensor.scalar(5f);
    Tensor inBody = Tensor.of(seed, 4f, 5f);
    Tensor onesInBody = Tensor.of(1f, 1f, 1f);
    Variable variable = new Variable("v", Tensor.of(1f, seed, 3f));
    Value x = input("x", 3);
    Value z = input("z", 3);
    BodyGraph body =
        BodyGraph.of(
            List.of(z), List.of(apply(MUL, apply(ADD, z, constant(inBody)), constant(onesInBody))));
    Value y = apply(ADD, x, apply(NEXT, constant(data)));
    Value sum = apply(reduce(TestOps.Combine.SUM, 0), apply(MUL, y, constant(ones)));
    Value all = apply(MUL, apply(ADD, sum, constant(number)), sum);
    Value v = read(variable);
    Value next = apply(ADD, apply(new RetentionProgram.Once(body), v), x);
    Program program = Program.compile(List.of(x), List.of(all, next), Map.of(v, next));
    Tensor given = Tensor.of(1f, 2f, seed);
    for (Tensor tensor : program.run(given)) {
      dropped.add(new WeakReference<>(tensor.buffer().array()));
    }
    for (Tensor tensor : List.of(data, ones, number, inBody, onesInBody, given)) {
      dropped.add(new WeakReference<>(tensor));
      dropped.add(new WeakReference<>(tensor.buffer().array()));
    }
    for (Object object : List.of(variable, variable.buffer().array(), x.node(), v.node(), body)) {
      dropped.add(new WeakReference<>(object));
    }
    return program.plan();
  }

  @Test
  void aProgramThatIsKeptLetsGoOfWhatItWasRunOn() {
    Value x = input("x", 300, 300);
    Value product = apply(new TestProduct(false, false), x, x);
    Program program = Program.compile(List.of(x), List.of(apply(NEXT, product)));
    List<WeakReference<Object>> dropped = new ArrayList<>();
    run(program, dropped);
    run(program, dropped);
    assertCollected(dropped);
    Reference.reachabilityFence(program);
  }

  private static void run(Program program, List<WeakReference<Object>> dropped) {
    Tensor given = Tensor.wrap(program.plan().inputs().getFirst().shape(), new float[90_000]);
    dropped.add(new WeakReference<>(given.buffer().array()));
    dropped.add(new WeakReference<>(program.run(given).getFirst().buffer().array()));
  }

  private static void assertCollected(List<WeakReference<Object>> dropped) {
    // A worker thread may be about to let go of its last job.
    for (int i = 0; i < 50 && dropped.stream().anyMatch(r -> r.get() != null); i++) {
      System.gc();
      Thread.onSpinWait();
    }
    assertThat(dropped).allSatisfy(r -> assertThat(r.get()).isNull());
  }

  @Test
  void constantsOfOneTypeShareAPlanAndKeepTheirOwnValues() {
    Program first = plus(Tensor.of(1f, 2f, 3f));
    Program second = plus(Tensor.of(4f, 5f, 6f));
    assertThat(second.plan()).isSameAs(first.plan());
    assertThat(first.run(Tensor.of(0f, 0f, 0f))).containsExactly(Tensor.of(4f, 6f, 8f));
    assertThat(second.run(Tensor.of(0f, 0f, 1f))).containsExactly(Tensor.of(10f, 12f, 15f));
    assertThat(first.run(Tensor.of(0f, 0f, 0f))).containsExactly(Tensor.of(4f, 6f, 8f));
    assertThat(plus(Tensor.of(1f, 2f, 3f, 4f)).plan()).isNotSameAs(first.plan());
    assertThat(plus(Tensor.of(7f, 7f, 7f)).run(Tensor.of(0f, 0f, 1f)))
        .containsExactly(Tensor.of(16f, 16f, 17f));
  }

  /** Returns a program that adds what is computed once of a constant. */
  private static Program plus(Tensor value) {
    Value x = input("x", value.size());
    Value c = constant(value);
    return Program.compile(
        List.of(x), List.of(apply(ADD, apply(ADD, apply(NEXT, c), apply(NEXT, c)), x)));
  }

  @Test
  void equalConstantsAreOneAndDifferentOnesAreNot() {
    Value x = input("x", 3);
    Tensor a = Tensor.of(1f, 2f, 3f);
    Tensor b = Tensor.of(4f, 5f, 6f);
    Program same =
        Program.compile(
            List.of(x), List.of(apply(ADD, x, constant(a)), apply(MUL, x, constant(a))));
    Program different =
        Program.compile(
            List.of(x), List.of(apply(ADD, x, constant(a)), apply(MUL, x, constant(b))));
    assertThat(same.plan().constants()).hasSize(1);
    assertThat(different.plan().constants()).hasSize(2);
    assertThat(different.run(Tensor.of(1f, 1f, 1f)))
        .containsExactly(Tensor.of(2f, 3f, 4f), Tensor.of(4f, 5f, 6f));
  }
}
