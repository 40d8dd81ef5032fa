// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

/**
 * An op that changes the slices that indices select by updates, its third input. In place of a
 * tensor that repeats one number the first input may be that number.
 *
 * <p>A compiler that knows no such op by name may rely on this: a slice of the output depends only
 * on the same slice of the tensor and on the updates at its index, in the order of the indices, and
 * equals the slice of the tensor where no index selects it. So the op gives the same bits on a
 * tensor that holds only the selected slices, at their new indices.
 */
public interface RowScatter extends IndexedOp {
  /** Returns the same op for a tensor with another extent of the axis. */
  RowScatter withExtent(int extent);
}
