// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.file.Safetensors;
import dev.adjoint.nn.file.Weights;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.schedule.AdjustableRate;
import dev.adjoint.ops.State;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A program that trains, to be killed by {@link KilledTrainingTests} again and again. */
final class KilledTraining {
  private static final Seed SEED = Seed.of(3);
  private static final int EXAMPLES = 150;

  private KilledTraining() {}

  /**
   * Trains, and writes everything that the training leaves.
   *
   * @param arguments the file of the checkpoint, that of the result, and how many epochs
   */
  public static void main(String... arguments) throws IOException {
    Map<String, Tensor> result =
        train(
            Integer.parseInt(arguments[2]),
            fit ->
                fit.checkpoint(Path.of(arguments[0]), 2)
                    .listener(
                        new TrainingListener() {
                          private boolean hasBegun;

                          @Override
                          public void stepEnded(int epoch, int step, double loss) {
                            if (!hasBegun) {
                              System.out.println("begun");
                              hasBegun = true;
                            }
                            pause();
                          }
                        }));
    Safetensors.of(result).write(Path.of(arguments[1]));
  }

  /** Makes a training long enough to be killed within it. */
  private static void pause() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A training with something of everything that a checkpoint must hold. */
  static Map<String, Tensor> train(int epochs, UnaryOperator<FitOptions> options) {
    Tensor x =
        Initializer.uniform(1).draw(TensorType.of(DType.F32, EXAMPLES, 4), 1, 1, SEED.fold(7));
    Tensor labels = Tensor.of(IntStream.range(0, EXAMPLES).map(i -> i * i % 3).toArray());
    Layer network =
        Sequential.of(
            Dense.of(4, 16, SEED.fold(0)),
            BatchNorm.of(16),
            Activation.relu(),
            new Dropout(0.3),
            Dense.of(16, 3, SEED.fold(1)));
    AdjustableRate rate = AdjustableRate.of(0.02);
    Model model =
        Model.compile(
            network,
            Loss.softmaxCrossEntropy(),
            Adam.of(rate.warmUp(20)),
            Metric.accuracy(),
            Metric.f1(3));
    FitOptions fit =
        FitOptions.epochs(epochs)
            .batchSize(16)
            .seed(SEED)
            .validationShare(0.2)
            .plateau(Plateau.smallest(rate, "val_loss", 0.5, 2))
            .earlyStopping(EarlyStopping.smallest("val_loss", epochs));
    History history = model.fit(new Dataset(x, labels), options.apply(fit));
    Map<String, Tensor> result = new LinkedHashMap<>(Weights.of(model.parameters()).values());
    model
        .optimizerState()
        .byPath()
        .forEach((path, state) -> result.put("optimizer " + path, ((State) state).value()));
    result.put("rate", Tensor.scalar(rate.get()));
    for (String figure : history.last().figures().keySet()) {
      result.put("history " + figure, Tensor.of(history.series(figure)));
    }
    return result;
  }
}
