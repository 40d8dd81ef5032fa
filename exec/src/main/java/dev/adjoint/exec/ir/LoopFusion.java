// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.ScalarProgram;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Many elementwise ops as one loop, with the views that they read through. The compiler makes it;
 * two are equal if they do the same, whatever ops they are made of.
 *
 * @param dims the extents that the loop runs over, the outermost first, all above 1
 * @param reads for each input where its elements lie
 * @param body the body for one element; its results are the outputs, each with all elements of the
 *     loop in order
 * @param types the types of the outputs
 */
public record LoopFusion(
    ImmutableIntArray dims,
    ImmutableList<Access> reads,
    ScalarProgram body,
    ImmutableList<TensorType> types)
    implements LoopOp {
  /**
   * Where an input's elements lie: that at coordinates {@code c} of the loop is element {@code
   * offset + Σᵢ cᵢ·stridesᵢ}.
   *
   * @param offset the element at coordinates 0
   * @param strides the distance between neighbours along each axis of the loop
   */
  public record Access(int offset, ImmutableIntArray strides) {
    /** Returns the same elements over extents one of which is cut in two. */
    private Access cut(int axis, int inner) {
      ImmutableIntArray.Builder cut = ImmutableIntArray.builder();
      cut.addAll(strides.subArray(0, axis)).add(strides.get(axis) * inner);
      return new Access(offset, cut.addAll(strides.subArray(axis, strides.length())).build());
    }
  }

  /** Checks that there is an access for each input and a type for each result. */
  public LoopFusion {
    Preconditions.checkArgument(
        reads.size() == body.inputs().size() && types.size() == body.results().length(),
        "fused: reads %s and types %s do not fit the body\n%s",
        reads,
        types,
        body);
  }

  /** Returns the number of elements of each output. */
  public int size() {
    int size = 1;
    for (int i = 0; i < dims.length(); i++) {
      size *= dims.get(i);
    }
    return size;
  }

  /**
   * Returns the same loop over extents that tell rows apart: some innermost ones have together as
   * many elements as a row.
   *
   * @throws IllegalArgumentException if rows and extents interlock
   */
  public LoopFusion cutAt(int row) {
    int axis = dims.length();
    int within = 1;
    while (within < row) {
      axis--;
      within *= dims.get(axis);
    }
    if (within == row) {
      return this;
    }
    int inner = row / (within / dims.get(axis));
    Preconditions.checkArgument(
        row * (dims.get(axis) / inner) == within, "fused: rows of %s over %s", row, dims);
    int at = axis;
    ImmutableIntArray.Builder cut = ImmutableIntArray.builder();
    cut.addAll(dims.subArray(0, at)).add(dims.get(at) / inner).add(inner);
    cut.addAll(dims.subArray(at + 1, dims.length()));
    return new LoopFusion(
        cut.build(),
        reads.stream().map(r -> r.cut(at, inner)).collect(ImmutableList.toImmutableList()),
        body,
        types);
  }

  /** Returns whether the loop reads the elements of an input in order, as it writes outputs. */
  public boolean isDense(int input) {
    Access access = reads.get(input);
    int stride = 1;
    for (int i = dims.length() - 1; i >= 0; i--) {
      if (access.strides.get(i) != stride) {
        return false;
      }
      stride *= dims.get(i);
    }
    return access.offset == 0;
  }

  /** Returns whether the loop reads all of some inputs in order. */
  boolean mayBeOverwritten(IntPredicate shared) {
    for (int i = 0; i < reads.size(); i++) {
      if (shared.test(i) && !isDense(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public LoopFusion loop() {
    return this;
  }

  @Override
  public ImmutableList<ReductionOp> reductions() {
    return ImmutableList.of();
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    for (int i = 0; i < reads.size(); i++) {
      if (inputs.size() != reads.size() || inputs.get(i).dtype() != body.inputs().get(i)) {
        throw new ShapeException(name(), "takes inputs of " + body.inputs() + ", got " + inputs);
      }
    }
    return types;
  }

  @Override
  public String name() {
    return "fused";
  }

  /** Returns the body and the extents: {@code [2 mul, tanh over [64, 10]]}. */
  @Override
  public String parameters() {
    return "[" + body.summary() + " over " + dims + "]";
  }
}
