package dev.adjoint.ops.support;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Shape;
import java.util.Arrays;

/**
 * Convolution and its derivatives in plain loops over the definition, the oracle of faster ones.
 * Each element of each result is found on its own; coordinates are worked out from scratch.
 */
public final class PlainConv {
  /** Stands for a place that is none, at any padding. */
  private static final int NOWHERE = -2;

  private final ConvSizes sizes;

  private PlainConv(ConvSizes sizes) {
    this.sizes = sizes;
  }

  /** Returns the kernel of {@code y} from {@code x} and {@code w}. */
  public static Kernel forward(ConvSizes sizes) {
    PlainConv conv = new PlainConv(sizes);
    return (in, out, _) -> conv.forward(in[0], in[1], out[0]);
  }

  /** Returns the kernel of {@code dx} from {@code dy} and {@code w}. */
  public static Kernel transpose(ConvSizes sizes) {
    PlainConv conv = new PlainConv(sizes);
    return (in, out, _) -> conv.transpose(in[0], in[1], out[0]);
  }

  /** Returns the kernel of {@code dw} from {@code x} and {@code dy}. */
  public static Kernel filter(ConvSizes sizes) {
    PlainConv conv = new PlainConv(sizes);
    return (in, out, _) -> conv.filter(in[0], in[1], out[0]);
  }

  private void forward(Buffer x, Buffer w, Buffer y) {
    int places = sizes.to().size();
    for (int at = 0; at < y.size(); at++) {
      int place = at % places;
      int channel = at / places % (sizes.groups() * sizes.out());
      int image = at / places / (sizes.groups() * sizes.out());
      double sum = 0;
      for (int row = 0; row < sizes.rows(); row++) {
        double element = element(x, image, channel / sizes.out(), row, place);
        sum = fma(y.dtype(), w.getDouble(channel * sizes.rows() + row), element, sum);
      }
      y.setDouble(at, sum);
    }
  }

  /** Returns the element of x under a tap of a group's channels at a place; 0 in the padding. */
  private double element(Buffer x, int image, int group, int row, int place) {
    int channel = group * sizes.in() + row / sizes.window().size();
    int at = under(row % sizes.window().size(), place);
    int plane = image * sizes.groups() * sizes.in() + channel;
    return at < 0 ? 0 : x.getDouble(plane * sizes.from().size() + at);
  }

  /** Returns the number of the element in its plane under a tap at a place; −1 in the padding. */
  private int under(int tap, int place) {
    int at = 0;
    for (int axis = 0; axis < sizes.from().rank(); axis++) {
      int i =
          coordinate(sizes.to(), place, axis) * sizes.sliding().strides().get(axis)
              - sizes.sliding().low().get(axis)
              + coordinate(sizes.window(), tap, axis) * sizes.sliding().dilations().get(axis);
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
    for (int at = 0; at < dx.size(); at++) {
      int channel = at / plane % (sizes.groups() * sizes.in());
      int image = at / plane / (sizes.groups() * sizes.in());
      double sum = 0;
      int group = channel / sizes.in();
      for (int o = group * sizes.out(); o < (group + 1) * sizes.out(); o++) {
        // The place moves forward as the tap moves back.
        for (int tap = sizes.window().size() - 1; tap >= 0; tap--) {
          int place = placeOf(tap, at % plane);
          if (place != NOWHERE) {
            int row = channel % sizes.in() * sizes.window().size() + tap;
            int line = image * sizes.groups() * sizes.out() + o;
            double v = place < 0 ? 0 : dy.getDouble(line * sizes.to().size() + place);
            sum = fma(dx.dtype(), w.getDouble(o * sizes.rows() + row), v, sum);
          }
        }
      }
      dx.setDouble(at, sum);
    }
  }

  /**
   * Returns the place at which a tap lies on an element of a plane, −1 if the place is beyond the
   * first or last one, {@link #NOWHERE} if it is between two.
   */
  private int placeOf(int tap, int element) {
    int place = 0;
    boolean inside = true;
    for (int axis = 0; axis < sizes.from().rank(); axis++) {
      int stride = sizes.sliding().strides().get(axis);
      int i =
          coordinate(sizes.from(), element, axis)
              + sizes.sliding().low().get(axis)
              - coordinate(sizes.window(), tap, axis) * sizes.sliding().dilations().get(axis);
      if (i % stride != 0) {
        return NOWHERE;
      }
      inside &= i >= 0 && i / stride < sizes.to().dim(axis);
      place = place * sizes.to().dim(axis) + i / stride;
    }
    return inside ? place : -1;
  }

  private void filter(Buffer x, Buffer dy, Buffer dw) {
    for (int at = 0; at < dw.size(); at++) {
      int channel = at / sizes.rows();
      double sum = 0;
      for (int part = 0; part < sizes.parts(); part++) {
        double more =
            sizes.sumsInLanes()
                ? images(x, dy, channel, at % sizes.rows(), part)
                : chain(x, dy, channel, at % sizes.rows(), part);
        sum = add(dw.dtype(), sum, more);
      }
      dw.setDouble(at, sum);
    }
  }

  /** Returns what the places of one part give to an element of the filter. */
  private double chain(Buffer x, Buffer dy, int channel, int row, int part) {
    int places = sizes.to().size();
    double sum = 0;
    int line = sizes.placesOfLine();
    int end = sizes.partStart(part + 1) * line;
    for (int column = sizes.partStart(part) * line; column < end; column++) {
      int image = column / places;
      int place = column % places;
      double element = element(x, image, channel / sizes.out(), row, place);
      int plane = image * sizes.groups() * sizes.out() + channel;
      sum = fma(dy.dtype(), element, dy.getDouble(plane * places + place), sum);
    }
    return sum;
  }

  /** Returns the same where the places of an image are summed in lanes, and then the images. */
  private double images(Buffer x, Buffer dy, int channel, int row, int part) {
    int places = sizes.to().size();
    int lines = sizes.placesOfLine();
    int end = sizes.partStart(part + 1) * lines;
    double[] lanes = new double[dy.dtype() == DType.F32 ? 16 : 8];
    double sum = 0;
    int first = sizes.partStart(part) * lines;
    for (int column = first; column < end; column++) {
      int image = column / places;
      int place = column % places;
      double element = element(x, image, channel / sizes.out(), row, place);
      int plane = image * sizes.groups() * sizes.out() + channel;
      int lane = (column - first) % lanes.length;
      lanes[lane] = fma(dy.dtype(), element, dy.getDouble(plane * places + place), lanes[lane]);
      if (column + 1 == end || place + 1 == places) {
        sum = add(dy.dtype(), sum, fold(dy.dtype(), lanes));
        first = column + 1;
      }
    }
    return sum;
  }

  /** Takes all lanes into one and clears them. */
  private static double fold(DType dtype, double[] lanes) {
    for (int half = lanes.length / 2; half > 0; half /= 2) {
      for (int l = 0; l < half; l++) {
        lanes[l] = add(dtype, lanes[l], lanes[l + half]);
      }
    }
    double sum = lanes[0];
    Arrays.fill(lanes, 0);
    return sum;
  }

  private static double fma(DType dtype, double a, double b, double c) {
    return dtype == DType.F32 ? Math.fma((float) a, (float) b, (float) c) : Math.fma(a, b, c);
  }

  private static double add(DType dtype, double a, double b) {
    return dtype == DType.F32 ? (float) a + (float) b : a + b;
  }
}
