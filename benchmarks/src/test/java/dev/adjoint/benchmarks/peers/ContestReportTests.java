// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written, in a country that writes numbers otherwise. */
class ContestReportTests {

  private static final List<Row> ROWS =
      List.of(
          new Row("xor", 1.2345, "djl", 308.6, 0.004),
          new Row("xor", 1.2345, "jax", 14.04, 0.0879),
          new Row("mlp-784-128-10", 12_345.678, "djl", 6_789.01, 1.8184));

  private final Locale before = Locale.getDefault();

  @BeforeEach
  void goToGermany() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void comeBack() {
    Locale.setDefault(before);
  }

  @Test
  void csvHasALineForEachPeer() {
    assertThat(ContestReport.csv(ROWS))
        .isEqualTo(
            """
            workload,adjoint_us,peer,peer_us,ratio
            xor,1.235,djl,308.600,0.00400
            xor,1.235,jax,14.040,0.08790
            mlp-784-128-10,12345.678,djl,6789.010,1.81840
            """);
  }

  @Test
  void markdownTellsWhatWasMeasuredWhereAndWhen() {
    Machine machine = new Machine("Some CPU", "some-cpu", 2, "Some VM 25", "Linux amd64", 0.25);
    assertThat(
            ContestReport.markdown(
                ROWS,
                List.of("lstm: torch-compile failed: some reason"),
                Map.of("djl", "PyTorch 2.7.1 through DJL 0.35.0"),
                "How it was done.",
                machine,
                LocalDate.of(2026, 11, 21)))
        .isEqualTo(
            """
            # Adjoint beside its peers

            Microseconds for a whole step, from `./run peers`, 2026-11-21. How it was done.
            A ratio under 1 says that Adjoint is faster.

            Machine: Some CPU, 2 cores, Some VM 25, Linux amd64, load 0.25 before the start.

            | step | Adjoint | peer | its time | ratio |
            |---|--:|---|--:|--:|
            | XOR 2-4-1, tanh, sigmoid, squared error, batch 4, SGD (`xor`) | 1.23 | djl | 309 | 0.0040 |
            |  | 1.23 | jax | 14.0 | 0.0879 |
            | MLP 784-128-10, relu, cross-entropy, batch 64, Adam (`mlp-784-128-10`) | 12,346 | djl | 6,789 | 1.82 |

            - `djl`: PyTorch 2.7.1 through DJL 0.35.0
            - left out: lstm: torch-compile failed: some reason
            """);
  }

  @Test
  void tableOnTheScreenHasItsColumnsBelowTheirHeads() {
    String line = ContestReport.tableLine(ROWS.getLast());
    assertThat(line).hasSameSizeAs(ContestReport.tableHead());
    assertThat(line).matches("mlp-784-128-10 +12,346  djl +6,789 +1\\.82");
  }

  @Test
  void machineWithoutKnownLoadSaysNothingOfIt() {
    assertThat(new Machine("CPU", "cpu", 4, "VM", "OS", -1)).hasToString("CPU, 4 cores, VM, OS");
  }
}
