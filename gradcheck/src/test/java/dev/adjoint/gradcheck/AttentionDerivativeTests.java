// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.autodiff.BlockAttention;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Attention;
import dev.adjoint.ops.AttentionOptions;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.catalog.Arg;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The functions of attention with each of their options, to the second order. */
class AttentionDerivativeTests {
  /** Functions by name, each of two heads of 3 × 4 numbers. */
  private static Map<String, UnaryOperator<Expr>> functions() {
    AttentionOptions none = AttentionOptions.none();
    Expr mask = Expr.constant(Tensor.of(true, false, true, true, true, false)).reshape(2, 1, 3);
    Expr at = Expr.constant(Tensor.arange(DType.I32, 3));
    Map<String, UnaryOperator<Expr>> f = new LinkedHashMap<>();
    f.put("plain", x -> attention(x, none));
    f.put("causal", x -> attention(x, none.causal()));
    f.put("scale", x -> attention(x, none.scale(0.3)));
    f.put("mask", x -> attention(x, none.mask(mask)));
    f.put("bias", x -> attention(x, none.causal().mask(x.slice(2, 0, 3))));
    f.put("dropout", x -> attention(x, none.dropout(0.3, RandomKey.of(2))));
    f.put(
        "grouped heads",
        x -> {
          Expr shared = x.slice(0, 0, 1);
          return Attention.scaledDotProductAttention(x, shared.sin(), shared, none);
        });
    f.put(
        "additive",
        x -> {
          Expr w = x.flatten().slice(0, 3, 7);
          return Attention.attend(Attention.additiveScores(x, x.sin(), w), x, none);
        });
    f.put("rotary", x -> Attention.rotaryEmbedding(x, at, 100, false));
    f.put("rotary interleaved", x -> Attention.rotaryEmbedding(x, at, 100, true));
    return f;
  }

  private static Expr attention(Expr x, AttentionOptions options) {
    return Attention.scaledDotProductAttention(x, x.sin(), x.mul(2), options);
  }

  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    Tensor x = Arg.real(2, 3, 4).draw(DType.F64, new SplittableRandom(3));
    return functions().entrySet().stream()
        .map(f ->
            dynamicTest(
                f.getKey(),
                () ->
                    GradCheck.of(List.of(x), in -> f.getValue().apply(in.getFirst()).square())
                        .order(2)
                        .assertCorrect()));
  }

  @Test
  void derivativesOfALongSequenceAreRight() {
    Tensor few = Arg.real(2, 3).draw(DType.F64, new SplittableRandom(3));
    AttentionOptions options = AttentionOptions.none().causal().dropout(0.1, RandomKey.of(2));
    GradCheck.of(
            List.of(few),
            in -> {
              Expr x = in.getFirst();
              Expr many =
                  x.tile(150, 1)
                      .mul(Expr.constant(Tensor.arange(DType.F64, 300)).sin().expandDims(1));
              return BlockAttention.attention(many, x, x.sin(), options).square();
            })
        .assertCorrect();
  }
}
