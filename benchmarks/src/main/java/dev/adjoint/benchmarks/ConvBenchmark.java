// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import dev.adjoint.ops.WindowOptions;
import dev.adjoint.ops.op.window.AvgPool;
import dev.adjoint.ops.op.window.AvgUnpool;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvFilterGradient;
import dev.adjoint.ops.op.window.ConvTranspose;
import dev.adjoint.ops.op.window.MaxPool;
import dev.adjoint.ops.op.window.WinogradConv;
import dev.adjoint.ops.op.window.WinogradConvTranspose;
import dev.adjoint.ops.op.window.WinogradFilterGradient;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Convolution, its two derivatives, and pooling, at the sizes of LeNet-5 and of a small network of
 * 3 × 3 filters, batch 64, and of others that take some way of their own, on one to three axes.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ConvBenchmark {

  /** What is computed. */
  @Param public Case what;

  /** Whether one thread does the work, or as many as there are processors. */
  @Param({"true", "false"})
  public boolean oneThread;

  private static final WindowOptions LINES = WindowOptions.over(1).padding(2);
  private static final WindowOptions VOLUMES = WindowOptions.over(3).padding(1);

  private Kernel kernel;
  private Buffer[] inputs;
  private Buffer[] outputs;
  private Workers workers;

  /** An op and the shapes of its inputs. */
  public enum Case {
    /** The first convolution of LeNet-5. */
    LENET_1(conv(2, 1, 1), Shape.of(64, 1, 28, 28), Shape.of(6, 1, 5, 5)),
    /** Its derivative by the filter; by the input nobody needs it. */
    LENET_1_FILTER(filter(2, 1, 1, 5), Shape.of(64, 1, 28, 28), Shape.of(64, 6, 28, 28)),
    /** The second convolution of LeNet-5. */
    LENET_2(conv(0, 1, 1), Shape.of(64, 6, 14, 14), Shape.of(16, 6, 5, 5)),
    /** Its derivative by the input. */
    LENET_2_INPUT(input(0, 1, 1, 14), Shape.of(64, 16, 10, 10), Shape.of(16, 6, 5, 5)),
    /** Its derivative by the filter. */
    LENET_2_FILTER(filter(0, 1, 1, 5), Shape.of(64, 6, 14, 14), Shape.of(64, 16, 10, 10)),
    /** 3 × 3 filters from 1 channel to 32. */
    CNN_1(conv(1, 1, 1), Shape.of(64, 1, 28, 28), Shape.of(32, 1, 3, 3)),
    /** Its derivative by the filter. */
    CNN_1_FILTER(filter(1, 1, 1, 3), Shape.of(64, 1, 28, 28), Shape.of(64, 32, 28, 28)),
    /** 3 × 3 filters from 32 channels to 64. */
    CNN_2(conv(1, 1, 1), Shape.of(64, 32, 14, 14), Shape.of(64, 32, 3, 3)),
    /** Its derivative by the input. */
    CNN_2_INPUT(input(1, 1, 1, 14), Shape.of(64, 64, 14, 14), Shape.of(64, 32, 3, 3)),
    /** Its derivative by the filter. */
    CNN_2_FILTER(filter(1, 1, 1, 3), Shape.of(64, 32, 14, 14), Shape.of(64, 64, 14, 14)),
    /** The same in tiles, as programs run it. */
    CNN_2_TILES(new WinogradConv(options(1, 1)), Shape.of(64, 32, 14, 14), Shape.of(64, 32, 3, 3)),
    /** Its derivative by the input in tiles. */
    CNN_2_INPUT_TILES(
        new WinogradConvTranspose(options(1, 1)), Shape.of(64, 64, 14, 14), Shape.of(64, 32, 3, 3)),
    /** Its derivative by the filter in tiles. */
    CNN_2_FILTER_TILES(
        new WinogradFilterGradient(options(1, 1)),
        Shape.of(64, 32, 14, 14),
        Shape.of(64, 64, 14, 14)),
    /** 3 × 3 filters that leap over every other place. */
    STRIDE(conv(1, 2, 1), Shape.of(16, 64, 28, 28), Shape.of(64, 64, 3, 3)),
    /** Its derivative by the input. */
    STRIDE_INPUT(input(1, 2, 1, 28), Shape.of(16, 64, 14, 14), Shape.of(64, 64, 3, 3)),
    /** Its derivative by the filter. */
    STRIDE_FILTER(filter(1, 2, 1, 3), Shape.of(16, 64, 28, 28), Shape.of(16, 64, 14, 14)),
    /** A 3 × 3 filter of its own for each of 64 channels. */
    DEPTHWISE(conv(1, 1, 64), Shape.of(16, 64, 28, 28), Shape.of(64, 1, 3, 3)),
    /** Its derivative by the input. */
    DEPTHWISE_INPUT(input(1, 1, 64, 28), Shape.of(16, 64, 28, 28), Shape.of(64, 1, 3, 3)),
    /** Its derivative by the filter. */
    DEPTHWISE_FILTER(filter(1, 1, 64, 3), Shape.of(16, 64, 28, 28), Shape.of(16, 64, 28, 28)),
    /** Filters of 5 elements along a single axis. */
    LINE(new Conv(LINES, 1), Shape.of(16, 64, 256), Shape.of(64, 64, 5)),
    /** Its derivative by the input. */
    LINE_INPUT(
        new ConvTranspose(LINES, 1, Shape.of(256)), Shape.of(16, 64, 256), Shape.of(64, 64, 5)),
    /** Its derivative by the filter. */
    LINE_FILTER(
        new ConvFilterGradient(LINES, 1, Shape.of(5)),
        Shape.of(16, 64, 256),
        Shape.of(16, 64, 256)),
    /** Filters of 3 × 3 × 3. */
    VOLUME(new Conv(VOLUMES, 1), Shape.of(4, 16, 16, 16, 16), Shape.of(16, 16, 3, 3, 3)),
    /** Its derivative by the input. */
    VOLUME_INPUT(
        new ConvTranspose(VOLUMES, 1, Shape.of(16, 16, 16)),
        Shape.of(4, 16, 16, 16, 16),
        Shape.of(16, 16, 3, 3, 3)),
    /** Its derivative by the filter. */
    VOLUME_FILTER(
        new ConvFilterGradient(VOLUMES, 1, Shape.of(3, 3, 3)),
        Shape.of(4, 16, 16, 16, 16),
        Shape.of(4, 16, 16, 16, 16)),
    /** The largest of 2 × 2 elements, and where it is. */
    MAX_POOL(
        new MaxPool(Shape.of(2, 2), WindowOptions.over(2).stride(2)), Shape.of(64, 32, 28, 28)),
    /** The largest of 3 × 3 elements at every place. */
    MAX_POOL_3(
        new MaxPool(Shape.of(3, 3), WindowOptions.over(2).padding(1)), Shape.of(64, 32, 28, 28)),
    /** The mean of 2 × 2 elements. */
    AVG_POOL(
        new AvgPool(Shape.of(2, 2), WindowOptions.over(2).stride(2), true),
        Shape.of(64, 6, 28, 28)),
    /** Its derivative. */
    AVG_UNPOOL(
        new AvgUnpool(Shape.of(2, 2), WindowOptions.over(2).stride(2), true, Shape.of(28, 28)),
        Shape.of(64, 6, 14, 14)),
    /** The largest of 2 elements along a single axis. */
    MAX_POOL_LINE(new MaxPool(Shape.of(2), WindowOptions.over(1).stride(2)), Shape.of(64, 32, 784)),
    /** The mean of 2 × 2 × 2 elements. */
    AVG_POOL_VOLUME(
        new AvgPool(Shape.of(2, 2, 2), WindowOptions.over(3).stride(2), true),
        Shape.of(4, 16, 16, 16, 16));

    private final KernelOp op;
    private final ImmutableList<Shape> shapes;

    Case(KernelOp op, Shape... shapes) {
      this.op = op;
      this.shapes = ImmutableList.copyOf(shapes);
    }

    private static WindowOptions options(int padding, int stride) {
      return WindowOptions.over(2).padding(padding).stride(stride);
    }

    private static KernelOp conv(int padding, int stride, int groups) {
      return new Conv(options(padding, stride), groups);
    }

    private static KernelOp input(int padding, int stride, int groups, int extent) {
      return new ConvTranspose(options(padding, stride), groups, Shape.of(extent, extent));
    }

    private static KernelOp filter(int padding, int stride, int groups, int window) {
      return new ConvFilterGradient(options(padding, stride), groups, Shape.of(window, window));
    }
  }

  /** Makes tensors of random numbers. */
  @Setup
  public void prepare() {
    ImmutableList<TensorType> types =
        what.shapes.stream()
            .map(shape -> new TensorType(DType.F32, shape))
            .collect(ImmutableList.toImmutableList());
    ImmutableList<TensorType> results = what.op.infer(types);
    kernel = what.op.kernel(types, results);
    inputs = buffers(types);
    outputs = buffers(results);
    workers = oneThread ? Workers.SERIAL : WorkerPool.shared();
  }

  private static Buffer[] buffers(List<TensorType> types) {
    return types.stream()
        .map(type -> RandomInputs.buffer(1, type.dtype(), type.size()))
        .toArray(Buffer[]::new);
  }

  /** Computes once. */
  @Benchmark
  public Buffer[] compute() {
    kernel.run(inputs, outputs, workers);
    return outputs;
  }
}
