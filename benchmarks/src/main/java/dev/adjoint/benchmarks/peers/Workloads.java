package dev.adjoint.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.adjoint.benchmarks.peers.steps.Chain;
import dev.adjoint.benchmarks.peers.steps.Lstm;
import dev.adjoint.benchmarks.peers.steps.MatrixProduct;
import dev.adjoint.benchmarks.peers.steps.Mlp;
import dev.adjoint.benchmarks.peers.steps.ScalarGraph;
import dev.adjoint.benchmarks.peers.steps.Transformer;
import dev.adjoint.benchmarks.peers.steps.Xor;
import dev.adjoint.ops.OpCatalog;

/** All workloads, in the order of the table. */
public final class Workloads {
  private static final ImmutableMap<String, Workload> ALL =
      Maps.uniqueIndex(
          ImmutableList.of(
              new Xor(),
              Mlp.small(),
              Mlp.large(),
              new Lstm(),
              new Transformer(),
              new Chain(),
              new ScalarGraph(),
              new MatrixProduct(64),
              new MatrixProduct(128),
              new MatrixProduct(256),
              new MatrixProduct(512),
              new MatrixProduct(1024)),
          Workload::name);

  /** The workloads that convolve, of which there is no step yet. */
  private static final ImmutableList<String> CONVOLVING = ImmutableList.of("lenet-5", "cnn-32-64");

  private Workloads() {}

  /** Returns all workloads. */
  public static ImmutableList<Workload> all() {
    return ALL.values().asList();
  }

  /**
   * Returns a workload.
   *
   * @throws IllegalArgumentException if there is none of that name; the message has what there is
   */
  public static Workload named(String name) {
    Workload workload = ALL.get(name);
    if (workload == null) {
      throw new IllegalArgumentException(
          "no workload is called '%s'; there are %s%s"
              .formatted(
                  name,
                  String.join(", ", ALL.keySet()),
                  CONVOLVING.contains(name) ? "; " + missing().get(name) : ""));
    }
    return workload;
  }

  /** Returns the workloads that Adjoint has no step for, each with what it lacks. */
  public static ImmutableMap<String, String> missing() {
    boolean convolves =
        OpCatalog.proofs().stream().anyMatch(p -> p.type().getSimpleName().startsWith("Conv"));
    return Maps.toMap(
        CONVOLVING,
        name ->
            convolves
                ? name + " has no step here yet, though Adjoint has convolution by now"
                : name + " needs convolution, which Adjoint does not have yet");
  }
}
