// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Scans that could not remember all that they carry, and what scans keep. */
final class LongScanTests {
  private static final int STEPS = 30_000;

  private final Expr w = Expr.input("w");

  private static Expr start(int size) {
    return Expr.full(TensorType.of(DType.F32, size), 1);
  }

  private Scanned scan(int size, int steps) {
    return ControlFlow.scan(
        List.of(start(size)), List.of(), steps, (c, _) -> carrying(c.getFirst().mul(w)));
  }

  private static Scanned carrying(Expr next) {
    return Scanned.carrying(next);
  }

  @Test
  void whatNobodyReadsOfALongScanIsNotMade() {
    Expr last = scan(100_000, STEPS).carry().getFirst();
    assertThat(last.type()).isEqualTo(TensorType.of(DType.F32, 100_000));
    Program program = Program.compile(List.of(w), List.of(last.sum()));
    assertThat(program.plan().plannedBytes()).isLessThanOrEqualTo(800_000);
    Expr shorter = scan(72_000, STEPS).carry().getFirst();
    Program once = Program.compile(List.of(w), List.of(shorter.select(0, 0)));
    assertThat(once.plan().plannedBytes()).isLessThanOrEqualTo(600_000);
  }

  @Test
  void aLongScanRunsForward() {
    Expr last =
        ControlFlow.scan(
                List.of(start(75_000)),
                List.of(),
                STEPS,
                // No work but for the first element, so that the test is quick.
                (c, _) -> carrying(c.getFirst()))
            .carry()
            .getFirst();
    assertThat(last.sum().eval()).isEqualTo(Tensor.scalar(75_000f));
  }

  @Test
  void itsDerivativeIsRefusedAndTheErrorSaysTheSizeAndTheCure() {
    Expr y = scan(100_000, STEPS).carry().getFirst().sum();
    assertThatThrownBy(() -> Autodiff.grad(y, w))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "scan: the derivative needs what was carried into each of 30000 steps, f32[100000]:"
                + " 3000000000 elements, a tensor has at most 2147483647; scan over segments, each"
                + " a scan of its own steps, and only what is carried into each segment is kept");
  }

  @Test
  void segmentsAreTheCure() {
    Expr y =
        ControlFlow.scan(
                List.of(start(100_000)),
                List.of(),
                200,
                (outer, _) ->
                    ControlFlow.scan(
                        outer, List.of(), 150, (c, _) -> carrying(c.getFirst().mul(w))))
            .carry()
            .getFirst()
            .sum();
    Expr dw = Autodiff.grad(y, w).getFirst();
    // 200 carries of the segments, 150 of the steps of one, and what a step needs.
    assertThat(Program.compile(List.of(w), List.of(dw)).plan().plannedBytes())
        .isLessThan(360L * 400_000);
  }

  @Test
  void aCarryThatTheDerivativeDoesNotReadMayBeAsLongAsItLikes() {
    Expr last =
        ControlFlow.scan(
                List.of(start(100_000)), List.of(), STEPS, (c, _) -> carrying(c.getFirst().add(w)))
            .carry()
            .getFirst();
    Expr dw = Autodiff.grad(last.select(0, 0), w).getFirst();
    assertThat(dw.type()).isEqualTo(w.type());
  }

  @Test
  void theGradientOfASharedTensorIsAddedUpWithoutAHistory() {
    Expr matrix = Expr.input("m", 1000, 1000);
    Expr last =
        ControlFlow.scan(
                List.of(Expr.full(TensorType.of(DType.F32, 1, 1000), 0.1)),
                List.of(),
                5000,
                (c, _) -> carrying(c.getFirst().matmul(matrix).tanh()))
            .carry()
            .getFirst();
    Expr gradient = Autodiff.grad(last.sum(), matrix).getFirst();
    assertThat(Program.compile(List.of(matrix), List.of(gradient)).plan().plannedBytes())
        .isLessThan(40_000_000);
    assertThat(Autodiff.grad(gradient.square().sum(), matrix).getFirst().type())
        .isEqualTo(matrix.type());
  }

  @Test
  void outputsThatDoNotFitAreNamed() {
    assertThatThrownBy(() ->
            ControlFlow.scan(
                List.of(start(100_000)),
                List.of(),
                STEPS,
                (c, _) -> Scanned.of(c.getFirst(), c.getFirst())))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "scan: the outputs of all 30000 steps, f32[100000] each, have 3000000000 elements, a"
                + " tensor has at most 2147483647; put out less in a step, or scan over segments");
  }

  @Test
  void aScanLetsGoOfWhatItRanOn() {
    Expr x = Expr.input("x", 300, 300);
    Expr ys =
        ControlFlow.scan(
                List.of(start(300)),
                List.of(x),
                (c, e) -> Scanned.of(c.getFirst().add(e.getFirst()), c.getFirst()))
            .ys()
            .getFirst();
    Program program = Program.compile(List.of(x), List.of(ys));
    List<WeakReference<Object>> dropped = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      run(program, dropped);
    }
    for (int i = 0; i < 50 && dropped.stream().anyMatch(r -> r.get() != null); i++) {
      System.gc();
    }
    assertThat(dropped).allSatisfy(r -> assertThat(r.get()).isNull());
    Reference.reachabilityFence(program);
  }

  private static void run(Program program, List<WeakReference<Object>> dropped) {
    Tensor given = Tensor.wrap(program.plan().inputs().getFirst().shape(), new float[90_000]);
    dropped.add(new WeakReference<>(given.buffer().array()));
    dropped.add(new WeakReference<>(program.run(given).getFirst().buffer().array()));
  }

  @Test
  void constantsOfABodyAreNotKeptWithItsPlan() {
    WeakReference<Object> array = scanWith(1);
    for (int i = 0; i < 50 && array.get() != null; i++) {
      System.gc();
    }
    assertThat(array.get()).isNull();
    assertThat(scanWith(2).refersTo(null)).isFalse();
  }

  private static WeakReference<Object> scanWith(float seed) {
    Tensor data = Tensor.of(seed, 2f, 3f);
    Expr last =
        ControlFlow.scan(
                List.of(start(3)),
                List.of(),
                2,
                (c, _) -> carrying(c.getFirst().add(Expr.constant(data))))
            .carry()
            .getFirst();
    assertThat(last.eval()).isEqualTo(Tensor.of(1 + 2 * seed, 5f, 7f));
    return new WeakReference<>(data.buffer().array());
  }
}
