// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What benchmarks run on: numbers in {@code [−3, 3)}, the same in every run. */
final class RandomInputs {
  private static final double BOUND = 3;

  private RandomInputs() {}

  /** Returns a buffer of numbers. */
  static Buffer buffer(long seed, DType dtype, int size) {
    Buffer buffer = Buffer.allocate(dtype, size);
    SplittableRandom numbers = new SplittableRandom(seed);
    for (int i = 0; i < size; i++) {
      buffer.setDouble(i, numbers.nextDouble(-BOUND, BOUND));
    }
    return buffer;
  }

  /** Returns a tensor of F32 numbers. */
  static Tensor tensor(long seed, Shape shape) {
    return Tensor.over(shape, buffer(seed, DType.F32, shape.size()));
  }

  /** Returns the options that programs are compiled with if a pass is off; {@code none} is none. */
  static CompileOptions without(String pass) {
    CompileOptions all = CompileOptions.defaults();
    return pass.equals("none") ? all : all.without(pass);
  }

  /** Returns a program whose inputs are set, compiled without a pass, or {@code none}. */
  static Runner runner(List<Expr> inputs, List<Expr> outputs, String off) {
    return runner(inputs, outputs, Map.of(), off);
  }

  /** Returns a program with updates whose inputs are set, compiled without a pass. */
  static Runner runner(List<Expr> inputs, List<Expr> outputs, Map<Expr, Expr> updates, String off) {
    Runner runner = Program.compile(inputs, outputs, updates, without(off)).runner();
    for (int i = 0; i < inputs.size(); i++) {
      runner.set(i, tensor(i + 1, inputs.get(i).shape()));
    }
    return runner;
  }
}
