// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * A graph without the data in it: constants are {@link LeafOp.Bound} leaves, numbered, so that its
 * compiled form serves other data of the same types as well and holds no memory of the caller.
 *
 * <p>A constant whose elements are all the same number, at most {@value #LARGEST} of them, stays
 * what it is: a compiler looks at such numbers, as it does in {@code x · 1}. The constants of
 * bodies are numbered too, if their op has {@link ControlOp#withBodies}.
 *
 * <p>One tensor has one number, however often it occurs, and so have equal ones of at most {@value
 * #LARGEST} elements; larger ones are not compared.
 */
public final class UnboundGraph {
  /** No constant of more elements is looked into. */
  public static final int LARGEST = 4096;

  private final Graph graph;
  private final Map<Tensor, Integer> small = new HashMap<>();
  private final Map<Tensor, Integer> large = new IdentityHashMap<>();
  private final List<Tensor> constants = new ArrayList<>();

  private UnboundGraph(Graph graph) {
    this.graph = graph.withOps(this::without);
  }

  /** Returns a graph without its data, in time linear in its size. */
  public static UnboundGraph of(Graph graph) {
    return new UnboundGraph(graph);
  }

  /** Returns the graph; the one that was given if there is no data in it. */
  public Graph graph() {
    return graph;
  }

  /** Returns the constants that were left out, by number. */
  public ImmutableList<Tensor> constants() {
    return ImmutableList.copyOf(constants);
  }

  /**
   * Returns the graph with copies of the constants that are left in it: it shares no memory with
   * the caller's tensors.
   */
  public Graph detached() {
    return graph.withOps(UnboundGraph::detached);
  }

  private Op without(Op op) {
    return switch (op) {
      case LeafOp.Constant(Tensor value) when isData(value) ->
          new LeafOp.Bound(number(value), value.type());
      case ControlOp control when hasData(control) -> withBodies(control, this::without);
      default -> op;
    };
  }

  private int number(Tensor value) {
    Map<Tensor, Integer> numbers = value.size() <= LARGEST ? small : large;
    Integer known = numbers.putIfAbsent(value, constants.size());
    if (known == null) {
      constants.add(value);
      return constants.size() - 1;
    }
    return known;
  }

  private static Op detached(Op op) {
    return switch (op) {
      case LeafOp.Constant(Tensor value) when !isData(value) -> new LeafOp.Constant(copy(value));
      case ControlOp control -> withBodies(control, UnboundGraph::detached);
      default -> op;
    };
  }

  private static Tensor copy(Tensor value) {
    Buffer buffer = Buffer.allocate(value.dtype(), value.size());
    buffer.copyFrom(value.buffer());
    return Tensor.over(value.shape(), buffer);
  }

  /** Goes as deep as control flow is nested. */
  private static Op withBodies(ControlOp op, UnaryOperator<Op> change) {
    if (op.withBodies(op.bodies()).isEmpty()) {
      return op;
    }
    boolean same = true;
    ImmutableList.Builder<BodyGraph> bodies = ImmutableList.builder();
    for (BodyGraph body : op.bodies()) {
      Graph changed = body.graph().withOps(change);
      same &= changed == body.graph();
      bodies.add(BodyGraph.of(changed.inputs(), changed.outputs()));
    }
    return same ? op : op.withBodies(bodies.build()).orElseThrow();
  }

  private static boolean hasData(ControlOp op) {
    for (BodyGraph body : op.bodies()) {
      if (body.hasData()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there is data in a graph. */
  static boolean hasData(Graph graph) {
    for (Node node : graph.nodes()) {
      boolean has =
          switch (node.op()) {
            case LeafOp.Constant(Tensor value) -> isData(value);
            case ControlOp control -> hasData(control);
            default -> false;
          };
      if (has) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a constant is more than one number repeated. */
  private static boolean isData(Tensor value) {
    Buffer all = value.buffer();
    int rest = all.size() - 1;
    if (rest < 0 || rest >= LARGEST) {
      return true;
    }
    Buffer first = Buffer.wrap(all.dtype(), all.array(), all.offset(), rest);
    Buffer last = Buffer.wrap(all.dtype(), all.array(), all.offset() + 1, rest);
    return !first.sameBits(last);
  }
}
