// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.exec.compile.Pipeline;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Workers;
import java.util.Set;

/** How a program is compiled and run. Immutable. */
public final class CompileOptions {
  /** The system property that lists passes to switch off, such as {@code fold,cse}. */
  public static final String PASSES_OFF_PROPERTY = "adjoint.passes.off";

  private final ImmutableSet<String> off;
  private final Workers workers;

  private CompileOptions(Set<String> off, Workers workers) {
    this.off = ImmutableSet.copyOf(off);
    this.workers = workers;
  }

  /**
   * Returns the options that programs are compiled with if nothing is said: all passes but those
   * that {@code -Dadjoint.passes.off} lists, on the shared {@link WorkerPool}.
   *
   * @throws IllegalArgumentException if the system property names a pass that does not exist
   */
  public static CompileOptions defaults() {
    String names = System.getProperty(PASSES_OFF_PROPERTY, "");
    CompileOptions all = new CompileOptions(Set.of(), WorkerPool.shared());
    // A splitter is not even loaded where there is nothing to split.
    return names.isBlank()
        ? all
        : all.without(
            Splitter.on(',')
                .trimResults()
                .omitEmptyStrings()
                .splitToStream(names)
                .toArray(String[]::new));
  }

  /** Returns the names of all passes, in the order in which they come. */
  public static ImmutableSet<String> passes() {
    return Pipeline.names();
  }

  /**
   * Returns these options with further passes switched off.
   *
   * @param passes names such as {@code fold}; see {@link #passes}
   * @throws IllegalArgumentException if there is no such pass; the message lists all
   */
  public CompileOptions without(String... passes) {
    ImmutableSet.Builder<String> more = ImmutableSet.<String>builder().addAll(off);
    for (String pass : passes) {
      more.add(Pipeline.checkName(pass));
    }
    return new CompileOptions(more.build(), workers);
  }

  /** Returns these options with other workers; they change the speed, never a bit of the result. */
  public CompileOptions withWorkers(Workers others) {
    return new CompileOptions(off, others);
  }

  /**
   * Returns whether a pass is on.
   *
   * @throws IllegalArgumentException if there is no such pass
   */
  public boolean isOn(String pass) {
    return !off.contains(Pipeline.checkName(pass));
  }

  /** Returns the names of the passes that are switched off. */
  public ImmutableSet<String> passesOff() {
    return off;
  }

  /** Returns the workers that run the pieces of large steps. */
  public Workers workers() {
    return workers;
  }
}
