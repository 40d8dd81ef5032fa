// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.pass.simplify;

import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Body;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Elementwise ops of one instruction, and numbers that show when a rewrite is not exact. */
final class Bodies {
  static final Body DIV = new Body("div", x -> x.get(0).div(x.get(1)));
  static final Body MAX = new Body("max", x -> x.get(0).max(x.get(1)));
  static final Body MIN = new Body("min", x -> x.get(0).min(x.get(1)));
  static final Body NEG = new Body("neg", x -> x.get(0).neg());
  static final Body ABS = new Body("abs", x -> x.get(0).abs());
  static final Body AND = new Body("and", x -> x.get(0).and(x.get(1)));
  static final Body OR = new Body("or", x -> x.get(0).or(x.get(1)));
  static final Body XOR = new Body("xor", x -> x.get(0).xor(x.get(1)));
  static final Body NOT = new Body("not", x -> x.get(0).not());
  static final Body SELECT = new Body("select", x -> x.get(0).select(x.get(1), x.get(2)));
  static final Body EXP = new Body("exp", x -> x.get(0).exp());

  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    2,
    0.5,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.NaN,
    Float.MIN_VALUE,
    -1e-40,
    Float.MAX_VALUE,
    Float.MIN_NORMAL,
    3.7,
    -5.25,
    1.0 / 3,
    1e-300,
    -7e20
  };

  private Bodies() {}

  static Body cast(DType to) {
    return new Body("cast", x -> x.get(0).cast(to));
  }

  /** Returns a constant of one element repeated. */
  static Value splat(DType dtype, Shape shape, double number) {
    return TestOps.constant(Tensor.full(dtype, shape, number));
  }

  static double number(SplittableRandom random) {
    return SPECIAL[random.nextInt(SPECIAL.length)];
  }

  /** Returns a tensor of signed zeros, infinities, NaN, subnormal and ordinary numbers. */
  static Tensor special(long seed, DType dtype, Shape shape) {
    SplittableRandom random = new SplittableRandom(seed);
    Buffer buffer = Buffer.allocate(dtype, shape.size());
    for (int i = 0; i < buffer.size(); i++) {
      switch (dtype) {
        case F32, F64 -> buffer.setDouble(i, number(random));
        case BOOL -> buffer.setLong(i, random.nextInt(2));
        case I32 ->
            buffer.setLong(i, random.nextInt(4) == 0 ? Integer.MIN_VALUE : random.nextInt(-3, 4));
        case I64 ->
            buffer.setLong(i, random.nextInt(4) == 0 ? Long.MIN_VALUE : random.nextInt(-3, 4));
      }
    }
    return Tensor.over(shape, buffer);
  }

  /** Returns such tensors for the inputs of a graph. */
  static Map<Value, Tensor> given(Graph graph) {
    Map<Value, Tensor> given = new HashMap<>();
    for (Value input : graph.inputs()) {
      given.put(input, special(given.size(), input.dtype(), input.shape()));
    }
    return given;
  }
}
