// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.base.Joiner;

/** What the compiler may do to make a program faster or smaller; each can be switched off. */
public enum Pass {
  /** Puts the graphs of simpler ops that kernels state in their place. */
  EXPAND("expand"),
  /** Computes what depends on constants alone at compile time. */
  FOLD("fold"),
  /** Applies the graph rewrites of the families that follow. */
  REWRITE("rewrite"),
  /** Rewrites: removes ops that hand their input through. */
  IDENTITY("identity"),
  /** Rewrites: puts less arithmetic in place of more. */
  ALGEBRA("algebra"),
  /** Rewrites: joins the constants of products and quotients, which may round otherwise. */
  FACTORS("factors"),
  /** Rewrites: makes views of views one view, and reduces what views repeat only once. */
  VIEWS("views"),
  /** Rewrites: computes before elements are repeated, not after. */
  HOIST("hoist"),
  /**
   * Rewrites: lets kernels read views of their inputs, and write views of their outputs, in place.
   */
  ABSORB("absorb"),
  /** Drops from control flow what nobody reads. */
  PRUNE("prune"),
  /** Computes common subexpressions once. */
  CSE("cse"),
  /** Computes like terms of a sum at once, which may add in another order. */
  JOIN_SUMS("join-sums"),
  /** Joins products with one right operand, and transposes that once. */
  JOIN_PRODUCTS("join-products"),
  /** Takes parts before elementwise ops, not after. */
  PARTS("parts"),
  /** Packs a right operand once that many products share. */
  PACK("pack"),
  /** Computes long chains of small products strip by strip of their rows, side by side. */
  STRIPS("strips"),
  /** Computes elementwise ops on single numbers as straight-line code, if {@link #EMIT} is on. */
  SCALARS("scalars"),
  /** Computes elementwise ops that belong together, and the views that they read, in one loop. */
  FUSE("fuse"),
  /** Runs fused loops over tiles of the matrix product that they read, if {@link #FUSE} is on. */
  EPILOGUES("epilogues"),
  /** Takes loops that need each other's results row by row through the rows together. */
  STAGE("stage"),
  /** Has fused loops write what is joined along an inner axis where it will lie. */
  JOIN_IN_PLACE("join-in-place"),
  /** Runs fused loops on generated classes. */
  EMIT("emit"),
  /** Lets what only updates variables run last. */
  SCHEDULE("schedule"),
  /** Lets views with the same elements in the same order share their input's memory. */
  SHARE("share"),
  /** Lets steps overwrite values, and variables, that are read for the last time. */
  IN_PLACE("in-place"),
  /** Uses memory of temporaries again. */
  REUSE("reuse");

  private final String label;

  Pass(String label) {
    this.label = label;
  }

  /**
   * Returns the pass of the given name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Pass of(String name) {
    for (Pass pass : values()) {
      if (pass.label.equals(name)) {
        return pass;
      }
    }
    throw new IllegalArgumentException(
        "passes: no pass is called '%s'; there are %s"
            .formatted(name, Joiner.on(", ").join(values())));
  }

  /** Returns the name by which the pass is switched off, such as {@code in-place}. */
  @Override
  public String toString() {
    return label;
  }
}
