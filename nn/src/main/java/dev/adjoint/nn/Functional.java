// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A network of layers that are not one after another: it has several inputs or outputs, paths that
 * part and meet, layers used twice.
 *
 * <pre>{@code
 * Input photo = Input.of(64), text = Input.of(32);
 * Symbol both = Merge.concat(1, photo.then(Dense.of(64, 16, a)), text.then(Dense.of(32, 16, b)));
 * Functional house = Functional.of(List.of(photo, text), List.of(both.then(price), both.then(kind)));
 * }</pre>
 *
 * <p>It is a record like any layer: it remembers which layer is applied to what, no symbols. The
 * paths of its parameters are {@code layers.0.weight} and so on, in the order in which the layers
 * are applied; a chain of layers has the paths, the random numbers and the bits of a {@link
 * Sequential}. With one input and one output it may stand wherever a layer may, within others and
 * in itself.
 *
 * @param layers the layers, each use of one; those that another needs come before it
 * @param wiring what each of them is applied to
 * @param outputNames the names of the outputs, or none
 */
public record Functional(
    ImmutableList<Layer> layers, Wiring wiring, ImmutableList<String> outputNames)
    implements Network {
  static final String NAME = "functional";

  /**
   * Checks that there is a name for each output or none, and that the wiring fits the layers.
   *
   * @throws IllegalArgumentException if not
   */
  public Functional {
    int outputs = wiring.outputs().size();
    Preconditions.checkArgument(
        wiring.sources().size() == layers.size(),
        "functional: there are %s layers and sources of %s; give sources for each",
        layers.size(),
        wiring.sources().size());
    Preconditions.checkArgument(
        outputNames.isEmpty() || outputNames.size() == outputs,
        "functional: there are %s outputs and the names %s; give each a name",
        outputs,
        outputNames);
    Preconditions.checkArgument(
        outputNames.stream().distinct().count() == outputNames.size()
            && outputNames.stream().noneMatch(String::isBlank),
        "functional: outputs need names of their own: %s",
        outputNames);
  }

  /** Returns the network from one input to one output; see {@link #of(List, List)}. */
  public static Functional of(Input input, Symbol output) {
    return of(
        List.of(Given.present(NAME, "the input", input, "give an Input")),
        List.of(Given.present(NAME, "the output", output, "give a symbol")));
  }

  /**
   * Returns the network from inputs to outputs.
   *
   * @param inputs in the order in which they are given to the network
   * @param outputs what is computed, in the order in which the network returns it
   * @throws IllegalArgumentException if there are none, an input is listed twice, one is needed and
   *     not listed, or one that is listed reaches no output
   */
  public static Functional of(List<Input> inputs, List<? extends Symbol> outputs) {
    SymbolWalk walk = new SymbolWalk(inputs, outputs);
    return new Functional(walk.layers(), walk.wiring(), ImmutableList.of());
  }

  /**
   * Returns this with names for its outputs, which are those of their losses among the figures of a
   * training.
   *
   * @throws IllegalArgumentException if there is not one name for each, or two are equal
   */
  public Functional named(String... names) {
    Given.allPresent(NAME, "name", Arrays.asList(names), "give a name");
    return new Functional(layers, wiring, ImmutableList.copyOf(names));
  }

  @Override
  public ImmutableList<Expr> apply(List<Expr> inputs, ForwardContext context) {
    wiring.check(inputs.stream().map(Expr::type).toList());
    List<List<Expr>> results = new ArrayList<>();
    for (int i = 0; i < layers.size(); i++) {
      try {
        results.add(layers.get(i).apply(wiring.sources(i, inputs, results), context));
      } catch (ShapeException e) {
        throw LayerPaths.at(i, e);
      }
    }
    return ImmutableList.copyOf(wiring.results(inputs, results));
  }

  /** Returns the inputs and the layers, such as {@code Functional([f32[batch, 2]], [Dense(…)])}. */
  @Override
  public String describe() {
    return layers.stream()
        .map(Layer::describe)
        .collect(Collectors.joining(", ", "Functional(" + wiring.inputText() + ", [", "])"));
  }

  /** Returns what {@link #describe} does. */
  @Override
  public String toString() {
    return describe();
  }
}
