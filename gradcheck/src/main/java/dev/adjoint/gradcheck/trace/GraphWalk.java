// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.trace;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Runs a graph node by node with every rounded result moved a little, to find what rounding does to
 * the outputs. What does not depend on real inputs is computed once and stays as it is. Where a
 * kernel throws, all outputs count as NaN.
 */
public final class GraphWalk {
  /** How often a graph is run to find the largest error. */
  private static final int RUNS = 8;

  private final ImmutableList<Value> inputs;
  private final ImmutableList<Value> outputs;
  private final Map<Node, NodeWalk> walks = new LinkedHashMap<>();
  private final Map<Value, double[]> fixed = new HashMap<>();
  private Optional<OutsideDomain> failure = Optional.empty();

  private GraphWalk(
      List<? extends Value> inputs, List<? extends Value> outputs, Map<Value, Tensor> given) {
    this.inputs = ImmutableList.copyOf(inputs);
    this.outputs = ImmutableList.copyOf(outputs);
    Set<Node> varying = new HashSet<>();
    inputs.stream().filter(x -> !given.containsKey(x)).forEach(x -> varying.add(x.node()));
    Set<Value> constant = new LinkedHashSet<>();
    for (Node node : Graph.of(outputs).nodes()) {
      if (node.inputs().stream().anyMatch(x -> varying.contains(x.node()))) {
        varying.add(node);
        walks.put(node, NodeWalk.of(node));
        node.inputs().stream().filter(x -> !varying.contains(x.node())).forEach(constant::add);
      }
    }
    outputs.stream().filter(y -> !varying.contains(y.node())).forEach(constant::add);
    evaluate(new ArrayList<>(constant), given);
  }

  /**
   * Returns what runs a graph.
   *
   * @param inputs the inputs of the graph
   * @param point a value for each; those that are not real stay fixed
   */
  public static GraphWalk of(
      List<? extends Value> inputs, List<? extends Value> outputs, List<Tensor> point) {
    Map<Value, Tensor> given = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (!inputs.get(i).dtype().isFloating()) {
        given.put(inputs.get(i), point.get(i));
      }
    }
    return new GraphWalk(inputs, outputs, given);
  }

  /** Returns what runs a graph inside of an op, all of whose inputs may vary. */
  static GraphWalk inside(List<? extends Value> inputs, List<? extends Value> outputs) {
    return new GraphWalk(inputs, outputs, Map.of());
  }

  private void evaluate(List<Value> constant, Map<Value, Tensor> given) {
    try {
      List<Tensor> values = Interpreter.evaluate(constant, given);
      for (int i = 0; i < constant.size(); i++) {
        fixed.put(constant.get(i), values.get(i).toDoubleArray());
      }
    } catch (RuntimeException e) {
      failure = Optional.of(new OutsideDomain(e));
    }
  }

  /**
   * Returns the outputs, one after the other, for inputs of the given numbers.
   *
   * @throws OutsideDomain if a kernel throws
   */
  double[] run(List<double[]> numbers, Jitter jitter) {
    if (failure.isPresent()) {
      throw failure.get();
    }
    Map<Value, double[]> values = new HashMap<>();
    fixed.forEach((value, all) -> values.put(value, rounded(value, all, jitter)));
    for (int i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), numbers.get(i));
    }
    walks.forEach((node, walk) -> walk(node, walk, values, jitter));
    return outputs.stream().flatMapToDouble(y -> Arrays.stream(values.get(y))).toArray();
  }

  private double[] runOrNan(List<double[]> numbers, Jitter jitter) {
    try {
      return run(numbers, jitter);
    } catch (OutsideDomain _) {
      double[] none = new double[outputs.stream().mapToInt(y -> y.shape().size()).sum()];
      Arrays.fill(none, Double.NaN);
      return none;
    }
  }

  /** Constants were rounded when they were made, unless they are such as 2 or 0.5. */
  private static double[] rounded(Value value, double[] numbers, Jitter jitter) {
    if (!value.dtype().isFloating()) {
      return numbers;
    }
    return Arrays.stream(numbers)
        .map(x -> (float) x * 0x1p12f % 1 == 0 ? x : jitter.of(x, 0.25))
        .toArray();
  }

  private static void walk(Node node, NodeWalk walk, Map<Value, double[]> values, Jitter jitter) {
    double[][] x = new double[node.inputs().size()][];
    for (int i = 0; i < x.length; i++) {
      x[i] = values.get(node.inputs().get(i));
    }
    double[][] y = walk.run(x, jitter);
    for (int i = 0; i < y.length; i++) {
      values.put(node.output(i), y[i]);
    }
  }

  /**
   * Returns how far rounding moves each output, about and at most: 0 for what is exact, infinity
   * for what rounding may make infinite.
   *
   * @param point a value for each input
   * @param unit the unit roundoff
   */
  public double[] errors(List<Tensor> point, double unit, RandomGenerator random) {
    return errors(point, unit, random, false);
  }

  /**
   * Returns which outputs move if every number on the way to them does: those that are not zero, or
   * only because larger terms cancel.
   */
  public boolean[] moves(List<Tensor> point, RandomGenerator random) {
    double[] errors = errors(point, 0x1p-53, random, true);
    boolean[] moves = new boolean[errors.length];
    for (int k = 0; k < moves.length; k++) {
      moves[k] = errors[k] > 0;
    }
    return moves;
  }

  private double[] errors(List<Tensor> point, double unit, RandomGenerator random, boolean all) {
    List<double[]> numbers = point.stream().map(Tensor::toDoubleArray).toList();
    double[] exact = runOrNan(numbers, new Jitter(0, random));
    double[] errors = new double[exact.length];
    for (int run = 0; run < RUNS; run++) {
      double[] moved = runOrNan(numbers, new Jitter(unit, random, all));
      for (int k = 0; k < errors.length; k++) {
        double error = Math.abs(moved[k] - exact[k]);
        boolean same = Double.compare(moved[k], exact[k]) == 0;
        errors[k] =
            same ? errors[k] : Math.max(errors[k], error < Double.MAX_VALUE ? error : 1 / 0.0);
      }
    }
    return errors;
  }

  /**
   * Returns whether a number on the way to the outputs overflows, or is so small that it loses
   * digits.
   *
   * @param point a value for each input
   * @param single whether the range is that of F32, else that of each number's own type
   */
  public boolean leavesRange(List<Tensor> point, boolean single) {
    Jitter none = Jitter.watching(single);
    runOrNan(point.stream().map(Tensor::toDoubleArray).toList(), none);
    return none.isStrained();
  }
}
