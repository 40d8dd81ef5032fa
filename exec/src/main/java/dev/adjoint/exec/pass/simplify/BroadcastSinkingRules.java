// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import dev.adjoint.exec.ir.StridedView;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Rules that move computations before a broadcast, so that they are not repeated for equal
 * elements.
 *
 * <p>A loop over few elements still is a loop, so a computation is hoisted only if this saves
 * {@value #SAVED} elements or more.
 */
final class BroadcastSinkingRules {
  /** How many elements a hoisted op must save. */
  static final int SAVED = 64;

  private BroadcastSinkingRules() {}

  static Optional<Value> elementwiseOfRepeated(RewriteContext site) {
    Node node = site.node();
    if (!(node.op() instanceof ElementwiseOp op)) {
      return Optional.empty();
    }
    Value widest = widest(node);
    if (widest == null) {
      return Optional.empty();
    }
    Value source = widest.node().inputs().getFirst();
    IndexMap map = StridedView.mapOf(widest).orElseThrow();
    List<Value> inputs = new ArrayList<>();
    for (Value input : node.inputs()) {
      Optional<Value> small = before(map, source.shape(), input);
      if (small.isEmpty()) {
        return Optional.empty();
      }
      inputs.add(small.get());
    }
    Value early;
    try {
      early = Node.of(op, inputs).output(0);
    } catch (ShapeException _) {
      return Optional.empty(); // An op may ask more of its shapes than that they are equal.
    }
    return early.shape().equals(source.shape())
        ? Optional.of(RewriteContext.make(widest.node().op(), early))
        : Optional.empty();
  }

  /** Returns the repeating input with the most elements before; null if none saves enough. */
  private static @Nullable Value widest(Node node) {
    Value widest = null;
    int most = 0;
    for (Value input : node.inputs()) {
      if (input.node().op() instanceof ViewOp) {
        int size = input.node().inputs().getFirst().type().size();
        if (size > most) {
          widest = input;
          most = size;
        }
      }
    }
    boolean saves =
        widest != null
            && widest.type().size() - most >= SAVED
            && StridedView.mapOf(widest).orElseThrow().isTotal();
    return saves ? widest : null;
  }

  /** Returns an input as it is before a map repeats its elements, in the given shape. */
  private static Optional<Value> before(IndexMap map, Shape shape, Value input) {
    OptionalLong splat = Splats.of(input);
    if (splat.isPresent()) {
      return Optional.of(Splats.full(input.dtype(), shape, splat.getAsLong()));
    }
    Optional<IndexMap> other = StridedView.mapOf(input).filter(IndexMap::isTotal);
    if (other.isEmpty()) {
      return Optional.empty();
    }
    Value source = input.node().inputs().getFirst();
    if (source.type().size() == 1) {
      return Optional.of(
          source.shape().equals(shape)
              ? source
              : RewriteContext.make(StridedView.of(shape, 0, new int[shape.rank()]), source));
    }
    return other.get().equals(map) && source.type().size() == shape.size()
        ? Optional.of(StridedView.reshape(source, shape))
        : Optional.empty();
  }
}
