// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import com.google.common.collect.Lists;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** The vector-Jacobian product of a scan: a scan in the other direction. */
final class ScanRule {
  private final Scan scan;
  private final List<Expr> inputs;
  private final List<Expr> outputs;
  private final List<Expr> cotangents;

  /** The outputs of the body whose cotangent is not zero in every step. */
  private final Set<Integer> live;

  /** The inputs of the product's body. */
  private final List<Expr> carries = new ArrayList<>();

  private final List<Expr> xs = new ArrayList<>();

  /** The outputs of the product's body. */
  private final List<Expr> next = new ArrayList<>();

  private final List<Expr> dxs = new ArrayList<>();

  /** The inputs of the product. */
  private final List<Expr> init = new ArrayList<>();

  private final List<Expr> stacked = new ArrayList<>();

  ScanRule(Scan scan, List<Expr> inputs, List<Expr> outputs, List<Expr> cotangents) {
    this.scan = scan;
    this.inputs = inputs;
    this.outputs = outputs;
    this.cotangents = cotangents;
    this.live = findLive();
  }

  /** Returns the cotangents of the inputs; none where they are zero. */
  List<Expr> gradients() {
    List<Integer> reached = differentiateStep();
    List<Expr> gradients = new ArrayList<>(Collections.nCopies(inputs.size(), Expr.none()));
    if (!reached.isEmpty()) {
      List<Expr> found = apply();
      for (int k = 0; k < found.size(); k++) {
        gradients.set(reached.get(k), found.get(k));
      }
    }
    return gradients;
  }

  /** Fills in the body, and returns which inputs of the scan its outputs are cotangents of. */
  private List<Integer> differentiateStep() {
    List<Expr> ys = new ArrayList<>();
    List<Expr> dys = new ArrayList<>();
    takeCotangents(ys, dys);
    List<Integer> by =
        numbers(inputs.size(), i -> isFloating(i) && (i >= scan.carries() || live.contains(i)));
    List<Expr> gradients = Autodiff.vjp(ys, Lists.transform(by, this::inBody), dys);
    List<Integer> reached = new ArrayList<>();
    for (int k = 0; k < by.size(); k++) {
      int i = by.get(k);
      Expr gradient = gradients.get(k);
      if (i < scan.carries()) {
        next.add(gradient);
      } else if (gradient.isZero()) {
        continue;
      } else if (i < scan.carries() + scan.shared()) {
        next.add(carry("sum", gradient.type(), inputs.get(i).zerosLike()).add(gradient));
      } else {
        dxs.add(gradient);
      }
      reached.add(i);
    }
    return reached;
  }

  private static List<Integer> numbers(int end, IntPredicate which) {
    return IntStream.range(0, end).filter(which).boxed().toList();
  }

  private boolean isFloating(int input) {
    return inputs.get(input).dtype().isFloating();
  }

  private Expr inBody(int input) {
    return Expr.of(scan.bodyInputs().get(input));
  }

  private Expr carry(String role, TensorType type, Expr first) {
    Expr carry = Expr.input(role + " " + carries.size(), type);
    carries.add(carry);
    init.add(first);
    return carry;
  }

  private void along(Value element, Expr all) {
    xs.add(Expr.of(element));
    stacked.add(all);
  }

  /** Begins with the outputs that are used, and adds the carries that live ones read. */
  private Set<Integer> findLive() {
    List<Value> results = scan.bodyOutputs();
    Set<Integer> found =
        new TreeSet<>(
            numbers(
                results.size(),
                i -> results.get(i).dtype().isFloating() && !cotangents.get(i).isZero()));
    boolean grown = true;
    while (grown) {
      List<Integer> read = carriesReadBy(found.stream().map(results::get).toList());
      grown = found.addAll(read.stream().filter(this::isFloating).toList());
    }
    return found;
  }

  /** Pairs the live outputs of the body with their cotangents. */
  private void takeCotangents(List<Expr> ys, List<Expr> dys) {
    for (int i : live) {
      Expr y = Expr.of(scan.bodyOutputs().get(i));
      Expr dy = cotangents.get(i);
      ys.add(y);
      if (i < scan.carries()) {
        dys.add(carry("cotangent", y.type(), dy));
      } else {
        Expr element = Expr.input("dy " + xs.size(), y.type());
        along(element, dy);
        dys.add(element);
      }
    }
  }

  /** Returns the outputs of the product except those that its own derivatives will need. */
  private List<Expr> apply() {
    List<Value> before =
        Lists.transform(carriesReadBy(Iterables.concat(next, dxs)), scan.bodyInputs()::get);
    List<Expr> history = history(before);
    for (int i = 0; i < before.size(); i++) {
      along(before.get(i), history.get(i));
    }
    int shared = scan.carries() + scan.shared();
    for (int i = shared; i < inputs.size(); i++) {
      along(scan.bodyInputs().get(i), inputs.get(i));
    }
    Iterable<Value> bodyInputs =
        Iterables.concat(carries, scan.bodyInputs().subList(scan.carries(), shared), xs);
    Iterable<Expr> own = Iterables.filter(carries, e -> Scan.fits(scan.length(), e.type()));
    Iterable<Value> bodyOutputs = Iterables.concat(next, dxs, own);
    BodyGraph body =
        BodyGraph.of(ImmutableList.copyOf(bodyInputs), ImmutableList.copyOf(bodyOutputs));
    Scan product = new Scan(body, scan.length(), carries.size(), xs.size(), !scan.backward());
    Iterable<Expr> all = Iterables.concat(init, inputs.subList(scan.carries(), shared), stacked);
    return Expr.applyAll(product, ImmutableList.copyOf(all)).subList(0, next.size() + dxs.size());
  }

  /** Returns the numbers of the carries that expressions over the body's inputs read. */
  private List<Integer> carriesReadBy(Iterable<? extends Value> values) {
    Set<Node> read = new HashSet<>(Graph.of(ImmutableList.copyOf(values)).nodes());
    return numbers(scan.carries(), i -> read.contains(scan.bodyInputs().get(i).node()));
  }

  /** Returns the carries into each step, from the scan itself or else from another one. */
  private List<Expr> history(List<Value> before) {
    if (scan.bodyOutputs().subList(scan.carries(), outputs.size()).containsAll(before)) {
      return before.stream().map(v -> outputs.get(lastOutput(v))).toList();
    }
    before.forEach(this::checkFits);
    BodyGraph body =
        BodyGraph.of(
            scan.bodyInputs(), ImmutableList.copyOf(Iterables.concat(scan.bodyOutputs(), before)));
    Scan remembering = new Scan(body, scan.length(), scan.carries(), scan.xs(), scan.backward());
    List<Expr> all = Expr.applyAll(remembering, inputs);
    return all.subList(outputs.size(), all.size());
  }

  private void checkFits(Value carry) {
    if (!Scan.fits(scan.length(), carry.type())) {
      throw new ShapeException(
          Scan.NAME,
          "the derivative needs what was carried into each of %s steps, %s: %s elements, a tensor"
                  .formatted(
                      scan.length(), carry.type(), (long) scan.length() * carry.type().size())
              + " has at most 2147483647; scan over segments, each a scan of its own steps, and"
              + " only what is carried into each segment is kept");
    }
  }

  /** Returns the number of the output that shows a carry before each step. */
  private int lastOutput(Value carry) {
    return scan.bodyOutputs().lastIndexOf(carry);
  }
}
