// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.schedule;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.ir.Concatenation;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A random computation of steps of every kind, in a random order of those that are possible, the
 * same for the same seed. Its arrays have from 1 to 400 elements.
 */
final class RandomSchedule {
  private static final Shape[] SHAPES = {
    Shape.of(1, 1), Shape.of(4, 3), Shape.of(3, 4), Shape.of(10, 10), Shape.of(4, 100)
  };

  private final SplittableRandom random;
  private final DType[] dtypes;
  private final boolean joins;
  private final List<Value> values = new ArrayList<>();
  private final List<Value> inputs = new ArrayList<>();
  private final List<Variable> variables = new ArrayList<>();

  private RandomSchedule(long seed, boolean joins, DType... dtypes) {
    this.random = new SplittableRandom(seed);
    this.joins = joins;
    this.dtypes = dtypes;
  }

  /**
   * Returns a schedule.
   *
   * @param size how many nodes there are at most
   * @param joins whether values are concatenated along their first axis
   * @param dtypes what the elements are
   */
  static Schedule of(long seed, int size, boolean joins, DType... dtypes) {
    RandomSchedule schedule = new RandomSchedule(seed, joins, dtypes);
    schedule.addLeaves();
    for (int i = 0; i < size; i++) {
      schedule.addNode();
    }
    return schedule.ordered(schedule.computation());
  }

  private void addLeaves() {
    for (int i = 0; i < 3; i++) {
      inputs.add(input("x" + i, type()));
      TensorType type = type();
      variables.add(new Variable("v" + i, random(i, type.dtype(), type.shape())));
      values.add(read(variables.getLast()));
      values.add(read(variables.getLast()));
      TensorType fixed = type();
      values.add(constant(random(i, fixed.dtype(), fixed.shape())));
    }
    values.addAll(inputs);
  }

  private TensorType type() {
    return new TensorType(
        dtypes[random.nextInt(dtypes.length)], SHAPES[random.nextInt(SHAPES.length)]);
  }

  private Value any() {
    // Late values are more likely, so that there are long chains.
    int at = Math.max(random.nextInt(values.size()), random.nextInt(values.size()));
    return values.get(at);
  }

  private Value like(Value value) {
    List<Value> same = values.stream().filter(v -> v.type().equals(value.type())).toList();
    return same.get(random.nextInt(same.size()));
  }

  private void addNode() {
    Value a = any();
    Shape flat = Shape.of(1, a.shape().size());
    switch (random.nextInt(joins ? 12 : 10)) {
      case 0, 1, 2 -> values.add(apply(TestOps.ADD, a, like(a)));
      case 3, 4 -> values.add(apply(TestOps.NEXT, a));
      case 5 -> values.add(apply(new TestOps.Swap(0, 1), a));
      case 6 -> values.add(apply(new TestOps.Reshape(flat), a));
      case 7 -> values.add(apply(new TestOps.Repeat(1), apply(reduce(TestOps.Combine.MAX, 0), a)));
      case 8 -> values.add(apply(new TestOps.Picky(), a));
      case 9 -> {
        Node both = Node.of(new TestOps.Scan(), List.of(a));
        values.add(both.output(0));
        values.add(both.output(1));
      }
      default -> addConcatenation(a);
    }
  }

  private void addConcatenation(Value a) {
    List<Value> parts = new ArrayList<>(List.of(a, like(a)));
    if (random.nextBoolean()) {
      parts.add(like(a));
    }
    Value concatenated = Node.of(new Concatenation(0), parts).output(0);
    if (concatenated.shape().size() <= 2_000) {
      values.add(concatenated);
    }
  }

  private Computation computation() {
    List<Value> outputs = new ArrayList<>();
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      outputs.add(any());
    }
    int count = outputs.size();
    ImmutableIntArray.Builder targets = ImmutableIntArray.builder();
    for (int v = 0; v < variables.size(); v++) {
      if (random.nextInt(4) > 0) {
        targets.add(v);
        outputs.add(next(variables.get(v)));
      }
    }
    return new Computation(
        Graph.of(inputs, outputs), count, ImmutableList.copyOf(variables), targets.build());
  }

  /** Returns a value that a variable can take: more likely a late one, as in an optimizer. */
  private Value next(Variable variable) {
    List<Value> same = values.stream().filter(v -> v.type().equals(variable.type())).toList();
    return same.get(Math.max(random.nextInt(same.size()), random.nextInt(same.size())));
  }

  private Schedule ordered(Computation computation) {
    List<Node> waiting = new ArrayList<>(Scheduler.inGraphOrder(computation).order());
    Set<Node> missing = new HashSet<>(waiting);
    ImmutableList.Builder<Node> order = ImmutableList.builder();
    while (!waiting.isEmpty()) {
      List<Node> ready =
          waiting.stream()
              .filter(n -> n.inputs().stream().noneMatch(v -> missing.contains(v.node())))
              .toList();
      Node next = ready.get(random.nextInt(ready.size()));
      order.add(next);
      waiting.remove(next);
      missing.remove(next);
    }
    return new Schedule(computation, order.build());
  }
}
