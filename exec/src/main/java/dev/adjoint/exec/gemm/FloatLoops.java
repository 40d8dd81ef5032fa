// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import java.util.Arrays;

/**
 * The loops for floats; {@link DoubleLoops} is the same for doubles, but for the transposing.
 *
 * @param turns whether to turn blocks of lines in vector registers
 */
record FloatLoops(boolean turns) implements ElementLoops {
  @Override
  public Object newArray(int length) {
    return new float[length];
  }

  @Override
  public void clear(Object array, int offset, int count) {
    Arrays.fill((float[]) array, offset, offset + count, 0);
  }

  @Override
  public void add(
      Object from,
      int fromOffset,
      int fromStride,
      Object to,
      int toOffset,
      int toStride,
      int rows,
      int columns) {
    var source = (float[]) from;
    var target = (float[]) to;
    for (int i = 0; i < rows; i++) {
      int x = fromOffset + i * fromStride;
      int y = toOffset + i * toStride;
      for (int j = 0; j < columns; j++) {
        target[y + j] += source[x + j];
      }
    }
  }

  @Override
  public void copy(
      Object from,
      int fromOffset,
      int fromStride,
      Object to,
      int toOffset,
      int toStride,
      int rows,
      int columns) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(from, fromOffset + i * fromStride, to, toOffset + i * toStride, columns);
    }
  }

  @Override
  public void pack(
      Object from,
      int offset,
      int across,
      int along,
      int lanes,
      int depth,
      Object panel,
      int panelOffset,
      int width) {
    var source = (float[]) from;
    var target = (float[]) panel;
    if (across == 1) {
      for (int p = 0; p < depth; p++) {
        System.arraycopy(source, offset + p * along, target, panelOffset + p * width, lanes);
      }
    } else if (along == 1) {
      transpose(from, offset, across, lanes, depth, panel, panelOffset, width);
    } else {
      packLines(source, offset, across, along, lanes, depth, target, panelOffset, width);
    }
    for (int p = 0; lanes < width && p < depth; p++) {
      Arrays.fill(target, panelOffset + p * width + lanes, panelOffset + (p + 1) * width, 0);
    }
  }

  @Override
  public void transpose(
      Object from, int offset, int across, int lines, int depth, Object to, int target, int width) {
    var source = (float[]) from;
    var result = (float[]) to;
    if (!turns || !TieredTransposer.isFast(lines * depth)) {
      packLines(source, offset, across, 1, lines, depth, result, target, width);
      return;
    }
    int side = FloatTransposer.SIDE;
    int whole = lines / side * side;
    int deep = depth / side * side;
    FloatTransposer.pack(source, offset, across, whole, deep, result, target, width);
    int rest = target + deep * width;
    packLines(source, offset + deep, across, 1, whole, depth - deep, result, rest, width);
    int further = offset + whole * across;
    packLines(source, further, across, 1, lines - whole, depth, result, target + whole, width);
  }

  private static void packLines(
      float[] source,
      int offset,
      int across,
      int along,
      int lanes,
      int depth,
      float[] target,
      int panelOffset,
      int width) {
    int l = 0;
    // Four lines at a time: fewer passes over the panel, and still few streams to read.
    for (; l + 4 <= lanes; l += 4) {
      int line0 = offset + l * across;
      int line1 = line0 + across;
      int line2 = line1 + across;
      int line3 = line2 + across;
      for (int p = 0; p < depth; p++) {
        int to = panelOffset + p * width + l;
        target[to] = source[line0 + p * along];
        target[to + 1] = source[line1 + p * along];
        target[to + 2] = source[line2 + p * along];
        target[to + 3] = source[line3 + p * along];
      }
    }
    for (; l < lanes; l++) {
      for (int p = 0; p < depth; p++) {
        target[panelOffset + p * width + l] = source[offset + l * across + p * along];
      }
    }
  }

  @Override
  public void packSteps(
      Object from,
      int offset,
      int across,
      int[] steps,
      int lanes,
      Object panel,
      int panelOffset,
      int width) {
    var source = (float[]) from;
    var target = (float[]) panel;
    for (int p = 0; p < steps.length; p++) {
      int to = panelOffset + p * width;
      for (int l = 0; l < lanes; l++) {
        target[to + l] = source[offset + l * across + steps[p]];
      }
      for (int l = lanes; l < width; l++) {
        target[to + l] = 0;
      }
    }
  }
}
