// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Many elementwise ops on single numbers as straight-line code. The compiler makes it; two are
 * equal if they do the same, whatever ops they are made of.
 *
 * @param body the body; its results are the outputs
 * @param types the types of the outputs, each of one element
 */
public record ScalarBlock(ScalarProgram body, ImmutableList<TensorType> types) implements FusedOp {
  /** Checks that there is a type of one element for each result. */
  public ScalarBlock {
    Preconditions.checkArgument(
        types.size() == body.results().length() && types.stream().allMatch(t -> t.size() == 1),
        "scalarBlock: types %s do not fit %s results",
        types,
        body.results().length());
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    boolean fits = inputs.size() == body.inputs().size();
    for (int i = 0; fits && i < inputs.size(); i++) {
      fits = inputs.get(i).dtype() == body.inputs().get(i) && inputs.get(i).size() == 1;
    }
    if (!fits) {
      throw new ShapeException(
          name(), "takes single numbers of " + body.inputs() + ", got " + inputs);
    }
    return types;
  }

  /** {@inheritDoc} All inputs are read before the first output is written. */
  @Override
  public boolean mayOverwrite(IntPredicate shared) {
    return true;
  }

  @Override
  public String name() {
    return "scalarBlock";
  }

  /** Returns the computed instructions: {@code [2 mul, add, sin]}. */
  @Override
  public String parameters() {
    return "[" + body.summary() + "]";
  }
}
