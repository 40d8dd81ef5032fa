// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers.djl;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import dev.adjoint.benchmarks.peers.Step;
import dev.adjoint.benchmarks.peers.StepServer;
import dev.adjoint.benchmarks.peers.Workload;
import dev.adjoint.benchmarks.peers.steps.Chain;
import dev.adjoint.benchmarks.peers.steps.Cnn;
import dev.adjoint.benchmarks.peers.steps.LeNet;
import dev.adjoint.benchmarks.peers.steps.LstmNetwork;
import dev.adjoint.benchmarks.peers.steps.MatmulStep;
import dev.adjoint.benchmarks.peers.steps.Mlp;
import dev.adjoint.benchmarks.peers.steps.ScalarGraph;
import dev.adjoint.benchmarks.peers.steps.Transformer;
import dev.adjoint.benchmarks.peers.steps.XorNetwork;
import java.io.IOException;

/** The process of DJL: serves the workload that it is given by name. */
public final class DjlServer {
  private DjlServer() {}

  /** Serves the workload {@code args[0]}; see {@link StepServer}. */
  public static void main(String... args) throws IOException {
    StepServer.serve(
        args, DjlServer::version, workload -> step(workload, NDManager.newBaseManager()));
  }

  private static String version() {
    Engine engine = Engine.getInstance();
    return "%s %s through DJL %s"
        .formatted(engine.getEngineName(), engine.getVersion(), Engine.getDjlVersion());
  }

  private static Step step(Workload workload, NDManager manager) {
    return switch (workload) {
      case XorNetwork _ -> XorStep.of(manager);
      case Mlp mlp -> MlpStep.of(mlp, manager);
      case LeNet _ -> LeNetStep.of(manager);
      case Cnn _ -> new CnnStep(manager);
      case LstmNetwork _ -> LstmStep.of(manager);
      case Transformer _ -> TransformerStep.of(manager);
      case Chain _ -> new ChainStep(manager);
      case ScalarGraph _ -> new ScalarGraphStep(manager);
      case MatmulStep product -> new MatrixProductStep(product, manager);
      default -> throw new IllegalArgumentException("no step for " + workload.name());
    };
  }
}
