// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.apply;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.adjoint.graph.TestOps.Scale;
import java.io.Writer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * No walk over a graph recurses, and all take linear time: what is quadratic in a million nodes
 * does not end within the limit, which leaves the linear ones plenty.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LongChainTests {
  private static final int LENGTH = 1_000_000;
  private static Graph chain;

  private static Graph build() {
    Value value = input("x", DType.F32, 2);
    Scale scale = new Scale(0.5);
    for (int i = 0; i < LENGTH - 1; i++) {
      value = apply(scale, value);
    }
    return Graph.of(List.of(apply(new Scale(1), value)));
  }

  @BeforeAll
  static void buildOnce() {
    chain = build();
  }

  @Test
  void itIsOrderedAndVerified() {
    assertThat(chain.nodes()).hasSize(LENGTH + 1);
    assertThatCode(() -> GraphVerifier.verify(chain)).doesNotThrowAnyException();
  }

  @Test
  void itsStructureIsHashedAndCompared() {
    GraphStructure structure = GraphStructure.of(chain);
    assertThat(structure.equals(GraphStructure.of(build()))).isTrue();
    Value before = chain.nodes().get(LENGTH - 1).output(0);
    Graph other = Graph.of(List.of(apply(new Scale(2), before)));
    assertThat(structure.equals(GraphStructure.of(other))).isFalse();
    assertThat(chain.structuralHash()).isEqualTo(structure.hashCode());
  }

  @Test
  void itsListingHasALineForEveryNodeAndOneMore() {
    Counter counter = new Counter();
    GraphPrinter.print(chain, counter);
    assertThat(counter.lines).isEqualTo(LENGTH + 2);
  }

  @Test
  void itsDiagramsAreDrawn() {
    assertThat(DiagramPrinter.mermaid(chain)).contains("n" + LENGTH + "[\"scale[by=1.0]\"]");
  }

  private static final class Counter extends Writer {
    int lines;

    @Override
    public void write(char[] text, int offset, int length) {
      for (int i = offset; i < offset + length; i++) {
        lines += text[i] == '\n' ? 1 : 0;
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
