package dev.adjoint.graph;

import com.google.common.base.Joiner;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.Lists;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An op applied to inputs. Immutable, and made after its inputs: so a graph of nodes is acyclic by
 * construction. Two nodes are the same only if they are the same object.
 */
public final class Node {
  private static final AtomicLong NEXT = new AtomicLong();

  private final long order = NEXT.getAndIncrement();
  private final Op op;
  private final ImmutableList<Value> inputs;
  private final ImmutableList<TensorType> outputTypes;
  private final @Nullable StackTraceElement origin;

  private Node(Op op, ImmutableList<Value> inputs, ImmutableList<TensorType> outputTypes) {
    this.op = op;
    this.inputs = inputs;
    this.outputTypes = outputTypes;
    this.origin = Origin.find();
  }

  /**
   * Returns a new node.
   *
   * @throws ShapeException if the op does not take inputs of these types
   * @throws IllegalStateException if the op infers no output
   */
  public static Node of(Op op, List<? extends Value> inputs) {
    ImmutableList<Value> copy = ImmutableList.copyOf(inputs);
    ImmutableList<TensorType> types = op.infer(Lists.transform(copy, Value::type));
    Preconditions.checkState(!types.isEmpty(), "%s: infers no output", op.name());
    return new Node(op, copy, types);
  }

  /** Returns what the node does. */
  public Op op() {
    return op;
  }

  /** Returns the values that the op is applied to. */
  public ImmutableList<Value> inputs() {
    return inputs;
  }

  /** Returns the types of the outputs, at least one. */
  public ImmutableList<TensorType> outputTypes() {
    return outputTypes;
  }

  /** Returns the types of the inputs. */
  public ImmutableList<TensorType> inputTypes() {
    return ImmutableList.copyOf(Lists.transform(inputs, Value::type));
  }

  /**
   * Returns one output.
   *
   * @throws IndexOutOfBoundsException if the node has no such output
   */
  public Value output(int index) {
    return new Value(this, index);
  }

  /** Returns a number that is larger for nodes made later. */
  public long order() {
    return order;
  }

  /**
   * Returns the line of the user's code that built the node; empty unless the JVM runs with {@code
   * -Dadjoint.trace=true}.
   */
  public Optional<StackTraceElement> origin() {
    return Optional.ofNullable(origin);
  }

  /** Returns the op with its parameters and the output types: {@code sum[axes=[0]] : f32[3]}. */
  @Override
  public String toString() {
    return op.name() + op.parameters() + " : " + Joiner.on(", ").join(outputTypes);
  }
}
