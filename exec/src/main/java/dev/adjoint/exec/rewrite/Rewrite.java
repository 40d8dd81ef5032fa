package dev.adjoint.exec.rewrite;

import com.google.common.base.Ascii;
import dev.adjoint.graph.Value;
import java.util.Optional;

/**
 * A graph rewrite: one row of {@link Rewrites#TABLE}.
 *
 * @param name what it is called, in words joined by hyphens
 * @param family what it is switched off with
 * @param pattern what is rewritten into what, in words and formulas
 * @param rule how
 */
public record Rewrite(String name, Family family, String pattern, Rule rule) {
  /** What rewrites are switched on and off together, each by its own name. */
  public enum Family {
    /** Ops that hand an input through. */
    IDENTITY,
    /** Arithmetic. */
    ALGEBRA,
    /** Views, and reductions of views. */
    VIEWS,
    /** Work done before elements are repeated, not after. */
    HOIST,
    /** Views read in place by kernels, and written in place. */
    ABSORB;

    /** Returns the name in small letters. */
    @Override
    public String toString() {
      return Ascii.toLowerCase(name());
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

  /**
   * Returns what stands for the output of the node, as {@link Rule#rewrite} does, if it has the
   * types that the node says: an op may infer others than its body suggests.
   */
  public Optional<Value> rewrite(Site site) {
    boolean several = site.node().outputTypes().size() > 1;
    return rule.rewrite(site)
        .filter(v ->
            several
                ? v.node().outputTypes().equals(site.node().outputTypes())
                : v.type().equals(site.node().outputTypes().getFirst()));
  }
}
