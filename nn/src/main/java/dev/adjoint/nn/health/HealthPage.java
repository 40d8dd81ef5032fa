// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.nn.train.History;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Writes a report as a page of HTML: one file without scripts, fonts or links. */
final class HealthPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #222; --paper: #fff; --faint: #ddd; --mark: #b00020; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #ddd; --paper: #181818; --faint: #444; --mark: #ff8a80; }
      }
      body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 1280px; margin: 2em auto; padding: 0 1em; }
      h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 2em 0 .5em; } h3 { font-size: .9em; margin: .5em 0 0; }
      table { border-collapse: collapse; font-size: 13px; }
      td, th { text-align: left; padding: .2em .9em .2em 0; border-bottom: 1px solid var(--faint); }
      .findings li { margin: .5em 0; } .findings b { color: var(--mark); }
      .row { display: flex; flex-wrap: wrap; gap: 1.2em; }
      figure { margin: 0; } svg { max-width: 100%; height: auto; }
      svg text { font: 12px system-ui, sans-serif; fill: var(--ink); }
      .grid { stroke: var(--faint); } .axis { stroke: var(--ink); }
      .bar { fill: #0072b2; }
      .curve { fill: none; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
      """;

  private final HealthReport report;
  private final StringBuilder html = new StringBuilder();

  HealthPage(HealthReport report) {
    this.report = report;
  }

  String html() {
    String title = Svg.escaped(report.title());
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<title>%s</title>\n<style>\n%s</style>\n</head>\n".formatted(title, STYLE))
        .append("<body>\n<h1>%s</h1>\n".formatted(title));
    findings();
    if (report.snapshots().getLast().epoch().number() > 0) {
      curves();
    }
    section("Layers");
    table(report.layerTable());
    section("Parameters");
    table(report.parameterTable());
    histograms();
    return html.append("</body>\n</html>\n").toString();
  }

  private void section(String title) {
    html.append("<h2>%s</h2>\n".formatted(Svg.escaped(title)));
  }

  private void findings() {
    ImmutableList<HealthFinding> findings = report.findings();
    if (findings.isEmpty()) {
      html.append("<p>Nothing is conspicuous.</p>\n");
      return;
    }
    html.append("<ul class=\"findings\">\n");
    for (HealthFinding finding : findings) {
      html.append(
          "<li><b>%s</b> at <code>%s</code>: %s.<br>Try: %s.</li>\n"
              .formatted(
                  Svg.escaped(finding.kind().title()),
                  Svg.escaped(finding.where()),
                  Svg.escaped(finding.what()),
                  Svg.escaped(finding.kind().advice())));
    }
    html.append("</ul>\n");
  }

  private void curves() {
    section("Curves");
    html.append("<div class=\"row\">\n");
    History history = report.history();
    Map<String, List<Double>> losses = new LinkedHashMap<>();
    Map<String, List<Double>> others = new LinkedHashMap<>();
    for (String name : history.epochs().getFirst().figures().keySet()) {
      boolean isLoss = name.endsWith(History.LOSS);
      List<Double> values =
          history.epochs().stream()
              .map(epoch -> epoch.figures().getOrDefault(name, Double.NaN))
              .toList();
      (isLoss ? losses : others).put(name, values);
    }
    chart("Loss", losses, true);
    chart("Other figures", others, false);
    if (report.losses().length() > 1) {
      double[] xs = new double[report.losses().length()];
      for (int i = 0; i < xs.length; i++) {
        xs[i] = 1.0 + (double) i * report.every();
      }
      figure(
          "Loss of each step",
          HealthChart.curves(
              "Loss of each step",
              "step",
              xs,
              ImmutableMap.of("loss of a batch", report.losses().toArray()),
              true));
    }
    chart(
        "Gradient at the output of each layer",
        series(Snapshot::layers, LayerHealth::path, LayerHealth::gradient),
        true);
    chart(
        "Change of each parameter by a step, relative to its size",
        series(Snapshot::parameters, ParameterHealth::path, ParameterHealth::update),
        true);
    html.append("</div>\n");
  }

  private <T> Map<String, List<Double>> series(
      Function<Snapshot, ImmutableList<T>> parts,
      Function<T, String> path,
      ToDoubleFunction<T> value) {
    Map<String, List<Double>> series = new LinkedHashMap<>();
    for (Snapshot snapshot : report.snapshots()) {
      for (T part : parts.apply(snapshot)) {
        String name = place(path.apply(part));
        double height = value.applyAsDouble(part);
        // What is 0 has no place on a logarithmic axis.
        series.computeIfAbsent(name, _ -> new ArrayList<>()).add(height > 0 ? height : Double.NaN);
      }
    }
    return series;
  }

  private static String place(String path) {
    return path.isEmpty() ? "the network" : path;
  }

  private void chart(String title, Map<String, List<Double>> curves, boolean logarithmic) {
    if (!curves.isEmpty()) {
      double[] epochs =
          report.snapshots().stream().mapToDouble(snapshot -> snapshot.epoch().number()).toArray();
      figure(
          title,
          HealthChart.curves(title, "epoch", epochs, HealthChart.byName(curves), logarithmic));
    }
  }

  private void figure(String title, String svg) {
    html.append("<figure>\n<h3>%s</h3>\n%s</figure>\n".formatted(Svg.escaped(title), svg));
  }

  private void table(List<List<String>> rows) {
    html.append("<table>\n");
    for (int i = 0; i < rows.size(); i++) {
      html.append("<tr>");
      for (String cell : rows.get(i)) {
        html.append((i == 0 ? "<th>%s</th>" : "<td>%s</td>").formatted(Svg.escaped(cell)));
      }
      html.append("</tr>\n");
    }
    html.append("</table>\n");
  }

  private void histograms() {
    section("How outputs, values and gradients are spread");
    html.append("<p>How often each number occurs, as a logarithm.</p>\n<div class=\"row\">\n");
    for (LayerHealth layer : report.snapshots().getLast().layers()) {
      String path = place(layer.path());
      figure(path + ", output", HealthChart.histogram("outputs of " + path, layer.outputs()));
    }
    for (ParameterHealth parameter : report.snapshots().getLast().parameters()) {
      String path = parameter.path();
      figure(path, HealthChart.histogram("values of " + path, parameter.values()));
      figure(
          path + ", gradient",
          HealthChart.histogram("gradients of " + path, parameter.gradients()));
    }
    html.append("</div>\n");
  }
}
