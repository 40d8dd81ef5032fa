// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.TensorType;
import java.util.List;

/**
 * An op of one output that computes it tile by tile: a matrix product, a convolution. The output is
 * seen as a matrix, some innermost axes of which make up a row; a tile is some neighbouring columns
 * of some neighbouring rows. So a compiler that knows no such op by name can run later nodes on a
 * tile while it is in the cache.
 */
public interface TiledOp extends KernelOp {
  /**
   * Returns the number of elements in a row of the output; 0 if the kernel for such inputs has no
   * tiles.
   */
  int tileRow(List<TensorType> inputs);

  /** {@inheritDoc} It has tiles if {@link #tileRow} says so. */
  @Override
  TiledKernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs);
}
