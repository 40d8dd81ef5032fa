// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Named columns of numbers and texts, such as a CSV file holds; a number that is missing is NaN, a
 * text that is missing is empty.
 */
public final class Table {
  /** A named column. */
  sealed interface Column {
    String name();

    int size();

    boolean isMissing(int row);

    /** Returns some of the rows. */
    Column rows(int... rows);
  }

  /** A column of numbers. */
  record Numbers(String name, ImmutableDoubleArray values) implements Column {
    Numbers(String name, double... values) {
      this(name, ImmutableDoubleArray.copyOf(values));
    }

    @Override
    public int size() {
      return values.length();
    }

    @Override
    public boolean isMissing(int row) {
      return Double.isNaN(values.get(row));
    }

    @Override
    public Column rows(int... rows) {
      return new Numbers(name, Arrays.stream(rows).mapToDouble(values::get).toArray());
    }
  }

  /** A column of texts. */
  record Texts(String name, ImmutableList<String> values) implements Column {
    @Override
    public int size() {
      return values.size();
    }

    @Override
    public boolean isMissing(int row) {
      return values.get(row).isEmpty();
    }

    @Override
    public Column rows(int... rows) {
      return new Texts(
          name, Arrays.stream(rows).mapToObj(values::get).collect(ImmutableList.toImmutableList()));
    }
  }

  private final ImmutableList<Column> columns;

  /** Creates a table of columns of one size, at least one. */
  Table(ImmutableList<Column> columns) {
    this.columns = columns;
  }

  /** Returns the number of rows. */
  public int size() {
    return columns.getFirst().size();
  }

  /** Returns the names of the columns, in order. */
  public ImmutableList<String> names() {
    return names(columns);
  }

  private static ImmutableList<String> names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(ImmutableList.toImmutableList());
  }

  /**
   * Returns the texts of a column.
   *
   * @throws IllegalArgumentException if there is no such column, or it holds numbers
   */
  public ImmutableList<String> texts(String column) {
    Column found = column(column);
    Preconditions.checkArgument(
        found instanceof Texts, "table: the column '%s' holds numbers, not texts", column);
    return ((Texts) found).values();
  }

  /**
   * Returns columns of numbers side by side, F32 {@code [n, columns]}.
   *
   * @throws IllegalArgumentException if there is no such column, one holds texts, or a number is
   *     too large
   */
  public Tensor numbers(String... names) {
    return numbers(DType.F32, names);
  }

  /**
   * Returns columns of numbers side by side, {@code [n, columns]}.
   *
   * @param dtype F32 or F64
   * @throws IllegalArgumentException if there is no such column, one holds texts, or a number is
   *     too large for the dtype
   */
  public Tensor numbers(DType dtype, String... names) {
    Preconditions.checkArgument(
        dtype.isFloating(),
        "table: numbers are f32 or f64, for some may be missing; got %s",
        dtype);
    List<Numbers> taken = new ArrayList<>();
    for (String name : names) {
      Column found = column(name);
      Preconditions.checkArgument(
          found instanceof Numbers,
          "table: the column '%s' holds texts; take its classes, or leave it out with without(\"%s\")",
          name,
          name);
      taken.add((Numbers) found);
    }
    Shape shape = Shape.of("table", size(), taken.size());
    Buffer all = Buffer.allocate(dtype, shape.size());
    for (int i = 0; i < taken.size(); i++) {
      for (int row = 0; row < size(); row++) {
        double value = taken.get(i).values().get(row);
        all.setDouble(row * taken.size() + i, value);
        Preconditions.checkArgument(
            dtype == DType.F64 || !Float.isInfinite((float) value),
            "table: the column '%s' holds %s in row %s, which is too large for f32; take f64",
            taken.get(i).name(),
            value,
            row);
      }
    }
    return Tensor.over(shape, all);
  }

  /**
   * Returns all columns but one as features F32 {@code [n, columns]}, and that one as classes I32
   * {@code [n]}: its texts, or its integers, in their order.
   *
   * @throws IllegalArgumentException if there is no such column, one of the others holds texts, or
   *     a class is missing
   */
  public LabelledDataset classes(String label) {
    Tensor features = numbers(names(without(label).columns).toArray(String[]::new));
    LabelEncoder encoder = encoder(label);
    return new LabelledDataset(new Dataset(features, encode(label, encoder)), encoder);
  }

  /**
   * Returns the encoder of the classes of a column.
   *
   * @throws IllegalArgumentException if there is no such column, or a class is missing
   */
  public LabelEncoder encoder(String label) {
    return switch (complete(label)) {
      case Texts(var _, var values) -> LabelEncoder.of(values);
      case Numbers numbers -> LabelEncoder.ofIntegers(integers(numbers));
    };
  }

  /**
   * Returns the classes of a column by an encoder, I32 {@code [n]}.
   *
   * @throws IllegalArgumentException if there is no such column, or a class is missing or unknown
   */
  public Tensor encode(String label, LabelEncoder encoder) {
    return encoder.encode(
        switch (complete(label)) {
          case Texts(var _, var values) -> values;
          case Numbers numbers ->
              Arrays.stream(integers(numbers))
                  .mapToObj(Long::toString)
                  .collect(ImmutableList.toImmutableList());
        });
  }

  private Column complete(String label) {
    Column column = column(label);
    for (int row = 0; row < size(); row++) {
      Preconditions.checkArgument(
          !column.isMissing(row),
          "table: the class of row %s is missing in the column '%s'; leave such rows out with"
              + " withoutMissing(\"%s\")",
          row,
          label,
          label);
    }
    return column;
  }

  private static long[] integers(Numbers numbers) {
    long[] integers = new long[numbers.size()];
    for (int row = 0; row < integers.length; row++) {
      double value = numbers.values().get(row);
      integers[row] = (long) value;
      Preconditions.checkArgument(
          integers[row] == value,
          "table: the column '%s' holds %s in row %s, which is no class; classes are texts or"
              + " integers",
          numbers.name(),
          value,
          row);
    }
    return integers;
  }

  /**
   * Returns some columns of numbers as targets F32 {@code [n, targets]}, and all others as features
   * F32 {@code [n, columns]}.
   *
   * @throws IllegalArgumentException if there is no such column, or one holds texts
   */
  public Dataset regression(String... targets) {
    return new Dataset(
        numbers(names(without(targets).columns).toArray(String[]::new)), numbers(targets));
  }

  /**
   * Returns this with a column of texts replaced by one of numbers for each class, 1 where the row
   * is of it and else 0, named such as {@code colour=red}.
   *
   * @param encoder which classes there are, from the rows to train on
   * @throws IllegalArgumentException if there is no such column, or a class is missing or unknown
   */
  public Table oneHot(String column, LabelEncoder encoder) {
    int[] classes = encode(column, encoder).toIntArray();
    ImmutableList.Builder<Column> all = ImmutableList.builder();
    for (Column old : columns) {
      if (!old.name().equals(column)) {
        all.add(old);
        continue;
      }
      for (int k = 0; k < encoder.size(); k++) {
        int of = k;
        all.add(
            new Numbers(
                column + "=" + encoder.names().get(k),
                Arrays.stream(classes).mapToDouble(c -> c == of ? 1 : 0).toArray()));
      }
    }
    return new Table(all.build());
  }

  /**
   * Returns this without some columns.
   *
   * @throws IllegalArgumentException if there is no such column, or nothing is left
   */
  public Table without(String... names) {
    List<String> out = Arrays.asList(names);
    out.forEach(this::column);
    ImmutableList<Column> left =
        columns.stream()
            .filter(column -> !out.contains(column.name()))
            .collect(ImmutableList.toImmutableList());
    Preconditions.checkArgument(!left.isEmpty(), "table: nothing is left without %s", out);
    return new Table(left);
  }

  /**
   * Returns the rows in which none of the columns is missing.
   *
   * @param names the columns that must be there; none for all
   * @throws IllegalArgumentException if there is no such column
   */
  public Table withoutMissing(String... names) {
    List<Column> needed =
        names.length == 0 ? columns : Arrays.stream(names).map(this::column).toList();
    IntPredicate isWhole = row -> needed.stream().noneMatch(column -> column.isMissing(row));
    return rows(IntStream.range(0, size()).filter(isWhole).toArray());
  }

  /**
   * Returns some rows in the given order.
   *
   * @throws IndexOutOfBoundsException if there is no such row
   */
  public Table rows(int... rows) {
    return new Table(
        columns.stream().map(column -> column.rows(rows)).collect(ImmutableList.toImmutableList()));
  }

  private Column column(String name) {
    return columns.stream()
        .filter(column -> column.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "table: there is no column '%s', only %s".formatted(name, names())));
  }

  /** Returns the size and the names of the columns. */
  @Override
  public String toString() {
    return "table of %s rows: %s".formatted(size(), String.join(", ", names()));
  }
}
