// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.layer;

import com.google.common.base.Preconditions;
import dev.adjoint.graph.Shape;
import dev.adjoint.nn.ForwardContext;
import dev.adjoint.nn.Layer;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Pooling;
import dev.adjoint.ops.WindowOptions;

/**
 * The largest or mean elements under a window that slides over as many axes as it has: {@code
 * [batch, channels, spatial…] → [batch, channels, spatial'…]}; see {@link
 * dev.adjoint.ops.op.window.MaxPool} and {@link dev.adjoint.ops.op.window.AvgPool}. {@code
 * Pool.max(2)} is the {@code MaxPool1d(2)} of PyTorch, {@code Pool.mean(2, 2, 2)} its {@code
 * AvgPool3d(2)}; over images {@link MaxPool2d} and {@link AvgPool2d} do the same.
 *
 * @param kind what is taken
 * @param window the extents of the window
 * @param windowOptions strides, padding and dilations
 * @param countPadding whether padding counts as zeros in a mean, as in PyTorch, or is left out, as
 *     in Keras; the largest element is never padding
 */
public record Pool(PoolKind kind, Shape window, WindowOptions windowOptions, boolean countPadding)
    implements Layer {
  /**
   * Checks that the window has as many axes as it slides over.
   *
   * @throws IllegalArgumentException if it has not
   */
  public Pool {
    Preconditions.checkArgument(
        window.rank() > 0 && window.rank() == windowOptions.axes(),
        "pool: the window needs an extent for each of the axes that it slides over: %s, %s",
        window,
        windowOptions);
  }

  /** Returns the layer of the largest elements of windows that do not overlap. */
  public static Pool max(int... window) {
    return new Pool(PoolKind.MAX, Shape.of(window), apart(window), true);
  }

  /** Returns the layer of the means of windows that do not overlap. */
  public static Pool mean(int... window) {
    return new Pool(PoolKind.MEAN, Shape.of(window), apart(window), true);
  }

  private static WindowOptions apart(int... window) {
    return WindowOptions.over(window.length).stride(window);
  }

  /** Returns this layer with a window that slides in another way. */
  public Pool with(WindowOptions other) {
    return new Pool(kind, window, other, countPadding);
  }

  @Override
  public Expr apply(Expr x, ForwardContext context) {
    return switch (kind) {
      case MAX -> Pooling.maxPool(x, window, windowOptions);
      case MEAN -> Pooling.avgPool(x, window, windowOptions, countPadding);
    };
  }
}
