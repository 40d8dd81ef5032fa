// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.collect.ImmutableList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** A column of a table while it is read; it takes memory as cells come. */
final class TableColumn {
  private final String name;
  private final boolean isText;
  private final ImmutableList.Builder<String> texts = ImmutableList.builder();

  /** Equal texts share memory: a column of classes has few of them. */
  private final Map<String, String> known = new HashMap<>();

  private double[] numbers = new double[16];
  private int count;

  TableColumn(String name, boolean isText) {
    this.name = name;
    this.isText = isText;
  }

  String name() {
    return name;
  }

  boolean isText() {
    return isText;
  }

  void add(String text) {
    texts.add(known.computeIfAbsent(text, t -> t));
  }

  void add(double number) {
    if (count == numbers.length) {
      numbers = Arrays.copyOf(numbers, (int) Math.min(2L * count, DataStream.LONGEST_ARRAY));
    }
    numbers[count++] = number;
  }

  Table.Column build() {
    return isText
        ? new Table.Texts(name, texts.build())
        : new Table.Numbers(name, Arrays.copyOf(numbers, count));
  }
}
