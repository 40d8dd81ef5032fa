// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the layers of a {@link Functional} network are applied to.
 *
 * @param inputs the type of one example of each input, without the batch
 * @param sources for each layer what it is applied to
 * @param outputs what the network returns
 */
public record Wiring(
    ImmutableList<TensorType> inputs,
    ImmutableList<ImmutableList<Source>> sources,
    ImmutableList<Source> outputs) {
  /**
   * One of the inputs of the network, or of the outputs of its layers.
   *
   * @param layer the number of the layer, or −1 for an input of the network
   * @param number which output of the layer, or which input
   */
  public record Source(int layer, int number) {
    private <T> T of(List<T> inputs, List<? extends List<T>> results) {
      return layer < 0 ? inputs.get(number) : results.get(layer).get(number);
    }
  }

  /**
   * Checks that a layer is applied only to those before it, and that there are outputs.
   *
   * @throws IllegalArgumentException if not
   */
  public Wiring {
    for (int i = 0; i < sources.size(); i++) {
      check(sources.get(i), i, inputs.size());
    }
    check(outputs, sources.size(), inputs.size());
    Preconditions.checkArgument(!outputs.isEmpty(), "functional: there is no output; give one");
  }

  private static void check(List<Source> sources, int before, int inputs) {
    for (Source source : sources) {
      Preconditions.checkArgument(
          source.number >= 0 && (source.layer < 0 ? source.number < inputs : source.layer < before),
          "functional: %s is nothing that layer %s of %s inputs may be applied to; name an input or"
              + " an earlier layer",
          source,
          before,
          inputs);
    }
  }

  /**
   * Returns what a layer is applied to.
   *
   * @param layer its number
   * @param given what stands for the inputs of the network
   * @param results what stands for the outputs of the layers before it
   */
  public <T> List<T> sources(int layer, List<T> given, List<? extends List<T>> results) {
    return sources.get(layer).stream().map(source -> source.of(given, results)).toList();
  }

  /** Returns what the network returns; see {@link #sources(int, List, List)}. */
  public <T> List<T> results(List<T> given, List<? extends List<T>> results) {
    return outputs.stream().map(source -> source.of(given, results)).toList();
  }

  /**
   * Checks the inputs that the network is applied to.
   *
   * @param given their types, {@code [batch, …]} each
   * @throws ShapeException if the network does not take so many, or such inputs
   */
  public void check(List<TensorType> given) {
    if (given.size() != inputs.size()) {
      throw new ShapeException(
          Functional.NAME,
          "takes %s, got %s: %s"
              .formatted(
                  inputs.size() == 1
                      ? "one input, " + inputText()
                      : inputs.size() + " inputs, " + inputText(),
                  given.size(),
                  given));
    }
    for (int i = 0; i < given.size(); i++) {
      TensorType type = given.get(i);
      if (type.shape().isScalar()
          || !inputs.get(i).equals(type.withShape(type.shape().slice(1, type.shape().rank())))) {
        throw new ShapeException(
            Functional.NAME,
            "input %s must be %s, got %s; the inputs are %s"
                .formatted(i, SymbolCall.text(inputs.get(i)), type, inputText()));
      }
      if (type.shape().dim(0) != given.getFirst().shape().dim(0)) {
        throw new ShapeException(
            Functional.NAME, "the inputs have different numbers of examples: " + given);
      }
    }
  }

  /** Returns the types of the inputs with the batch. */
  String inputText() {
    return inputs.stream().map(SymbolCall::text).collect(Collectors.joining(", ", "[", "]"));
  }
}
