// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listeners made of a function. */
class TrainingListenerTests {
  @Test
  void aFunctionListensToEpochsOrToSteps() {
    Tensor x = Tensor.linspace(DType.F32, -1, 1, 6).reshape(6, 1);
    Model model = Model.compile(Dense.of(1, 1, Seed.of(1)), Loss.meanSquaredError(), Sgd.of(0.1));
    List<Integer> epochs = new ArrayList<>();
    List<Double> losses = new ArrayList<>();
    History history =
        model.fit(
            new Dataset(x, x),
            FitOptions.epochs(3)
                .batchSize(2)
                .listener(TrainingListener.ofEpochs(epoch -> epochs.add(epoch.number())))
                .listener(TrainingListener.ofSteps(losses::add)));
    assertThat(epochs).containsExactly(1, 2, 3);
    assertThat(losses).hasSize(9);
    double mean = (losses.get(6) + losses.get(7) + losses.get(8)) / 3;
    assertThat(history.last().get("loss")).isEqualTo(mean);
  }

  @Test
  @SuppressWarnings("NullAway")
  void aFunctionThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> TrainingListener.ofEpochs(null))
        .hasMessage("listener: the action is null; give one, such as System.out::println");
    assertThatThrownBy(() -> TrainingListener.ofSteps(null))
        .hasMessage("listener: the action is null; give one, such as System.out::println");
  }
}
