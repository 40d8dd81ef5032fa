// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.benchmarks.peers.Peers;
import dev.adjoint.benchmarks.peers.Step;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Single ops beside PyTorch and JAX: what they compute, and what the command writes. */
class OpsPeersTests {
  /** What {@code ops.py torch 2} says of them. */
  @ParameterizedTest
  @CsvSource({
    "'exp f32 [1000]', 6.469264030456543, 0.8324952553647986",
    "'topK1 f32 [32,32]', 0.4744650721549988, 0.07701177595814679",
    "'gather f32 [1000,64] [256]', 0.3312825560569763, 0.01003078751722529",
    "'matmul f64 [200,200] [200,1]', 19.143378628153606, 4.895988480319707",
    "'cholesky f64 [8,8]', 1.03578582406044, 0.044194173824159216",
    "'solve f64 [8,8] [8,8]', 0.004149552221773692, 0.0005824052559509975",
    "'convTranspose f32 [8,16,16,16] [16,8,2,2]', 1.7025196552276611, 0.0390263639522845",
    "'rfft f32 [256,64]', 10.615601539611816, 0.29141346494131937"
  })
  void figuresAreThoseOfPyTorch(String name, double loss, double gradientNorm) {
    OpCase op = OpCases.all().stream().filter(c -> c.name().equals(name)).findFirst().orElseThrow();
    Step.Figures figures = op.adjoint().figures();
    assertThat(figures.loss()).isCloseTo(loss, within(1e-5 * loss));
    assertThat(figures.gradientNorm()).isCloseTo(gradientNorm, within(1e-5 * gradientNorm));
  }

  @Test
  void everyOpIsKnownToThePeers() throws IOException {
    try (InputStream script = OpsPeers.class.getResourceAsStream("ops.py")) {
      String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
      for (OpCase op : OpCases.all()) {
        assertThat(text.split("\"" + op.op() + "\":", -1)).as(op.op()).hasSize(3);
      }
    }
    assertThat(OpCases.all().stream().map(OpCase::op).distinct().count()).isGreaterThan(55);
  }

  @Test
  void unknownOpIsNamedWithThoseThereAre() {
    StringWriter err = new StringWriter();
    CommandLine line = Peers.commandLine().setErr(new PrintWriter(err));
    assertThat(line.execute("ops", "--only", "nosuch")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("peers: --only: no op is called 'nosuch'; there are exp, sin, tanh, ");
  }

  @Test
  void tableMarksTheRowsThatAreSlow() {
    List<OpRow> rows =
        List.of(
            new OpRow("exp f32 [8]", 2, ImmutableMap.of("torch", 8.0, "jax", 16.0)),
            new OpRow("sum f32 [8]", 8, ImmutableMap.of("torch", 8.0, "jax", 2.0)));
    assertThat(OpsReport.mean(rows)).isCloseTo(1, within(1e-12));
    assertThat(OpsReport.markdown(rows, List.of(), "a machine", 2, LocalDate.EPOCH))
        .contains(
            "**1.00**; 1 of 2 rows are over 1.2.\n",
            "| `exp f32 [8]` | 2.0 | 8.0 | 16.0 | 0.25 |\n",
            "| `sum f32 [8]` | 8.0 | 8.0 | 2.0 | **4.00** |\n");
    assertThat(OpsReport.csv(rows))
        .isEqualTo(
            "op,adjoint_us,torch,jax,ratio\n\"exp f32 [8]\",2.000,8.000,16.000,0.2500\n"
                + "\"sum f32 [8]\",8.000,8.000,2.000,4.0000\n");
  }
}
