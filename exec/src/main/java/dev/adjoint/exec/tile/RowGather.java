// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.tile;

/**
 * An op that takes the slices that indices select; the axes of the indices replace the axis. A
 * compiler that knows no such op by name may use these slices where it needs them again.
 */
public interface RowGather extends IndexedOp {}
