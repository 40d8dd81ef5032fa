// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.DiagramPrinter;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Parameters and states found in records: their paths, their order, and what is refused. */
class ParametersTests {
  private static final Parameter A = parameter("a");
  private static final Parameter B = parameter("b");
  private static final State S = State.of("s", Tensor.scalar(0f));

  private static Parameter parameter(String name) {
    return Parameter.of(name, Tensor.zeros(DType.F32, Shape.of(2)));
  }

  /** A layer of a user's own, with a component of any kind. */
  private record Holding(@Nullable Object held) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return x;
    }
  }

  /** Three numbers for a gate: a record that is no layer. */
  private record Gate(Parameter weight, Parameter bias, int size) {}

  private record Residual(Layer inner, Optional<Parameter> scale, double rate) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return inner.apply(x, context).mul(rate).add(x);
    }
  }

  private record Missing(@Nullable Parameter weight, @Nullable String remark) implements Layer {
    @Override
    public Expr apply(Expr x, ForwardContext context) {
      return x;
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void pathsFollowTheComponents() {
    Dense first = Dense.of(2, 3, Seed.of(1));
    Dense second = Dense.of(3, 3, Seed.of(2));
    Layer network =
        Sequential.of(
            first, Activation.relu(), new Residual(Sequential.of(second), Optional.of(A), 0.5));
    assertThat(network.parameters().trained())
        .containsExactly(
            Map.entry("layers.0.weight", first.weight()),
            Map.entry("layers.0.bias", first.bias()),
            Map.entry("layers.2.inner.layers.0.weight", second.weight()),
            Map.entry("layers.2.inner.layers.0.bias", second.bias()),
            Map.entry("layers.2.scale", A));
    assertThat(network.parameters().list()).endsWith(A).hasSize(5);
    assertThat(network.parameters().count()).isEqualTo(6 + 3 + 9 + 3 + 2);
    assertThat(network.parameters().path(second.bias())).isEqualTo("layers.2.inner.layers.0.bias");
    assertThat(network.parameters().path(B)).isEqualTo("b");
    assertThat(new Residual(first, Optional.empty(), 1).parameters().trained()).hasSize(2);
  }

  @Test
  void recordsListsAndMapsAreLookedInto() {
    assertThat(new Holding(new Gate(A, B, 3)).parameters().trained())
        .containsExactly(Map.entry("held.weight", A), Map.entry("held.bias", B));
    assertThat(new Holding(List.of(List.of(A), S, "text", 5, List.of(B))).parameters().trained())
        .containsExactly(Map.entry("held.0.0", A), Map.entry("held.4.0", B));
    assertThat(new Holding(List.of(S)).parameters().states())
        .containsExactly(Map.entry("held.0", S));
  }

  /** Java's own maps have another order in each run of the program. */
  @Test
  void mapsAreTakenInTheOrderOfTheirKeys() {
    assertThat(new Holding(Map.of("value", B, "query", A)).parameters().trained())
        .containsExactly(Map.entry("held.query", A), Map.entry("held.value", B));
  }

  @Test
  void tiedParametersStandUnderTheirFirstPath() {
    Gate gate = new Gate(A, A, 1);
    assertThat(Sequential.of(new Holding(gate), new Holding(A)).parameters().trained())
        .containsExactly(Map.entry("layers.0.held.weight", A));
  }

  @Test
  void frozenLayersKeepTheirPaths() {
    Layer frozen = new Holding(ImmutableList.of(A, S)).frozen();
    Parameters parameters = Sequential.of(frozen, new Holding(B)).parameters();
    assertThat(parameters.trained()).containsExactly(Map.entry("layers.1.held", B));
    assertThat(parameters.frozen()).containsExactly(Map.entry("layers.0.held.0", A));
    assertThat(parameters.states()).containsExactly(Map.entry("layers.0.held.1", S));
    assertThat(parameters)
        .hasToString(
            """
            layers.0.held.0  f32[2]  frozen
            layers.0.held.1  f32[]  state
            layers.1.held    f32[2]\
            """);
  }

  @Test
  void aParameterIsFrozenEverywhereOrNowhere() {
    Layer holding = new Holding(A);
    String message =
        "parameters: 'layers.0.held' f32[2] is frozen in one layer and trained in another; freeze"
            + " both or none";
    assertRefused(() -> Sequential.of(holding, holding.frozen()).parameters(), message);
    assertRefused(() -> Sequential.of(holding.frozen(), holding).parameters(), message);
  }

  @Test
  void nullIsRefusedWhereAVariableShouldBe() {
    assertRefused(
        () -> Sequential.of(new Missing(null, "remark")).parameters(),
        "parameters: 'layers.0.weight' is null; declare it as Optional if it may be missing");
    assertRefused(
        () -> new Holding(Arrays.asList(A, null)).parameters(),
        "parameters: 'held.1' is null; declare it as Optional if it may be missing");
    assertThat(new Missing(A, null).parameters().trained()).hasSize(1);
    assertThat(new Holding(null).parameters().trained()).isEmpty();
  }

  @Test
  void whatHasNoOrderOrMayChangeIsRefused() {
    assertRefused(
        () -> new Holding(new Parameter[] {A}).parameters(),
        "parameters: 'held' is an array; use an ImmutableList");
    assertRefused(
        () -> new Holding(Set.of(new Holding(A))).parameters(),
        "parameters: 'held' is a collection without order; use an ImmutableList");
    assertThat(new Holding(Set.of("a", "b")).parameters().trained()).isEmpty();
    assertThat(new Holding(new int[] {1}).parameters().trained()).isEmpty();
    List<Object> circle = new ArrayList<>();
    circle.add(circle);
    assertRefused(() -> new Holding(circle).parameters(), "parameters: 'held.0' contains itself");
  }

  /**
   * A class could hold parameters that nobody sees; a lambda that does is found by the training.
   */
  @Test
  void layersAreRecordsOrLambdas() {
    class Plain implements Layer {
      @Override
      public Expr apply(Expr x, ForwardContext context) {
        return x;
      }
    }

    assertRefused(
        () -> Sequential.of(new Plain()).parameters(),
        "parameters: 'layers.0' is a layer of the class Plain, which is no record; declare it as a"
            + " record");
    assertRefused(
        () -> new Plain().parameters(),
        "parameters: Plain is no record, so its parameters cannot be found; declare it as a"
            + " record");
    Layer twice = (x, _) -> x.mul(2);
    assertThat(Sequential.of(twice).parameters().trained()).isEmpty();
    assertThat(Sequential.of(twice)).hasToString("Sequential([λ])");
  }

  @Test
  void twoVariablesNeverHaveOnePath() {
    Object ambiguous = ImmutableMap.of("a.b", A, "a", ImmutableMap.of("b", B));
    assertRefused(
        () -> new Holding(ambiguous).parameters(),
        "parameters: two variables have the path 'held.a.b': f32[2] and f32[2]; give them names of"
            + " their own");
    assertRefused(
        () -> Parameters.of(List.of(A, parameter("a"))),
        "parameters: two variables have the path 'a': f32[2] and f32[2]; give them names of their"
            + " own");
  }

  @Test
  void parametersWithoutALayerHaveTheirNamesAsPaths() {
    assertThat(Parameters.of(List.of(A, B)).trained())
        .containsExactly(Map.entry("a", A), Map.entry("b", B));
    assertRefused(
        () -> Parameters.of(List.of(A, A)),
        "parameters: 'a' f32[2] is listed twice; list it once, its gradient is the sum of all"
            + " uses");
  }

  @Test
  void picturesNameVariablesByTheirPaths() {
    Layer network = Sequential.of(Dense.of(3, 2, Seed.of(1)), Dense.of(2, 2, Seed.of(2)));
    Expr y =
        network.apply(Expr.input("x", TensorType.of(DType.F32, 1, 3)), ForwardContext.inference());
    Parameters parameters = Parameters.of(network);
    String picture = DiagramPrinter.mermaid(Graph.of(List.of(y)), parameters::path);
    parameters
        .trained()
        .keySet()
        .forEach(path -> assertThat(picture).contains("#quot;" + path + "#quot;"));
    assertThat(DiagramPrinter.dot(Graph.of(List.of(A)), parameters::path))
        .contains("read \\\"a\\\"");
  }
}
