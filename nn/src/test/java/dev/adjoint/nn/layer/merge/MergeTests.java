// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Input;
import dev.adjoint.nn.Layer;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.Symbol;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Layers of several inputs beside the figures that functional_golden.py prints. */
class MergeTests {
  private static final double TOLERANCE = 1e-14;

  private static Expr wave(double from, int... dims) {
    Shape shape = Shape.of(dims);
    return Expr.constant(
        Tensor.of(
            DType.F64,
            shape,
            IntStream.range(0, shape.size()).mapToDouble(i -> StrictMath.sin(from + i)).toArray()));
  }

  private static final List<Expr> THREE = List.of(wave(0, 2, 3), wave(5, 2, 3), wave(9, 2, 3));

  private static void assertValues(Layer layer, List<Expr> inputs, double... expected) {
    Expr y = layer.apply(inputs).getFirst();
    assertThat(y.eval().toDoubleArray()).containsExactly(expected, within(TOLERANCE));
    for (Expr gradient : Autodiff.grad(y.square().sum(), inputs.toArray(Expr[]::new))) {
      assertThat(gradient.eval().toDoubleArray()).doesNotContain(Double.NaN);
    }
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
  }

  @Test
  void elementsAreMerged() {
    assertValues(
        new Merge(Merge.Kind.ADD),
        THREE,
        -0.5468057894213818,
        0.01803437571960087,
        0.5662938189937673,
        0.5939053366828141,
        0.07548302676046931,
        -0.5123380298576378);
    assertValues(
        new Merge(Merge.Kind.MULTIPLY),
        THREE,
        0,
        0.12791026232841698,
        -0.5973903731043252,
        -0.0749153684483734,
        -0.13104686265697424,
        0.5167751409813932);
    assertValues(
        new Merge(Merge.Kind.AVERAGE),
        THREE,
        -0.18226859647379393,
        0.00601145857320029,
        0.18876460633125577,
        0.19796844556093804,
        0.025161008920156436,
        -0.17077934328587926);
    assertValues(
        new Merge(Merge.Kind.MAXIMUM),
        THREE,
        0.4121184852417566,
        0.8414709848078965,
        0.9092974268256817,
        0.9893582466233818,
        0.4201670368266409,
        0.9906073556948704);
    assertValues(
        new Merge(Merge.Kind.MINIMUM),
        THREE,
        -0.9589242746631385,
        -0.5440211108893698,
        -0.9999902065507035,
        -0.5365729180004349,
        -0.7568024953079282,
        -0.9589242746631385);
    assertValues(
        new Merge(Merge.Kind.SUBTRACT),
        THREE.subList(0, 2),
        0.9589242746631385,
        1.1208864830068224,
        0.25231082810689265,
        -0.8482382385635145,
        -1.1689209805496847,
        -0.4149031637737687);
  }

  @Test
  void linesAreMultiplied() {
    List<Expr> two = THREE.subList(0, 2);
    assertValues(new Dot(1, 1, false), two, 0.36227618923391247, 0.3494009949051265);
    assertValues(new Dot(-1, 1, true), two, 0.2445951351093543, 0.2363965100405563);
    Expr product =
        new Dot(2, 1, false).apply(List.of(wave(1, 2, 4, 3), wave(3, 2, 3, 5))).getFirst();
    assertThat(product.shape()).isEqualTo(Shape.of(2, 4, 5));
    assertThat(product.sum(1, 2).eval().toDoubleArray())
        .containsExactly(new double[] {-0.4089429618588841, 0.504808658544109}, within(1e-13));
    Expr nothing = Expr.full(THREE.getFirst().type(), 0);
    assertValues(new Dot(1, 1, true), List.of(nothing, THREE.get(1)), 0, 0);
  }

  @Test
  void inputsStandOneAfterAnother() {
    Expr all = new Concatenate(-1).apply(THREE).getFirst();
    assertThat(all.shape()).isEqualTo(Shape.of(2, 9));
    assertThat(all.eval()).isEqualTo(Expr.concat(1, THREE).eval());
    Expr wide = wave(0, 2, 4, 3);
    assertThat(new Concatenate(1).apply(List.of(wide, wave(0, 2, 1, 3))).getFirst().shape())
        .isEqualTo(Shape.of(2, 5, 3));
  }

  @Test
  void extentsOfOneAreRepeatedButNeverTheBatch() {
    Expr row = wave(1, 2, 1);
    Expr sum = new Merge(Merge.Kind.ADD).apply(List.of(THREE.getFirst(), row)).getFirst();
    assertThat(sum.eval()).isEqualTo(THREE.getFirst().add(row).eval());
    assertRefused(
        () -> new Merge(Merge.Kind.ADD).apply(List.of(THREE.getFirst(), wave(1, 1, 3))),
        "add: inputs must have one dtype and shape, or extents of 1: [f64[2, 3], f64[1, 3]]; reshape"
            + " or cast them");
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertRefused(
        () -> new Merge(Merge.Kind.MAXIMUM).apply(THREE.subList(0, 1)),
        "maximum: merges two or more inputs, got 1: [f64[2, 3]]");
    assertRefused(
        () -> new Merge(Merge.Kind.SUBTRACT).apply(THREE),
        "subtract: merges two inputs, got 3: [f64[2, 3], f64[2, 3], f64[2, 3]]");
    assertRefused(
        () -> new Merge(Merge.Kind.MULTIPLY).apply(List.of(wave(0, 2, 3), Expr.input("x", 2, 3))),
        "multiply: inputs must have one dtype and shape, or extents of 1: [f64[2, 3], f32[2, 3]];"
            + " reshape or cast them");
    assertRefused(
        () -> new Concatenate(0),
        "concatenate: axis 0 is that of the examples, which stays; choose from 1 on, or −1 for the"
            + " last");
    assertRefused(
        () -> new Concatenate(1).apply(List.of(wave(0, 2, 3), wave(0, 2, 3, 1))),
        "concatenate: inputs must have one dtype, and one shape but for axis 1, which is not the"
            + " batch: [f64[2, 3], f64[2, 3, 1]]");
    assertRefused(
        () -> new Dot(1, 2, false).apply(List.of(wave(0, 2, 3), wave(0, 2, 3, 4))),
        "dot: lines along axis 1 of f64[2, 3] and axis 2 of f64[2, 3, 4] must have one dtype and"
            + " length, and as many examples; the batch is no axis of lines");
    assertRefused(
        () -> new Dot(0, 1, false),
        "dot: axis 0 is that of the examples, which stays; choose from 1 on: 0, 1");
  }

  @Test
  void aResidualAddsItsInput() {
    Dense dense = Dense.of(3, 3, Seed.of(1));
    Expr x = Expr.input("x", 2, 3);
    Residual residual = Residual.of(dense, Activation.tanh());
    Expr value = Expr.constant(Tensor.of(1f, -2f, 0.5f, 3f, 0f, -1f).reshape(2, 3));
    assertThat(residual.apply(value).eval()).isEqualTo(value.add(dense.apply(value).tanh()).eval());
    assertThat(residual.parameters().trained().keySet())
        .containsExactly("layer.layers.0.weight", "layer.layers.0.bias");
    Residual wider =
        Residual.of(Dense.of(3, 5, Seed.of(1))).withShortcut(Dense.of(3, 5, Seed.of(2)));
    assertThat(wider.apply(x).shape()).isEqualTo(Shape.of(2, 5));
    assertRefused(
        () -> Sequential.of(Residual.of(Dense.of(3, 5, Seed.of(1)))).apply(x),
        "layers.0: residual: the layers make f32[2, 5] of f32[2, 3], and f32[2, 3] goes around them;"
            + " keep the shape, or use withShortcut");
  }

  @Test
  void symbolsAreMerged() {
    Input a = Input.of(DType.F64, 3);
    Input b = Input.of(DType.F64, 3);
    List<Symbol> merged =
        List.of(
            Merge.add(a, b),
            Merge.subtract(a, b),
            Merge.multiply(a, b),
            Merge.average(a, b),
            Merge.maximum(a, b),
            Merge.minimum(a, b),
            Merge.concat(1, a, b),
            Merge.dot(1, a, b));
    assertThat(merged).extracting(Symbol::shape).startsWith(Shape.of(3)).endsWith(Shape.of(1));
    Expr x = THREE.get(0);
    Expr y = THREE.get(1);
    assertThat(Functional.of(List.of(a, b), merged).apply(List.of(x, y)))
        .extracting(Expr::eval)
        .containsExactly(
            x.add(y).eval(),
            x.sub(y).eval(),
            x.mul(y).eval(),
            x.add(y).div(2).eval(),
            x.maximum(y).eval(),
            x.minimum(y).eval(),
            Expr.concat(1, x, y).eval(),
            new Dot(1, 1, false).apply(List.of(x, y)).getFirst().eval());
    assertRefused(
        () -> Merge.add(a, Input.of(DType.F64, 4)),
        "add: inputs must have one dtype and shape, or extents of 1: [f64[13, 3], f64[13, 4]]; reshape"
            + " or cast them (of a batch of 13)");
  }
}
