// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.base.Joiner;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
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
  private final ImmutableList<TensorType> inputTypes;
  private final ImmutableList<TensorType> outputTypes;
  private final @Nullable StackTraceElement origin;

  /** Found when it is first asked for. Threads that ask at once find bodies that are the same. */
  private @Nullable Scalar body;

  private Node(
      Op op,
      ImmutableList<Value> inputs,
      ImmutableList<TensorType> inputTypes,
      ImmutableList<TensorType> outputTypes) {
    this.op = op;
    this.inputs = inputs;
    this.inputTypes = inputTypes;
    this.outputTypes = outputTypes;
    this.origin = Origin.find();
  }

  /**
   * Returns a new node.
   *
   * @throws ShapeException if the op does not take inputs of these types
   * @throws IllegalStateException if the op infers no output
   * @throws NullPointerException if an input is null; the message says which
   */
  public static Node of(Op op, List<? extends Value> inputs) {
    Given.present("node", "the op", op, "give one");
    for (Value input : Given.present("node", "the list of inputs", inputs, "give one")) {
      if (input == null) { // the name is worked out only to be told
        Given.allPresent(op.name(), "input", inputs);
      }
    }
    ImmutableList<Value> copy = ImmutableList.copyOf(inputs);
    ImmutableList<TensorType> inputTypes = types(copy);
    ImmutableList<TensorType> outputTypes = infer(op, inputTypes);
    if (outputTypes.isEmpty()) {
      throw new IllegalStateException(op.name() + ": infers no output");
    }
    return new Node(op, copy, inputTypes, outputTypes);
  }

  /** Makes every error name the op, also those of sizes that overflow. */
  private static ImmutableList<TensorType> infer(Op op, ImmutableList<TensorType> inputs) {
    try {
      return op.infer(inputs);
    } catch (ShapeException e) {
      throw e.within(op.name());
    } catch (ArithmeticException e) {
      ShapeException refusal =
          new ShapeException(
              op.name(),
              "a size of%s for %s is beyond the limit of 2147483647; make it smaller or split it"
                  .formatted(op.parameters(), inputs));
      refusal.initCause(e);
      throw refusal;
    }
  }

  private static ImmutableList<TensorType> types(ImmutableList<Value> values) {
    ImmutableList.Builder<TensorType> types = ImmutableList.builderWithExpectedSize(values.size());
    for (Value value : values) {
      types.add(value.type());
    }
    return types.build();
  }

  /**
   * Returns a new node with this one's op on other inputs. Where these have the same types, nothing
   * is inferred again.
   *
   * @throws ShapeException if the op does not take inputs of these types
   */
  public Node withInputs(List<? extends Value> others) {
    ImmutableList<Value> copy = ImmutableList.copyOf(others);
    if (!types(copy).equals(inputTypes)) {
      return of(op, copy);
    }
    Node node = new Node(op, copy, inputTypes, outputTypes);
    node.body = body;
    return node;
  }

  /** Returns the op. */
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
    return inputTypes;
  }

  /**
   * Returns the body of an elementwise op for these inputs.
   *
   * @throws IllegalStateException if the op is of another kind
   */
  public Scalar body() {
    Scalar known = body;
    if (known == null) {
      Preconditions.checkState(op instanceof ElementwiseOp, "%s: has no body", op);
      known = ((ElementwiseOp) op).bodyFor(inputTypes);
      body = known;
    }
    return known;
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

  /** Returns a hash that follows from {@link #order}: it costs less than that of an object does. */
  @Override
  public int hashCode() {
    return Long.hashCode(order);
  }

  /** Returns the op with its parameters and the output types: {@code sum[axes=[0]] : f32[3]}. */
  @Override
  public String toString() {
    return op.name() + op.parameters() + " : " + Joiner.on(", ").join(outputTypes);
  }
}
