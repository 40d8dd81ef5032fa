// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.ReductionPath;
import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.exec.schedule.Scheduler;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ScalarProgram.Step;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides which nodes become one loop. Every elementwise node in graph order joins the loops that
 * compute what it reads, then a loop that reads the same value, under these conditions:
 *
 * <ul>
 *   <li>Both have as many elements, and extents that fit (see {@link LoopLayout#refine}).
 *   <li>Nothing outside stands between: no node needs one and is needed by the other. The search
 *       for such a node is cut off after {@value #SEARCH} nodes, in favour of not joining.
 *   <li>The scheduler defers both or neither. So updates stay last, where they can overwrite their
 *       variables.
 *   <li>The loop does not get too long for a method, nor its operands too many to keep pointers to.
 * </ul>
 *
 * <p>Then every reduction joins the loop that computes its input, and one that reads its input, if
 * all reductions of that loop walk through the elements in ways that go together.
 *
 * <p>Nothing is computed twice by these loops; {@link Rematerialisation} has them do so where it
 * pays.
 */
final class FusionAnalysis {
  private static final int MOST_STEPS = 320;
  private static final int MOST_READS = 24;
  private static final int SEARCH = 512;

  private final Map<Node, FusionCluster> units = new HashMap<>();
  private final Map<Value, FusionCluster> lastReaders = new HashMap<>();
  private final Bodies bodies = new Bodies();

  /** For each node the nodes so far that read it. */
  private final Map<Node, List<Node>> readers = new HashMap<>();

  private final GraphUses uses;
  private int searches;

  private FusionAnalysis(Graph graph) {
    this.uses = new GraphUses(graph);
  }

  /** Returns the units of a graph's nodes. */
  static FusionAnalysis of(Computation computation) {
    FusionAnalysis grouping = new FusionAnalysis(computation.graph());
    Set<Node> deferred = Scheduler.deferred(computation, true);
    for (Node node : computation.graph().nodes()) {
      grouping.add(node, deferred.contains(node));
    }
    for (Node node : computation.graph().nodes()) {
      if (node.op() instanceof ReductionOp && grouping.unit(node).isLoop) {
        grouping.joinReduction(node);
      }
    }
    return grouping;
  }

  private void add(Node node, boolean isDeferred) {
    if (LoopRead.isFusible(node)) {
      addToLoops(node, isDeferred);
      return;
    }
    Optional<ReductionPath> path =
        node.op() instanceof ReductionOp op && isFoldable(node)
            ? ReductionPath.of(node.inputTypes().getFirst().shape(), op.axes())
            : Optional.empty();
    add(
        node,
        path.isPresent()
            ? FusionCluster.reduction(node, path.get(), isDeferred, 1, uses)
            : FusionCluster.single(node));
  }

  /** Returns whether a reduction has something to fold. */
  private static boolean isFoldable(Node node) {
    int out = node.outputTypes().getFirst().size();
    return out > 0 && node.inputTypes().getFirst().size() > out;
  }

  /** Lets a reduction join the loop that computes its input, and those that read it too. */
  private void joinReduction(Node node) {
    FusionCluster own = unit(node);
    LoopRead read = own.members.get(node).getFirst();
    if (read.layout().isPresent()) {
      return;
    }
    Value source = read.source();
    own = join(own, unit(source.node()));
    FusionCluster sibling = lastReaders.get(source);
    own = sibling == null ? own : join(own, root(sibling));
    lastReaders.put(source, own);
  }

  /** Returns the unit of a node. */
  FusionCluster unit(Node node) {
    FusionCluster unit = units.get(node);
    if (unit.joinedInto != null) {
      while (unit.joinedInto != null) {
        unit = unit.joinedInto;
      }
      units.put(node, unit);
    }
    return unit;
  }

  /** Returns whether a loop may have so many more instructions and operands. */
  boolean fits(FusionCluster loop, int instructions, int operands) {
    return loop.weight + instructions <= MOST_STEPS && loop.reads.size() + operands <= MOST_READS;
  }

  /** Returns about how many instructions an elementwise node takes. */
  int weight(Node node) {
    return bodies.weight(node);
  }

  /** Returns what an elementwise node computes. */
  ImmutableList<Step> program(Node node) {
    return bodies.program(node);
  }

  private void add(Node node, FusionCluster own) {
    units.put(node, own);
    for (LoopRead read : reads(own, node)) {
      Node source = read.source().node();
      readers.computeIfAbsent(source, _ -> new ArrayList<>(1)).add(node);
      own.level = Math.max(own.level, unit(source).level + 1);
    }
  }

  private static ImmutableList<LoopRead> reads(FusionCluster unit, Node member) {
    return unit.members.getOrDefault(member, ImmutableList.of());
  }

  private void addToLoops(Node node, boolean isDeferred) {
    FusionCluster own = FusionCluster.loop(node, isDeferred, weight(node), uses);
    add(node, own);
    for (LoopRead read : own.members.get(node)) {
      if (read.layout().isEmpty()) {
        own = join(own, unit(read.source().node()));
      }
    }
    for (LoopRead read : own.members.get(node)) {
      if (read.layout().isEmpty() && !read.isLiteral()) {
        FusionCluster sibling = lastReaders.get(read.source());
        own = sibling == null ? own : join(own, root(sibling));
        lastReaders.put(read.source(), own);
      }
    }
  }

  private FusionCluster root(FusionCluster unit) {
    return unit(unit.members.keySet().iterator().next());
  }

  /** Returns the unit that {@code own} is in afterwards. */
  private FusionCluster join(FusionCluster own, FusionCluster other) {
    if (own == other
        || !other.isLoop
        || own.size != other.size
        || own.isDeferred != other.isDeferred
        || own.weight + other.weight > MOST_STEPS
        || own.reads.size() + other.reads.size() > MOST_READS) {
      return own;
    }
    Optional<ImmutableIntArray> dims = LoopLayout.refine(own.dims, other.dims);
    Optional<Optional<ReductionPath>> path = own.commonPath(other);
    if (dims.isEmpty()
        || path.isEmpty()
        || stepsBetween(other, own)
        || stepsBetween(own, other)
        || !levelled(own, other)) {
      return own;
    }
    boolean larger = other.members.size() >= own.members.size();
    FusionCluster kept = larger ? other : own;
    FusionCluster gone = larger ? own : other;
    kept.level = Math.max(kept.level, gone.level);
    kept.take(gone, dims.get(), path.get());
    gone.joinedInto = kept;
    kept.reads.removeIf(r -> r.layout().isEmpty() && unit(r.source().node()) == kept);
    return kept;
  }

  /**
   * Gives two units that are about to be joined one level, and raises those of all units that need
   * them. Does nothing and returns false if these are too many.
   */
  private boolean levelled(FusionCluster a, FusionCluster b) {
    int level = Math.max(levelWithout(a, b), levelWithout(b, a));
    Map<FusionCluster, Integer> raised = new IdentityHashMap<>();
    Deque<FusionCluster> open = new ArrayDeque<>();
    for (FusionCluster unit : List.of(a, b)) {
      raised.put(unit, level);
      if (unit.level < level) {
        open.push(unit);
      }
    }
    int budget = SEARCH;
    while (!open.isEmpty()) {
      FusionCluster unit = open.pop();
      int above = raised.getOrDefault(unit, unit.level) + 1;
      for (Node member : unit.members.keySet()) {
        for (Node reader : readers.getOrDefault(member, List.of())) {
          FusionCluster next = unit(reader);
          if (--budget < 0) {
            return false;
          }
          if (next != a && next != b && raised.getOrDefault(next, next.level) < above) {
            raised.put(next, above);
            open.push(next);
          }
        }
      }
    }
    raised.forEach((unit, to) -> unit.level = to);
    return true;
  }

  /** Returns the level of a unit if it did not need another. */
  private int levelWithout(FusionCluster unit, FusionCluster other) {
    if (unit.level <= other.level) {
      return unit.level;
    }
    int level = 0;
    for (var reads : unit.members.values()) {
      for (LoopRead read : reads) {
        FusionCluster needed = unit(read.source().node());
        level = needed == other || needed == unit ? level : Math.max(level, needed.level + 1);
      }
    }
    return level;
  }

  /** Returns whether something needs {@code above} and is needed by {@code below}, or may. */
  private boolean stepsBetween(FusionCluster above, FusionCluster below) {
    if (below.level <= above.level) {
      return false;
    }
    int search = ++searches;
    Deque<FusionCluster> open = new ArrayDeque<>();
    below.visited = search;
    open.push(below);
    int budget = SEARCH;
    while (!open.isEmpty()) {
      FusionCluster unit = open.pop();
      for (var reads : unit.members.values()) {
        for (LoopRead read : reads) {
          FusionCluster needed = unit(read.source().node());
          if (needed == above && (unit != below || read.layout().isPresent()) || --budget < 0) {
            return true;
          }
          if (needed != above && needed.visited != search && needed.level > above.level) {
            needed.visited = search;
            open.push(needed);
          }
        }
      }
    }
    return false;
  }
}
