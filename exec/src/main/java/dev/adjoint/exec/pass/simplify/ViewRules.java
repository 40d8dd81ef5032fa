// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.SingleReduction;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.Optional;

/** Rules for views, and for reductions of views. */
final class ViewRules {
  private ViewRules() {}

  static Optional<Value> viewOfView(RewriteContext site) {
    Node node = site.node();
    if (!(node.op() instanceof ViewOp op)) {
      return Optional.empty();
    }
    Value middle = node.inputs().getFirst();
    IndexMap outer = op.map(middle.shape());
    Optional<IndexMap> inner = StridedView.mapOf(middle);
    if (inner.isEmpty() || !pays(site, outer, middle, inner.get())) {
      return Optional.empty();
    }
    Optional<IndexMap> whole = ViewComposition.of(outer, inner.get());
    return whole.isPresent()
        ? Optional.of(
            RewriteContext.make(
                new StridedView(whole.get(), op.fill()), middle.node().inputs().getFirst()))
        : Optional.empty();
  }

  /**
   * Returns whether reading through the inner view is no more work than making it: elements that it
   * moves around are better moved once than at every repetition, and a reshape of a view that is
   * made anyway costs nothing.
   */
  private static boolean pays(RewriteContext site, IndexMap outer, Value middle, IndexMap inner) {
    int source = middle.node().inputs().getFirst().type().size();
    if (inner.isIdentity(source)) {
      return true;
    }
    boolean repeats = outer.shape().size() > middle.type().size() && outer.isTotal();
    boolean moves = middle.type().size() <= source;
    boolean free = outer.isIdentity(middle.type().size());
    return !(repeats && moves) && !(free && site.isShared(middle));
  }

  /** Max, min, and, or: what leaves a repeated element as it is. */
  static Optional<Value> reduceOfRepeated(RewriteContext site) {
    Node node = site.node();
    if (!(node.op() instanceof ReductionOp op)) {
      return Optional.empty();
    }
    Value x = node.inputs().getFirst();
    Optional<IndexMap> map = StridedView.mapOf(x).filter(IndexMap::isTotal);
    if (map.isEmpty() || x.type().size() == 0 || !isIdempotent(op, x)) {
      return Optional.empty();
    }
    Shape once = x.shape();
    for (int axis : op.axes().asList()) {
      once = map.get().strides().get(axis) == 0 ? once.with(axis, 1) : once;
    }
    if (once.equals(x.shape()) || !finishesAlike(op, x, once)) {
      return Optional.empty();
    }
    ImmutableIntArray strides = map.get().strides();
    StridedView view = new StridedView(IndexMap.of(once, map.get().offset(), strides), 0);
    return Optional.of(
        RewriteContext.make(op, RewriteContext.make(view, x.node().inputs().getFirst())));
  }

  private static boolean isIdempotent(ReductionOp op, Value x) {
    Scalar a = Scalar.argument(0, x.dtype());
    Scalar b = Scalar.argument(1, x.dtype());
    Scalar body = op.combine(a, b);
    return switch (body.instruction()) {
      case MAX, MIN, AND, OR -> body.operands().contains(a) && body.operands().contains(b);
      default -> false;
    };
  }

  /** Returns whether the op's finish does nothing for any number of elements. */
  private static boolean finishesAlike(ReductionOp op, Value x, Shape once) {
    Scalar reduced = Scalar.argument(0, x.dtype());
    return op.finish(reduced, op.count(x.shape())).instruction() == Instruction.ARGUMENT
        && op.finish(reduced, op.count(once)).instruction() == Instruction.ARGUMENT;
  }

  static Optional<Value> reduceOfOne(RewriteContext site) {
    Node node = site.node();
    if (!(node.op() instanceof ReductionOp op)) {
      return Optional.empty();
    }
    Value x = node.inputs().getFirst();
    for (int axis : op.axes().asList()) {
      if (x.shape().dim(axis) != 1) {
        return Optional.empty();
      }
    }
    Shape shape = node.outputTypes().getFirst().shape();
    return Optional.of(RewriteContext.make(new SingleReduction(op), StridedView.reshape(x, shape)));
  }
}
