package dev.adjoint.exec.gemm;

import java.util.Arrays;

/** The loops for floats; {@link DoubleLoops} is the same text for doubles. */
record FloatLoops() implements ElementLoops {
  @Override
  public Object newArray(int length) {
    return new float[length];
  }

  @Override
  public void clear(Object array, int offset, int count) {
    Arrays.fill((float[]) array, offset, offset + count, 0);
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
    } else {
      for (int p = 0; p < depth; p++) {
        int at = offset + p * along;
        int to = panelOffset + p * width;
        for (int l = 0; l < lanes; l++) {
          target[to + l] = source[at + l * across];
        }
      }
    }
    for (int p = 0; lanes < width && p < depth; p++) {
      Arrays.fill(target, panelOffset + p * width + lanes, panelOffset + (p + 1) * width, 0);
    }
  }
}
