// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import com.google.common.base.Ascii;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.Sets;
import dev.adjoint.exec.rewrite.GraphPass;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Instruction;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Value;
import java.util.List;
import java.util.Optional;

/**
 * A graph rewrite: one row of {@link Rewrites#TABLE}.
 *
 * @param name what it is called, in words joined by hyphens
 * @param family what it is switched off with
 * @param pattern what is rewritten into what, in words and formulas
 * @param error by how much results may change; empty if no bit does
 * @param how how
 */
public record Rewrite(String name, Family family, String pattern, Optional<String> error, How how) {
  /** What rewrites are switched on and off together, each by its own name. */
  public enum Family {
    /** Simpler ops in place of the kernels that state them. */
    EXPAND,
    /** What depends on constants alone. */
    FOLD,
    /** Ops that hand an input through. */
    IDENTITY,
    /** Arithmetic. */
    ALGEBRA,
    /** Factors that are constants, multiplied with each other. */
    FACTORS,
    /** Views, and reductions of views. */
    VIEWS,
    /** Work done before elements are repeated, not after. */
    HOIST,
    /** Views read in place by kernels, and written in place. */
    ABSORB,
    /** What nobody reads of control flow. */
    PRUNE,
    /** Common subexpressions. */
    CSE,
    /** Like terms of a sum. */
    JOIN_SUMS,
    /** Products with one right operand. */
    JOIN_PRODUCTS,
    /** Parts taken before elementwise ops, not after. */
    PARTS,
    /** Right operands packed once for many products. */
    PACK,
    /** Chains of products, strip by strip of their rows. */
    STRIPS;

    /** Returns the name in small letters, with hyphens. */
    @Override
    public String toString() {
      return Ascii.toLowerCase(name()).replace('_', '-');
    }
  }

  /** How a rewrite goes about it. */
  public sealed interface How {}

  /** Looks at one node at a time, together with others of its kind in one walk. */
  record Local(Scope scope, Rule rule) implements How {}

  /** Looks at the whole graph, in a walk of its own. */
  record Global(GraphPass pass) implements How {}

  /** Which nodes a rule is tried at. */
  sealed interface Scope {
    /** Returns elementwise ops of a single instruction, which is one of the given ones. */
    static Scope instruction(Instruction first, Instruction... others) {
      return new OneOf(Sets.immutableEnumSet(first, others));
    }

    /** Returns all ops of a kind. */
    static Scope op(Class<? extends Op> kind) {
      return new Kind(kind);
    }

    /** Returns whether the rule is tried at a node. */
    boolean has(Site site);
  }

  private record OneOf(ImmutableSet<Instruction> instructions) implements Scope {
    @Override
    public boolean has(Site site) {
      return site.formula().isPresent()
          && instructions.contains(site.formula().get().instruction());
    }
  }

  private record Kind(Class<? extends Op> kind) implements Scope {
    @Override
    public boolean has(Site site) {
      return kind.isInstance(site.node().op());
    }
  }

  /** Decides whether a node can be simplified. */
  @FunctionalInterface
  public interface Rule {
    /**
     * Returns what stands for the output of the node; empty if the pattern does not match. For a
     * node of several outputs, the first output of a node whose outputs stand for all.
     */
    Optional<Value> rewrite(Site site);
  }

  /** Returns a rewrite of single nodes that changes no bit. */
  static Rewrite exact(String name, Family family, Scope scope, String pattern, Rule rule) {
    return new Rewrite(name, family, pattern, Optional.empty(), new Local(scope, rule));
  }

  /** Returns a rewrite of single nodes that may change results by a stated error. */
  static Rewrite rounding(
      String name, Family family, Scope scope, String pattern, String error, Rule rule) {
    return new Rewrite(name, family, pattern, Optional.of(error), new Local(scope, rule));
  }

  /** Returns a rewrite of whole graphs that changes no bit. */
  static Rewrite exactOfGraph(String name, Family family, String pattern, GraphPass pass) {
    return new Rewrite(name, family, pattern, Optional.empty(), new Global(pass));
  }

  /** Returns a rewrite of whole graphs that may change results by a stated error. */
  static Rewrite roundingOfGraph(
      String name, Family family, String pattern, String error, GraphPass pass) {
    return new Rewrite(name, family, pattern, Optional.of(error), new Global(pass));
  }

  /** Returns whether every result keeps its bits, where one NaN is like another. */
  public boolean isExact() {
    return error.isEmpty();
  }

  /** Returns the graph with this rewrite applied wherever it matches; the same one if nowhere. */
  public Graph apply(Graph graph) {
    return switch (how) {
      case Local _ -> new Simplify(List.of(this)).apply(graph);
      case Global(GraphPass pass) -> pass.apply(graph);
    };
  }

  /** Returns whether this is a rewrite of single nodes that may match such ones as a given one. */
  boolean isTriedAt(Site site) {
    return how instanceof Local(Scope scope, _) && scope.has(site);
  }

  /**
   * Returns what stands for the output of the node, as {@link Rule#rewrite} does, if it has the
   * types that the node says: an op may infer others than its body suggests. Empty for a rewrite of
   * whole graphs.
   */
  Optional<Value> rewrite(Site site) {
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
