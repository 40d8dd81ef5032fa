// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.tile.TiledOp;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.List;

/**
 * A matrix product or convolution and a fused loop over its elements, its epilogue: the loop runs
 * over each tile of the product right after it is computed, while it is in the cache. The compiler
 * makes it.
 *
 * <p>Inputs are the operands, then those of the loop but for the product. Outputs are those of the
 * loop, and the product if that is kept; else the product is nowhere but in tiles of the loop's
 * first output, before the loop overwrites them.
 *
 * @param product the product
 * @param loop the loop, over extents of which some innermost ones make up a row of the product
 * @param input which input of the loop is the product, element by element
 * @param keeps whether the product is an output, too
 */
public record EpilogueFusion(TiledOp product, LoopFusion loop, int input, boolean keeps)
    implements FusedOp {
  /** Checks that the product has a place. */
  public EpilogueFusion {
    Preconditions.checkArgument(
        loop.isDense(input)
            && (keeps || loop.types().getFirst().dtype() == loop.body().inputs().get(input)),
        "product loop: input %s of the loop cannot be the product",
        input);
  }

  /** Returns which of the inputs are the operands of the product. */
  public ImmutableList<TensorType> operands(List<TensorType> inputs) {
    return ImmutableList.copyOf(inputs.subList(0, inputs.size() - loop.reads().size() + 1));
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList<TensorType> operands = operands(inputs);
    ImmutableList<TensorType> made = product.infer(operands);
    List<TensorType> own = new ArrayList<>(inputs.subList(operands.size(), inputs.size()));
    own.add(input, made.getFirst());
    ImmutableList.Builder<TensorType> outputs = ImmutableList.builder();
    outputs.addAll(loop.infer(own));
    return keeps ? outputs.addAll(made).build() : outputs.build();
  }

  /** {@inheritDoc} The product may. */
  @Override
  public boolean mayThrow() {
    return true;
  }

  @Override
  public String name() {
    return product.name();
  }

  /** Returns the product, the body of the loop and its extents. */
  @Override
  public String parameters() {
    return product.parameters() + " + " + loop.name() + loop.parameters();
  }
}
