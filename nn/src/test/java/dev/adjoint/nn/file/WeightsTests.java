// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.DataFileException;
import dev.adjoint.nn.layer.BatchNorm;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.Model;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Saving and loading the variables of a network. */
class WeightsTests {
  @TempDir Path folder;

  private static Layer network(int seed) {
    return Sequential.of(
        Dense.of(2, 3, Seed.of(seed)), BatchNorm.of(3), Dense.of(3, 1, Seed.of(seed + 1)).frozen());
  }

  @Test
  void aModelSavesAndLoadsItsParametersAndStates() throws IOException {
    Path file = folder.resolve("model.safetensors");
    Layer saved = network(1);
    saved
        .parameters()
        .states()
        .values()
        .forEach(state -> state.set(Tensor.full(state.dtype(), state.shape(), 0.25)));
    Model model = Model.compile(saved, Loss.meanSquaredError(), Sgd.of(0.1));
    Model other = Model.compile(network(5), Loss.meanSquaredError(), Sgd.of(0.1));
    Tensor x = Tensor.linspace(DType.F32, -1, 1, 8).reshape(4, 2);
    Tensor expected = model.predict(x);
    assertThat(other.predict(x)).isNotEqualTo(expected);
    model.save(file);
    other.load(file);
    assertThat(other.predict(x)).isEqualTo(expected);
    assertThat(Safetensors.read(file).tensors().keySet())
        .containsExactlyInAnyOrder(
            "layers.0.weight",
            "layers.0.bias",
            "layers.1.scale",
            "layers.1.shift",
            "layers.1.mean",
            "layers.1.variance",
            "layers.2.weight",
            "layers.2.bias");
  }

  @Test
  void whatDoesNotFitIsNamedAndNothingIsChanged() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.of(
            ImmutableMap.of(
                "a", Tensor.of(1f, 2f),
                "b", Tensor.of(1f, 2f),
                "c", Tensor.of(1.0, 2.0),
                "x", Tensor.scalar(1L)))
        .write(file);
    Parameter a = Parameter.of("a", Tensor.zeros(DType.F32, Shape.of(2)));
    Parameter b = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(3)));
    Parameter c = Parameter.of("c", Tensor.zeros(DType.F32, Shape.of(2)));
    Parameter d = Parameter.of("d", Tensor.zeros(DType.F32, Shape.of(4)));
    Weights weights =
        new Weights(
            ImmutableMap.of(
                "a", a.variable(), "b", b.variable(), "c", c.variable(), "d", d.variable()));
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> weights.load(file))
        .withMessage(
            file
                + ": does not fit: 'b' is f32[2] in the file, f32[3] here, 'c' is f64[2] in the"
                + " file, f32[2] here, 'd' f32[4] is missing, 'x' i64[] is not used; make the"
                + " network as that which was saved");
    assertThat(a.value()).isEqualTo(Tensor.zeros(DType.F32, Shape.of(2)));
  }

  @Test
  void manyProblemsAreCounted() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Safetensors.of(ImmutableMap.of()).write(file);
    ImmutableMap.Builder<String, Variable> variables = ImmutableMap.builder();
    for (String name : ImmutableList.of("a", "b", "c", "d", "e", "f", "g")) {
      variables.put(name, State.of(name, Tensor.scalar(0f)).variable());
    }
    Weights weights = new Weights(variables.buildOrThrow());
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> weights.load(file))
        .withMessageEndingWith(
            "'d' f32[] is missing, 'e' f32[] is missing and 2 more; make the network as that which"
                + " was saved");
  }

  @Test
  void aDamagedFileChangesNothing() throws IOException {
    Path file = folder.resolve("w.safetensors");
    Parameter a = Parameter.of("a", Tensor.of(1f, 2f));
    Weights weights = new Weights(ImmutableMap.of("a", a.variable()));
    weights.save(file);
    byte[] whole = Files.readAllBytes(file);
    a.set(Tensor.of(5f, 6f));
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatExceptionOfType(DataFileException.class).isThrownBy(() -> weights.load(file));
    }
    assertThat(a.value()).isEqualTo(Tensor.of(5f, 6f));
  }
}
