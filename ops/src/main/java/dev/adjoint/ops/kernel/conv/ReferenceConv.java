// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.conv;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import dev.adjoint.ops.kernel.product.ReferenceSum;

/**
 * Convolution and its derivatives in plain loops over the definition, the oracle of faster ones.
 * Each element of each result is computed separately, from its coordinates.
 */
public final class ReferenceConv {
  /** Marks that there is no output position, whatever the padding. */
  private static final int NOWHERE = -2;

  private final ConvSizes sizes;

  private ReferenceConv(ConvSizes sizes) {
    this.sizes = sizes;
  }

  /** Returns the kernel of {@code y} from {@code x} and {@code w}. */
  public static Kernel forward(ConvSizes sizes) {
    ReferenceConv conv = new ReferenceConv(sizes);
    return (in, out, _) -> conv.forward(in[0], in[1], out[0]);
  }

  /** Returns the kernel of {@code dx} from {@code dy} and {@code w}. */
  public static Kernel transpose(ConvSizes sizes) {
    ReferenceConv conv = new ReferenceConv(sizes);
    return (in, out, _) -> conv.transpose(in[0], in[1], out[0]);
  }

  /** Returns the kernel of {@code dw} from {@code x} and {@code dy}. */
  public static Kernel filter(ConvSizes sizes) {
    ReferenceConv conv = new ReferenceConv(sizes);
    return (in, out, _) -> conv.filter(in[0], in[1], out[0]);
  }

  private void forward(Buffer x, Buffer w, Buffer y) {
    int outputPositions = sizes.to().size();
    ReferenceSum sum = new ReferenceSum(y.dtype());
    for (int at = 0; at < y.size(); at++) {
      int outputPosition = at % outputPositions;
      int channel = at / outputPositions % (sizes.groups() * sizes.out());
      int image = at / outputPositions / (sizes.groups() * sizes.out());
      for (int row = 0; row < sizes.rows(); row++) {
        double element = element(x, image, channel / sizes.out(), row, outputPosition);
        sum.fma(w.getDouble(channel * sizes.rows() + row), element);
      }
      y.setDouble(at, sum.result());
    }
  }

  /**
   * Returns the element of x under a tap of a group's channels at an output position; 0 in the
   * padding.
   */
  private double element(Buffer x, int image, int group, int row, int outputPosition) {
    int channel = group * sizes.in() + row / sizes.window().size();
    int at = under(row % sizes.window().size(), outputPosition);
    int plane = image * sizes.groups() * sizes.in() + channel;
    return at < 0 ? 0 : x.getDouble(plane * sizes.from().size() + at);
  }

  /**
   * Returns the number of the element in its plane under a tap at an output position; −1 in the
   * padding.
   */
  private int under(int tap, int outputPosition) {
    int at = 0;
    for (int axis = 0; axis < sizes.from().rank(); axis++) {
      int i =
          coordinate(sizes.to(), outputPosition, axis) * sizes.options().strides().get(axis)
              - sizes.options().low().get(axis)
              + coordinate(sizes.window(), tap, axis) * sizes.options().dilations().get(axis);
      if (i < 0 || i >= sizes.from().dim(axis)) {
        return -1;
      }
      at = at * sizes.from().dim(axis) + i;
    }
    return at;
  }

  private static int coordinate(Shape shape, int index, int axis) {
    return index / shape.strides().get(axis) % shape.dim(axis);
  }

  private void transpose(Buffer dy, Buffer w, Buffer dx) {
    int plane = sizes.from().size();
    ReferenceSum sum = new ReferenceSum(dx.dtype());
    for (int at = 0; at < dx.size(); at++) {
      int channel = at / plane % (sizes.groups() * sizes.in());
      int image = at / plane / (sizes.groups() * sizes.in());
      int group = channel / sizes.in();
      for (int o = group * sizes.out(); o < (group + 1) * sizes.out(); o++) {
        // The output position moves forward as the tap moves back.
        for (int tap = sizes.window().size() - 1; tap >= 0; tap--) {
          int outputPosition = outputPositionOf(tap, at % plane);
          if (outputPosition != NOWHERE) {
            int row = channel % sizes.in() * sizes.window().size() + tap;
            int line = image * sizes.groups() * sizes.out() + o;
            double v =
                outputPosition < 0 ? 0 : dy.getDouble(line * sizes.to().size() + outputPosition);
            sum.fma(w.getDouble(o * sizes.rows() + row), v);
          }
        }
      }
      dx.setDouble(at, sum.result());
    }
  }

  /**
   * Returns the output position at which a tap lies on an element of a plane; −1 if it would be
   * before the first or after the last one, {@link #NOWHERE} if it would be between two.
   */
  private int outputPositionOf(int tap, int element) {
    int outputPosition = 0;
    boolean inside = true;
    for (int axis = 0; axis < sizes.from().rank(); axis++) {
      int stride = sizes.options().strides().get(axis);
      int i =
          coordinate(sizes.from(), element, axis)
              + sizes.options().low().get(axis)
              - coordinate(sizes.window(), tap, axis) * sizes.options().dilations().get(axis);
      if (i % stride != 0) {
        return NOWHERE;
      }
      inside &= i >= 0 && i / stride < sizes.to().dim(axis);
      outputPosition = outputPosition * sizes.to().dim(axis) + i / stride;
    }
    return inside ? outputPosition : -1;
  }

  private void filter(Buffer x, Buffer dy, Buffer dw) {
    for (int at = 0; at < dw.size(); at++) {
      int channel = at / sizes.rows();
      double sum = 0;
      for (int part = 0; part < sizes.parts(); part++) {
        double more =
            sizes.sumsInLanes()
                ? lanes(x, dy, channel, at % sizes.rows(), part)
                : chains(x, dy, channel, at % sizes.rows(), part);
        sum = add(dw.dtype(), sum, more);
      }
      dw.setDouble(at, sum);
    }
  }

  /** Returns the contribution of the output positions of one part to an element of the filter. */
  private double chains(Buffer x, Buffer dy, int channel, int row, int part) {
    int outputPositions = sizes.to().size();
    ReferenceSum sum = new ReferenceSum(dy.dtype());
    int line = sizes.outputPositionsOfLine();
    int most = sizes.blockOutputPositions();
    int stretch = line > most ? line : outputPositions;
    int first = sizes.partStart(part) * line;
    int end = sizes.partStart(part + 1) * line;
    for (int column = first; column < end; column++) {
      int image = column / outputPositions;
      int outputPosition = column % outputPositions;
      first = outputPosition % stretch == 0 ? column : first;
      if ((column - first) % most == 0) {
        sum.endBlock();
      }
      double element = element(x, image, channel / sizes.out(), row, outputPosition);
      int plane = image * sizes.groups() * sizes.out() + channel;
      sum.fma(element, dy.getDouble(plane * outputPositions + outputPosition));
    }
    return sum.result();
  }

  /**
   * Returns the same if the output positions of an image are summed in lanes, and then the images.
   */
  private double lanes(Buffer x, Buffer dy, int channel, int row, int part) {
    int outputPositions = sizes.to().size();
    ReferenceSum sum = new ReferenceSum(dy.dtype());
    ReferenceLanes lanes = new ReferenceLanes(dy.dtype());
    int first = sizes.partStart(part) * sizes.outputPositionsOfLine();
    int end = sizes.partStart(part + 1) * sizes.outputPositionsOfLine();
    for (int column = first; column < end; column++) {
      int image = column / outputPositions;
      int outputPosition = column % outputPositions;
      double element = element(x, image, channel / sizes.out(), row, outputPosition);
      int plane = image * sizes.groups() * sizes.out() + channel;
      lanes.fma(element, dy.getDouble(plane * outputPositions + outputPosition));
      boolean isLast = column + 1 == end || outputPosition + 1 == outputPositions;
      if (isLast || lanes.terms() == sizes.blockOutputPositions()) {
        sum.addBlock(lanes.result());
      }
    }
    return sum.result();
  }

  private static double add(DType dtype, double a, double b) {
    return dtype == DType.F32 ? (float) a + (float) b : a + b;
  }
}
