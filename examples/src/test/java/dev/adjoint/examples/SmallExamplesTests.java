// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.examples.command.Commands;
import dev.adjoint.examples.command.Nearest;
import dev.adjoint.graph.Scalar;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The smallest examples: what they print and draw. */
class SmallExamplesTests {
  @TempDir Path folder;

  @Test
  void xorIsLearnt() throws IOException {
    List<String> results =
        ExampleRun.of(new Xor(), folder).out().stream().filter(l -> l.contains(" = ")).toList();
    assertThat(results).hasSize(4);
    for (String line : results) {
      boolean expected = line.charAt(0) != line.charAt(6);
      double result = Double.parseDouble(line.substring(line.indexOf('=') + 1));
      assertThat(result > 0.5).as(line).isEqualTo(expected);
      assertThat(Math.abs(result - 0.5)).as(line).isGreaterThan(0.45);
    }
    ExampleRun.assertDrawn(folder, "xor.png");
  }

  @Test
  void anOpOfOnesOwnIsProvenAndLearntWith() throws IOException {
    Outcome outcome = ExampleRun.of(new CustomOp(), folder);
    assertThat(outcome.out().getFirst()).startsWith("gradcheck of swish: correct");
    assertThat(outcome.number("loss ")).isLessThan(1e-6);
    ExampleRun.assertDrawn(folder, "swish.png");
  }

  @Test
  void anExpressionAndItsGradientArePrinted() throws IOException {
    Outcome outcome = ExampleRun.of(new Expression(), folder);
    assertThat(outcome.out())
        .contains("%2 = matmul %0, %1 : f32[8, 1]", "return %10", "flowchart TD")
        .anyMatch(line -> line.contains("matmul[aᵀ·b]"))
        .anyMatch(line -> line.contains("mermaid.live"));
    assertThat(outcome.linesOf("return")).hasSize(2);
    ExampleRun.assertDrawn(folder, "graph.png");
  }

  /** {@code y = x²}, with a rule that forgets the factor 2. */
  public record OffByTwo() implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.getFirst().mul(x.getFirst());
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      return List.of(dy.mul(x.getFirst()));
    }

    /** Returns the samples. */
    public static OpInfo info() {
      return OpInfo.of(OffByTwo.class, Sample.of(new OffByTwo(), Arg.real(3)));
    }
  }

  @Test
  void opsAreCheckedByName() {
    Outcome right = Outcome.of(new Gradcheck(), "exp", "--order", "1");
    assertThat(right.code()).as("%s", right).isZero();
    assertThat(right.out().getFirst()).startsWith("gradcheck of exp: correct (order 1, ");
    assertThat(right.out().getLast()).endsWith(" samples: 0 wrong, 0 inconclusive");
    Outcome wrong = Outcome.of(new Gradcheck(), OffByTwo.class.getName(), "exp");
    assertThat(wrong.code()).as("%s", wrong).isEqualTo(1);
    assertThat(wrong.out()).anyMatch(line -> line.contains("mismatch: "));
    assertRefuses(
        new Gradcheck(),
        "softmux",
        "no op of the catalog is called 'softmux': did you mean Softmax?");
    assertThat(Outcome.of(new Gradcheck()).err())
        .containsExactly(
            "gradcheck: no op is named: name some, or say --all for the whole catalog");
  }

  /** Returns a program for each line of the index. */
  static Stream<Object> programs() throws IOException {
    return Files.readAllLines(RunProject.ORIGINAL.resolve("examples/index.txt")).stream()
        .map(line -> line.split("\\s+")[1])
        .map(SmallExamplesTests::create);
  }

  private static Object create(String name) {
    try {
      return Class.forName("dev.adjoint.examples." + name).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyExampleHasHelp(Object program) {
    for (String help : new String[] {"--help", "-h"}) {
      Outcome outcome = Outcome.of(program, help);
      assertThat(outcome.code()).isZero();
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.out().getFirst()).startsWith("Usage: " + name(program));
      assertThat(outcome.out()).anyMatch(line -> line.contains("--help"));
    }
  }

  @ParameterizedTest
  @MethodSource("programs")
  void everyExampleRefusesWhatItDoesNotKnow(Object program) {
    assertRefuses(program, "--hep", "unknown option --hep: did you mean --help?");
    assertRefuses(program, "--xyz=1", "unknown option --xyz: see " + name(program) + " --help");
    if (program instanceof Gradcheck) {
      return; // takes words
    }
    assertRefuses(program, "word", "unexpected argument 'word': see " + name(program) + " --help");
  }

  private static void assertRefuses(Object program, String argument, String problem) {
    Outcome outcome = Outcome.of(program, argument);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).containsExactly(name(program) + ": " + problem);
  }

  private static String name(Object program) {
    return Commands.line(program).getCommandName();
  }

  @Test
  void theNearestNameDiffersInLessThanHalf() {
    List<String> names = List.of("--epochs", "--out", "--seed");
    assertThat(Nearest.to("--epoch", names)).contains("--epochs");
    assertThat(Nearest.to("epochs", names)).contains("--epochs");
    assertThat(Nearest.to("--ot", names)).contains("--out");
    assertThat(Nearest.to("--in", names)).isEmpty();
    assertThat(Nearest.to("", names)).isEmpty();
    assertThat(Nearest.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.distance("", "abc")).isEqualTo(3);
    assertThat(Nearest.distance("abc", "abc")).isZero();
  }
}
