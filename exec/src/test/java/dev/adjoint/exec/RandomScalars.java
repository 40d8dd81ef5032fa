// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.random;
import static dev.adjoint.exec.TestOps.read;
import static dev.adjoint.exec.TestOps.reduce;

import dev.adjoint.exec.TestOps.Body;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * A random program on single numbers of all dtypes, with a few tensors and kernels between them;
 * the same for the same seed but for its nodes and variables.
 */
final class RandomScalars {
  private static final Shape[] SHAPES = {Shape.SCALAR, Shape.SCALAR, Shape.of(1), Shape.of(1, 1)};

  private static final List<Body> UNARY =
      List.of(
          one("sin", Scalar::sin),
          one("cos", Scalar::cos),
          one("exp", Scalar::exp),
          one("log", Scalar::log),
          one("log1p", Scalar::log1p),
          one("expm1", Scalar::expm1),
          one("tanh", Scalar::tanh),
          one("erf", Scalar::erf),
          one("sqrt", Scalar::sqrt),
          one("floor", Scalar::floor),
          one("rint", Scalar::rint),
          one("neg", Scalar::neg),
          one("abs", Scalar::abs),
          one("not", Scalar::not),
          one("bits", Scalar::bitcast),
          one("f32", x -> x.cast(DType.F32)),
          one("f64", x -> x.cast(DType.F64)),
          one("i32", x -> x.cast(DType.I32)),
          one("i64", x -> x.cast(DType.I64)),
          one("bool", x -> x.cast(DType.BOOL)),
          one("shift", x -> x.shiftRightUnsigned(3).xor(x.shiftLeft(2)).or(x.shiftRight(1))),
          one("huge", x -> x.mul(1e9)),
          TestOps.SAME,
          TestOps.NEXT,
          TestOps.HALVE);

  private static final List<Body> BINARY =
      List.of(
          TestOps.ADD,
          TestOps.SUB,
          TestOps.MUL,
          TestOps.LESS,
          new Body("div", x -> x.get(0).div(x.get(1))),
          new Body("min", x -> x.get(0).min(x.get(1))),
          new Body("max", x -> x.get(0).max(x.get(1))),
          new Body("pow", x -> x.get(0).pow(x.get(1))),
          new Body("equal", x -> x.get(0).equal(x.get(1))),
          new Body("lessEqual", x -> x.get(0).lessEqual(x.get(1))),
          new Body("and", x -> x.get(0).and(x.get(1))),
          new Body("first", x -> x.get(0).like(0).mul(x.get(1)).add(x.get(0))));

  final List<Value> inputs = new ArrayList<>();
  final List<Tensor> arguments = new ArrayList<>();
  final List<Value> outputs = new ArrayList<>();
  final Map<Value, Value> updates = new LinkedHashMap<>();
  final List<Variable> variables = new ArrayList<>();

  private final SplittableRandom random;
  private final List<Value> values = new ArrayList<>();

  RandomScalars(long seed, int size) {
    this.random = new SplittableRandom(seed);
    for (DType dtype : DType.values()) {
      Shape shape = SHAPES[random.nextInt(SHAPES.length)];
      inputs.add(input("x", new TensorType(dtype, shape)));
      arguments.add(random(random.nextInt(9), dtype, shape));
      variables.add(new Variable("v", random(random.nextInt(9), dtype, shape)));
      values.add(constant(random(random.nextInt(3), dtype, shape)));
    }
    values.addAll(inputs);
    variables.forEach(v -> values.add(read(v)));
    while (values.size() < 15 + size) {
      add();
    }
    for (int i = random.nextInt(5); i >= 0; i--) {
      outputs.add(any());
    }
    for (Variable variable : variables) {
      List<Value> fitting = values.stream().filter(v -> v.type().equals(variable.type())).toList();
      if (random.nextBoolean()) {
        int at = Math.max(random.nextInt(fitting.size()), random.nextInt(fitting.size()));
        updates.put(read(variable), fitting.get(at));
      }
    }
  }

  private static Body one(String label, UnaryOperator<Scalar> function) {
    return new Body(label, x -> function.apply(x.get(0)));
  }

  private Value any() {
    // Late values are more likely: else graphs would be wide and flat.
    int count = values.size();
    return values.get(Math.max(random.nextInt(count), random.nextInt(count)));
  }

  private void add() {
    Value a = any();
    List<Value> same = values.stream().filter(v -> v.type().equals(a.type())).toList();
    Value b = same.get(random.nextInt(same.size()));
    try {
      switch (random.nextInt(16)) {
        case 0, 1, 2, 3, 4, 5 -> values.add(apply(UNARY.get(random.nextInt(UNARY.size())), a));
        case 6, 7, 8, 9, 10, 11 ->
            values.add(apply(BINARY.get(random.nextInt(BINARY.size())), a, b));
        case 12 -> values.add(apply(TestOps.BLEND, a, b, same.getFirst()));
        case 13 -> {
          Shape shape = SHAPES[random.nextInt(SHAPES.length)];
          values.add(apply(new TestOps.Reshape(shape), a));
        }
        case 14 -> {
          // A tensor between numbers
          Value wide = apply(TestOps.NEXT, apply(new TestOps.Repeat(3), a));
          values.add(apply(reduce(TestOps.Combine.MAX, 0), wide));
        }
        default -> values.add(apply(new TestOps.Scan(), a));
      }
    } catch (ShapeException _) {
      // The op does not take such values; another draw will.
    }
  }
}
