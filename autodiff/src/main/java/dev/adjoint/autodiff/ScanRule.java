// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The vector-Jacobian product of a scan: a scan in the other direction. */
final class ScanRule {
  private final Scan scan;
  private final List<Expr> inputs;
  private final List<Expr> outputs;
  private final List<Expr> cotangents;

  /** What the body of the product takes. */
  private final List<Expr> carries = new ArrayList<>();

  private final List<Expr> xs = new ArrayList<>();

  /** What the product takes. */
  private final List<Expr> init = new ArrayList<>();

  private final List<Expr> stacked = new ArrayList<>();

  ScanRule(Scan scan, List<Expr> inputs, List<Expr> outputs, List<Expr> cotangents) {
    this.scan = scan;
    this.inputs = inputs;
    this.outputs = outputs;
    this.cotangents = cotangents;
  }

  /** Returns the cotangents of the inputs. */
  List<Expr> gradients() {
    List<Expr> ys = new ArrayList<>();
    List<Expr> dys = new ArrayList<>();
    takeCotangents(ys, dys);
    int shared = scan.carries() + scan.shared();
    int sums = carries.size();
    for (int i = scan.carries(); i < shared; i++) {
      if (isFloating(i)) {
        carry("sum", inBody(i).type(), inputs.get(i).zerosLike());
      }
    }
    List<Expr> next = new ArrayList<>();
    List<Expr> dxs = new ArrayList<>();
    List<Expr> by = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      if (isFloating(i)) {
        by.add(inBody(i));
      }
    }
    for (Expr gradient : Autodiff.vjp(ys, by, dys)) {
      int i = next.size();
      if (i == carries.size()) {
        dxs.add(gradient);
      } else if (i < sums || isZero(gradient)) {
        next.add(i < sums ? gradient : carries.get(i));
      } else {
        next.add(carries.get(i).add(gradient));
      }
    }
    return ordered(apply(next, dxs));
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

  /** Pairs the outputs of the body with their cotangents. */
  private void takeCotangents(List<Expr> ys, List<Expr> dys) {
    for (int i = 0; i < scan.bodyOutputs().size(); i++) {
      Expr y = Expr.of(scan.bodyOutputs().get(i));
      Expr dy = cotangents.get(i);
      if (!y.dtype().isFloating()) {
        continue;
      }
      if (i < scan.carries()) {
        ys.add(y);
        dys.add(carry("cotangent", y.type(), dy));
      } else if (!isZero(dy)) {
        Expr element = Expr.input("dy " + xs.size(), y.type());
        along(element, dy);
        ys.add(y);
        dys.add(element);
      }
    }
  }

  /** Returns the outputs of the product but for what derivatives of it will need. */
  private List<Expr> apply(List<Expr> next, List<Expr> dxs) {
    List<Value> before = carriesReadBy(Iterables.concat(next, dxs));
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

  /** Returns the carries of the scan that outputs of the product's body read. */
  private List<Value> carriesReadBy(Iterable<Expr> outputs) {
    Set<Node> read = new HashSet<>(Graph.of(ImmutableList.copyOf(outputs)).nodes());
    List<Value> carried = scan.bodyInputs().subList(0, scan.carries());
    return carried.stream().filter(v -> read.contains(v.node())).toList();
  }

  /** Returns what was carried into each step, from the scan itself or else from another one. */
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

  /** Returns gradients of floating inputs for all inputs, in their order. */
  private List<Expr> ordered(List<Expr> gradients) {
    ImmutableList.Builder<Expr> result = ImmutableList.builder();
    int next = 0;
    for (int i = 0; i < inputs.size(); i++) {
      result.add(isFloating(i) ? gradients.get(next++) : Expr.none());
    }
    return result.build();
  }

  /** Returns whether a cotangent is known to be zero: nothing reads the output. */
  private static boolean isZero(Expr dy) {
    Value value = dy;
    while (value.node().op() instanceof ViewOp view && view.fill() == 0) {
      value = value.node().inputs().getFirst();
    }
    return value.node().op() instanceof LeafOp.Constant(var tensor)
        && tensor.size() == 1
        && tensor.buffer().getDouble(0) == 0;
  }
}
