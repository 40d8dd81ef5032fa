// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.picture;

import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.CubicCurve2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The graph of a loss, blue, from left to right, and below it that of its gradient, orange, from
 * right to left. Variables are grey; constants are left out.
 */
public final class GraphPicture {
  private static final int BOX = 92;
  private static final int HEIGHT = 38;
  private static final int ACROSS = 124;
  private static final int DOWN = 58;
  private static final int MARGIN = 24;
  private static final int SWEEPS = 12;

  private final List<Node> nodes;
  private final Set<Node> forward;
  private final Set<Node> outputs;

  /** How far a node is from where its half of the graph begins. */
  private final Map<Node, Integer> depths = new HashMap<>();

  private final Map<Node, Double> heights = new HashMap<>();

  private GraphPicture(Expr loss, List<Expr> gradient) {
    List<Expr> results = new ArrayList<>(gradient);
    results.addFirst(loss);
    nodes =
        Graph.of(results).nodes().stream()
            .filter(node -> !(node.op() instanceof LeafOp.Constant))
            .toList();
    forward = Set.copyOf(Graph.of(List.of(loss)).nodes());
    outputs = results.stream().map(Value::node).collect(Collectors.toSet());
    nodes.forEach(node ->
        depths.put(
            node,
            neighbours(node).filter(depths::containsKey).mapToInt(this::next).max().orElse(0)));
    // What waits for nothing of its half stands right before the first node that uses it.
    nodes.reversed().stream()
        .filter(node -> depths.get(node) == 0)
        .forEach(node ->
            depths.put(
                node, Math.max(0, neighbours(node).mapToInt(depths::get).min().orElse(1) - 1)));
    place(true);
    place(false);
  }

  private int next(Node node) {
    return depths.get(node) + 1;
  }

  /** Returns the picture of a loss and its gradient. */
  public static BufferedImage of(Expr loss, List<Expr> gradient) {
    return new GraphPicture(loss, gradient).draw();
  }

  private Stream<Node> inputs(Node node) {
    return node.inputs().stream().map(Value::node).filter(nodes::contains);
  }

  /** Returns the nodes of the same half that a node uses, or that use it. */
  private Stream<Node> neighbours(Node node) {
    return Stream.concat(
            inputs(node), nodes.stream().filter(user -> inputs(user).anyMatch(v -> v == node)))
        .filter(other -> forward.contains(other) == forward.contains(node));
  }

  /** Puts nodes of one depth below each other, in the order of the heights of their neighbours. */
  private void place(boolean isForward) {
    Map<Integer, List<Node>> columns = new TreeMap<>();
    nodes.stream()
        .filter(node -> forward.contains(node) == isForward)
        .forEach(
            node -> columns.computeIfAbsent(depths.get(node), _ -> new ArrayList<>()).add(node));
    columns.values().forEach(this::spread);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      for (List<Node> column : columns.values()) {
        Map<Node, Double> wanted = new HashMap<>();
        column.forEach(node ->
            wanted.put(node, neighbours(node).mapToDouble(heights::get).average().orElse(0)));
        column.sort(Comparator.comparing(wanted::get));
        spread(column);
      }
    }
    double least =
        columns.values().stream().mapToDouble(c -> heights.get(c.getFirst())).min().orElse(0);
    double top = isForward ? -least : lowest() + 1.8 - least;
    columns.values().forEach(c -> c.forEach(node -> heights.merge(node, top, Double::sum)));
  }

  private void spread(List<Node> column) {
    for (int i = 0; i < column.size(); i++) {
      heights.put(column.get(i), i - (column.size() - 1) / 2.0);
    }
  }

  private double lowest() {
    return forward.stream().filter(heights::containsKey).mapToDouble(heights::get).max().orElse(0);
  }

  private int columns() {
    return depths.values().stream().mapToInt(depth -> depth).max().orElse(0) + 1;
  }

  private BufferedImage draw() {
    double most = heights.values().stream().mapToDouble(h -> h).max().orElse(0);
    BufferedImage image =
        Pictures.canvas(
            2 * MARGIN + (columns() - 1) * ACROSS + BOX, 2 * MARGIN + (int) (most * DOWN) + HEIGHT);
    Graphics2D g = Pictures.brush(image);
    nodes.forEach(node -> inputs(node).forEach(input -> arrow(g, input, node)));
    nodes.forEach(node -> box(g, node));
    g.dispose();
    return image;
  }

  private int left(Node node) {
    int column = forward.contains(node) ? depths.get(node) : columns() - 1 - depths.get(node);
    return MARGIN + column * ACROSS;
  }

  private int top(Node node) {
    return (int) (MARGIN + heights.get(node) * DOWN);
  }

  /** Draws an arrow: along a half from side to side, from one half to the other downwards. */
  private void arrow(Graphics2D g, Node from, Node to) {
    boolean isDown = forward.contains(from) != forward.contains(to);
    boolean isRight = forward.contains(to);
    Color color = isDown ? Palette.SOFT : isRight ? Palette.of(0) : Palette.of(1);
    g.setColor(Palette.mix(color, Color.WHITE, isDown ? 0.6 : 0.25));
    g.setStroke(new BasicStroke(isDown ? 1 : 1.5f));
    int x0 = left(from) + (isDown ? BOX / 2 : isRight ? BOX : 0);
    int y0 = top(from) + (isDown ? HEIGHT : HEIGHT / 2);
    int x1 = left(to) + (isDown ? BOX / 2 : isRight ? 0 : BOX);
    int y1 = top(to) + (isDown ? 0 : HEIGHT / 2);
    int bendX = isDown ? 0 : (x1 - x0) / 2;
    int bendY = isDown ? (y1 - y0) / 2 : 0;
    g.draw(new CubicCurve2D.Double(x0, y0, x0 + bendX, y0 + bendY, x1 - bendX, y1 - bendY, x1, y1));
    int back = isDown ? 0 : isRight ? -7 : 7;
    int up = isDown ? -7 : 0;
    int half = 3;
    g.fillPolygon(
        new int[] {x1, x1 + back + (isDown ? half : 0), x1 + back - (isDown ? half : 0)},
        new int[] {y1, y1 + up + (isDown ? 0 : half), y1 + up - (isDown ? 0 : half)},
        3);
  }

  private void box(Graphics2D g, Node node) {
    boolean isLeaf = node.op() instanceof LeafOp;
    Color color = isLeaf ? Palette.SOFT : forward.contains(node) ? Palette.of(0) : Palette.of(1);
    boolean isOutput = outputs.contains(node);
    int round = isLeaf ? HEIGHT : 10;
    int x = left(node);
    int y = top(node);
    g.setColor(Palette.mix(color, Color.WHITE, isOutput ? 0.55 : 0.88));
    g.fillRoundRect(x, y, BOX, HEIGHT, round, round);
    g.setColor(color);
    g.setStroke(new BasicStroke(isOutput ? 2.5f : 1.2f));
    g.drawRoundRect(x, y, BOX, HEIGHT, round, round);
    g.setColor(Palette.INK);
    write(g, name(node), Palette.bold(12), x, y + 16);
    write(g, node.outputTypes().getFirst().shape().toString(), Palette.plain(11), x, y + 31);
  }

  private static void write(Graphics2D g, String text, Font letters, int x, int y) {
    g.setFont(letters);
    g.drawString(text, x + (BOX - g.getFontMetrics().stringWidth(text)) / 2, y);
  }

  private static String name(Node node) {
    return node.op() instanceof LeafOp.Read(var variable) ? variable.name() : node.op().name();
  }
}
