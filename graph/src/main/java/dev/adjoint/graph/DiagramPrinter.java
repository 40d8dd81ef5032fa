package dev.adjoint.graph;

/** Prints a graph as the source of a picture, for Graphviz or for Mermaid (as in Markdown). */
public final class DiagramPrinter {
  private DiagramPrinter() {}

  /** Returns the source of a Graphviz picture, data flowing from top to bottom. */
  public static String dot(Graph graph) {
    StringBuilder out = new StringBuilder("digraph {\n  node [shape=box, fontname=monospace];\n");
    GraphNames names = new GraphNames();
    for (Node node : graph.nodes()) {
      names.define(node);
      int self = names.number(node.output(0));
      String shape = node.op() instanceof LeafOp ? ", style=rounded" : "";
      out.append("  n%d [label=\"%s\"%s];\n".formatted(self, label(node, "\\n", "\\\""), shape));
      for (Value input : node.inputs()) {
        out.append(
            "  n%d -> n%d [label=\"%s\"];\n".formatted(source(input, names), self, input.type()));
      }
    }
    int result = 0;
    for (Value output : graph.outputs()) {
      out.append("  out%d [label=\"output %d\", shape=plain];\n".formatted(result, result));
      out.append(
          "  n%d -> out%d [label=\"%s\"];\n"
              .formatted(source(output, names), result++, output.type()));
    }
    return out.append("}\n").toString();
  }

  /** Returns the source of a Mermaid flowchart, data flowing from top to bottom. */
  public static String mermaid(Graph graph) {
    StringBuilder out = new StringBuilder("flowchart TD\n");
    GraphNames names = new GraphNames();
    for (Node node : graph.nodes()) {
      names.define(node);
      int self = names.number(node.output(0));
      String text = label(node, "<br/>", "#quot;");
      boolean leaf = node.op() instanceof LeafOp;
      out.append("  n%d%s\"%s\"%s\n".formatted(self, leaf ? "([" : "[", text, leaf ? "])" : "]"));
      for (Value input : node.inputs()) {
        out.append("  n%d -- \"%s\" --> n%d\n".formatted(source(input, names), input.type(), self));
      }
    }
    int result = 0;
    for (Value output : graph.outputs()) {
      out.append(
          "  n%d -- \"%s\" --> out%d((output %d))\n"
              .formatted(source(output, names), output.type(), result, result));
      result++;
    }
    return out.toString();
  }

  private static int source(Value value, GraphNames names) {
    return names.number(value.node().output(0));
  }

  private static String label(Node node, String newline, String quote) {
    return (node.op().name() + node.op().parameters()).replace("\n", newline).replace("\"", quote);
  }
}
