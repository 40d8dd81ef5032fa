// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.plans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.benchmarks.peers.steps.LstmTwins;
import dev.adjoint.benchmarks.peers.steps.TransformerByLayers;
import java.util.List;
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

  /** The layers keep batch and length apart, the peers' network does not: only shapes differ. */
  @Test
  void aTransformerByTheLayersHasTheProductsAndRowsOfThePeers() {
    TransformerByLayers layers = new TransformerByLayers();
    List<String> expected = productsAndRows(GoldenPlans.golden(layers));
    assertThat(expected).hasSizeGreaterThan(50);
    assertThat(productsAndRows(GoldenPlans.plan(layers))).isEqualTo(expected);
  }

  /** Returns the steps that are more than one loop, without their types and places. */
  private static List<String> productsAndRows(String plan) {
    return plan.lines()
        .filter(line -> line.contains("matmul") || line.contains("rowFusion"))
        .map(line ->
            line.replaceAll(" : f32.*", "")
                .replaceAll("axes=\\[[^\\]]*\\]", "")
                .replaceAll("@\\d+", ""))
        .toList();
  }
}
