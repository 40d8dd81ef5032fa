// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.fuse;

import dev.adjoint.exec.rewrite.GraphUses;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.Optional;

/**
 * The value that a loop reads for an input of an elementwise node, past the views between them.
 *
 * @param source the value
 * @param layout where its elements lie; empty if the loop reads them in order
 */
record LoopRead(Value source, Optional<LoopLayout> layout) {
  // By hand, as linking what the JVM makes for a record takes a fresh one some milliseconds.

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof LoopRead read
            && read.source.equals(source)
            && read.layout.equals(layout);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** Returns whether a node can be part of a loop. */
  static boolean isFusible(Node node) {
    return node.op() instanceof ElementwiseOp && node.outputTypes().getFirst().size() > 0;
  }

  /** Returns a value read in order, past views that keep all elements in order. */
  static LoopRead dense(Value value) {
    return new LoopRead(pastIdentities(value), Optional.empty());
  }

  /** Returns how to read a value past a view, if that costs no more than reading the view. */
  static LoopRead of(Value value, GraphUses uses) {
    LoopRead dense = dense(value);
    if (!(dense.source.node().op() instanceof ViewOp view)) {
      return dense;
    }
    Value x = dense.source.node().inputs().getFirst();
    IndexMap map = view.map(x.shape());
    // What only moves elements is done once if several loops would do it, each in bad order.
    boolean repeats = x.type().size() < dense.source.type().size();
    return map.isTotal() && (repeats || uses.count(dense.source) == 1)
        ? new LoopRead(pastIdentities(x), Optional.of(LoopLayout.of(map)))
        : dense;
  }

  private static Value pastIdentities(Value value) {
    Value source = value;
    while (source.node().op() instanceof ViewOp view
        && view.map(source.node().inputs().getFirst().shape())
            .isIdentity(source.node().inputs().getFirst().type().size())) {
      source = source.node().inputs().getFirst();
    }
    return source;
  }

  /** Returns whether the source is a single number known now. */
  boolean isLiteral() {
    return source.node().op() instanceof LeafOp.Constant && source.type().size() == 1;
  }
}
