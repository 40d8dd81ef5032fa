// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import dev.adjoint.graph.Tensor;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Fused programs against the same ones step by step, to the bit. */
final class FusionProperties {
  @Property(tries = 60)
  void fusedLoopsGiveTheBitsOfSingleSteps(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int size) {
    List<Tensor> expected = new RandomLoops(seed, size).run(RandomStep.ALL.without("fuse"), "auto");
    RandomStep.assertSameBits(seed, () -> new RandomLoops(seed, size), expected);
  }
}
