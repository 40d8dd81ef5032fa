// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.compile.Pipeline;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Random graphs, rewritten in every way, against the graphs as they are. */
final class RewriteProperties {
  /**
   * The exact rows but for that of constants: these are computed with the code of a run, and have
   * the bits of a run, which may reduce in another order than the interpreter.
   */
  private static final List<Rewrite> EXACT =
      Pipeline.rewrites().stream()
          .filter(row -> row.isExact() && !row.pass().equals("fold"))
          .toList();

  /** Returns each exact rewrite alone, all but each, and all. */
  private static List<List<Rewrite>> selections() {
    List<List<Rewrite>> selections = new ArrayList<>();
    for (Rewrite row : EXACT) {
      selections.add(List.of(row));
      selections.add(EXACT.stream().filter(r -> r != row).toList());
    }
    selections.add(EXACT);
    return selections;
  }

  @Property(tries = 400)
  void noExactRewriteChangesABit(@ForAll long seed, @ForAll @IntRange(min = 5, max = 40) int size) {
    Graph graph = RandomGraph.of(seed, size);
    Map<Value, Tensor> given = Bodies.given(graph);
    List<Tensor> expected = Interpreter.evaluate(graph.outputs(), given);
    for (List<Rewrite> rows : selections()) {
      Graph rewritten = Rewrites.apply(rows, graph);
      if (rewritten != graph) {
        GraphVerifier.verify(rewritten);
        assertThat(Interpreter.evaluate(rewritten.outputs(), given))
            .as("%s: %s\n→\n%s", rows, graph, rewritten)
            .isEqualTo(expected);
      }
    }
  }

  /** Of those that look at single nodes; uses that keep some of them off get fewer as nodes die. */
  @Property(tries = 300)
  void nothingIsLeftToRewrite(@ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int size) {
    List<Rewrite> rows =
        Pipeline.rewrites().stream().filter(r -> r.how() instanceof Rewrite.Local).toList();
    Graph once = Rewrites.apply(rows, RandomGraph.of(seed, size));
    assertThat(Rewrites.apply(rows, once)).as("%s", once).isSameAs(once);
  }

  /** A product of a constant that two products with constants use, one of which dies. */
  @Example
  void whatIsLeftWithOneUseIsRewritten() {
    nothingIsLeftToRewrite(-43046, 59);
  }

  @Property(tries = 2000)
  void aComposedMapLeadsWhereTheTwoLead(@ForAll long seed) {
    Graph graph = RandomGraph.of(seed, 12);
    for (Value value : graph.nodes().stream().map(n -> n.output(0)).toList()) {
      StridedView.mapOf(value)
          .ifPresent(outer -> {
            Value middle = value.node().inputs().getFirst();
            StridedView.mapOf(middle)
                .flatMap(inner -> ViewComposition.of(outer, inner))
                .ifPresent(map -> checkEach(outer, StridedView.mapOf(middle).orElseThrow(), map));
          });
    }
  }

  private static void checkEach(IndexMap outer, IndexMap inner, IndexMap map) {
    int[] at = new int[outer.shape().rank()];
    for (int i = 0; i < outer.shape().size(); i++) {
      unravel(i, outer, at);
      int between = outer.index(at);
      int expected = -1;
      if (between >= 0) {
        int[] middle = new int[inner.shape().rank()];
        unravel(between, inner, middle);
        expected = inner.index(middle);
      }
      assertThat(map.index(at)).as("%s of %s", outer, inner).isEqualTo(expected);
    }
  }

  private static void unravel(int index, IndexMap map, int[] at) {
    int rest = index;
    for (int axis = at.length - 1; axis >= 0; axis--) {
      at[axis] = rest % map.shape().dim(axis);
      rest /= map.shape().dim(axis);
    }
  }
}
