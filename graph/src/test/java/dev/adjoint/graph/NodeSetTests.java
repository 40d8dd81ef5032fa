// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NodeSetTests {
  @Test
  void addsEveryNodeOnceAsASetOfTheJdk() {
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 3000; i++) {
      // All are equal as ops, and still different nodes.
      nodes.add(Node.of(new LeafOp.Input("x", TensorType.of(DType.F32)), ImmutableList.of()));
    }
    Set<Node> expected = Collections.newSetFromMap(new IdentityHashMap<>());
    NodeSet set = new NodeSet();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      Node node = nodes.get(random.nextInt(nodes.size()));
      assertThat(set.add(node)).isEqualTo(expected.add(node));
    }
    assertThat(expected).hasSizeGreaterThan(2500);
  }
}
