// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.CharMatcher;
import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads tables of numbers and texts, a row a line (RFC 4180): {@code
 * Csv.commas().text("species").read(path)}. Files may be packed with gzip, whatever their names
 * say. A column holds numbers unless it is named as one of texts; a cell that is neither a number
 * nor missing is an error with its line. Numbers are decimal, as in {@code -1.5e-3}.
 *
 * @param separator what stands between the cells of a line
 * @param decimal what stands before the fraction of a number, a point or a comma
 * @param header whether the first line names the columns; else they are named by their place, from
 *     {@code "1"}
 * @param missing the cells that say that nothing is known, which are read as NaN or as an empty
 *     text
 * @param text the names of columns of texts
 */
public record Csv(
    char separator,
    char decimal,
    boolean header,
    ImmutableSet<String> missing,
    ImmutableSet<String> text) {
  /** Keeps out what Java reads as numbers but files do not mean: "0x1p3", "1d", "NaN". */
  private static final CharMatcher DECIMAL = CharMatcher.anyOf("0123456789+-.eE");

  /** Checks the parameters. */
  public Csv {
    Preconditions.checkArgument(
        "\"\r\n+-.eE".indexOf(separator) < 0 && (separator < '0' || separator > '9'),
        "csv: '%s' cannot separate cells; give a comma, a semicolon or a tab",
        separator);
    Preconditions.checkArgument(
        decimal == '.' || decimal == ',',
        "csv: '%s' cannot stand before a fraction; give a point or a comma",
        decimal);
    Preconditions.checkArgument(
        separator != decimal,
        "csv: '%s' cannot separate cells and stand before a fraction; read with semicolons",
        separator);
  }

  /** Returns the format with commas, decimal points and a header; an empty cell is missing. */
  public static Csv commas() {
    return new Csv(',', '.', true, ImmutableSet.of(""), ImmutableSet.of());
  }

  /** Returns the format with semicolons, decimal points and a header. */
  public static Csv semicolons() {
    return commas().separator(';');
  }

  /** Returns the format with tabs, decimal points and a header. */
  public static Csv tabs() {
    return commas().separator('\t');
  }

  /** Returns this with another separator. */
  public Csv separator(char newSeparator) {
    return new Csv(newSeparator, decimal, header, missing, text);
  }

  /** Returns this with numbers such as {@code 1,5}. */
  public Csv decimalComma() {
    return new Csv(separator, ',', header, missing, text);
  }

  /** Returns this for files whose first line is a row. */
  public Csv withoutHeader() {
    return new Csv(separator, decimal, false, missing, text);
  }

  /** Returns this with more cells that say that nothing is known, such as {@code "NA"}. */
  public Csv missing(String... cells) {
    return new Csv(separator, decimal, header, union(missing, cells), text);
  }

  /** Returns this with more columns of texts. */
  public Csv text(String... columns) {
    return new Csv(separator, decimal, header, missing, union(text, columns));
  }

  private static ImmutableSet<String> union(Set<String> some, String... more) {
    return ImmutableSet.<String>builder().addAll(some).add(more).build();
  }

  /**
   * Returns the table of a file.
   *
   * @throws DataFileException if a line is malformed, there is none, or a column of texts is not
   *     there
   */
  public Table read(Path file) throws IOException {
    try (DataStream in = DataStream.open(file)) {
      return read(in);
    }
  }

  /**
   * Returns the table of a stream, which is closed; see {@link #read(Path)}.
   *
   * @param name what to call the stream in errors
   */
  public Table read(InputStream stream, String name) throws IOException {
    try (DataStream in = DataStream.over(name, stream, Long.MAX_VALUE)) {
      return read(in);
    }
  }

  private Table read(DataStream in) throws IOException {
    CsvCells cells = new CsvCells(in, separator);
    if (!cells.next()) {
      throw cells.lineError("expected a line of a table, but the data ends here");
    }
    List<String> first = line(cells);
    ImmutableList<String> names = names(cells, first);
    List<TableColumn> columns = columns(cells, names);
    if (!header) {
      for (int i = 0; i < first.size(); i++) {
        add(columns.get(i), first.get(i), in, 1, i + 1);
      }
    }
    boolean some = !header;
    while (cells.next()) {
      int at = cells.column();
      if (at > columns.size() || cells.endsLine() && at < columns.size()) {
        throw cells.lineError(
            "expected %s cells as in the first line, found %s"
                .formatted(columns.size(), at > columns.size() ? "more" : at));
      }
      add(columns.get(at - 1), cells.text(), in, cells.line(), at);
      some = true;
    }
    if (!some) {
      throw cells.lineError("expected a row below the names, but the data ends here");
    }
    return new Table(
        columns.stream().map(TableColumn::build).collect(ImmutableList.toImmutableList()));
  }

  private static List<String> line(CsvCells cells) throws IOException {
    List<String> line = new ArrayList<>();
    line.add(cells.text());
    while (!cells.endsLine() && cells.next()) {
      line.add(cells.text());
    }
    return line;
  }

  private ImmutableList<String> names(CsvCells cells, List<String> first) throws DataFileException {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < first.size(); i++) {
      String name = header ? first.get(i) : Integer.toString(i + 1);
      if (name.isEmpty()) {
        throw cells.lineError("column " + (i + 1) + ": expected a name, found an empty cell");
      }
      if (!names.add(name)) {
        throw cells.lineError(
            "column %s: expected another name for each column, found '%s' again"
                .formatted(i + 1, name));
      }
    }
    return ImmutableList.copyOf(names);
  }

  private List<TableColumn> columns(CsvCells cells, ImmutableList<String> names)
      throws DataFileException {
    for (String name : text) {
      if (!names.contains(name)) {
        throw cells.lineError(
            "expected the column '%s', which was named as one of texts, found %s"
                .formatted(name, names));
      }
    }
    List<TableColumn> columns = new ArrayList<>();
    names.forEach(name -> columns.add(new TableColumn(name, text.contains(name))));
    return columns;
  }

  private void add(TableColumn column, String cell, DataStream in, long line, int place)
      throws DataFileException {
    boolean isMissing = missing.contains(cell);
    if (column.isText()) {
      column.add(isMissing ? "" : cell);
    } else {
      column.add(isMissing ? Double.NaN : number(column, cell, in, line, place));
    }
  }

  private double number(TableColumn column, String cell, DataStream in, long line, int place)
      throws DataFileException {
    String plain = decimal == ',' ? withPoint(cell) : cell;
    if (DECIMAL.matchesAllOf(plain)) {
      try {
        double value = Double.parseDouble(plain);
        if (Double.isFinite(value)) {
          return value;
        }
      } catch (NumberFormatException _) {
        // Reported like text.
      }
    }
    String shown = cell.length() <= 40 ? cell : cell.substring(0, 40) + "…";
    for (char other : new char[] {';', '\t', ','}) {
      if (other != separator && other != decimal && column.name().indexOf(other) >= 0) {
        throw in.lineError(
            line,
            "column %s: expected a number, found '%s' in the column '%s'; read with separator('%s')"
                .formatted(place, shown, column.name(), other == '\t' ? "\\t" : other));
      }
    }
    throw in.lineError(
        line,
        "column %s: expected a number in the column '%s', found '%s'; name texts with text(\"%s\"), or what is missing with missing(…)"
            .formatted(place, column.name(), shown, column.name()));
  }

  /** Returns a number with a decimal point; one that has such a point already is none. */
  private static String withPoint(String cell) {
    return cell.indexOf('.') >= 0 ? "." : cell.replace(',', '.');
  }
}
