// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import com.google.common.collect.ImmutableList;
import java.util.List;

/** An op without inputs: where values enter a graph. */
public sealed interface LeafOp extends Op {
  /** Returns the type of the value. */
  TensorType type();

  @Override
  default ImmutableList<TensorType> infer(List<TensorType> inputs) {
    if (!inputs.isEmpty()) {
      throw new ShapeException(name(), "takes no inputs, got " + inputs);
    }
    return ImmutableList.of(type());
  }

  /**
   * A value that is handed over at every run. Two inputs are different even if their names are the
   * same.
   *
   * @param label the name to print
   * @param type the type of the value
   */
  record Input(String label, TensorType type) implements LeafOp {
    /** Checks that both are there. */
    public Input {
      Given.present("input", "the name", label, "give one");
      Given.present("input '" + label + "'", "the type", type, "give one, or the extents");
    }

    @Override
    public String parameters() {
      return GraphNames.quoted(label);
    }
  }

  /**
   * A value that is part of the graph. Printed if it has one element.
   *
   * @param value the value
   */
  record Constant(Tensor value) implements LeafOp {
    /** Checks that there is one. */
    public Constant {
      Given.present("constant", "the value", value, "give a tensor");
    }

    @Override
    public TensorType type() {
      return value.type();
    }

    @Override
    public String parameters() {
      return value.size() == 1 ? " " + value.reshape() : "";
    }
  }

  /**
   * A constant with a known type only: its value is bound together with the compiled code, see
   * {@link UnboundGraph}.
   *
   * @param number which of the constants it is
   * @param type the type of the value
   */
  record Bound(int number, TensorType type) implements LeafOp {
    @Override
    public String parameters() {
      return " " + number;
    }
  }

  /**
   * The present value of a variable.
   *
   * @param variable where the value is kept
   */
  record Read(Variable variable) implements LeafOp {
    @Override
    public TensorType type() {
      return variable.type();
    }

    @Override
    public String parameters() {
      return GraphNames.quoted(variable.name());
    }
  }
}
