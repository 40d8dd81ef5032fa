// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.HALVE;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.WAVE;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.SameBits;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.TestOps.Reshape;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.exec.ir.RowPartitions;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Tests of chains of products that are computed partition by partition. */
final class PartitionRowsTests {
  private static final TestProduct PRODUCT = new TestProduct(false, false);
  private static final int WIDTH = 6;

  /** Columns of a matrix. */
  private record Columns(int from, int count) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(Shape.of(in.dim(0), count), from, ImmutableIntArray.of(in.dim(1), 1));
    }
  }

  /** One step of a sequence: {@code [batch, steps, width]} to {@code [batch, width]}. */
  private record Step(int at) implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(
          Shape.of(in.dim(0), in.dim(2)),
          at * in.dim(2),
          ImmutableIntArray.of(in.dim(1) * in.dim(2), 1));
    }
  }

  private static Graph cut(List<Value> outputs) {
    Graph graph = new PartitionRows().apply(Graph.of(outputs));
    GraphVerifier.verify(graph);
    return graph;
  }

  private static List<RowPartitions> partitions(Graph graph) {
    List<RowPartitions> found = new ArrayList<>();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof RowPartitions partitions) {
        found.add(partitions);
      }
    }
    return found;
  }

  private static void assertSameBits(List<Value> outputs) {
    SameBits.of(outputs).in(cut(outputs)).onThreads();
  }

  /** A gated network: every state is read by the next step, and concatenated with all others. */
  private static List<Value> network(int batch, int steps) {
    Value x = input("x", batch, steps, 2 * WIDTH);
    Value w = input("w", WIDTH, 2 * WIDTH);
    Value state = input("s", batch, WIDTH);
    List<Value> states = new ArrayList<>();
    for (int t = 0; t < steps; t++) {
      Value gates = apply(ADD, apply(new Step(t), x), apply(PRODUCT, state, w));
      Value kept = apply(MUL, apply(new Columns(0, WIDTH), gates), state);
      state = apply(WAVE, apply(ADD, kept, apply(new Columns(WIDTH, WIDTH), gates)));
      states.add(state);
    }
    Value all = Node.of(new Concatenation(0), states).output(0);
    return List.of(all, state);
  }

  @Test
  void aRecurrentNetworkFallsIntoPartitionsOfItsBatch() {
    for (int batch : new int[] {32, 33, 50, 128}) {
      List<Value> outputs = network(batch, 7);
      List<RowPartitions> found = partitions(cut(outputs));
      assertThat(found).hasSize(1);
      assertThat(found.getFirst().bodies()).hasSize(batch / 16);
      assertThat(
              found.getFirst().bodies().stream()
                  .mapToInt(b -> b.graph().outputs().getFirst().shape().dim(0))
                  .sum())
          .isEqualTo(batch);
      assertSameBits(outputs);
    }
  }

  @Test
  void concatenationsArePartitionedToo() {
    Graph graph = cut(network(32, 5));
    assertThat(graph.outputs().getFirst().node().inputs())
        .hasSize(10 - 1)
        .allMatch(v -> v.shape().dim(0) == 16 || v.shape().dim(0) == 32);
  }

  @Test
  void smallBatchesAndLargeOnesAndShortChainsStayWhole() {
    for (List<Value> outputs : List.of(network(31, 7), network(129, 7), network(32, 3))) {
      Graph graph = Graph.of(outputs);
      assertThat(new PartitionRows().apply(graph)).isSameAs(graph);
    }
  }

  @Test
  void whatMixesRowsEndsARegion() {
    Value w = input("w", WIDTH, WIDTH);
    Value x = input("x", 32, WIDTH);
    for (int half = 0; half < 2; half++) {
      for (int t = 0; t < 5; t++) {
        x = apply(HALVE, apply(PRODUCT, x, w));
      }
      Value sum = apply(TestOps.reduce(Combine.SUM, 0), x);
      Value repeated = apply(new TestOps.Repeat(32), sum);
      x = apply(MUL, x, repeated);
    }
    assertThat(partitions(cut(List.of(x)))).hasSize(2);
    assertSameBits(List.of(x));
  }

  @Test
  void aSquareStateMayBeReadTransposed() {
    Value w = input("w", 32, 32);
    Value x = input("x", 32, 32);
    for (int t = 0; t < 10; t++) {
      Value next = apply(PRODUCT, x, w);
      x = t == 4 ? apply(ADD, next, apply(new Swap(0, 1), next)) : apply(WAVE, next);
    }
    assertThat(partitions(cut(List.of(x)))).hasSize(2);
    assertSameBits(List.of(x));
  }

  @Property(tries = 60)
  void randomComputationsByRowsKeepTheirBits(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int size) {
    assertSameBits(randomByRows(seed, size));
  }

  @Test
  void randomComputationsHaveOneRegionOrSeveral() {
    int[] found = new int[10];
    for (int seed = 0; seed < 100; seed++) {
      found[partitions(cut(randomByRows(seed, 60))).size()]++;
    }
    assertThat(found[1]).isPositive();
    assertThat(found[2]).isPositive();
  }

  private static List<Value> randomByRows(long seed, int size) {
    Random random = new Random(seed);
    int rows = random.nextBoolean() ? 32 : 35;
    List<Value> values = new ArrayList<>(List.of(input("x", rows, WIDTH), input("y", rows, WIDTH)));
    Value w = input("w", WIDTH, WIDTH);
    Value wide = input("z", rows, 4, WIDTH);
    for (int i = 0; i < size; i++) {
      Value a = values.get(values.size() - 1 - random.nextInt(Math.min(4, values.size())));
      Value b = values.get(random.nextInt(values.size()));
      values.add(
          switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> apply(PRODUCT, a, w);
            case 4, 5 -> apply(ADD, a, b);
            case 6 -> apply(WAVE, a);
            case 7 -> apply(MUL, a, apply(new Step(random.nextInt(4)), wide));
            case 8 ->
                Node.of(
                        new Concatenation(1),
                        ImmutableList.of(
                            apply(new Columns(2, WIDTH - 2), a), apply(new Columns(1, 2), b)))
                    .output(0);
            case 9 ->
                apply(
                    MUL,
                    a,
                    apply(new TestOps.Repeat(rows), apply(TestOps.reduce(Combine.SUM, 0), b)));
            case 10 -> apply(new Reshape(Shape.of(rows, WIDTH)), apply(new Swap(0, 1), a));
            default -> apply(HALVE, a);
          });
    }
    List<Value> outputs = new ArrayList<>(List.of(values.getLast()));
    outputs.add(values.get(random.nextInt(values.size())));
    return outputs;
  }
}
