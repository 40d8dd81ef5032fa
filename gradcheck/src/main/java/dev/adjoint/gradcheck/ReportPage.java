// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.html.HtmlEscapers;
import java.util.List;
import java.util.Locale;

/** Prints reports as a page of HTML: one file without scripts, fonts or links. */
final class ReportPage {
  private static final int MOST_ROWS = 100;
  private static final int CELL = 14;
  private static final int MARGIN = 90;

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #222; --paper: #fff; --faint: #ddd; --mark: #b00020; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #ddd; --paper: #181818; --faint: #444; --mark: #ff8a80; }
      }
      body { font: 15px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 1100px; margin: 2em auto; padding: 0 1em; }
      h1 { font-size: 1.4em; } h2 { font-size: 1.1em; margin: 2em 0 .5em; }
      table { border-collapse: collapse; font-size: 13px; }
      td, th { text-align: right; padding: .2em .9em .2em 0; border-bottom: 1px solid var(--faint); }
      .wrong { color: var(--mark); } code { overflow-wrap: anywhere; }
      svg { max-width: 100%; height: auto; } svg text { font: 10px system-ui, sans-serif; fill: var(--ink); }
      """;

  /** From no error to one as large as the derivative; readable for those who see few colours. */
  private static final List<String> COLOURS =
      List.of("#eef3f7", "#c6dbef", "#9ecae1", "#fdae6b", "#e6550d", "#7f2704");

  /** Beyond each of these parts of the largest derivative an error has the next colour. */
  private static final double[] LIMITS = {1e-6, 1e-4, 1e-2, 1e-1, 0.5};

  private final Report report;
  private final StringBuilder html = new StringBuilder();

  private ReportPage(Report report) {
    this.report = report;
  }

  /** Returns the report as a page. */
  static String print(Report report) {
    return new ReportPage(report).page();
  }

  private String page() {
    String title =
        "gradcheck of %s: %s"
            .formatted(
                report.name(), report.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' '));
    html.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
        .append("<title>%s</title>\n<style>\n%s</style>\n</head>\n".formatted(text(title), STYLE))
        .append("<body>\n<h1>%s</h1>\n".formatted(text(title)))
        .append(
            "<p>order %s, seed %s, %s entries</p>\n"
                .formatted(report.order(), report.seed(), report.entries().size()));
    list("Findings", report.findings().stream().map(Finding::toString).toList());
    report.diagnosis().ifPresent(this::diagnosis);
    list("Notes", report.notes());
    entries();
    return html.append("</body>\n</html>\n").toString();
  }

  private static String text(Object of) {
    String plain = of.toString().replaceAll("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]", "\ufffd");
    return HtmlEscapers.htmlEscaper().escape(plain);
  }

  private void list(String title, List<String> lines) {
    if (!lines.isEmpty()) {
      html.append("<h2>%s</h2>\n<ul>\n".formatted(title));
      lines.forEach(line -> html.append("<li>%s</li>\n".formatted(text(line))));
      html.append("</ul>\n");
    }
  }

  private void diagnosis(FaultDiagnosis diagnosis) {
    list(
        "Ops that are wrong by themselves",
        diagnosis.culprits().stream().map(FaultDiagnosis.Culprit::toString).toList());
    list(
        "Point " + text(diagnosis.where()),
        diagnosis.point().stream().map(t -> t.type() + " " + t).toList());
    list("Cotangents", diagnosis.cotangents().stream().map(t -> t.type() + " " + t).toList());
    diagnosis.jacobian().ifPresent(this::heatMap);
  }

  /** Draws the error of each derivative as a square, each of which says its numbers. */
  private void heatMap(JacobianPart part) {
    int width = MARGIN + CELL * part.variables().size() + CELL;
    int height = MARGIN + CELL * part.outputs().size() + CELL;
    html.append("<h2>Where the Jacobian is wrong</h2>\n")
        .append("<p>Rows are outputs, columns variables. The colour is the error as a part of the")
        .append(" largest derivative:")
        .append(legend())
        .append("</p>\n<svg width=\"%s\" height=\"%s\">\n".formatted(width, height));
    for (int c = 0; c < part.variables().size(); c++) {
      int x = MARGIN + CELL * c + CELL - 4;
      html.append(
          "<text transform=\"translate(%s %s) rotate(-60)\">%s</text>\n"
              .formatted(x, MARGIN - 5, text(part.variables().get(c))));
    }
    for (int r = 0; r < part.outputs().size(); r++) {
      int y = MARGIN + CELL * r;
      html.append(
          "<text x=\"%s\" y=\"%s\" text-anchor=\"end\">%s</text>\n"
              .formatted(MARGIN - 6, y + CELL - 3, text(part.outputs().get(r))));
      for (int c = 0; c < part.variables().size(); c++) {
        cell(part, r, c);
      }
    }
    html.append("</svg>\n");
  }

  private void cell(JacobianPart part, int row, int column) {
    int at = row * part.variables().size() + column;
    html.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" fill=\"%s\"><title>%s</title></rect>\n"
            .formatted(
                MARGIN + CELL * column,
                MARGIN + CELL * row,
                CELL - 1,
                CELL - 1,
                COLOURS.get(level(part.error(row, column) / part.scale())),
                text(
                    "∂%s/∂%s: by the rule %s, by differences %s"
                        .formatted(
                            part.outputs().get(row),
                            part.variables().get(column),
                            number("%.8g", part.analytic().get(at)),
                            number("%.8g", part.numeric().get(at))))));
  }

  private static int level(double error) {
    int level = 0;
    while (level < LIMITS.length && !(error <= LIMITS[level])) {
      level++;
    }
    return level;
  }

  private static String legend() {
    StringBuilder legend = new StringBuilder();
    for (int i = 0; i < COLOURS.size(); i++) {
      legend.append(
          " <span style=\"color: %s\">■</span> %s"
              .formatted(
                  COLOURS.get(i),
                  i < LIMITS.length ? "≤ " + number("%.0e", LIMITS[i]) : "more, or not finite"));
    }
    return legend.toString();
  }

  private void entries() {
    html.append("<h2>Entries</h2>\n<table>\n<tr><th>order<th>point<th>input<th>index<th>analytic")
        .append("<th>numeric<th>error<th>tolerance<th></tr>\n");
    List<Entry> sorted =
        report.entries().stream()
            .sorted((a, b) -> Boolean.compare(b.fault().isPresent(), a.fault().isPresent()))
            .limit(MOST_ROWS)
            .toList();
    for (Entry e : sorted) {
      List<String> row =
          List.of(
              String.valueOf(e.order()),
              e.where().isEmpty() ? "given" : e.where(),
              e.input(),
              e.index().toString(),
              number("%.12g", e.analytic()),
              number("%.12g", e.numeric()),
              number("%.2g", e.error()),
              number("%.2g", e.tolerance()),
              e.fault().map(Finding.Kind::toString).orElse(""));
      html.append(e.fault().isPresent() ? "<tr class=\"wrong\">" : "<tr>");
      row.forEach(cell -> html.append("<td>").append(text(cell)));
      html.append("</tr>\n");
    }
    html.append("</table>\n");
    if (report.entries().size() > MOST_ROWS) {
      html.append("<p>… and %s more</p>\n".formatted(report.entries().size() - MOST_ROWS));
    }
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
