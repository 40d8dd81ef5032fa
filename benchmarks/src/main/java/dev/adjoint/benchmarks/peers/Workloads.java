// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import dev.adjoint.benchmarks.peers.steps.CausalAttention;
import dev.adjoint.benchmarks.peers.steps.Chain;
import dev.adjoint.benchmarks.peers.steps.Cnn;
import dev.adjoint.benchmarks.peers.steps.GaussianMixture;
import dev.adjoint.benchmarks.peers.steps.GruNetwork;
import dev.adjoint.benchmarks.peers.steps.HessianProduct;
import dev.adjoint.benchmarks.peers.steps.LayerNormStep;
import dev.adjoint.benchmarks.peers.steps.LeNet;
import dev.adjoint.benchmarks.peers.steps.LogisticRegression;
import dev.adjoint.benchmarks.peers.steps.LstmNetwork;
import dev.adjoint.benchmarks.peers.steps.ManyClasses;
import dev.adjoint.benchmarks.peers.steps.MatmulStep;
import dev.adjoint.benchmarks.peers.steps.Mlp;
import dev.adjoint.benchmarks.peers.steps.ScalarGraph;
import dev.adjoint.benchmarks.peers.steps.SeparableCnn;
import dev.adjoint.benchmarks.peers.steps.TextClassifier;
import dev.adjoint.benchmarks.peers.steps.Transformer;
import dev.adjoint.benchmarks.peers.steps.XorNetwork;

/** All workloads, in the order of the table. */
public final class Workloads {
  private static final ImmutableMap<String, Workload> ALL =
      Maps.uniqueIndex(
          ImmutableList.of(
              new XorNetwork(),
              Mlp.small(),
              Mlp.large(),
              new LeNet(),
              new Cnn(),
              new LstmNetwork(),
              new Transformer(),
              new GruNetwork(),
              new CausalAttention(),
              new TextClassifier(),
              new SeparableCnn(),
              new Chain(),
              new ScalarGraph(),
              new LayerNormStep(),
              new ManyClasses(),
              new LogisticRegression(),
              new GaussianMixture(),
              new HessianProduct(),
              new MatmulStep(64),
              new MatmulStep(128),
              new MatmulStep(256),
              new MatmulStep(512),
              new MatmulStep(1024)),
          Workload::name);

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
          "no workload is called '%s'; there are %s"
              .formatted(name, String.join(", ", ALL.keySet())));
    }
    return workload;
  }
}
