// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.graph.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Programs whose rows go through stages, against the same ones step by step, to the bit. */
final class RowFusionProperties {
  @Property(tries = 120)
  void stagesGiveTheBitsOfSingleSteps(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int size) {
    List<Tensor> expected = new RandomRows(seed, size).run(RandomStep.ALL.without("fuse"), "auto");
    assertThat(new RandomRows(seed, size).run(RandomStep.ALL.without("fuse-rows"), "auto"))
        .isEqualTo(expected);
    RandomStep.assertSameBits(seed, () -> new RandomRows(seed, size), expected);
  }
}
