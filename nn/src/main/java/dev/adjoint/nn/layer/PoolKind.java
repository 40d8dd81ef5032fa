// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

/** What a layer that pools takes from the elements under a window. */
public enum PoolKind {
  /** The largest element; the first of equals has the derivative. */
  MAX,

  /** The mean of the elements. */
  MEAN
}
