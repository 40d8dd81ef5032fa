// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;

/**
 * The largest element or the mean of each channel: {@code [batch, channels, spatial…] → [batch,
 * channels]} (Lin, Chen and Yan 2014, <i>Network in Network</i>). Of equally large elements each
 * has the same part of the derivative.
 *
 * @param kind what is taken
 */
public record GlobalPool(PoolKind kind) implements Layer {
  /** Returns the layer of the largest elements. */
  public static GlobalPool max() {
    return new GlobalPool(PoolKind.MAX);
  }

  /** Returns the layer of the means. */
  public static GlobalPool mean() {
    return new GlobalPool(PoolKind.MEAN);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return switch (kind) {
      case MAX -> Pooling.globalMaxPool(x);
      case MEAN -> Pooling.globalAvgPool(x);
    };
  }
}
