// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import java.util.Arrays;

/** The plain product of floats; {@link DoublePlainProduct} is the same text for doubles. */
record FloatPlainProduct(GemmSize size, Strides a, Strides b) implements PlainProduct {
  @Override
  public void run(
      ProductOperands operands,
      int g,
      int first,
      int end,
      int from,
      int to,
      Object c,
      int at,
      int row) {
    var left = (float[]) operands.a;
    var right = (float[]) operands.b;
    var out = (float[]) c;
    int corner = operands.aOffset + a.start(g) + first * a.column();
    int firstColumn = operands.bOffset + b.start(g) + from * b.column() + first * b.row();
    int depth = end - first;
    for (int i = 0; i < size.m(); i++) {
      int start = corner + i * a.row();
      int target = at + i * row;
      Arrays.fill(out, target, target + to - from, 0);
      if (b.column() == 1) {
        addRows(left, start, right, firstColumn, depth, out, target, to - from);
      } else if (b.row() == 1 && a.column() == 1) {
        addDenseDots(left, start, right, firstColumn, depth, out, target, to - from);
      } else {
        addDots(left, start, right, firstColumn, depth, out, target, to - from);
      }
    }
  }

  @Override
  public void sumGroup(ProductOperands operands, int g, int first, Object c, int at) {
    var left = (float[]) operands.a;
    var right = (float[]) operands.b;
    int x = operands.aOffset + a.start(g) + first;
    int y = operands.bOffset + b.start(g) + first;
    float sum0 = 0;
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    float sum4 = 0;
    float sum5 = 0;
    float sum6 = 0;
    float sum7 = 0;
    for (int p = 0; p < SumTree.BLOCK; p++) {
      sum0 = Math.fma(left[x + p], right[y + p], sum0);
      sum1 = Math.fma(left[x + p + 1 * SumTree.BLOCK], right[y + p + 1 * SumTree.BLOCK], sum1);
      sum2 = Math.fma(left[x + p + 2 * SumTree.BLOCK], right[y + p + 2 * SumTree.BLOCK], sum2);
      sum3 = Math.fma(left[x + p + 3 * SumTree.BLOCK], right[y + p + 3 * SumTree.BLOCK], sum3);
      sum4 = Math.fma(left[x + p + 4 * SumTree.BLOCK], right[y + p + 4 * SumTree.BLOCK], sum4);
      sum5 = Math.fma(left[x + p + 5 * SumTree.BLOCK], right[y + p + 5 * SumTree.BLOCK], sum5);
      sum6 = Math.fma(left[x + p + 6 * SumTree.BLOCK], right[y + p + 6 * SumTree.BLOCK], sum6);
      sum7 = Math.fma(left[x + p + 7 * SumTree.BLOCK], right[y + p + 7 * SumTree.BLOCK], sum7);
    }
    ((float[]) c)[at] = sum0 + sum1 + sum2 + sum3 + sum4 + sum5 + sum6 + sum7;
  }

  /** Adds the rows of B, each times an element of A: reads B in the order in which it lies. */
  private void addRows(
      float[] left,
      int at,
      float[] right,
      int first,
      int depth,
      float[] out,
      int target,
      int count) {
    int step = a.column();
    int p = 0;
    // Four rows at a time quarter the traffic on C; the chain of each element keeps its order.
    for (; p + 4 <= depth; p += 4) {
      float f0 = left[at + p * step];
      float f1 = left[at + (p + 1) * step];
      float f2 = left[at + (p + 2) * step];
      float f3 = left[at + (p + 3) * step];
      int row0 = first + p * b.row();
      int row1 = row0 + b.row();
      int row2 = row1 + b.row();
      int row3 = row2 + b.row();
      for (int j = 0; j < count; j++) {
        float sum = Math.fma(f0, right[row0 + j], out[target + j]);
        sum = Math.fma(f1, right[row1 + j], sum);
        sum = Math.fma(f2, right[row2 + j], sum);
        out[target + j] = Math.fma(f3, right[row3 + j], sum);
      }
    }
    for (; p < depth; p++) {
      float factor = left[at + p * step];
      int row = first + p * b.row();
      for (int j = 0; j < count; j++) {
        out[target + j] = Math.fma(factor, right[row + j], out[target + j]);
      }
    }
  }

  /**
   * Adds the dot products with the columns of B where both lie dense. Eight chains at a time,
   * because each waits for its own multiply-add before the next.
   */
  private void addDenseDots(
      float[] left,
      int at,
      float[] right,
      int first,
      int depth,
      float[] out,
      int target,
      int count) {
    int across = b.column();
    int j = 0;
    for (; j + 8 <= count; j += 8) {
      int column0 = first + j * across;
      int column1 = column0 + across;
      int column2 = column1 + across;
      int column3 = column2 + across;
      int column4 = column3 + across;
      int column5 = column4 + across;
      int column6 = column5 + across;
      int column7 = column6 + across;
      float sum0 = out[target + j];
      float sum1 = out[target + j + 1];
      float sum2 = out[target + j + 2];
      float sum3 = out[target + j + 3];
      float sum4 = out[target + j + 4];
      float sum5 = out[target + j + 5];
      float sum6 = out[target + j + 6];
      float sum7 = out[target + j + 7];
      for (int p = 0; p < depth; p++) {
        float factor = left[at + p];
        sum0 = Math.fma(factor, right[column0 + p], sum0);
        sum1 = Math.fma(factor, right[column1 + p], sum1);
        sum2 = Math.fma(factor, right[column2 + p], sum2);
        sum3 = Math.fma(factor, right[column3 + p], sum3);
        sum4 = Math.fma(factor, right[column4 + p], sum4);
        sum5 = Math.fma(factor, right[column5 + p], sum5);
        sum6 = Math.fma(factor, right[column6 + p], sum6);
        sum7 = Math.fma(factor, right[column7 + p], sum7);
      }
      out[target + j] = sum0;
      out[target + j + 1] = sum1;
      out[target + j + 2] = sum2;
      out[target + j + 3] = sum3;
      out[target + j + 4] = sum4;
      out[target + j + 5] = sum5;
      out[target + j + 6] = sum6;
      out[target + j + 7] = sum7;
    }
    addDots(left, at, right, first + j * across, depth, out, target + j, count - j);
  }

  /** Adds the dot products with the columns of B, which is the better order if B is transposed. */
  private void addDots(
      float[] left,
      int at,
      float[] right,
      int first,
      int depth,
      float[] out,
      int target,
      int count) {
    int across = b.column();
    int j = 0;
    // Four chains at a time, because each waits for its own multiply-add before the next.
    for (; j + 4 <= count; j += 4) {
      int column = first + j * across;
      float sum0 = out[target + j];
      float sum1 = out[target + j + 1];
      float sum2 = out[target + j + 2];
      float sum3 = out[target + j + 3];
      for (int p = 0; p < depth; p++) {
        float factor = left[at + p * a.column()];
        int element = column + p * b.row();
        sum0 = Math.fma(factor, right[element], sum0);
        sum1 = Math.fma(factor, right[element + across], sum1);
        sum2 = Math.fma(factor, right[element + 2 * across], sum2);
        sum3 = Math.fma(factor, right[element + 3 * across], sum3);
      }
      out[target + j] = sum0;
      out[target + j + 1] = sum1;
      out[target + j + 2] = sum2;
      out[target + j + 3] = sum3;
    }
    for (; j < count; j++) {
      int column = first + j * across;
      float sum = out[target + j];
      for (int p = 0; p < depth; p++) {
        sum = Math.fma(left[at + p * a.column()], right[column + p * b.row()], sum);
      }
      out[target + j] = sum;
    }
  }
}
