// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvTranspose;
import dev.adjoint.ops.op.window.WinogradConv;
import dev.adjoint.ops.op.window.WinogradConvTranspose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Tests of loops that run over tiles of convolutions and of batches of products. */
final class EpilogueTests {
  private static final WindowOptions OVER_2 = WindowOptions.over(2);

  private static Expr input(String name, DType dtype, int... dims) {
    return Expr.input(name, new TensorType(dtype, Shape.of(dims)));
  }

  private static long epilogues(Program program) {
    return program.plan().steps().stream()
        .filter(s -> s instanceof PlanStep.Apply a && a.op().parameters().contains(" + fused"))
        .count();
  }

  private static Program compile(List<Expr> outputs, CompileOptions options) {
    return Program.compile(Graph.of(outputs).inputs(), outputs, Map.of(), options);
  }

  /** Checks how many loops run over tiles, and that the bits are those of the interpreter. */
  private static void check(int count, Expr... outputs) {
    List<Expr> all = List.of(outputs);
    CompileOptions options = CompileOptions.defaults();
    Program program = compile(all, options);
    assertThat(epilogues(program)).as("%s", program.plan()).isEqualTo(count);
    Map<Value, Tensor> given = new HashMap<>();
    List<Tensor> arguments = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(outputs.length);
    for (Value x : Graph.of(all).inputs()) {
      arguments.add(new Arg.Real(x.shape(), -2, 2).draw(x.dtype(), random));
      given.put(x, arguments.getLast());
    }
    List<Tensor> expected = Interpreter.evaluate(all, given);
    for (int threads : new int[] {1, 2, 3, 8}) {
      Program each = compile(all, options.withWorkers(WorkerPool.of(threads)));
      assertThat(each.run(arguments)).as("%s threads", threads).isEqualTo(expected);
      assertThat(each.run(arguments)).as("%s threads, again", threads).isEqualTo(expected);
    }
    for (String width : List.of("512", "256", "128", "off")) {
      System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
      try {
        assertThat(compile(all, options).run(arguments)).as("width %s", width).isEqualTo(expected);
      } finally {
        System.clearProperty(VectorSupport.WIDTH_PROPERTY);
      }
    }
  }

  /** Checks a layer of a convolution, with a bias for each channel, an activation, a residual. */
  private static void checkLayer(KernelOp op, Expr x, Expr w) {
    Expr y = Expr.apply(op, x, w);
    int[] bias = new int[y.shape().rank() - 1];
    Arrays.fill(bias, 1);
    bias[0] = y.shape().dim(1);
    Expr layer = y.add(input("bias", x.dtype(), bias)).tanh();
    check(1, layer);
    check(1, layer.add(Expr.input("residual", y.type())));
    check(1, layer, y);
  }

  @Test
  void biasAndActivationAndResidualRunOnTilesOfConvolutions() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Expr x = input("x", dtype, 3, 2, 18, 17);
      checkLayer(new Conv(OVER_2.padding(2), 1), x, input("w", dtype, 9, 2, 5, 5));
      checkLayer(new Conv(OVER_2.stride(2).padding(1), 2), x, input("w", dtype, 4, 1, 3, 3));
      checkLayer(new Conv(OVER_2, 1), x, input("w", dtype, 19, 2, 1, 1));
      checkLayer(new WinogradConv(OVER_2.padding(1)), x, input("w", dtype, 5, 2, 3, 3));
    }
    checkLayer(
        new Conv(WindowOptions.over(1).dilation(2), 3),
        input("x", DType.F32, 2, 3, 300),
        input("w", DType.F32, 6, 1, 3));
    checkLayer(
        new Conv(WindowOptions.over(3).padding(1), 1),
        input("x", DType.F32, 2, 2, 5, 4, 6),
        input("w", DType.F32, 3, 2, 3, 3, 3));
  }

  @Test
  void theyRunOnTilesOfDerivatives() {
    Expr dy = input("dy", DType.F32, 3, 4, 9, 8);
    checkLayer(
        new ConvTranspose(OVER_2, 1, Shape.of(13, 12)), dy, input("w", DType.F32, 4, 6, 5, 5));
    checkLayer(
        new ConvTranspose(OVER_2.stride(2, 3).padding(1), 2, Shape.of(17, 22)),
        dy,
        input("w", DType.F32, 4, 6, 3, 3));
    checkLayer(new ConvTranspose(OVER_2, 1, Shape.of(9, 8)), dy, input("w", DType.F32, 4, 7, 1, 1));
    checkLayer(new WinogradConvTranspose(OVER_2.padding(1)), dy, input("w", DType.F32, 4, 5, 3, 3));
  }

  @Test
  void theyRunOnTilesOfBatchesOfProducts() {
    for (int rows : new int[] {5, 40, 300}) {
      Expr product = input("a", DType.F32, 6, rows, 33).matmul(input("b", DType.F32, 6, 33, 70));
      check(1, product.add(input("bias", DType.F32, 70)).tanh());
      check(1, product.tanh().add(input("residual", DType.F32, 6, rows, 70)));
    }
  }

  @Test
  void narrowPlanesHaveNoEpilogue() {
    Expr x = input("x", DType.F32, 3, 2, 7, 7);
    check(0, Expr.apply(new Conv(OVER_2, 1), x, input("w", DType.F32, 3, 2, 2, 2)).tanh());
  }
}
