// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import java.util.function.Function;

/**
 * Prints a graph as the source of a picture, for Graphviz or for Mermaid (as in Markdown). The
 * boxes are numbered like the values of {@link GraphPrinter}'s listing, after their first output.
 */
public final class DiagramPrinter {
  private final Graph graph;
  private final GraphNames names = new GraphNames();
  private final StringBuilder out = new StringBuilder();
  private final Function<? super Variable, String> variables;

  private DiagramPrinter(Graph graph, Function<? super Variable, String> variables) {
    this.graph = graph;
    this.variables = variables;
  }

  /** Returns the source of a Graphviz picture, data flowing from top to bottom. */
  public static String dot(Graph graph) {
    return dot(graph, Variable::name);
  }

  /**
   * Returns the source of a Graphviz picture.
   *
   * @param variables what to call a variable, such as its path in a model
   */
  public static String dot(Graph graph, Function<? super Variable, String> variables) {
    return new DiagramPrinter(graph, variables).dot();
  }

  /** Returns the source of a Mermaid flowchart, data flowing from top to bottom. */
  public static String mermaid(Graph graph) {
    return mermaid(graph, Variable::name);
  }

  /**
   * Returns the source of a Mermaid flowchart.
   *
   * @param variables what to call a variable, such as its path in a model
   */
  public static String mermaid(Graph graph, Function<? super Variable, String> variables) {
    return new DiagramPrinter(graph, variables).mermaid();
  }

  private String dot() {
    out.append("digraph {\n  node [shape=box, fontname=monospace];\n");
    for (Node node : graph.nodes()) {
      names.define(node);
      String label = label(node).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
      String style = node.op() instanceof LeafOp ? ", style=rounded" : "";
      line(box(node), " [label=\"", label, "\"", style, "];");
      for (Value input : node.inputs()) {
        line(box(input.node()), " -> ", box(node), " [label=\"", edge(input), "\"];");
      }
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value output = graph.outputs().get(i);
      line("out" + i, " [label=\"output ", "" + i, "\", shape=plain];");
      line(box(output.node()), " -> out", "" + i, " [label=\"", edge(output), "\"];");
    }
    return out.append("}\n").toString();
  }

  private String mermaid() {
    out.append("flowchart TD\n");
    for (Node node : graph.nodes()) {
      names.define(node);
      boolean leaf = node.op() instanceof LeafOp;
      line(box(node), leaf ? "([\"" : "[\"", mermaidText(label(node)), leaf ? "\"])" : "\"]");
      for (Value input : node.inputs()) {
        line(box(input.node()), " -- \"", edge(input), "\" --> ", box(node));
      }
    }
    for (int i = 0; i < graph.outputs().size(); i++) {
      Value output = graph.outputs().get(i);
      line(box(output.node()), " -- \"", edge(output), "\" --> out" + i, "((output " + i + "))");
    }
    return out.toString();
  }

  /** Escapes characters that Mermaid reads as markup: its entities are written {@code #quot;}. */
  private static String mermaidText(String label) {
    return label
        .replace("#", "#35;")
        .replace("\"", "#quot;")
        .replace("<", "#lt;")
        .replace(">", "#gt;")
        .replace("\n", "<br/>");
  }

  /** Appends a line; plain text, since number formats depend on the machine's language. */
  private void line(String... parts) {
    out.append("  ");
    for (String part : parts) {
      out.append(part);
    }
    out.append('\n');
  }

  private String box(Node node) {
    return "n" + names.number(node.output(0));
  }

  private String label(Node node) {
    if (node.op() instanceof LeafOp.Read read) {
      return read.name() + GraphNames.quoted(variables.apply(read.variable()));
    }
    return node.op().name() + node.op().parameters();
  }

  /** Returns the type, and which output it is where the node has several. */
  private static String edge(Value value) {
    boolean single = value.node().outputTypes().size() == 1;
    return single ? value.type().toString() : value.index() + ": " + value.type();
  }
}
