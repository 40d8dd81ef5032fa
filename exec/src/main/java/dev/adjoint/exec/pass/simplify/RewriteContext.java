// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Value;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** A node that rules look at. Properties that several rules need are computed once. */
public final class RewriteContext {
  private final Node node;
  private final ToIntFunction<Node> uses;
  private final @Nullable Scalar body;
  private final Optional<MatchedInstruction> formula;

  /**
   * Creates a site.
   *
   * @param node a node whose inputs are simplified already
   * @param uses how often a node is used, at least 1
   */
  public RewriteContext(Node node, ToIntFunction<Node> uses) {
    this.node = node;
    this.uses = uses;
    this.body = node.op() instanceof ElementwiseOp ? node.body() : null;
    this.formula = body == null ? Optional.empty() : MatchedInstruction.of(body, node);
  }

  /** Returns the node. */
  public Node node() {
    return node;
  }

  /** Returns the body of an elementwise op. */
  Optional<Scalar> body() {
    return Optional.ofNullable(body);
  }

  /** Returns the body of an elementwise op if it is one instruction on inputs and literals. */
  Optional<MatchedInstruction> formula() {
    return formula;
  }

  /** Returns whether something else than this node uses a value too. */
  boolean isShared(Value value) {
    return uses.applyAsInt(value.node()) > 1;
  }

  /** Returns the first output of a new node. */
  static Value make(Op op, Value... inputs) {
    return Node.of(op, Arrays.asList(inputs)).output(0);
  }
}
