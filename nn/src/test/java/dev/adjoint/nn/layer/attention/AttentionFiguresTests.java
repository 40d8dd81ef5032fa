// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer.attention;

import static dev.adjoint.nn.TorchFigures.assertClose;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.TorchFigures;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.Dropout;
import dev.adjoint.nn.layer.LayerNorm;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention and transformer blocks against what PyTorch and Keras make of the same weights. */
class AttentionFiguresTests {
  private static final ForwardContext INFERENCE = ForwardContext.inference();

  private static double few(DType dtype) {
    return dtype == DType.F32 ? 3e-6 : 1e-14;
  }

  private static Dense dense(Tensor weight, Tensor bias) {
    return new Dense(Parameter.of("weight", weight), Parameter.of("bias", bias));
  }

  private static Dense dense(TorchFigures golden, String start) {
    return dense(golden.get(start + ".weight"), golden.get(start + ".bias"));
  }

  /** Returns the part of the projections of queries, keys and values that PyTorch has as one. */
  private static Dense part(TorchFigures golden, String start, int number) {
    Expr weight = Expr.constant(golden.get(start + ".in_proj_weight"));
    Expr bias = Expr.constant(golden.get(start + ".in_proj_bias"));
    int from = 4 * number;
    return dense(weight.slice(1, from, from + 4).eval(), bias.slice(0, from, from + 4).eval());
  }

  private static MultiHeadAttention attention(TorchFigures golden, String start) {
    return new MultiHeadAttention(
        part(golden, start, 0),
        part(golden, start, 1),
        part(golden, start, 2),
        dense(golden, start + ".out_proj"),
        2,
        Optional.empty(),
        false,
        0);
  }

  private static LayerNorm norm(TorchFigures golden, String start) {
    return new LayerNorm(
        Parameter.of("scale", golden.get(start + ".weight")),
        Parameter.of("shift", golden.get(start + ".bias")),
        1e-5);
  }

  private static FeedForward feedForward(TorchFigures golden, String start, Activation activation) {
    return new FeedForward(
        dense(golden, start + ".linear1"),
        activation,
        new Dropout(0),
        dense(golden, start + ".linear2"));
  }

  private static Tensor value(Expr x) {
    return TorchFigures.run(x).getFirst();
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void selfAttentionIsThatOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    MultiHeadAttention layer = attention(golden, "encoder.post.self_attn");
    Expr x = Expr.constant(golden.get("attention.x"));
    assertClose(value(layer.apply(x)), golden.get("attention.all"), few(dtype));
    assertClose(value(layer.withCausal().apply(x)), golden.get("attention.causal"), few(dtype));
    Expr mask = Expr.constant(golden.get("attention.mask")).notEqual(0);
    assertClose(
        value(layer.attend(x, x, x, Optional.of(mask), INFERENCE)),
        golden.get("attention.masked"),
        few(dtype));
  }

  @ParameterizedTest
  @CsvSource({"post, F32", "post, F64", "pre, F32", "pre, F64"})
  void encoderBlocksAreThoseOfPyTorch(String kind, DType dtype) {
    TorchFigures golden = TorchFigures.of(dtype);
    String start = "encoder." + kind;
    TransformerEncoderBlock block =
        new TransformerEncoderBlock(
            attention(golden, start + ".self_attn"),
            norm(golden, start + ".norm1"),
            feedForward(golden, start, Activation.gelu()),
            norm(golden, start + ".norm2"),
            new Dropout(0),
            kind.equals("pre"));
    Expr x = Expr.constant(golden.get("attention.x"));
    assertClose(value(block.apply(x)), golden.get(start), few(dtype));
  }

  @ParameterizedTest
  @CsvSource({"post, F32", "post, F64", "pre, F32", "pre, F64"})
  void decoderBlocksAreThoseOfPyTorch(String kind, DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    String start = "decoder." + kind;
    TransformerDecoderBlock block =
        new TransformerDecoderBlock(
            attention(golden, start + ".self_attn").withCausal(),
            norm(golden, start + ".norm1"),
            attention(golden, start + ".multihead_attn"),
            norm(golden, start + ".norm2"),
            feedForward(golden, start, Activation.relu()),
            norm(golden, start + ".norm3"),
            new Dropout(0),
            kind.equals("pre"));
    Expr x = Expr.constant(golden.get("decoder.x"));
    Expr memory = Expr.constant(golden.get("decoder.memory"));
    Expr counts = Expr.constant(golden.get("decoder.counts")).notEqual(0);
    assertClose(
        value(block.apply(x, memory, Optional.of(counts), INFERENCE)),
        golden.get(start),
        few(dtype));
  }

  /** With projections that leave everything as it is. */
  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void headsThatShareKeysAreThoseOfPyTorch(DType dtype) {
    TorchFigures golden = TorchFigures.ofKeras(dtype);
    List<Dense> same =
        List.of(8, 4).stream()
            .map(n ->
                dense(
                    Tensor.eye(dtype, n),
                    Tensor.zeros(dtype, Tensor.eye(dtype, n).shape().slice(0, 1))))
            .toList();
    MultiHeadAttention layer =
        new MultiHeadAttention(
            same.get(0), same.get(1), same.get(1), same.get(0), 4, Optional.empty(), true, 0);
    Expr y =
        layer.attend(
            Expr.constant(golden.get("grouped.q")),
            Expr.constant(golden.get("grouped.k")),
            Expr.constant(golden.get("grouped.v")),
            Optional.empty(),
            INFERENCE);
    assertClose(value(y), golden.get("grouped.y"), few(dtype));
  }

  @Test
  void additiveAttentionIsThatOfKeras() {
    TorchFigures golden = TorchFigures.ofKeras(DType.F32);
    Tensor same = Tensor.eye(DType.F32, 4);
    AdditiveAttention layer =
        new AdditiveAttention(
            dense(same, Tensor.zeros(DType.F32, same.shape().slice(0, 1))),
            Parameter.of("keyWeight", same),
            Parameter.of("score", golden.get("additive.scale")),
            0);
    Expr query = Expr.constant(golden.get("additive.query"));
    Expr key = Expr.constant(golden.get("additive.key"));
    Expr values = Expr.constant(golden.get("additive.value"));
    Expr counts = Expr.constant(golden.get("decoder.counts")).notEqual(0).expandDims(1);
    assertClose(
        value(layer.attend(query, key, values, Optional.empty(), INFERENCE)),
        golden.get("additive.all"),
        2e-6);
    assertClose(
        value(layer.attend(query, key, values, Optional.of(counts), INFERENCE)),
        golden.get("additive.masked"),
        2e-6);
  }
}
