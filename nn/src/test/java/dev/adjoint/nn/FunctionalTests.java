// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.Embedding;
import dev.adjoint.nn.layer.PenalizedWeights;
import dev.adjoint.nn.layer.merge.Merge;
import dev.adjoint.nn.loss.Penalty;
import dev.adjoint.ops.Expr;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Networks of symbols: their wiring, paths and errors. */
class FunctionalTests {
  private static final Seed SEED = Seed.of(4);
  private static final Tensor X = Tensor.of(1f, -2f, 0.5f, 3f).reshape(2, 2);

  private final Dense shared = Dense.of(2, 3, SEED);
  private final Input left = Input.of(2);
  private final Input right = Input.of(2);

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  private static Expr value(Tensor tensor) {
    return Expr.constant(tensor);
  }

  @Test
  void aChainHasThePathsAndBitsOfASequential() {
    Layer[] layers = {shared, Activation.tanh(), Dense.of(3, 2, SEED.fold(1))};
    Functional functional = Functional.of(left, left.then(layers));
    Sequential sequential = Sequential.of(layers);
    assertThat(functional.layers()).isEqualTo(sequential.layers());
    assertThat(functional.parameters().trained()).isEqualTo(sequential.parameters().trained());
    assertThat(functional.apply(value(X)).eval()).isEqualTo(sequential.apply(value(X)).eval());
    assertThat(functional.describe())
        .isEqualTo(
            "Functional([f32[batch, 2]], [Dense(weight=f32[2, 3], bias=f32[3]), Activation(tanh),"
                + " Dense(weight=f32[3, 2], bias=f32[2])])");
  }

  @Test
  void shapesAreKnownAtOnce() {
    Symbol h = left.then(shared);
    assertThat(h.shape()).isEqualTo(Shape.of(3));
    assertThat(h.dtype()).isEqualTo(DType.F32);
    assertThat(h).hasToString("f32[batch, 3]");
    assertThat(left).hasToString("input f32[batch, 2]");
    Input words = Input.of(DType.I32, 7);
    assertThat(words.then(Embedding.of(9, 4, SEED)).shape()).isEqualTo(Shape.of(7, 4));
    assertThat(Input.of().shape()).isEqualTo(Shape.SCALAR);
  }

  @Test
  void aSharedLayerIsListedAtItsFirstUse() {
    Functional network =
        Functional.of(
            List.of(left, right), List.of(Merge.add(shared.apply(left), shared.apply(right))));
    assertThat(network.layers()).hasSize(3);
    assertThat(network.parameters().trained().keySet())
        .containsExactly("layers.0.weight", "layers.0.bias");
    Tensor y = network.apply(List.of(value(X), value(X))).getFirst().eval();
    assertThat(y).isEqualTo(shared.apply(value(X)).mul(2).eval());
  }

  @Test
  void layersComeBeforeThoseThatNeedThemInTheOrderOfTheOutputs() {
    Symbol base = left.then(shared);
    Symbol skipped = Merge.add(base, base.then(Activation.tanh()));
    Functional network = Functional.of(List.of(left), List.of(skipped, base));
    assertThat(network.layers().get(0)).isSameAs(shared);
    assertThat(network.layers()).hasSize(3);
    assertThat(network.apply(List.of(value(X))))
        .extracting(Expr::eval)
        .containsExactly(
            shared.apply(value(X)).add(shared.apply(value(X)).tanh()).eval(),
            shared.apply(value(X)).eval());
  }

  @Test
  void networksStandInNetworks() {
    Functional tower = Functional.of(left, left.then(shared, Activation.relu()));
    Input a = Input.of(2);
    Input b = Input.of(2);
    Functional twins = Functional.of(List.of(a, b), List.of(tower.apply(a), tower.apply(b)));
    assertThat(twins.parameters().trained().keySet())
        .containsExactly("layers.0.layers.0.weight", "layers.0.layers.0.bias");
    Input c = Input.of(2);
    List<Symbol> both = twins.applyAll(c, c.then(Activation.tanh()));
    Functional outer = Functional.of(c, Merge.subtract(both.get(0), both.get(1)));
    assertThat(Sequential.of(outer).apply(value(X)).eval())
        .isEqualTo(shared.apply(value(X)).relu().sub(shared.apply(value(X).tanh()).relu()).eval());
    assertRefused(
        () -> twins.apply(c, c),
        "symbol: the layer has 2 outputs: [f32[batch, 3], f32[batch, 3]]; use applyAll");
    assertRefused(
        () -> Functional.of(List.of(a), List.of(a, a)).apply(value(X)),
        "network: has 2 outputs where one is wanted: [f32[2, 2], f32[2, 2]]; apply it to a list of"
            + " inputs, or to symbols with applyAll");
  }

  @Test
  void tiedWeightsAreOneParameter() {
    Embedding table = Embedding.of(9, 4, SEED);
    Input words = Input.of(DType.I32, 5);
    Functional network =
        Functional.of(words, words.then(table, (x, _) -> x.matmul(table.weight().transpose(0, 1))));
    assertThat(network.parameters().trained()).hasSize(1);
    assertThat(network.apply(Expr.input("words", TensorType.of(DType.I32, 2, 5))).shape())
        .isEqualTo(Shape.of(2, 5, 9));
  }

  @Test
  void wrappersPassSeveralInputsOn() {
    Functional network =
        Functional.of(
                List.of(left, right), List.of(shared.apply(left), right.then(new Dropout(0.5))))
            .named("a", "b");
    List<Expr> inputs = List.of(value(X), value(X));
    for (Layer wrapper :
        List.of(
            network.frozen(),
            network.frozen(path -> path.endsWith("bias")),
            PenalizedWeights.of(network, Penalty.l2(1)))) {
      assertThat(wrapper.apply(inputs)).hasSize(2);
      assertThat(wrapper.outputNames()).containsExactly("a", "b");
      assertThat(wrapper.applyAll(left, right)).hasSize(2);
    }
    assertThat(network.frozen().parameters().trained()).isEmpty();
  }

  @Test
  void aDeepNetworkNeedsNoStack() {
    Symbol y = left;
    for (int i = 0; i < 20_000; i++) {
      y = y.then(Activation.relu());
    }
    assertThat(Functional.of(left, y).layers()).hasSize(20_000);
  }

  @Test
  void inputsThatDoNotFitTheOutputsAreNamed() {
    Symbol both = Merge.add(left, right);
    assertRefused(
        () -> Functional.of(List.of(left), List.of(left, both)),
        "functional: output 1 depends on input f32[batch, 2], which is not among the inputs [input"
            + " f32[batch, 2]]; list it, too");
    assertRefused(
        () -> Functional.of(List.of(left, right), List.of(left.then(shared))),
        "functional: no output depends on input 1: input f32[batch, 2]; use it, or leave it out");
    assertRefused(
        () -> Functional.of(List.of(left, right, left), List.of(both)),
        "functional: input 0 is listed again as input 2: input f32[batch, 2]; list it once");
    assertRefused(
        () -> Functional.of(List.of(left), List.of()),
        "functional: needs an input and an output at least, got [input f32[batch, 2]] and []");
    assertRefused(
        () -> Functional.of(left, left).named("a", "b"),
        "functional: there are 1 outputs and the names [a, b]; give each a name");
    assertRefused(
        () -> Functional.of(List.of(left), List.of(left, left)).named("a", "a"),
        "functional: outputs need names of their own: [a, a]");
  }

  @Test
  void layersThatDoNotFitAreRefusedWhereTheyAreApplied() {
    assertRefused(
        () -> left.then(Dense.of(5, 1, SEED)),
        "dense: takes […, 5], got [13, 2]; weight is [5, 1] (of a batch of 13)");
    assertRefused(
        () -> left.then((x, _) -> x.sum(0)),
        "symbol: λ must give a row for each example, got f32[2] for a batch of 13; leave the first axis"
            + " as it is");
    assertRefused(
        () -> shared.apply(left, right),
        "network: takes one input, got 2: [f32[13, 2], f32[13, 2]]; merge them, or make it a Network (of"
            + " a batch of 13)");
  }

  @Test
  void valuesThatDoNotFitNameAllInputs() {
    Functional network =
        Functional.of(
            List.of(left, right), List.of(Merge.add(left.then(shared), right.then(shared))));
    assertRefused(
        () -> network.apply(List.of(value(X))),
        "functional: takes 2 inputs, [f32[batch, 2], f32[batch, 2]], got 1: [f32[2, 2]]");
    assertRefused(
        () -> network.apply(List.of(value(X), Expr.input("x", 2, 3))),
        "functional: input 1 must be f32[batch, 2], got f32[2, 3]; the inputs are [f32[batch, 2],"
            + " f32[batch, 2]]");
    assertRefused(
        () -> network.apply(List.of(value(X), Expr.input("x", 3, 2))),
        "functional: the inputs have different numbers of examples: [f32[2, 2], f32[3, 2]]");
    assertRefused(
        () -> network.apply(value(X)),
        "functional: takes 2 inputs, [f32[batch, 2], f32[batch, 2]], got 1: [f32[2, 2]]");
  }

  @Test
  void aRecordMayBeANetwork() {
    record Both(Dense first, Dense second) implements Network {
      @Override
      public ImmutableList<Expr> apply(List<Expr> x, ForwardContext context) {
        return ImmutableList.of(
            first.apply(x.get(0), context), second.apply(x.get(0).mul(x.get(1)), context));
      }
    }

    Both both = new Both(shared, Dense.of(2, 1, SEED.fold(2)));
    assertThat(both.parameters().trained().keySet())
        .containsExactly("first.weight", "first.bias", "second.weight", "second.bias");
    List<Symbol> outputs = both.applyAll(left, right);
    assertThat(outputs).extracting(Symbol::shape).containsExactly(Shape.of(3), Shape.of(1));
    Functional network = Functional.of(List.of(left, right), outputs);
    assertThat(network.layers()).containsExactly(both);
    assertThat(network.apply(List.of(value(X), value(X))).get(1).eval())
        .isEqualTo(both.second().apply(value(X).mul(value(X))).eval());
  }
}
