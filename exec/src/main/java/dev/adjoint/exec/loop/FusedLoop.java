package dev.adjoint.exec.loop;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.emit.LoopBody;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import java.util.List;

/**
 * Many elementwise ops as one loop, with the views that they read through. The compiler makes it;
 * two are equal if they do the same, whatever ops they are made of.
 *
 * @param dims the extents that the loop runs over, the outermost first, all above 1
 * @param reads for each input where its elements lie
 * @param body what happens to one element; its results are the outputs, each with all elements of
 *     the loop in order
 * @param types the types of the outputs
 */
public record FusedLoop(
    ImmutableIntArray dims,
    ImmutableList<Access> reads,
    LoopBody body,
    ImmutableList<TensorType> types)
    implements KernelOp {
  /**
   * Where an input's elements lie: that at coordinates {@code c} of the loop is element {@code
   * offset + Σᵢ cᵢ·stridesᵢ}.
   *
   * @param offset the element at coordinates 0
   * @param strides the distance between neighbours along each axis of the loop
   */
  public record Access(int offset, ImmutableIntArray strides) {
    /** Returns whether the loop reads one element only. */
    boolean isUniform() {
      return strides.asList().stream().allMatch(stride -> stride == 0);
    }
  }

  /** Checks that there is an access for each input and a type for each result. */
  public FusedLoop {
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

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    for (int i = 0; i < reads.size(); i++) {
      if (inputs.size() != reads.size() || inputs.get(i).dtype() != body.inputs().get(i)) {
        throw new ShapeException(name(), "takes inputs of " + body.inputs() + ", got " + inputs);
      }
    }
    return types;
  }

  /** {@inheritDoc} Programs do not use it: they bind the loop's own code. */
  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    LoopCode code = LoopCode.of(this, true);
    return (x, y, workers) -> code.bind(x, y, new ScratchPool(), workers).run();
  }

  @Override
  public String name() {
    return "fused";
  }

  /**
   * Returns how many steps the body has and what it runs over: {@code [12 steps over [64, 10]]}.
   */
  @Override
  public String parameters() {
    return "[" + body.steps().size() + " steps over " + dims + "]";
  }
}
