// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.exec.Program;
import dev.adjoint.exec.Runner;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A compiled function of several tensors, evaluated at one point after the other. Where a kernel
 * throws the function has no value: it reads as NaN, since that is what kernels without exceptions
 * give outside of their domain.
 */
final class Evaluator {
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final Program program;
  private final List<Tensor> point = new ArrayList<>();
  private final List<Buffer> inputs = new ArrayList<>();
  private final List<Buffer> outputs = new ArrayList<>();
  private final List<Buffer> decisions = new ArrayList<>();
  private final int size;
  private Optional<Runner> runner = Optional.empty();
  private Optional<String> failure = Optional.empty();

  /** Compiles a function and puts it at a point, which is copied. */
  Evaluator(List<? extends Value> inputs, List<? extends Value> outputs, List<Tensor> point) {
    this(inputs, outputs, List.of(), point);
  }

  /**
   * Compiles a function and puts it at a point, which is copied.
   *
   * @param decisions values that tell which branches the function takes, none of them real
   */
  Evaluator(
      List<? extends Value> inputs,
      List<? extends Value> outputs,
      List<? extends Value> decisions,
      List<Tensor> point) {
    List<Value> all = new ArrayList<>(outputs);
    all.addAll(decisions);
    this.program = Program.compile(inputs, all);
    for (Tensor at : point) {
      Buffer own = Buffer.allocate(at.dtype(), at.size());
      own.copyFrom(at.buffer());
      this.inputs.add(own);
      this.point.add(Tensor.over(at.shape(), own));
    }
    outputs.forEach(y -> this.outputs.add(Buffer.allocate(y.dtype(), y.shape().size())));
    decisions.forEach(d -> this.decisions.add(Buffer.allocate(d.dtype(), d.shape().size())));
    this.size = this.outputs.stream().mapToInt(Buffer::size).sum();
  }

  /** Returns one input's element at the present point. */
  double get(int input, int index) {
    return inputs.get(input).getDouble(index);
  }

  /** Moves the point. */
  void set(int input, int index, double value) {
    inputs.get(input).setDouble(index, value);
  }

  /** Moves the point in all inputs from a given one on, whose elements follow one another. */
  void setFrom(int firstInput, double[] values) {
    int at = 0;
    for (int i = firstInput; i < inputs.size(); i++) {
      for (int j = 0; j < inputs.get(i).size(); j++) {
        set(i, j, values[at++]);
      }
    }
  }

  /** Returns whether the present point is a given one, to the bit. */
  boolean isAt(List<Tensor> other) {
    for (int i = 0; i < inputs.size(); i++) {
      for (int j = 0; j < inputs.get(i).size(); j++) {
        if (Double.compare(get(i, j), other.get(i).buffer().getDouble(j)) != 0) {
          return false;
        }
      }
    }
    return true;
  }

  /** Moves the point in all inputs of real numbers that another point has. */
  void moveTo(List<Tensor> other) {
    for (int i = 0; i < other.size(); i++) {
      for (int j = 0; j < other.get(i).size(); j++) {
        set(i, j, other.get(i).buffer().getDouble(j));
      }
    }
  }

  /** Returns the outputs at the present point, one after the other in one array. */
  double[] run() {
    return read().values();
  }

  /** Returns the outputs at the present point, and which branches led there. */
  Reading read() {
    Runner ready;
    try {
      ready = runner.orElseGet(this::start);
      ready.run();
    } catch (RuntimeException e) {
      Reading reading = Reading.ofFailure(size, e);
      failure = reading.failure();
      return reading;
    }
    double[] all = new double[size];
    int at = 0;
    for (int i = 0; i < outputs.size(); i++) {
      Buffer out = outputs.get(i);
      ready.copyOutput(i, out);
      for (int j = 0; j < out.size(); j++) {
        all[at++] = out.getDouble(j);
      }
    }
    return Reading.of(all, branch(ready));
  }

  /** Returns what the function said when it last threw, if it ever did. */
  Optional<String> failure() {
    return failure;
  }

  /** Binds the point; what depends on constants alone is computed here, and may throw. */
  private Runner start() {
    Runner started = program.runner();
    for (int i = 0; i < point.size(); i++) {
      started.set(i, point.get(i));
    }
    runner = Optional.of(started);
    return started;
  }

  private long branch(Runner ready) {
    long hash = 0;
    for (int i = 0; i < decisions.size(); i++) {
      Buffer out = decisions.get(i);
      ready.copyOutput(outputs.size() + i, out);
      for (int j = 0; j < out.size(); j++) {
        hash = (hash ^ hash >>> 29 ^ out.getLong(j)) * FACTOR;
      }
    }
    return hash;
  }
}
