// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.merge;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes parts before elementwise ops, not after: where nothing but parts of a result is read, as of
 * gates that are computed together and then split, each part is computed from the same parts of the
 * inputs. Then it can share a loop with its readers, which have its size.
 *
 * <p>Parts are taken if there are at most {@value #MOST_PARTS}, each of which has stretches of
 * {@value #STRETCH} neighbours or more, and if they have no more elements than the whole: so
 * nothing is computed twice, and no bit changes.
 */
public final class HoistSlices implements GraphPass {
  private static final int MOST_PARTS = 8;
  private static final int STRETCH = 16;

  /** Creates the pass. */
  public HoistSlices() {}

  @Override
  public Graph apply(Graph graph) {
    return new Run(graph).apply();
  }

  private record Part(Value value, IndexMap map) {}

  /** One walk over a graph, from its outputs to its inputs and back. */
  private static final class Run {
    private final Graph graph;

    /** Values that are read other than in parts. */
    private final Set<Value> whole = new HashSet<>();

    /** For each value the parts of it that are read, and how. */
    private final Map<Value, Map<IndexMap, ViewOp>> parts = new HashMap<>();

    private final Set<Value> split = new HashSet<>();
    private final GraphRewriter rewriter = new GraphRewriter();
    private final Map<Part, Value> made = new HashMap<>();

    Run(Graph graph) {
      this.graph = graph;
    }

    Graph apply() {
      whole.addAll(graph.outputs());
      for (Node node : graph.nodes().reverse()) {
        if (isPart(node)) {
          ViewOp view = (ViewOp) node.op();
          parts(node.inputs().getFirst()).put(map(node), view);
        } else if (splits(node)) {
          Map<IndexMap, ViewOp> read = parts(node.output(0));
          split.add(node.output(0));
          node.inputs().forEach(v -> parts(v).putAll(read));
        } else {
          whole.addAll(node.inputs());
        }
      }
      if (split.isEmpty()) {
        return graph;
      }
      graph.nodes().forEach(this::rewrite);
      return rewriter.result(graph);
    }

    private Map<IndexMap, ViewOp> parts(Value value) {
      return parts.computeIfAbsent(value, _ -> new LinkedHashMap<>());
    }

    private static IndexMap map(Node view) {
      return ((ViewOp) view.op()).map(view.inputs().getFirst().shape());
    }

    /** Returns whether a node is a part, in the order of its elements, of something computed. */
    private static boolean isPart(Node node) {
      if (!(node.op() instanceof ViewOp)
          || !(node.inputs().getFirst().node().op() instanceof ElementwiseOp)) {
        return false;
      }
      IndexMap map = map(node);
      int last = map.shape().rank() - 1;
      return map.isTotal()
          && last >= 0
          && map.shape().dim(last) >= STRETCH
          && map.strides().get(last) == 1
          && map.shape().size() < node.inputs().getFirst().type().size()
          && repeatsNothing(map);
    }

    /** Returns whether every axis steps past all elements of the axes after it. */
    private static boolean repeatsNothing(IndexMap map) {
      long reach = 0;
      for (int axis = map.shape().rank() - 1; axis >= 0; axis--) {
        int stride = map.strides().get(axis);
        int steps = map.shape().dim(axis) - 1;
        if (steps > 0 && stride <= reach) {
          return false;
        }
        reach += (long) steps * stride;
      }
      return true;
    }

    private boolean splits(Node node) {
      if (!(node.op() instanceof ElementwiseOp op) || whole.contains(node.output(0))) {
        return false;
      }
      Map<IndexMap, ViewOp> read = parts(node.output(0));
      long elements = read.keySet().stream().mapToLong(m -> m.shape().size()).sum();
      return read.size() > 1
          && read.size() <= MOST_PARTS
          && elements <= node.outputTypes().getFirst().size()
          && read.keySet().stream().allMatch(m -> takes(op, node, m));
    }

    /** Returns whether an op takes parts of its inputs: it may ask more than equal shapes. */
    private static boolean takes(ElementwiseOp op, Node node, IndexMap map) {
      List<TensorType> types = new ArrayList<>();
      node.inputTypes().forEach(t -> types.add(t.withShape(map.shape())));
      TensorType expected = node.outputTypes().getFirst().withShape(map.shape());
      try {
        return op.infer(types).equals(ImmutableList.of(expected));
      } catch (ShapeException _) {
        return false;
      }
    }

    private void rewrite(Node node) {
      if (isPart(node) && split.contains(node.inputs().getFirst())) {
        rewriter.replace(node.output(0), part(node.inputs().getFirst(), map(node)));
      } else if (split.contains(node.output(0))) {
        for (IndexMap map : parts(node.output(0)).keySet()) {
          List<Value> inputs = node.inputs().stream().map(v -> part(v, map)).toList();
          made.put(new Part(node.output(0), map), node.withInputs(inputs).output(0));
        }
      } else {
        rewriter.replace(node, rewriter.renewed(node));
      }
    }

    /** Returns a part of a value, which is made already if the value is split. */
    private Value part(Value value, IndexMap map) {
      Value known = made.get(new Part(value, map));
      if (known == null) {
        ViewOp view = parts(value).get(map);
        known = Node.of(view, List.of(rewriter.now(value))).output(0);
        made.put(new Part(value, map), known);
      }
      return known;
    }
  }
}
