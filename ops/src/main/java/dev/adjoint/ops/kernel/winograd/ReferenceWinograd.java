// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops.kernel.winograd;

import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.ops.kernel.conv.ConvSizes;
import dev.adjoint.ops.kernel.product.ReferenceSum;
import java.util.Arrays;

/**
 * Convolution in tiles as {@link WinogradSizes} explains, tile by tile and element by element: the
 * oracle of the faster kernels. Each element of each transform is computed separately.
 */
public final class ReferenceWinograd {
  private final WinogradSizes sizes;
  private final boolean turned;
  private final DType dtype;

  private ReferenceWinograd(WinogradSizes sizes, boolean turned, DType dtype) {
    this.sizes = sizes;
    this.turned = turned;
    this.dtype = dtype;
  }

  /** Returns the kernel of {@code y} from {@code x} and {@code w}. */
  public static Kernel forward(ConvSizes sizes, DType dtype) {
    ReferenceWinograd plain = new ReferenceWinograd(WinogradSizes.forward(sizes), false, dtype);
    return (in, out, _) -> plain.convolve(in[0], in[1], out[0]);
  }

  /** Returns the kernel of {@code dx} from {@code dy} and {@code w}. */
  public static Kernel transpose(ConvSizes sizes, DType dtype) {
    ReferenceWinograd plain = new ReferenceWinograd(WinogradSizes.transposed(sizes), true, dtype);
    return (in, out, _) -> plain.convolve(in[0], in[1], out[0]);
  }

  /** Returns the kernel of {@code dw} from {@code x} and {@code dy}. */
  public static Kernel filter(ConvSizes sizes, DType dtype) {
    ReferenceWinograd plain = new ReferenceWinograd(WinogradSizes.forward(sizes), false, dtype);
    return (in, out, _) -> plain.filter(in[0], in[1], out[0]);
  }

  private void convolve(Buffer x, Buffer w, Buffer y) {
    int perImage = sizes.linesOfImage();
    for (int tile = 0; tile < sizes.lines() * sizes.across(); tile++) {
      int image = tile / sizes.across() / perImage;
      int line = tile / sizes.across() % perImage;
      int column = tile % sizes.across();
      for (int out = 0; out < sizes.out(); out++) {
        ReferenceSum[] products = sums();
        for (int in = 0; in < sizes.in(); in++) {
          double[][] d = transformed(WinogradSizes.INPUT, input(x, image, in, line, column));
          double[][] g = transformed(WinogradSizes.FILTER, taps(w, out, in));
          addProducts(products, d, g);
        }
        double[][] outputs = transformed(WinogradSizes.OUTPUT, results(products));
        write(outputs, y, image, out, line, column);
      }
    }
  }

  private void filter(Buffer x, Buffer dy, Buffer dw) {
    for (int out = 0; out < sizes.out(); out++) {
      for (int in = 0; in < sizes.in(); in++) {
        double[][] sum = part(x, dy, out, in, 0);
        for (int part = 1; part < sizes.parts(); part++) {
          double[][] next = part(x, dy, out, in, part);
          for (int i = 0; i < WinogradSizes.ELEMENTS; i++) {
            sum[i / 4][i % 4] = rounded(sum[i / 4][i % 4] + next[i / 4][i % 4]);
          }
        }
        double[][] taps = transformed(WinogradSizes.FILTER_GRADIENT, sum);
        for (int tap = 0; tap < WinogradSizes.TAPS; tap++) {
          int at = (out * sizes.in() + in) * WinogradSizes.TAPS + tap;
          dw.setDouble(at, taps[tap / 3][tap % 3]);
        }
      }
    }
  }

  /** Returns the sums of products of the tiles of a part. */
  private double[][] part(Buffer x, Buffer dy, int out, int in, int part) {
    int perImage = sizes.linesOfImage();
    ReferenceSum[] sum = sums();
    for (int strip = sizes.firstStrip(part); strip < sizes.firstStrip(part + 1); strip++) {
      for (ReferenceSum element : sum) {
        element.endBlock();
      }
      for (int row = sizes.firstLine(strip); row < sizes.firstLine(strip + 1); row++) {
        for (int column = 0; column < sizes.across(); column++) {
          int image = row / perImage;
          double[][] d = input(x, image, in, row % perImage, column);
          double[][] v = cotangent(dy, image, out, row % perImage, column);
          addProducts(
              sum, transformed(WinogradSizes.INPUT, d), transformed(WinogradSizes.COTANGENT, v));
        }
      }
    }
    return results(sum);
  }

  private ReferenceSum[] sums() {
    ReferenceSum[] sums = new ReferenceSum[WinogradSizes.ELEMENTS];
    Arrays.setAll(sums, _ -> new ReferenceSum(dtype));
    return sums;
  }

  private static double[][] results(ReferenceSum[] sums) {
    double[][] results = new double[4][4];
    for (int i = 0; i < sums.length; i++) {
      results[i / 4][i % 4] = sums[i].result();
    }
    return results;
  }

  private double[][] input(Buffer x, int image, int channel, int line, int column) {
    double[][] tile = new double[4][4];
    for (int i = 0; i < WinogradSizes.ELEMENTS; i++) {
      int row = 2 * line + i / 4 - sizes.lowY();
      int at = 2 * column + i % 4 - sizes.lowX();
      if (row >= 0 && row < sizes.from().dim(0) && at >= 0 && at < sizes.from().dim(1)) {
        int start = (image * sizes.in() + channel) * sizes.from().dim(0) + row;
        tile[i / 4][i % 4] = x.getDouble(start * sizes.from().dim(1) + at);
      }
    }
    return tile;
  }

  private double[][] cotangent(Buffer dy, int image, int channel, int line, int column) {
    double[][] tile = new double[2][2];
    for (int i = 0; i < 4; i++) {
      if (isInside(line, column, i)) {
        tile[i / 2][i % 2] = dy.getDouble(output(image, channel, line, column, i));
      }
    }
    return tile;
  }

  private void write(double[][] tile, Buffer y, int image, int channel, int line, int column) {
    for (int i = 0; i < 4; i++) {
      if (isInside(line, column, i)) {
        y.setDouble(output(image, channel, line, column, i), tile[i / 2][i % 2]);
      }
    }
  }

  private boolean isInside(int line, int column, int element) {
    return 2 * line + element / 2 < sizes.to().dim(0)
        && 2 * column + element % 2 < sizes.to().dim(1);
  }

  private int output(int image, int channel, int line, int column, int element) {
    int start = (image * sizes.out() + channel) * sizes.to().dim(0) + 2 * line + element / 2;
    return start * sizes.to().dim(1) + 2 * column + element % 2;
  }

  private double[][] taps(Buffer w, int out, int in) {
    double[][] taps = new double[3][3];
    for (int tap = 0; tap < WinogradSizes.TAPS; tap++) {
      int filter = turned ? in * sizes.out() + out : out * sizes.in() + in;
      int at = turned ? WinogradSizes.TAPS - 1 - tap : tap;
      taps[tap / 3][tap % 3] = w.getDouble(filter * WinogradSizes.TAPS + at);
    }
    return taps;
  }

  /** Returns {@code M · X · Mᵀ}, columns first. */
  private double[][] transformed(double[][] m, double[][] x) {
    double[][] columns = new double[m.length][x[0].length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < x[0].length; j++) {
        double[] column = new double[x.length];
        for (int k = 0; k < x.length; k++) {
          column[k] = x[k][j];
        }
        columns[i][j] = combined(m[i], column);
      }
    }
    double[][] y = new double[m.length][m.length];
    for (int i = 0; i < m.length; i++) {
      for (int j = 0; j < m.length; j++) {
        y[i][j] = combined(m[j], columns[i]);
      }
    }
    return y;
  }

  /** Returns a sum in the order of {@link dev.adjoint.exec.gemm.indirect.RowTransform}. */
  private double combined(double[] factors, double[] x) {
    double sum = Double.NaN;
    double size = 0;
    for (int sign = 1; sign >= -1; sign -= 2) {
      for (int i = 0; i < x.length; i++) {
        if (factors[i] * sign > 0) {
          sum = size == 0 ? sign * x[i] : rounded(sum + sign * x[i]);
          size = factors[i] * sign;
        }
      }
    }
    return rounded(sum * size);
  }

  private static void addProducts(ReferenceSum[] sums, double[][] a, double[][] b) {
    for (int i = 0; i < sums.length; i++) {
      sums[i].fma(a[i / 4][i % 4], b[i / 4][i % 4]);
    }
  }

  private double rounded(double value) {
    return dtype == DType.F32 ? (float) value : value;
  }
}
