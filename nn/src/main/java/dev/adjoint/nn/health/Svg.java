// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.health;

import java.util.Locale;

/** Writes a picture of SVG, element by element; texts are escaped. */
final class Svg {
  private final StringBuilder text = new StringBuilder();

  /**
   * Begins a picture.
   *
   * @param label what it shows, for those who cannot see it
   */
  Svg(int width, int height, String label) {
    text.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %s %s\" width=\"%s\" height=\"%s\" role=\"img\" aria-label=\"%s\">\n"
            .formatted(width, height, width, height, escaped(label)));
  }

  /** Returns a text as HTML and XML show it; characters that neither may hold are replaced. */
  static String escaped(String plain) {
    StringBuilder escaped = new StringBuilder();
    plain
        .codePoints()
        .forEach(c -> {
          switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> {
              boolean isAllowed =
                  c >= ' ' && (c < 0xd800 || c > 0xdfff) && c < 0xfffe
                      || c > 0xffff
                      || c == '\t'
                      || c == '\n';
              escaped.appendCodePoint(isAllowed ? c : 0xfffd);
            }
          }
        });
    return escaped.toString();
  }

  /** Returns a coordinate. */
  private static String at(double place) {
    return String.format(Locale.ROOT, "%.1f", place);
  }

  void line(double x1, double y1, double x2, double y2, String style) {
    text.append(
        "<line x1=\"%s\" y1=\"%s\" x2=\"%s\" y2=\"%s\" class=\"%s\"/>\n"
            .formatted(at(x1), at(y1), at(x2), at(y2), style));
  }

  /**
   * Draws a line through points.
   *
   * @param xs where they are; NaN leaves a gap
   * @param dashes how the line is broken; empty if it is not
   */
  void path(double[] xs, double[] ys, String colour, String dashes) {
    StringBuilder path = new StringBuilder();
    boolean drawn = false;
    for (int i = 0; i < xs.length; i++) {
      boolean isPoint = Double.isFinite(xs[i]) && Double.isFinite(ys[i]);
      if (isPoint) {
        path.append(drawn ? "L" : "M").append(at(xs[i])).append(' ').append(at(ys[i]));
        // A point between two gaps is a line of no length, which a round end makes visible.
        path.append(drawn ? "" : "h0");
      }
      drawn = isPoint;
    }
    text.append(
        "<path d=\"%s\" class=\"curve\" stroke=\"%s\" stroke-dasharray=\"%s\"/>\n"
            .formatted(path, colour, dashes.isEmpty() ? "none" : dashes));
  }

  void bar(double x, double y, double width, double height) {
    text.append(
        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" class=\"bar\"/>\n"
            .formatted(at(x), at(y), at(width), at(height)));
  }

  /**
   * Writes a text.
   *
   * @param anchor {@code start}, {@code middle} or {@code end}
   */
  void text(double x, double y, String anchor, String words) {
    text.append(
        "<text x=\"%s\" y=\"%s\" text-anchor=\"%s\">%s</text>\n"
            .formatted(at(x), at(y), anchor, escaped(words)));
  }

  /** Returns the picture. */
  String end() {
    return text + "</svg>\n";
  }
}
