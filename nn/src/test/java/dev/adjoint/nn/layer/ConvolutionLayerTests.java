// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import static dev.adjoint.nn.TorchFigures.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Interpolation;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.WindowOptions;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Layers over any number of spatial axes: filters, pooling, sizes. */
class ConvolutionLayerTests {
  private static final Seed SEED = Seed.of(8);

  private static final Map<String, WindowOptions> SLIDING =
      ImmutableMap.of(
          "conv.1", WindowOptions.over(1).stride(2).padding(2).dilation(2),
          "conv.3", WindowOptions.over(3).padding(1, 0, 1),
          "transposed.1", WindowOptions.over(1).stride(2).padding(1),
          "transposed.2", WindowOptions.over(2).stride(2, 1),
          "transposed.3", WindowOptions.over(3).stride(2));

  private static Parameter parameter(TorchFigures golden, String name) {
    return Parameter.of(name, golden.get(name));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void filtersAreThoseOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    SLIDING.forEach((name, windowOptions) -> {
      Parameter weight = parameter(golden, name + ".weight");
      Parameter bias = parameter(golden, name + ".bias");
      Expr x = Expr.constant(golden.get(name + ".x"));
      int groups = name.endsWith("1") ? 2 : 1;
      int more = name.equals("transposed.1") ? 1 : 0;
      int[] rest = new int[windowOptions.axes()];
      rest[0] = more;
      Expr y =
          name.startsWith("conv")
              ? new Convolution(weight, bias, windowOptions, groups, false).apply(x)
              : new TransposedConvolution(
                      weight, bias, windowOptions, ImmutableIntArray.of(), groups)
                  .withMore(rest)
                  .apply(x);
      assertClose(
          TorchFigures.run(y).getFirst(), golden.get(name), dtype == DType.F32 ? 2e-6 : 1e-14);
    });
  }

  @Test
  void separableFiltersAreThoseOfKeras() {
    TorchFigures golden = TorchFigures.ofKeras(DType.F32);
    SeparableConv layer =
        new SeparableConv(
                parameter(golden, "separable.depthwise"),
                parameter(golden, "separable.pointwise"),
                parameter(golden, "separable.bias"),
                WindowOptions.over(2).stride(2),
                false)
            .withSame();
    Expr y = layer.apply(Expr.constant(golden.get("separable.x")));
    assertClose(TorchFigures.run(y).getFirst(), golden.get("separable"), 3e-6);
  }

  @Test
  void aConvolutionOverTwoAxesIsConv2d() {
    Convolution layer = Convolution.of(3, 4, Shape.of(3, 3), SEED);
    Conv2d twin = Conv2d.of(3, 4, 3, SEED);
    assertThat(layer.weight().value()).isEqualTo(twin.weight().value());
    Expr x = Expr.constant(Tensor.linspace(DType.F32, -1, 1, 2 * 3 * 36).reshape(2, 3, 6, 6));
    assertThat(TorchFigures.run(layer.apply(x)).getFirst())
        .isEqualTo(TorchFigures.run(twin.apply(x)).getFirst());
  }

  @Test
  void shapesFollowFromWindowStrideAndPadding() {
    Expr x = Expr.input("x", 2, 4, 9, 6);
    Convolution layer = Convolution.of(4, 6, Shape.of(3, 2), SEED);
    assertThat(layer.apply(x).shape()).isEqualTo(Shape.of(2, 6, 7, 5));
    assertThat(layer.withSame().apply(x).shape()).isEqualTo(Shape.of(2, 6, 9, 6));
    assertThat(layer.with(WindowOptions.over(2).stride(2)).withSame().apply(x).shape())
        .isEqualTo(Shape.of(2, 6, 5, 3));
    assertThat(Convolution.depthwise(4, 3, Shape.of(3, 3), SEED).apply(x).shape())
        .isEqualTo(Shape.of(2, 12, 7, 4));
    assertThat(SeparableConv.of(4, 5, Shape.of(3, 3), SEED).apply(x).shape())
        .isEqualTo(Shape.of(2, 5, 7, 4));
    TransposedConvolution back =
        TransposedConvolution.of(4, 3, Shape.of(3, 3), SEED)
            .with(WindowOptions.over(2).stride(2).padding(1))
            .withMore(1, 1);
    assertThat(back.apply(x).shape()).isEqualTo(Shape.of(2, 3, 18, 12));
    assertThat(back.parameters().trained().keySet()).containsExactly("weight", "bias");
    assertThat(SeparableConv.of(4, 5, Shape.of(3), SEED).parameters().toString())
        .isEqualTo("depthwise  f32[4, 1, 3]\npointwise  f32[5, 4, 1]\nbias       f32[5]");
  }

  @Test
  void poolingTakesTheLargestOrTheMeanAlongAnyAxes() {
    Expr x = Expr.constant(Tensor.arange(DType.F32, 8).reshape(1, 1, 8));
    assertThat(Pool.max(2).apply(x).eval()).isEqualTo(Tensor.of(1f, 3f, 5f, 7f).reshape(1, 1, 4));
    assertThat(Pool.mean(4).apply(x).eval()).isEqualTo(Tensor.of(1.5f, 5.5f).reshape(1, 1, 2));
    WindowOptions padded = WindowOptions.over(1).stride(4).padding(2);
    assertThat(Pool.mean(4).with(padded).apply(x).eval())
        .isEqualTo(Tensor.of(0.25f, 3.5f, 3.25f).reshape(1, 1, 3));
    assertThat(new Pool(PoolKind.MEAN, Shape.of(4), padded, false).apply(x).eval())
        .isEqualTo(Tensor.of(0.5f, 3.5f, 6.5f).reshape(1, 1, 3));
    Expr cube = x.reshape(1, 1, 2, 2, 2);
    assertThat(Pool.max(2, 2, 1).apply(cube).eval())
        .isEqualTo(Tensor.of(6f, 7f).reshape(1, 1, 1, 1, 2));
    assertThat(GlobalPool.max().apply(cube).eval()).isEqualTo(Tensor.of(7f).reshape(1, 1));
    assertThat(GlobalPool.mean().apply(x).eval()).isEqualTo(Tensor.of(3.5f).reshape(1, 1));
    assertThat(AdaptivePool.max(3).apply(x).eval())
        .isEqualTo(Tensor.of(2f, 5f, 7f).reshape(1, 1, 3));
    assertThat(AdaptivePool.mean(3).apply(x).eval())
        .isEqualTo(Tensor.of(1f, 3.5f, 6f).reshape(1, 1, 3));
  }

  @Test
  void imagesGrowAndShrink() {
    Expr x = Expr.constant(Tensor.of(1f, 2f, 3f, 4f).reshape(1, 1, 2, 2));
    assertThat(UpSampling.of(1, 2).apply(x).eval())
        .isEqualTo(Tensor.of(1f, 1f, 2f, 2f, 3f, 3f, 4f, 4f).reshape(1, 1, 2, 4));
    assertThat(UpSampling.of(1, 2).with(Interpolation.LINEAR).apply(x).eval())
        .isEqualTo(Tensor.of(1f, 1.25f, 1.75f, 2f, 3f, 3.25f, 3.75f, 4f).reshape(1, 1, 2, 4));
    Expr padded = ZeroPadding.of(new int[] {1, 0}, new int[] {0, 1}).apply(x);
    assertThat(padded.eval())
        .isEqualTo(Tensor.of(0f, 0f, 0f, 1f, 2f, 0f, 3f, 4f, 0f).reshape(1, 1, 3, 3));
    assertThat(Cropping.of(new int[] {1, 0}, new int[] {0, 1}).apply(padded).eval())
        .isEqualTo(x.eval());
    assertThat(Cropping.of(1, 1).apply(ZeroPadding.of(1, 1).apply(x)).eval()).isEqualTo(x.eval());
  }

  @Test
  void whatDoesNotFitIsNamed() {
    Parameter weight = Parameter.of("w", Tensor.zeros(DType.F32, Shape.of(4, 3, 2)));
    Parameter bias = Parameter.of("b", Tensor.zeros(DType.F32, Shape.of(4)));
    WindowOptions plane = WindowOptions.over(2);
    assertRefused(
        () -> new Convolution(weight, bias, plane, 1, false),
        "convolution: over 2 axes needs a weight [out, in/groups, window…] and a bias [out]: [4, 3,"
            + " 2], [4]");
    assertRefused(
        () -> TransposedConvolution.of(4, 3, Shape.of(2), SEED).with(plane),
        "transposedConvolution: over 2 axes needs a weight [in, out/groups, window…] and a bias"
            + " [out]: [4, 3, 2], [3]");
    assertRefused(
        () -> new SeparableConv(weight, weight, bias, WindowOptions.over(1), false),
        "separableConv: over 1 axes needs filters [in·multiplier, 1, window…] and [out,"
            + " in·multiplier, 1…] and a bias [out]: [4, 3, 2], [4, 3, 2], [4]");
    assertRefused(
        () -> Convolution.of(4, 3, Shape.of(2), SEED).withSame().apply(Expr.input("x", 2, 5, 7)),
        "conv1d: filter expects 4 input channels, input has 5: [2, 5, 7], [3, 4, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Convolution.of(4, 0, Shape.of(2), SEED))
        .withMessage(
            "convolution: numbers of channels, window and groups must be positive: 4, 0, [2], 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            TransposedConvolution.of(4, 6, Shape.of(2), 4, Initializer.heNormal(), DType.F32, SEED))
        .withMessage("transposedConvolution: 4 and 6 channels do not split into 4 groups");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Pool.max(2).with(plane))
        .withMessage(
            "pool: the window needs an extent for each of the axes that it slides over: [2],"
                + " axes=2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> UpSampling.of(2, 0))
        .withMessage("upSampling: needs a positive factor for each axis: [2, 0]");
    assertRefused(
        () -> UpSampling.of(2).apply(Expr.input("x", 2, 3, 4, 5)),
        "upSampling: takes [batch, channels] and 1 more axes, got [2, 3, 4, 5]");
    assertRefused(
        () -> Cropping.of(2, 3).apply(Expr.input("x", 2, 3, 4, 5)),
        "cropping: cannot cut [2, 3] and [2, 3] off [2, 3, 4, 5]; give numbers from 0 on for each"
            + " spatial axis");
  }

  private static void assertRefused(ThrowingCallable call, String message) {
    assertThatExceptionOfType(ShapeException.class).isThrownBy(call).withMessage(message);
  }
}
