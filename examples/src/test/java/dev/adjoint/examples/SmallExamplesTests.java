package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples without options: what they print. */
class SmallExamplesTests {
  @Test
  void xorIsLearnt() {
    List<String> results =
        Outcome.of(Xor::main).out().stream().filter(l -> l.contains("=")).toList();
    assertThat(results).hasSize(4);
    for (String line : results) {
      boolean expected = line.charAt(0) != line.charAt(6);
      double result = Double.parseDouble(line.substring(line.indexOf('=') + 1));
      assertThat(result > 0.5).as(line).isEqualTo(expected);
      assertThat(Math.abs(result - 0.5)).as(line).isGreaterThan(0.45);
    }
  }

  @Test
  void anOpOfOnesOwnIsProvenAndLearntWith() {
    Outcome outcome = Outcome.of(CustomOp::main);
    assertThat(outcome.out().getFirst()).startsWith("gradcheck of swish: correct");
    assertThat(outcome.out().getLast()).startsWith("loss ");
    assertThat(outcome.result()).isLessThan(1e-6);
  }

  @Test
  void anExpressionAndItsGradientArePrinted() {
    Outcome outcome = Outcome.of(Expression::main);
    assertThat(outcome.out())
        .contains("%2 = matmul %0, %1 : f32[8, 1]", "return %10", "flowchart TD")
        .anyMatch(line -> line.contains("matmul[aᵀ·b]"))
        .anyMatch(line -> line.contains("mermaid.live"));
    assertThat(outcome.linesOf("return")).hasSize(2);
  }
}
