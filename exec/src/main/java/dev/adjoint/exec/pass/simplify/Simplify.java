// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphRewriter;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Applies rewrites until none matches: to each node after its inputs, and to its replacements. No
 * node is looked at twice in a walk, and every rewrite removes work or moves it towards the inputs,
 * so the time of a walk is linear in the graph's size. There is another walk only where a value
 * that was used by several nodes, which kept a rewrite off, is used by one of them in the end.
 */
public final class Simplify implements GraphPass {
  private final ImmutableList<Rewrite> rewrites;

  /** Creates the pass. */
  public Simplify(Collection<Rewrite> rewrites) {
    this.rewrites = ImmutableList.copyOf(rewrites);
  }

  @Override
  public Graph apply(Graph graph) {
    if (rewrites.isEmpty()) {
      return graph;
    }
    Graph before = graph;
    while (true) {
      Run run = new Run(rewrites);
      Graph after = run.apply(before);
      if (after == before || !run.isAnyFreed(after)) {
        return after;
      }
      before = after;
    }
  }

  /** One walk over a graph. */
  private static final class Run {
    private final ImmutableList<Rewrite> rewrites;
    private final GraphRewriter rewriter = new GraphRewriter();
    private final Map<Node, Integer> uses = new HashMap<>();
    private final Set<Node> done = new HashSet<>();

    /** The nodes that rewrites left alone because they are used several times. */
    private final Set<Node> shared = new HashSet<>();

    /** The replacement of a node, once this is simplified itself. */
    private final Map<Node, Value> pending = new HashMap<>();

    private final Deque<Node> open = new ArrayDeque<>();

    /** For each instruction, and each class of other ops, the rewrites that are tried. */
    private final Map<Object, List<Rewrite>> candidates = new HashMap<>();

    Run(ImmutableList<Rewrite> rewrites) {
      this.rewrites = rewrites;
    }

    Graph apply(Graph graph) {
      count(graph.outputs());
      for (Node node : graph.nodes()) {
        count(node.inputs());
      }
      for (Node node : graph.nodes()) {
        open.push(node);
        while (!open.isEmpty()) {
          step(open.peek());
        }
      }
      return rewriter.result(graph);
    }

    private void count(List<Value> values) {
      for (Value value : values) {
        uses.put(value.node(), uses.getOrDefault(value.node(), 0) + 1);
      }
    }

    private int uses(Node node) {
      return uses.getOrDefault(node, 1);
    }

    /** Returns how often a node is used. */
    private int noted(Node node, int count) {
      if (count > 1) {
        shared.add(node);
      }
      return count;
    }

    /** Returns whether something that kept a rewrite off is no longer used several times. */
    boolean isAnyFreed(Graph after) {
      Map<Node, Integer> left = new HashMap<>();
      if (!shared.isEmpty()) {
        for (Node node : after.nodes()) {
          countShared(node.inputs(), left);
        }
        countShared(after.outputs(), left);
      }
      return left.containsValue(1);
    }

    private void countShared(List<Value> values, Map<Node, Integer> counts) {
      for (Value value : values) {
        if (shared.contains(value.node())) {
          counts.merge(value.node(), 1, Integer::sum);
        }
      }
    }

    /** Takes the topmost open node one step further. */
    private void step(Node node) {
      Value by = pending.remove(node);
      if (by != null) {
        finish(node, rewriter.now(by));
      } else if (done.contains(node)) {
        open.pop();
      } else if (!openInputs(node)) {
        Node renewed = rewriter.renewed(node);
        int before = uses(node);
        Optional<Value> simpler =
            simpler(new RewriteContext(renewed, n -> noted(n, n == renewed ? before : uses(n))));
        if (simpler.isPresent()) {
          pending.put(node, simpler.get());
          // What is new has no uses but those that it takes over.
          uses.putIfAbsent(simpler.get().node(), 0);
          open.push(simpler.get().node());
        } else {
          finish(node, renewed.output(0));
        }
      }
    }

    /** Puts inputs that are not simplified on top; returns whether there are any. */
    private boolean openInputs(Node node) {
      boolean any = false;
      for (Value input : node.inputs()) {
        if (!done.contains(input.node())) {
          open.push(input.node());
          any = true;
        }
      }
      return any;
    }

    private Optional<Value> simpler(RewriteContext site) {
      for (Rewrite rewrite : candidates(site)) {
        Optional<Value> value = rewrite.rewrite(site);
        if (value.isPresent()) {
          return value;
        }
      }
      return Optional.empty();
    }

    private List<Rewrite> candidates(RewriteContext site) {
      Object what =
          site.formula().isPresent()
              ? site.formula().get().instruction()
              : site.node().op().getClass();
      List<Rewrite> known = candidates.get(what);
      if (known == null) {
        known = new ArrayList<>();
        for (Rewrite rewrite : rewrites) {
          if (rewrite.isTriedAt(site)) {
            known.add(rewrite);
          }
        }
        candidates.put(what, known);
      }
      return known;
    }

    private void finish(Node node, Value by) {
      if (node.outputTypes().size() > 1) {
        rewriter.replace(node, by.node());
      } else if (by.node() != node) {
        rewriter.replace(node.output(0), by);
      }
      if (by.node() != node) {
        uses.put(by.node(), uses.getOrDefault(by.node(), 0) + uses(node));
      }
      done.add(node);
      done.add(by.node());
      open.pop();
    }
  }
}
