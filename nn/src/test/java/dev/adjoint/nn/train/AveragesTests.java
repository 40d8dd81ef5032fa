// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.file.Weights;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.optimizer.transform.ClipByValue;
import dev.adjoint.ops.State;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Averages of weights in a model. */
class AveragesTests {
  private static final Tensor X = Tensor.linspace(DType.F32, -1, 1, 40).reshape(40, 1);
  private static final Dataset DATA = new Dataset(X, X);

  private static Model model(Optimizer optimizer) {
    Layer network = Sequential.of(Dense.of(1, 4, Seed.of(1)), Dense.of(4, 1, Seed.of(2)));
    return Model.compile(network, Loss.meanSquaredError(), optimizer);
  }

  private static ImmutableMap<String, Tensor> weights(Model model) {
    return Weights.of(model.parameters()).values();
  }

  @Test
  void averagesAreKeptBesideTheParametersAndTakenOnRequest() {
    Model plain = model(Adam.of(0.05));
    Model averaging = model(Adam.of(0.05).averaging(0.8));
    History history = averaging.fit(DATA, FitOptions.epochs(3));
    assertThat(history).isEqualTo(plain.fit(DATA, FitOptions.epochs(3)));
    assertThat(weights(averaging)).isEqualTo(weights(plain));
    averaging.takeAverages();
    weights(averaging)
        .forEach((path, weight) -> {
          State average = (State) averaging.optimizerState().byPath().get("1.average." + path);
          assertThat(average).isNotNull();
          assertThat(weight).isEqualTo(average.value()).isNotEqualTo(weights(plain).get(path));
        });
  }

  @Test
  void averagesAreFoundWithinOtherChains() {
    for (Optimizer optimizer :
        List.of(
            Sgd.of(0.1).averagingFrom(1, 2).after(new ClipByValue(1)),
            Sgd.of(0.1).averaging(0.5).except(path -> false, Adam.of(1)))) {
      Model model = model(optimizer);
      model.fit(DATA, FitOptions.epochs(3));
      ImmutableMap<String, Tensor> last = weights(model);
      model.takeAverages();
      assertThat(weights(model).values()).doesNotContainAnyElementsOf(last.values());
    }
  }

  @Test
  void anOptimizerWithoutAveragesIsNamed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> model(Adam.of(0.1)).takeAverages())
        .withMessage(
            "model: the optimizer keeps no averages; make it with Optimizer.averaging(0.999)");
  }
}
