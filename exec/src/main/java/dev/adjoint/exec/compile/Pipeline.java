// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.compile;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.pass.fuse.ConcatInPlace;
import dev.adjoint.exec.pass.fuse.Epilogues;
import dev.adjoint.exec.pass.fuse.FuseLoops;
import dev.adjoint.exec.pass.fuse.FuseRows;
import dev.adjoint.exec.pass.fuse.FuseScalars;
import dev.adjoint.exec.pass.merge.BatchAccumulations;
import dev.adjoint.exec.pass.merge.HoistSlices;
import dev.adjoint.exec.pass.merge.MergeMatmuls;
import dev.adjoint.exec.pass.merge.PartitionRows;
import dev.adjoint.exec.pass.merge.Prepack;
import dev.adjoint.exec.pass.simplify.ClampElimination;
import dev.adjoint.exec.pass.simplify.CommonSubexpressions;
import dev.adjoint.exec.pass.simplify.DeadOutputElimination;
import dev.adjoint.exec.pass.simplify.ExpandKernels;
import dev.adjoint.exec.pass.simplify.FoldConstants;
import dev.adjoint.exec.pass.simplify.Rewrite;
import dev.adjoint.exec.pass.simplify.Rewrites;
import dev.adjoint.exec.pass.sparse.SparseUpdates;
import dev.adjoint.exec.step.StepCodes;
import dev.adjoint.graph.Graph;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * All passes over graphs, in their order: one row each, with its name, the name by which it is
 * switched off, the rewrite in words, the error that it may cause, and its phase. A new pass is a
 * file of its own and a row here. The rules for single nodes have a table of their own, {@link
 * Rewrites#TABLE}, which is part of this one.
 */
public final class Pipeline {
  /** Switches off all rules for single nodes. */
  static final String REWRITE = "rewrite";

  /** Computes values that depend on constants alone at compile time, or once for a program. */
  static final String FOLD = "fold";

  /** Runs fused loops on generated classes. */
  static final String EMIT = "emit";

  /** Defers nodes that only feed variable updates. */
  static final String SCHEDULE = "schedule";

  /** Lets views with the same elements in the same order share their input's memory. */
  static final String SHARE = "share";

  /** Lets steps overwrite values, and variables, that are read for the last time. */
  static final String IN_PLACE = "in-place";

  /** Uses memory of temporaries again. */
  static final String REUSE = "reuse";

  /** The steps after the passes over graphs that can be switched off too. */
  private static final ImmutableList<String> AFTERWARDS =
      ImmutableList.of(EMIT, SCHEDULE, SHARE, IN_PLACE, REUSE);

  /** The purposes of passes, in the order in which they run. */
  private enum Phase {
    /** Expands kernels and folds constants. */
    PREPARE(false),
    /** Rules for single nodes. */
    NODES(true),
    /** Values that the rules have made constant, and outputs that are not read. */
    CLEAN(false),
    /** Common subexpressions. */
    COMMON(true),
    /** Merges of several nodes. */
    MERGE(false),
    /** The views made by merging; only if it has changed anything. */
    TIDY(true),
    /** Partitions that run side by side. */
    PARTITION(false),
    /** Fusion of several nodes into one step. */
    FUSE(true);

    /** Whether it finds anything in parts of a graph that has been through all phases before. */
    private final boolean isForParts;

    Phase(boolean isForParts) {
      this.isForParts = isForParts;
    }
  }

  private record Row(Phase phase, Rewrite rewrite) {
    boolean isOn(Set<String> off) {
      boolean isRule = rewrite.how() instanceof Rewrite.Local;
      return !off.contains(rewrite.pass())
          && !(isRule && off.contains(REWRITE))
          && !(rewrite.pass().equals("scalars") && off.contains(EMIT));
    }
  }

  /** Checks the results of passes. */
  @FunctionalInterface
  interface Verifier {
    /** Throws if a graph that rows have made is faulty. */
    void verify(List<Rewrite> made, Graph graph);
  }

  private static final Rewrite CONSTANTS =
      Rewrite.exactOfGraph(
          "constant",
          "fold",
          "what depends on constants alone and is small → a constant, with the bits of a run",
          new FoldConstants(StepCodes::run));

  private static final Rewrite COMMON =
      Rewrite.exactOfGraph(
          "common-subexpression",
          "cse",
          "equal ops on the same inputs, equal views, equal constants → the first of them",
          new CommonSubexpressions());

  private static final ImmutableList<Row> ROWS = rows();

  private Pipeline() {}

  private static ImmutableList<Row> rows() {
    List<Row> rows = new ArrayList<>();
    add(
        rows,
        Phase.PREPARE,
        Rewrite.roundingOfGraph(
            "stated-expansion",
            "expand",
            "a kernel that states a graph of simpler ops → that graph",
            "the graph sums in the order of reductions, the kernel in its own: 2·γₙ·Σ|xᵢ| for n"
                + " terms",
            new ExpandKernels()),
        CONSTANTS);
    add(rows, Phase.NODES, Rewrites.TABLE.toArray(Rewrite[]::new));
    add(
        rows,
        Phase.CLEAN,
        CONSTANTS,
        Rewrite.exactOfGraph(
            "redundant-clamp",
            "clamps",
            "max(x, c) where x ≥ c, min(x, c) where x ≤ c → x, by the ranges of values",
            new ClampElimination()),
        Rewrite.exactOfGraph(
            "unread-output",
            "dead-outputs",
            "an output of control flow that nobody reads → control flow without it",
            new DeadOutputElimination()));
    add(rows, Phase.COMMON, COMMON);
    addMerging(rows);
    for (Rewrite rule : Rewrites.TABLE) {
      if (rule.pass().equals("views")) {
        add(rows, Phase.TIDY, rule);
      }
    }
    add(rows, Phase.TIDY, COMMON);
    addPartitioning(rows);
    addFusing(rows);
    return ImmutableList.copyOf(rows);
  }

  private static void addMerging(List<Row> rows) {
    add(
        rows,
        Phase.MERGE,
        Rewrite.roundingOfGraph(
            "sparse-updates",
            "sparse-updates",
            "what follows from a scatter into a table, row by row → the same on the selected rows"
                + " alone, written into the table, if no other row changes",
            "sums over rows: 2·γₙ·Σ|xᵢ| for n terms; other rows stay as they are, also where a"
                + " factor of their zero gradient is negative (−0 for +0) or not finite (for NaN)",
            new SparseUpdates(StepCodes::run)),
        Rewrite.roundingOfGraph(
            "batched-accumulations",
            "batch-accumulations",
            "Σₜ aₜᵀ·bₜ → Aᵀ·B, the rows one below the other; Σₜ sum(bₜ) → sum(B); a sum of values"
                + " with zeros around them → the values side by side",
            "2·γₙ·Σ|xᵢ| for n terms; side by side, −0 for +0",
            new BatchAccumulations()),
        Rewrite.exactOfGraph(
            "merged-matmuls",
            "merge-matmuls",
            "products of views of one value with one right operand → one product; a right operand"
                + " taken transposed several times → transposed once",
            new MergeMatmuls()),
        Rewrite.exactOfGraph(
            "hoisted-slices",
            "hoist-slices",
            "an elementwise op of which only parts are read → the op on those parts of its inputs",
            new HoistSlices()));
  }

  private static void addPartitioning(List<Row> rows) {
    add(
        rows,
        Phase.PARTITION,
        Rewrite.exactOfGraph(
            "prepacked-operand",
            "prepack",
            "products of few rows with one right operand → products with its panels, packed once",
            new Prepack()),
        Rewrite.exactOfGraph(
            "row-partitions",
            "partition-rows",
            "a chain of small products, and what else keeps rows apart → the same on partitions of"
                + " rows, side by side",
            new PartitionRows()));
  }

  private static void addFusing(List<Row> rows) {
    add(
        rows,
        Phase.FUSE,
        Rewrite.exactOfComputation(
            "single-numbers",
            "scalars",
            "elementwise ops on single numbers → a scalar block, if emit is on",
            FuseScalars::apply),
        Rewrite.exactOfComputation(
            "loops",
            "fuse",
            "elementwise ops and reductions that belong together, and the views that they read →"
                + " one loop",
            FuseLoops::apply),
        Rewrite.exactOfComputation(
            "loops-over-tiles",
            "epilogues",
            "a product and the fused loop that reads it → one step, the loop over each tile",
            Epilogues::apply),
        Rewrite.exactOfComputation(
            "loops-over-rows",
            "fuse-rows",
            "fused loops that need each other row by row → one step, rows through all loops",
            FuseRows::apply),
        Rewrite.exactOfComputation(
            "concat-in-place",
            "concat-in-place",
            "a fused loop whose results are concatenated along an inner axis → a loop that writes"
                + " them there",
            ConcatInPlace::apply));
  }

  private static void add(List<Row> rows, Phase phase, Rewrite... rewrites) {
    for (Rewrite rewrite : rewrites) {
      rows.add(new Row(phase, rewrite));
    }
  }

  /** Returns every row that rewrites a graph before ops are fused, once, in order. */
  public static ImmutableList<Rewrite> rewrites() {
    Set<Rewrite> rewrites = new LinkedHashSet<>();
    for (Row row : ROWS) {
      if (row.phase != Phase.FUSE) {
        rewrites.add(row.rewrite);
      }
    }
    return ImmutableList.copyOf(rewrites);
  }

  /** Returns the names by which passes are switched off, in their order. */
  public static ImmutableSet<String> names() {
    ImmutableSet.Builder<String> names = ImmutableSet.builder();
    for (Row row : ROWS) {
      if (row.phase == Phase.NODES) {
        names.add(REWRITE);
      }
      names.add(row.rewrite.pass());
    }
    return names.addAll(AFTERWARDS).build();
  }

  /**
   * Returns a name by which a pass is switched off.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists all
   */
  public static String checkName(String name) {
    if (!names().contains(name)) {
      throw new IllegalArgumentException(
          "passes: no pass is called '%s'; there are %s"
              .formatted(name, Joiner.on(", ").join(names())));
    }
    return name;
  }

  /**
   * Returns the names that are off for parts of a simplified graph: also those that would find
   * nothing.
   */
  static ImmutableSet<String> offForParts(Set<String> off) {
    ImmutableSet.Builder<String> more = ImmutableSet.<String>builder().addAll(off);
    for (Row row : ROWS) {
      if (!row.phase.isForParts) {
        more.add(row.rewrite.pass());
      }
    }
    return more.build();
  }

  /**
   * Returns a computation after all passes that are on.
   *
   * @param off the names of those that are off
   * @param verifier looks at each graph that is made
   */
  static Computation run(Computation computation, Set<String> off, Verifier verifier) {
    Computation now = computation;
    Graph unmerged = computation.graph();
    for (Phase phase : Phase.values()) {
      if (phase == Phase.MERGE) {
        unmerged = now.graph();
      }
      if (phase != Phase.TIDY || now.graph() != unmerged) {
        now = run(phase, now, off, verifier);
      }
    }
    return now;
  }

  private static Computation run(
      Phase phase, Computation before, Set<String> off, Verifier verifier) {
    List<Rewrite> on = new ArrayList<>();
    for (Row row : ROWS) {
      if (row.phase == phase && row.isOn(off)) {
        on.add(row.rewrite);
      }
    }
    Computation now = before;
    for (List<Rewrite> walk : Rewrites.walks(on)) {
      now = Rewrites.applyTogether(walk, now);
      verifier.verify(walk, now.graph());
    }
    return now;
  }
}
