// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.gradcheck.RandomGraph;
import dev.adjoint.gradcheck.Verdict;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.op.elementwise.Add;
import dev.adjoint.ops.op.elementwise.Mul;
import dev.adjoint.ops.op.elementwise.Sin;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is drawn is what it says. */
class TensorProperties {
  @Provide
  Arbitrary<TensorArbitraries.Pair> pairs() {
    return TensorArbitraries.broadcastablePairs(3, 4);
  }

  @Property(tries = 100)
  void pairsBroadcast(@ForAll("pairs") TensorArbitraries.Pair pair) {
    Expr a = Expr.input("a", new TensorType(DType.F64, pair.first()));
    Expr b = Expr.input("b", new TensorType(DType.F64, pair.second()));
    Shape sum = a.add(b).shape();
    assertThat(sum.rank()).isEqualTo(Math.max(pair.first().rank(), pair.second().rank()));
  }

  @Provide
  Arbitrary<Tensor> special() {
    return TensorArbitraries.shapes(2, 3)
        .flatMap(shape -> TensorArbitraries.specialTensors(DType.F32, shape));
  }

  @Property(tries = 50)
  void negatingTwiceChangesNoBit(@ForAll("special") Tensor x) {
    assertThat(Expr.constant(x).neg().neg().eval()).isEqualTo(x);
  }

  @Provide
  Arbitrary<RandomGraph> graphs() {
    Set<Class<?>> chosen = Set.of(Add.class, Mul.class, Sin.class);
    return TensorArbitraries.graphs(
        OpCatalog.ops().stream().filter(op -> chosen.contains(op.type())).toList(), 3);
  }

  @Property(tries = 5)
  void graphsHaveRightGradients(@ForAll("graphs") RandomGraph graph) {
    assertThat(GradCheck.of(graph.point(), graph::apply).order(1).run().verdict())
        .isNotEqualTo(Verdict.WRONG);
  }
}
