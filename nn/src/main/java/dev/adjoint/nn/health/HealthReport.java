// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.base.Preconditions;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.nn.train.History;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How a training went: what is wrong with it, and what was seen. As text by {@link #toString}, as a
 * page with curves by {@link #write}.
 *
 * @param examples how many examples the network was looked at with
 * @param snapshots the network after each epoch, at least once
 * @param losses the loss of steps
 * @param every of how many steps it is that of one
 */
public record HealthReport(
    int examples, ImmutableList<Snapshot> snapshots, ImmutableDoubleArray losses, int every) {
  /** Checks that there is something to report. */
  public HealthReport {
    Preconditions.checkArgument(!snapshots.isEmpty(), "health: there is no snapshot");
  }

  /** Returns the figures of all epochs. */
  public History history() {
    return new History(
        snapshots.stream().map(Snapshot::epoch).collect(ImmutableList.toImmutableList()));
  }

  /** Returns what is likely to be wrong: with the curves, then with the network in the end. */
  public ImmutableList<HealthFinding> findings() {
    return ImmutableList.<HealthFinding>builder()
        .addAll(CurveDiagnosis.of(history()))
        .addAll(Diagnosis.of(snapshots.getLast()))
        .build();
  }

  /** Returns the report as a page of HTML that needs no other file, no script and no network. */
  public String html() {
    return new HealthPage(this).html();
  }

  /** Writes the page to a file, or replaces it. */
  public void write(Path file) throws IOException {
    Files.writeString(file, html());
  }

  /** Returns what the page has as a title. */
  String title() {
    int epoch = snapshots.getLast().epoch().number();
    return (epoch == 0 ? "health of a network" : "health after epoch " + epoch)
        + ", seen on "
        + examples
        + (examples == 1 ? " example" : " examples");
  }

  /** Returns the findings, then a table of the layers and one of the parameters. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title()).append('\n');
    ImmutableList<HealthFinding> findings = findings();
    if (findings.isEmpty()) {
      text.append("nothing is conspicuous\n");
    }
    findings.forEach(finding -> text.append("! ").append(finding).append('\n'));
    text.append('\n').append(table(layerTable())).append('\n').append(table(parameterTable()));
    return text.toString().stripTrailing();
  }

  /** Returns the rows of a table of the layers, the head first. */
  List<List<String>> layerTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("layer", "", "output", "mean", "deviation", "gradient", "flat", "dead units"));
    for (LayerHealth layer : snapshots.getLast().layers()) {
      boolean isActivation = !Double.isNaN(layer.flat());
      rows.add(
          List.of(
              layer.path(),
              layer.layer(),
              layer.output().toString(),
              number(layer.mean()),
              number(layer.deviation()),
              number(layer.gradient()),
              isActivation ? String.format(Locale.ROOT, "%.0f %%", 100 * layer.flat()) : "",
              isActivation ? layer.deadUnits() + " of " + layer.units() : ""));
    }
    return rows;
  }

  /** Returns the rows of a table of the parameters, the head first. */
  List<List<String>> parameterTable() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("parameter", "", "size", "gradient", "update/size"));
    for (ParameterHealth parameter : snapshots.getLast().parameters()) {
      rows.add(
          List.of(
              parameter.path(),
              parameter.type().toString(),
              number(parameter.size()),
              number(parameter.gradient()),
              Double.isNaN(parameter.update()) ? "" : number(parameter.update())));
    }
    return rows;
  }

  private static String number(double value) {
    return Double.isFinite(value)
        ? String.format(Locale.ROOT, "%.3g", value)
        : Double.toString(value);
  }

  private static String table(List<List<String>> rows) {
    int columns = rows.getFirst().size();
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(i == 0 ? "" : "  ").append(Strings.padEnd(row.get(i), widths[i], ' '));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
