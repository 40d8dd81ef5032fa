// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.accuracy;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.util.List;

/**
 * Measures a function in F32, block by block. A block is held against the function in F64, whose
 * own errors {@link DoubleSweep} measures; where that finds an error above all before it, {@link
 * Wide} numbers say how large it is. Serves one thread.
 */
final class FloatSweep {
  /** How many inputs a block has. */
  static final int BLOCK = 1 << 14;

  private final Measured function;
  private final Errors errors = Errors.none();
  private final float[] x = new float[BLOCK];
  private final float[] y = new float[BLOCK];
  private final float[] dx = new float[BLOCK];
  private final double[] wide = new double[BLOCK];
  private final double[] wideY = new double[BLOCK];
  private final double[] wideDx = new double[BLOCK];
  private final Runner narrow;
  private final Runner largest;
  private final Runner each;

  /** Compiles the function. */
  FloatSweep(Measured function) {
    this.function = function;
    narrow = narrow(function).runner();
    narrow.set(0, Tensor.wrap(Shape.of(BLOCK), x));
    largest = against(function, true).runner();
    each = against(function, false).runner();
    for (Runner runner : List.of(largest, each)) {
      runner.set(0, Tensor.wrap(Shape.of(BLOCK), wide));
      runner.set(1, Tensor.wrap(Shape.of(BLOCK), wideY));
      runner.set(2, Tensor.wrap(Shape.of(BLOCK), wideDx));
    }
  }

  private static Program narrow(Measured function) {
    Expr in = Expr.input("x", TensorType.of(DType.F32, BLOCK));
    Expr y = function.function().apply(in);
    return Program.compile(List.of(in), List.of(y, Autodiff.grad(y.sum(), in).getFirst()));
  }

  /** Returns the errors of given results, or only the largest ones. */
  private static Program against(Measured function, boolean largest) {
    TensorType type = TensorType.of(DType.F64, BLOCK);
    Expr in = Expr.input("x", type);
    Expr y = Expr.input("y", type);
    Expr dx = Expr.input("dx", type);
    Expr right = function.function().apply(in);
    Expr slope = Autodiff.grad(right.sum(), in).getFirst();
    Expr errors = Expr.apply(new UlpError(true), List.of(y, right, in));
    Expr slopes = Expr.apply(new UlpError(false), List.of(dx, slope));
    return Program.compile(
        List.of(in, y, dx),
        largest ? List.of(errors.max(), slopes.max()) : List.of(errors, slopes));
  }

  /** Returns what was found so far. */
  Errors errors() {
    return errors;
  }

  /** Measures the block of floats whose bits are {@code first}, {@code first + stride}, … */
  void run(int first, int stride) {
    for (int i = 0; i < BLOCK; i++) {
      x[i] = Float.intBitsToFloat(first + i * stride);
    }
    run();
  }

  /** Measures the floats nearest to some doubles. */
  void run(double[] points) {
    for (int i = 0; i < BLOCK; i++) {
      x[i] = (float) points[i % points.length];
    }
    run();
  }

  private void run() {
    narrow.run();
    narrow.copyOutput(0, Buffer.wrap(DType.F32, y, 0, BLOCK));
    narrow.copyOutput(1, Buffer.wrap(DType.F32, dx, 0, BLOCK));
    for (int i = 0; i < BLOCK; i++) {
      wide[i] = x[i];
      wideY[i] = y[i];
      wideDx[i] = dx[i];
    }
    largest.run();
    boolean values = errors.value().mayBeExceededBy(largest.item(0));
    boolean slopes = errors.slope().mayBeExceededBy(largest.item(1));
    if (values || slopes) {
      each.run();
      if (values) {
        closeLook(each.output(0).buffer().f64(), wideY, 0, errors.value());
      }
      if (slopes) {
        closeLook(each.output(1).buffer().f64(), wideDx, 1, errors.slope());
      }
    }
  }

  private void closeLook(double[] found, double[] got, int order, Worst worst) {
    for (int i = 0; i < BLOCK; i++) {
      if (worst.mayBeExceededBy(found[i])) {
        worst.add(function.error(order, wide[i], got[i], 24), wide[i]);
      }
    }
  }
}
