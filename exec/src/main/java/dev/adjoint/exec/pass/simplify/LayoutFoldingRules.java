// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules that let kernels read views in place. */
final class LayoutFoldingRules {
  private LayoutFoldingRules() {}

  static Optional<Value> viewIntoKernel(RewriteContext site) {
    Node node = site.node();
    if (!(node.op() instanceof KernelOp op)) {
      return Optional.empty();
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      Value x = node.inputs().get(i);
      Optional<IndexMap> map = StridedView.mapOf(x).filter(IndexMap::isTotal);
      if (map.isPresent()) {
        Value source = x.node().inputs().getFirst();
        Optional<KernelOp> reading = op.absorbing(i, map.get(), source.shape());
        if (reading.isPresent()) {
          return Optional.of(with(reading.get(), node, i, source));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * A view that a kernel cannot read in place is made in memory, and making it line by line is
   * cheapest: where the elements of another axis are neighbours, the two axes change their places
   * if the kernel can read that.
   */
  static Optional<Value> transposedRead(RewriteContext site) {
    Node node = site.node();
    if (!(node.op() instanceof KernelOp op)) {
      return Optional.empty();
    }
    for (int i = 0; i < node.inputs().size(); i++) {
      Value x = node.inputs().get(i);
      Optional<IndexMap> map = StridedView.mapOf(x).filter(IndexMap::isTotal);
      int dense = map.isPresent() ? axisOfNeighbours(map.get()) : -1;
      if (dense >= 0) {
        int last = x.shape().rank() - 1;
        IndexMap lines = swapped(map.get(), dense, last);
        IndexMap back = swapped(IndexMap.identity(lines.shape()), dense, last);
        Optional<KernelOp> reading = op.absorbing(i, back, lines.shape());
        if (reading.isPresent()) {
          Value source = x.node().inputs().getFirst();
          Value read = RewriteContext.make(new StridedView(lines, 0), source);
          return Optional.of(with(reading.get(), node, i, read));
        }
      }
    }
    return Optional.empty();
  }

  private static Value with(KernelOp op, Node node, int input, Value x) {
    List<Value> inputs = new ArrayList<>(node.inputs());
    inputs.set(input, x);
    return Node.of(op, inputs).output(0);
  }

  /** Returns the axis along which neighbours lie side by side; −1 if there is none but the last. */
  private static int axisOfNeighbours(IndexMap map) {
    int found = -1;
    for (int axis = 0; axis < map.shape().rank(); axis++) {
      if (map.shape().dim(axis) > 1) {
        found = map.strides().get(axis) == 1 ? axis : found;
      }
    }
    int last = map.shape().rank() - 1;
    return found == last || last >= 0 && map.shape().dim(last) <= 1 ? -1 : found;
  }

  private static IndexMap swapped(IndexMap map, int a, int b) {
    Shape shape = map.shape();
    int[] strides = map.strides().toArray();
    int stride = strides[a];
    strides[a] = strides[b];
    strides[b] = stride;
    return IndexMap.of(
        shape.with(a, shape.dim(b)).with(b, shape.dim(a)),
        map.offset(),
        ImmutableIntArray.copyOf(strides));
  }
}
