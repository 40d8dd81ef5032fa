// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.add;
import static dev.adjoint.graph.TestOps.apply;
import static dev.adjoint.graph.TestOps.constant;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.TestOps.Halve;
import dev.adjoint.graph.TestOps.Total;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PrinterTests {
  private final Graph graph = graph();

  /** Leaves of every sort, a node of two outputs, a label with marks of all the languages. */
  private static Graph graph() {
    Value x = input("x <\"1\" #2\\>", DType.F32, 4, 6);
    Value w = TestOps.read(new Variable("w", Tensor.zeros(DType.F32, Shape.of(6))));
    Value total = apply(new Total(ImmutableIntArray.of(0)), x);
    Node halves = Node.of(new Halve(), List.of(add(total, w)));
    Value bias = constant(Tensor.full(DType.F32, Shape.of(3), 0.5));
    Value loss = apply(new Total(ImmutableIntArray.of(0)), add(halves.output(1), bias));
    Value scaled = add(loss, constant(Tensor.scalar(2f)));
    return Graph.of(List.of(scaled, halves.output(0)));
  }

  @Test
  void theListingReadsLikeAProgram() {
    Golden.check("graph.txt", GraphPrinter.print(graph));
    assertThat(graph).hasToString(GraphPrinter.print(graph));
  }

  @Test
  void graphvizShowsBoxesAndTypes() {
    Golden.check("graph.dot", DiagramPrinter.dot(graph));
  }

  @Test
  void mermaidShowsBoxesAndTypes() {
    Golden.check("graph.mmd", DiagramPrinter.mermaid(graph));
  }

  @Test
  void aGraphWithoutOutputsReturnsNothing() {
    assertThat(GraphPrinter.print(Graph.of(List.of()))).isEqualTo("return\n");
  }

  @Test
  void theMachinesLanguageDoesNotMatter() {
    String dot = DiagramPrinter.dot(graph);
    String text = GraphPrinter.print(graph);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(DiagramPrinter.dot(graph)).isEqualTo(dot);
      assertThat(GraphPrinter.print(graph)).isEqualTo(text);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void aFailingDestinationIsReported() {
    Writer full =
        new Writer() {
          @Override
          public void write(char[] text, int offset, int length) throws IOException {
            throw new IOException("disk full");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> GraphPrinter.print(graph, full))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("disk full");
  }
}
