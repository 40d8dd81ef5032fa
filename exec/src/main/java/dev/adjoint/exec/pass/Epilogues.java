package dev.adjoint.exec.pass;

import dev.adjoint.exec.gemm.TiledOp;
import dev.adjoint.exec.loop.FusedLoop;
import dev.adjoint.exec.loop.ProductLoop;
import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Has fused loops run over tiles of a product, be it of matrices or a convolution, right when these
 * are computed: the bias and the activation of a layer, a residual, a gradient that is added to
 * another. The loop must read the product element by element, all else that it reads must be there
 * before the product is, and it must not be what updates a variable, which waits for the end of a
 * run.
 *
 * <p>Product and loop do what they do one after the other, so no bit changes.
 */
public final class Epilogues {
  /** Columns from which a row of a tile is worth a run of the loop. */
  private static final int LEAST_COLUMNS = 64;

  private final Computation computation;
  private final GraphUses uses;
  private final Map<Node, Integer> places = new IdentityHashMap<>();
  private final Map<Node, Node> loops = new IdentityHashMap<>();
  private final Set<Value> updates;
  private final Map<Value, Value> renewed = new HashMap<>();

  private Epilogues(Computation computation) {
    this.computation = computation;
    this.uses = new GraphUses(computation.graph());
    this.updates = new HashSet<>(computation.updates());
    computation.graph().nodes().forEach(n -> places.put(n, places.size()));
  }

  /** Returns the computation with loops joined to products. */
  public static Computation apply(Computation computation) {
    return new Epilogues(computation).rewrite();
  }

  private Computation rewrite() {
    Graph graph = computation.graph();
    for (Node node : graph.nodes()) {
      if (node.op() instanceof FusedLoop loop) {
        product(node, loop).ifPresent(product -> loops.putIfAbsent(product, node));
      }
    }
    if (loops.isEmpty()) {
      return computation;
    }
    for (Node node : graph.nodes()) {
      Node loop = loops.get(node);
      if (loop != null) {
        join(node, loop);
      } else if (!renewed.containsKey(node.output(0))) {
        renew(node);
      }
    }
    return computation.with(Graph.of(graph.inputs(), renewed(graph.outputs())));
  }

  private void renew(Node node) {
    List<Value> inputs = renewed(node.inputs());
    if (!inputs.equals(node.inputs())) {
      Node now = Node.of(node.op(), inputs);
      for (int i = 0; i < node.outputTypes().size(); i++) {
        renewed.put(node.output(i), now.output(i));
      }
    }
  }

  private List<Value> renewed(List<Value> values) {
    return values.stream().map(v -> renewed.getOrDefault(v, v)).toList();
  }

  /** Returns the product that a loop can run over; empty if there is none. */
  private Optional<Node> product(Node node, FusedLoop loop) {
    return node.inputs().stream()
        .reduce((a, b) -> place(b) > place(a) ? b : a)
        .filter(last -> mayRunOver(last, node, loop))
        .map(Value::node);
  }

  /** Returns whether a loop can run over the last of its inputs to be computed. */
  private boolean mayRunOver(Value last, Node node, FusedLoop loop) {
    int input = node.inputs().indexOf(last);
    return last.node().op() instanceof TiledOp op
        && input == node.inputs().lastIndexOf(last)
        && loop.isDense(input)
        && loop.size() == last.type().size()
        && op.tileRow(last.node().inputTypes()) >= LEAST_COLUMNS
        && (keeps(last) || loop.types().getFirst().dtype() == last.dtype())
        && LoopLayout.byRows(loop, op.tileRow(last.node().inputTypes())).isPresent()
        && IntStream.range(0, node.outputTypes().size())
            .noneMatch(i -> updates.contains(node.output(i)));
  }

  private int place(Value value) {
    // Leaves are there from the start, wherever they stand.
    return value.node().op() instanceof LeafOp ? -1 : places.get(value.node());
  }

  private boolean keeps(Value product) {
    return uses.count(product) > 1;
  }

  private void join(Node product, Node node) {
    TiledOp op = (TiledOp) product.op();
    int row = op.tileRow(product.inputTypes());
    FusedLoop loop = LoopLayout.byRows((FusedLoop) node.op(), row).orElseThrow();
    Value made = product.output(0);
    int input = node.inputs().indexOf(made);
    List<Value> inputs = new ArrayList<>(product.inputs());
    inputs.addAll(node.inputs());
    inputs.remove(product.inputs().size() + input);
    boolean keeps = keeps(made);
    Node both = Node.of(new ProductLoop(op, loop, input, keeps), renewed(inputs));
    int outputs = node.outputTypes().size();
    for (int i = 0; i < outputs; i++) {
      renewed.put(node.output(i), both.output(i));
    }
    if (keeps) {
      renewed.put(made, both.output(outputs));
    }
  }
}
