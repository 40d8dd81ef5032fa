package dev.adjoint.exec.pass;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.emit.LoopBodyBuilder;
import dev.adjoint.exec.loop.FoldedLoop;
import dev.adjoint.exec.loop.FusedLoop;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Replaces elementwise nodes by {@link FusedLoop} nodes, each of which computes many of them in one
 * walk through memory, reads through the views between, and stores only what is read outside. What
 * becomes one loop, {@link LoopGrouping} decides.
 */
public final class FuseLoops {
  private final Graph graph;
  private final LoopGrouping grouping;
  private final Map<Node, Integer> places = new IdentityHashMap<>();
  private final Set<Value> needed = new HashSet<>();
  private final Map<Value, Value> renewed = new HashMap<>();

  private FuseLoops(Computation computation) {
    this.graph = computation.graph();
    this.grouping = LoopGrouping.of(computation);
    graph.nodes().forEach(n -> places.put(n, places.size()));
  }

  /** Returns the computation with loops fused. */
  public static Computation apply(Computation computation) {
    return computation.with(new FuseLoops(computation).rewrite());
  }

  private Graph rewrite() {
    List<LoopUnit> order = order();
    needed.addAll(graph.outputs());
    for (LoopUnit unit : order.reversed()) {
      if (unit.members.keySet().stream().anyMatch(this::isNeeded)) {
        unit.members.values().forEach(reads -> reads.forEach(r -> markNeeded(unit, r)));
      }
    }
    for (LoopUnit unit : order) {
      if (unit.isLoop) {
        fuse(unit);
      } else {
        renew(unit.members.keySet().iterator().next());
      }
    }
    ImmutableList.Builder<Value> outputs = ImmutableList.builder();
    graph.outputs().forEach(v -> outputs.add(renewed.get(v)));
    return Graph.of(graph.inputs(), outputs.build());
  }

  private boolean isNeeded(Node node) {
    for (int i = 0; i < node.outputTypes().size(); i++) {
      if (needed.contains(node.output(i))) {
        return true;
      }
    }
    return false;
  }

  private void markNeeded(LoopUnit unit, LoopRead read) {
    if (!isInside(unit, read)) {
      needed.add(read.source());
    }
  }

  private boolean isInside(LoopUnit unit, LoopRead read) {
    return unit.isLoop && grouping.unit(read.source().node()) == unit;
  }

  /** Returns the units that the outputs need, each after those that it needs. */
  private List<LoopUnit> order() {
    List<LoopUnit> order = new ArrayList<>();
    Set<LoopUnit> entered = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Visit> open = new ArrayDeque<>();
    for (Value output : graph.outputs()) {
      enter(grouping.unit(output.node()), entered, open);
      while (!open.isEmpty()) {
        Visit visit = open.peek();
        if (visit.open.isEmpty()) {
          order.add(visit.unit);
          open.pop();
        } else {
          enter(visit.open.pop(), entered, open);
        }
      }
    }
    return order;
  }

  private void enter(LoopUnit unit, Set<LoopUnit> entered, Deque<Visit> open) {
    if (!entered.add(unit)) {
      return;
    }
    Visit visit = new Visit(unit, new ArrayDeque<>());
    for (Node node : sorted(unit)) {
      for (LoopRead read : unit.members.get(node)) {
        LoopUnit other = grouping.unit(read.source().node());
        if (other != unit) {
          visit.open.add(other);
        }
      }
    }
    open.push(visit);
  }

  /** A unit and those that it needs and that are still to be entered. */
  private record Visit(LoopUnit unit, Deque<LoopUnit> open) {}

  private List<Node> sorted(LoopUnit unit) {
    List<Node> nodes = new ArrayList<>(unit.members.keySet());
    nodes.sort(Comparator.comparing(places::get));
    return nodes;
  }

  private void renew(Node node) {
    if (!isNeeded(node)) {
      return;
    }
    List<Value> inputs = node.inputs().stream().map(renewed::get).toList();
    Node by = inputs.equals(node.inputs()) ? node : Node.of(node.op(), inputs);
    for (int i = 0; i < node.outputTypes().size(); i++) {
      renewed.put(node.output(i), by.output(i));
    }
  }

  private record Operand(Value source, FusedLoop.Access access) {}

  private void fuse(LoopUnit unit) {
    LoopBodyBuilder body = new LoopBodyBuilder();
    Map<Operand, Integer> operands = new HashMap<>();
    List<Value> inputs = new ArrayList<>();
    List<FusedLoop.Access> accesses = new ArrayList<>();
    Map<Node, Integer> steps = new IdentityHashMap<>();
    List<Value> results = new ArrayList<>();
    List<Integer> resultSteps = new ArrayList<>();
    List<Node> folds = new ArrayList<>();
    for (Node node : sorted(unit)) {
      if (node.op() instanceof ReductionOp) {
        folds.add(node);
        continue;
      }
      List<Integer> arguments = new ArrayList<>();
      for (LoopRead read : unit.members.get(node)) {
        if (isInside(unit, read)) {
          arguments.add(steps.get(read.source().node()));
        } else if (read.isLiteral()) {
          arguments.add(literal(read.source(), body));
        } else {
          Operand operand = new Operand(read.source(), access(unit, read));
          Integer known = operands.get(operand);
          if (known == null) {
            known = body.input(read.source().dtype());
            operands.put(operand, known);
            inputs.add(renewed.get(read.source()));
            accesses.add(operand.access);
          }
          arguments.add(known);
        }
      }
      var program = ScalarProgram.of(((ElementwiseOp) node.op()).bodyFor(node.inputTypes()));
      int result = body.append(program.steps(), arguments);
      steps.put(node, result);
      if (needed.contains(node.output(0))) {
        results.add(node.output(0));
        resultSteps.add(result);
      }
    }
    List<TensorType> types = new ArrayList<>();
    results.forEach(v -> types.add(v.type()));
    for (Node fold : folds) {
      resultSteps.add(steps.get(unit.members.get(fold).getFirst().source().node()));
      types.add(fold.inputs().getFirst().type());
      results.add(fold.output(0));
    }
    if (results.isEmpty()) {
      return;
    }
    FusedLoop loop =
        new FusedLoop(
            unit.dims,
            ImmutableList.copyOf(accesses),
            body.build(resultSteps),
            ImmutableList.copyOf(types));
    ImmutableList<ReductionOp> reductions =
        folds.stream().map(n -> (ReductionOp) n.op()).collect(ImmutableList.toImmutableList());
    Op op = reductions.isEmpty() ? loop : new FoldedLoop(loop, reductions);
    Node fused = Node.of(op, inputs);
    for (int i = 0; i < results.size(); i++) {
      renewed.put(results.get(i), fused.output(i));
    }
  }

  private static FusedLoop.Access access(LoopUnit unit, LoopRead read) {
    LoopLayout layout =
        read.layout()
            .orElseGet(() -> {
              ImmutableIntArray plain = LoopLayout.plain(unit.size);
              int[] ones = new int[plain.length()];
              Arrays.fill(ones, 1);
              return new LoopLayout(plain, ImmutableIntArray.copyOf(ones), 0);
            });
    return layout.over(unit.dims);
  }

  private static int literal(Value constant, LoopBodyBuilder body) {
    Buffer buffer = ((LeafOp.Constant) constant.node().op()).value().buffer();
    DType dtype = constant.dtype();
    return body.literal(
        dtype,
        dtype.isFloating() ? Double.doubleToRawLongBits(buffer.getDouble(0)) : buffer.getLong(0));
  }
}
