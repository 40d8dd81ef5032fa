// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.benchmarks.peers.steps.LstmTwins;
import org.junit.jupiter.api.Test;

/** A layer costs nothing: its training step is compiled to the plan of one written by hand. */
final class LayerPlanTests {
  @Test
  void anLstmByTheLayerHasThePlanOfOneWrittenOut() {
    String layer = GoldenPlans.plan(new LstmTwins(true));
    assertThat(layer).isEqualTo(GoldenPlans.plan(new LstmTwins(false)));
    // The products of the steps stay in strips of rows, as in the plan that is kept of the other.
    assertThat(layer).contains("rowPartitions[2 of", "packedProduct[n=512, a from 0 by [4096, 1]]");
  }
}
