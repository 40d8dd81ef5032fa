// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.Sample;
import dev.adjoint.ops.catalog.Structure;
import dev.adjoint.ops.op.activation.LogSoftmax;
import dev.adjoint.ops.op.activation.Softmax;
import dev.adjoint.ops.op.elementwise.BesselI;
import dev.adjoint.ops.op.elementwise.BesselISlope;
import dev.adjoint.ops.op.fft.FourierTransform;
import dev.adjoint.ops.op.index.Gather;
import dev.adjoint.ops.op.index.Scatter;
import dev.adjoint.ops.op.index.ScatterAdd;
import dev.adjoint.ops.op.index.ScatterMax;
import dev.adjoint.ops.op.index.ScatterMin;
import dev.adjoint.ops.op.index.TakeAlongAxis;
import dev.adjoint.ops.op.linalg.Cholesky;
import dev.adjoint.ops.op.linalg.Cofactors;
import dev.adjoint.ops.op.linalg.Det;
import dev.adjoint.ops.op.linalg.Eigh;
import dev.adjoint.ops.op.linalg.Inverse;
import dev.adjoint.ops.op.linalg.Lu;
import dev.adjoint.ops.op.linalg.Matmul;
import dev.adjoint.ops.op.linalg.MatrixExp;
import dev.adjoint.ops.op.linalg.Pinv;
import dev.adjoint.ops.op.linalg.Qr;
import dev.adjoint.ops.op.linalg.SlogDet;
import dev.adjoint.ops.op.linalg.Solve;
import dev.adjoint.ops.op.linalg.Svd;
import dev.adjoint.ops.op.linalg.TriangularSolve;
import dev.adjoint.ops.op.loss.SoftmaxCrossEntropy;
import dev.adjoint.ops.op.prefix.CumMax;
import dev.adjoint.ops.op.prefix.CumMin;
import dev.adjoint.ops.op.prefix.CumProd;
import dev.adjoint.ops.op.prefix.CumSum;
import dev.adjoint.ops.op.prefix.LinearRecurrence;
import dev.adjoint.ops.op.prefix.LogCumSumExp;
import dev.adjoint.ops.op.random.Binomial;
import dev.adjoint.ops.op.random.GammaSlope;
import dev.adjoint.ops.op.random.GammaTransport;
import dev.adjoint.ops.op.random.LogGamma;
import dev.adjoint.ops.op.random.Multinomial;
import dev.adjoint.ops.op.random.Normal;
import dev.adjoint.ops.op.random.Poisson;
import dev.adjoint.ops.op.random.RandomBits;
import dev.adjoint.ops.op.random.TruncatedNormal;
import dev.adjoint.ops.op.random.Uniform;
import dev.adjoint.ops.op.reduce.ArgMax;
import dev.adjoint.ops.op.reduce.ArgMin;
import dev.adjoint.ops.op.reduce.LogSumExp;
import dev.adjoint.ops.op.shape.Concat;
import dev.adjoint.ops.op.sort.SearchSorted;
import dev.adjoint.ops.op.sort.Sort;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.AvgUnpool;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvFilterGradient;
import dev.adjoint.ops.op.window.ConvTranspose;
import dev.adjoint.ops.op.window.MaxPool;
import dev.adjoint.ops.op.window.MaxUnpool;
import dev.adjoint.ops.op.window.WinogradConv;
import dev.adjoint.ops.op.window.WinogradConvTranspose;
import dev.adjoint.ops.op.window.WinogradFilterGradient;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every kernel promises: the same bits however its pieces are run, and no garbage. */
class KernelTests {
  private static final Duration MOST_CPU_TIME = Duration.ofSeconds(60);
  private static final OperatingSystemMXBean PROCESS =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private static final Shape WINDOW = Shape.of(3, 3);
  private static final WindowOptions OPTIONS = WindowOptions.over(2).stride(2).padding(1);

  /** Inputs so large that there is more than one piece. */
  private static final List<Sample> LARGE =
      List.of(
          Sample.of(new ArgMax(1), Arg.distinct(300, 201)),
          Sample.of(new ArgMax(0), Arg.index(DType.I64, 1000, 200, 301)),
          Sample.of(new ArgMin(1), Arg.distinct(300, 61)),
          Sample.of(new AvgPool(WINDOW, OPTIONS, true), Arg.real(3, 8, 41, 40)),
          Sample.of(new AvgUnpool(WINDOW, OPTIONS, true, Shape.of(41, 40)), Arg.real(3, 8, 21, 20)),
          Sample.of(new BesselI(1, false), Arg.real(100, 301)),
          Sample.of(new BesselISlope(1, true), Arg.real(100, 301)),
          Sample.of(
              new Binomial(3),
              Arg.index(DType.I64, 9),
              Arg.index(DType.I32, 90, 5001).wrap(x -> x.cast(DType.F32)),
              Arg.index(DType.I32, 9, 5001).wrap(x -> x.cast(DType.F32).mul(0.125))),
          Sample.of(new Cholesky(), Arg.structured(Structure.POSITIVE_DEFINITE, 5, 30, 30)),
          Sample.of(new Cofactors(), Arg.real(5, 30, 30)),
          Sample.of(new Concat(1), Arg.real(300, 70), Arg.real(300, 131)),
          Sample.of(new Conv(OPTIONS, 1), Arg.real(4, 8, 41, 40), Arg.real(10, 8, 3, 3)),
          Sample.of(new Conv(OPTIONS, 4), Arg.real(4, 8, 41, 40), Arg.real(8, 2, 3, 3)),
          Sample.of(new Conv(OPTIONS, 8), Arg.real(4, 8, 41, 40), Arg.real(16, 1, 3, 3)),
          Sample.of(
              new ConvTranspose(OPTIONS, 8, Shape.of(41, 40)),
              Arg.real(4, 8, 21, 20),
              Arg.real(8, 1, 3, 3)),
          Sample.of(
              new Conv(WindowOptions.over(2), 1), Arg.real(4, 32, 40, 40), Arg.real(9, 32, 1, 1)),
          Sample.of(
              new ConvTranspose(OPTIONS, 1, Shape.of(41, 40)),
              Arg.real(4, 10, 21, 20),
              Arg.real(10, 8, 3, 3)),
          Sample.of(
              new ConvTranspose(WindowOptions.over(2), 1, Shape.of(9, 9)),
              Arg.real(1, 200, 7, 7),
              Arg.real(200, 32, 3, 3)),
          Sample.of(
              new ConvFilterGradient(OPTIONS, 1, WINDOW),
              Arg.real(4, 8, 41, 40),
              Arg.real(4, 10, 21, 20)),
          Sample.of(
              new ConvFilterGradient(WindowOptions.over(2), 1, WINDOW),
              Arg.real(1, 64, 9, 9),
              Arg.real(1, 200, 7, 7)),
          Sample.of(new CumMax(1, false), Arg.distinct(300, 51)),
          Sample.of(new CumMin(0, true), Arg.distinct(51, 300)),
          Sample.of(new CumProd(1, true), Arg.real(300, 51)),
          Sample.of(new CumSum(0, false), Arg.real(151, 300)),
          Sample.of(new Det(), Arg.real(5, 30, 30)),
          Sample.of(new Eigh(), Arg.structured(Structure.SYMMETRIC, 5, 30, 30)),
          Sample.of(new FourierTransform(1, false), Arg.real(300, 51), Arg.real(300, 51)),
          Sample.of(new FourierTransform(0, true), Arg.real(60, 301), Arg.real(60, 301)),
          Sample.of(new GammaSlope(1), Arg.between(0.1, 5, 1001), Arg.between(-2, 1.5, 1001)),
          Sample.of(
              new GammaTransport(),
              Arg.between(0.3, 5, 501),
              Arg.between(0.3, 5, 501),
              Arg.between(-1, 1.5, 501)),
          Sample.of(new Gather(0), Arg.real(300, 201), Arg.index(DType.I32, 300, 250)),
          Sample.of(new Inverse(), Arg.structured(Structure.ORTHOGONAL, 5, 30, 30)),
          Sample.of(new LinearRecurrence(0, true), Arg.between(-1, 1, 51, 300), Arg.real(51, 300)),
          Sample.of(new LogCumSumExp(1, false), Arg.real(100, 151)),
          Sample.of(
              new LogGamma(3),
              Arg.index(DType.I64, 9),
              Arg.index(DType.I32, 9, 5001).wrap(x -> x.cast(DType.F32).add(0.5))),
          Sample.of(new LogSoftmax(1), Arg.real(300, 201)),
          Sample.of(new LogSumExp(0), Arg.real(201, 300)),
          Sample.of(new Lu(), Arg.real(5, 30, 40)),
          Sample.of(new Matmul(false, true), Arg.real(2, 90, 300), Arg.real(2, 80, 300)),
          Sample.of(new MatrixExp(), Arg.real(5, 20, 20)),
          Sample.of(new MaxPool(WINDOW, OPTIONS), Arg.real(3, 8, 41, 40)),
          Sample.of(
              new MaxUnpool(Shape.of(41, 40), 128),
              Arg.real(3, 8, 21, 20),
              Arg.index(DType.I32, 1640, 3, 8, 21, 20)),
          Sample.of(
              new Multinomial(3, 100, 1),
              Arg.index(DType.I64, 9),
              Arg.index(DType.I32, 9, 300, 20).wrap(x -> x.cast(DType.F32).add(0.5))),
          Sample.of(new Normal(TensorType.of(DType.F32, 50001), 3), Arg.index(DType.I64, 9)),
          Sample.of(new Normal(TensorType.of(DType.F64, 50001), 3), Arg.index(DType.I64, 9)),
          Sample.of(new Pinv(1e-6), Arg.real(5, 30, 20)),
          Sample.of(
              new Poisson(3),
              Arg.index(DType.I64, 9),
              Arg.index(DType.I32, 80, 5001).wrap(x -> x.cast(DType.F32).mul(0.5))),
          Sample.of(new Qr(), Arg.real(5, 40, 30)),
          Sample.of(new RandomBits(TensorType.of(DType.I64, 50001), 3), Arg.index(DType.I64, 9)),
          Sample.of(
              new Scatter(0), Arg.real(50, 900), Arg.index(DType.I64, 50, 90), Arg.real(90, 900)),
          Sample.of(
              new ScatterMax(0),
              Arg.real(50, 900),
              Arg.index(DType.I64, 50, 90),
              Arg.real(90, 900)),
          Sample.of(
              new ScatterMin(0),
              Arg.real(50, 900),
              Arg.index(DType.I64, 50, 90),
              Arg.real(90, 900)),
          Sample.of(
              new ScatterAdd(0),
              Arg.real(50, 3000),
              Arg.index(DType.I64, 50, 90),
              Arg.real(90, 3000)),
          Sample.of(
              new SearchSorted(false),
              Arg.real(3000).wrap(x -> Expr.applyAll(new Sort(0, false), List.of(x)).getFirst()),
              Arg.real(5000)),
          Sample.of(
              new Solve(true), Arg.structured(Structure.ORTHOGONAL, 5, 30, 30), Arg.real(5, 30, 7)),
          Sample.of(new Sort(1, true), Arg.distinct(100, 51)),
          Sample.of(new SlogDet(), Arg.real(5, 30, 30)),
          Sample.of(new Softmax(0), Arg.real(201, 300)),
          Sample.of(new SoftmaxCrossEntropy(1), Arg.real(300, 201), Arg.index(DType.I64, 201, 300)),
          Sample.of(new Svd(), Arg.real(5, 20, 30)),
          Sample.of(new TakeAlongAxis(0), Arg.real(20, 900), Arg.index(DType.I32, 20, 11, 900)),
          Sample.of(
              new TriangularSolve(Triangle.LOWER),
              Arg.structured(Structure.LOWER_TRIANGULAR, 5, 30, 30)
                  .wrap(x -> x.tril(-1).mul(0.05).add(x.diagonal().diagEmbed(0))),
              Arg.real(5, 30, 37)),
          Sample.of(
              new TruncatedNormal(TensorType.of(DType.F32, 50001), 3, -2, 2),
              Arg.index(DType.I64, 9)),
          Sample.of(new Uniform(TensorType.of(DType.F32, 50001), 3), Arg.index(DType.I64, 9)),
          Sample.of(
              new WinogradConv(WindowOptions.over(2).padding(1)),
              Arg.real(3, 20, 13, 12),
              Arg.real(18, 20, 3, 3)),
          Sample.of(
              new WinogradConvTranspose(WindowOptions.over(2).padding(1)),
              Arg.real(3, 18, 13, 12),
              Arg.real(18, 20, 3, 3)),
          Sample.of(
              new WinogradFilterGradient(WindowOptions.over(2).padding(1)),
              Arg.real(3, 20, 13, 12),
              Arg.real(3, 18, 13, 12)));

  /** Runs the last piece first, so that the order shows if it matters. */
  private static final Workers BACKWARDS =
      (count, task) -> {
        for (int i = count - 1; i >= 0; i--) {
          task.run(i);
        }
      };

  private static Stream<Sample> samples() {
    return Stream.concat(
        LARGE.stream(),
        OpCatalog.ops().stream()
            .flatMap(op -> op.samples().stream())
            .filter(sample -> sample.op() instanceof KernelOp));
  }

  @TestFactory
  Stream<DynamicTest> bitsDependNeitherOnWorkersNorOnWhatWasInTheOutput() {
    return samples().flatMap(sample -> Stream.of(DType.F32, DType.F64).map(d -> same(sample, d)));
  }

  private static DynamicTest same(Sample sample, DType dtype) {
    return DynamicTest.dynamicTest(
        sample + " " + dtype,
        () -> {
          Call call = new Call(sample, dtype);
          List<Tensor> expected = call.run(call.reference(), Workers.SERIAL);
          Kernel kernel = call.kernel();
          assertThat(call.run(kernel, Workers.SERIAL)).isEqualTo(expected);
          assertThat(call.run(kernel, BACKWARDS)).isEqualTo(expected);
          assertThat(call.run(kernel, WorkerPool.of(3))).isEqualTo(expected);
        });
  }

  @Test
  void everyKernelOpIsTriedOnLargeInputs() {
    assertThat(LARGE.stream().map(sample -> sample.op().name()).distinct())
        .containsExactlyInAnyOrderElementsOf(
            OpCatalog.ops().stream()
                .map(op -> op.samples().getFirst().op())
                .filter(op -> op instanceof KernelOp)
                .map(Op::name)
                .toList());
  }

  @Test
  void largeInputsAreCutIntoPieces() {
    for (Sample sample : LARGE) {
      int[] pieces = new int[1];
      Call call = new Call(sample, DType.F32);
      call.run(
          call.kernel(),
          (count, task) -> {
            pieces[0] = Math.max(pieces[0], count);
            Workers.SERIAL.forEach(count, task);
          });
      assertThat(pieces[0]).as(sample.toString()).isGreaterThan(1);
    }
  }

  @Test
  void runsAllocateNothing() {
    for (Sample sample : LARGE) {
      Call call = new Call(sample, DType.F32);
      Kernel kernel = call.kernel();
      Buffer[] outputs = call.outputs();
      // Vectors are objects until the JIT compiler has the loop, for which it gets the time that it
      // needs, be the machine as busy as it likes: what counts is the work of this process.
      long each = Long.MAX_VALUE;
      long end = PROCESS.getProcessCpuTime() + MOST_CPU_TIME.toNanos();
      while (each >= 64 && PROCESS.getProcessCpuTime() < end) {
        each = allocated(kernel, call.inputs, outputs) / 5;
      }
      assertThat(each).as(sample.toString()).isLessThan(64);
    }
  }

  /** Returns how many bytes five runs allocate. */
  private static long allocated(Kernel kernel, Buffer[] inputs, Buffer... outputs) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 5; i++) {
      kernel.run(inputs, outputs, Workers.SERIAL);
    }
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  /** A kernel op on drawn inputs. */
  private static final class Call {
    final KernelOp op;
    final ImmutableList<TensorType> inputTypes;
    final ImmutableList<TensorType> outputTypes;
    final Buffer[] inputs;

    Call(Sample sample, DType dtype) {
      op = (KernelOp) sample.op();
      List<Tensor> drawn = sample.drawInputs(dtype, 5);
      inputTypes = drawn.stream().map(Tensor::type).collect(ImmutableList.toImmutableList());
      outputTypes = op.infer(inputTypes);
      inputs = drawn.stream().map(Tensor::buffer).toArray(Buffer[]::new);
    }

    Kernel kernel() {
      return op.kernel(inputTypes, outputTypes);
    }

    Kernel reference() {
      return op.reference(inputTypes, outputTypes);
    }

    /** Returns outputs in the middle of an array, full of what does not belong there. */
    Buffer[] outputs() {
      return outputTypes.stream()
          .map(type -> {
            Tensor rubbish = Tensor.full(type.dtype(), Shape.of(type.size() + 5), 77);
            Object array = rubbish.buffer().array();
            return Buffer.wrap(type.dtype(), array, 3, type.size());
          })
          .toArray(Buffer[]::new);
    }

    List<Tensor> run(Kernel kernel, Workers workers) {
      Buffer[] outputs = outputs();
      kernel.run(inputs, outputs, workers);
      ImmutableList.Builder<Tensor> tensors = ImmutableList.builder();
      for (int i = 0; i < outputs.length; i++) {
        Tensor y = Tensor.over(outputTypes.get(i).shape(), outputs[i]);
        assertThat(Buffer.wrap(y.dtype(), outputs[i].array(), 0, 3).getDouble(2))
            .as("the element before the output")
            .isEqualTo(y.dtype() == DType.BOOL ? 1 : 77);
        tensors.add(y);
      }
      return tensors.build();
    }
  }
}
