// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A row of the table of all passes: what it does to a graph, by how much that may change results,
 * and how it is switched off.
 *
 * @param name the name, in words joined by hyphens
 * @param pass the name by which it is switched off, perhaps with other rows
 * @param pattern the rewrite, in words and formulas
 * @param error by how much results may change; empty if no bit does
 * @param how the way in which it is applied
 */
public record Rewrite(String name, String pass, String pattern, Optional<String> error, How how) {
  /** How a rewrite is applied. */
  public sealed interface How {}

  /** Looks at one node at a time, together with others of its kind in one walk. */
  public record Local(Scope scope, Rule rule) implements How {}

  /** Looks at the whole graph, in a walk of its own. */
  public record Global(GraphPass pass) implements How {}

  /** Looks at the whole graph, and at which of its outputs update variables. */
  public record Whole(UnaryOperator<Computation> pass) implements How {}

  /** Which nodes a rule is tried at. */
  public sealed interface Scope {
    /** Returns elementwise ops of a single instruction, which is one of the given ones. */
    static Scope instruction(Instruction first, Instruction... others) {
      return new OneOf(Sets.immutableEnumSet(first, others));
    }

    /** Returns all ops of a kind. */
    static Scope op(Class<? extends Op> kind) {
      return new Kind(kind);
    }

    /** Returns whether the rule is tried at a node. */
    boolean has(RewriteContext site);
  }

  private record OneOf(ImmutableSet<Instruction> instructions) implements Scope {
    @Override
    public boolean has(RewriteContext site) {
      return site.formula().isPresent()
          && instructions.contains(site.formula().get().instruction());
    }
  }

  private record Kind(Class<? extends Op> kind) implements Scope {
    @Override
    public boolean has(RewriteContext site) {
      return kind.isInstance(site.node().op());
    }
  }

  /** Decides whether a node can be simplified. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Returns the replacement of the node's output; empty if the pattern does not match. For a node
     * of several outputs, the first output of a node whose outputs stand for all.
     */
    Optional<Value> rewrite(RewriteContext site);
  }

  /** Returns a rewrite of single nodes that changes no bit. */
  static Rewrite exact(String name, String pass, Scope scope, String pattern, Rule rule) {
    return new Rewrite(name, pass, pattern, Optional.empty(), new Local(scope, rule));
  }

  /** Returns a rewrite of single nodes that may change results by a stated error. */
  static Rewrite rounding(
      String name, String pass, Scope scope, String pattern, String error, Rule rule) {
    return new Rewrite(name, pass, pattern, Optional.of(error), new Local(scope, rule));
  }

  /** Returns a rewrite of whole graphs that changes no bit. */
  public static Rewrite exactOfGraph(String name, String pass, String pattern, GraphPass rewrite) {
    return new Rewrite(name, pass, pattern, Optional.empty(), new Global(rewrite));
  }

  /** Returns a rewrite of whole graphs that may change results by a stated error. */
  public static Rewrite roundingOfGraph(
      String name, String pass, String pattern, String error, GraphPass rewrite) {
    return new Rewrite(name, pass, pattern, Optional.of(error), new Global(rewrite));
  }

  /** Returns a rewrite of whole computations that changes no bit. */
  public static Rewrite exactOfComputation(
      String name, String pass, String pattern, UnaryOperator<Computation> rewrite) {
    return new Rewrite(name, pass, pattern, Optional.empty(), new Whole(rewrite));
  }

  /** Returns whether every result keeps its bits, where one NaN is like another. */
  public boolean isExact() {
    return error.isEmpty();
  }

  /** Returns the graph with this rewrite applied wherever it matches; the same one if nowhere. */
  public Graph apply(Graph graph) {
    return apply(Computation.of(graph)).graph();
  }

  /** Returns the computation with this rewrite applied wherever it matches. */
  public Computation apply(Computation before) {
    return switch (how) {
      case Local _ -> before.with(new Simplify(List.of(this)).apply(before.graph()));
      case Global(GraphPass pass) -> before.with(pass.apply(before.graph()));
      case Whole(UnaryOperator<Computation> pass) -> pass.apply(before);
    };
  }

  /** Returns whether this is a rewrite of single nodes that may match such ones as a given one. */
  boolean isTriedAt(RewriteContext site) {
    return how instanceof Local(Scope scope, _) && scope.has(site);
  }

  /**
   * Returns the replacement of the node's output, as {@link Rule#rewrite} does, if it has the types
   * that the node says: an op may infer others than its body suggests. Empty for a rewrite of whole
   * graphs.
   */
  Optional<Value> rewrite(RewriteContext site) {
    if (!(how instanceof Local(_, Rule rule))) {
      return Optional.empty();
    }
    Optional<Value> value = rule.rewrite(site);
    return value.isPresent() && keepsTypes(site.node(), value.get()) ? value : Optional.empty();
  }

  private static boolean keepsTypes(Node node, Value value) {
    return node.outputTypes().size() > 1
        ? value.node().outputTypes().equals(node.outputTypes())
        : value.type().equals(node.outputTypes().getFirst());
  }
}
