// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.primitives.ImmutableDoubleArray;
import dev.adjoint.graph.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Prints reports as JSON (RFC 8259). Numbers that are not finite have none there: they are text.
 */
final class ReportJson {
  private static final int MOST_NUMBERS = 4096;

  private final StringBuilder out = new StringBuilder();

  private ReportJson() {}

  /** Returns the report as an object. */
  static String print(Report report) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("name", report.name());
    all.put("verdict", word(report.verdict()));
    all.put("order", report.order());
    all.put("seed", report.seed());
    all.put("findings", report.findings().stream().map(ReportJson::finding).toList());
    all.put("notes", report.notes());
    all.put("diagnosis", report.diagnosis().map(ReportJson::diagnosis));
    all.put("entries", report.entries().stream().map(ReportJson::entry).toList());
    ReportJson json = new ReportJson();
    json.write(all);
    return json.out.append('\n').toString();
  }

  private static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static Map<String, Object> finding(Finding finding) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("kind", finding.kind().toString());
    object.put("wrong", finding.kind().isWrong());
    object.put("message", finding.message());
    return object;
  }

  private static Map<String, Object> entry(Entry entry) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("order", entry.order());
    object.put("where", entry.where());
    object.put("input", entry.input());
    object.put("index", entry.index().asList());
    object.put("analytic", entry.analytic());
    object.put("numeric", entry.numeric());
    object.put("tolerance", entry.tolerance());
    object.put("fault", entry.fault().map(Finding.Kind::toString));
    return object;
  }

  private static Map<String, Object> diagnosis(FaultDiagnosis diagnosis) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("where", diagnosis.where());
    object.put("order", diagnosis.order());
    object.put("ops", diagnosis.culprits().stream().map(ReportJson::culprit).toList());
    object.put("point", diagnosis.point().stream().map(ReportJson::tensor).toList());
    object.put("cotangents", diagnosis.cotangents().stream().map(ReportJson::tensor).toList());
    object.put("jacobian", diagnosis.jacobian().map(ReportJson::jacobian));
    return object;
  }

  private static Map<String, Object> culprit(FaultDiagnosis.Culprit culprit) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("op", culprit.op());
    object.put("rule", culprit.rule());
    return object;
  }

  /** Returns type and values; of very many the first. */
  private static Map<String, Object> tensor(Tensor tensor) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", tensor.type().toString());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < Math.min(tensor.size(), MOST_NUMBERS); i++) {
      values.add(
          tensor.dtype().isFloating()
              ? (Object) tensor.buffer().getDouble(i)
              : (Object) tensor.buffer().getLong(i));
    }
    object.put("values", values);
    return object;
  }

  private static Map<String, Object> jacobian(JacobianPart part) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("outputs", part.outputs());
    object.put("variables", part.variables());
    object.put("analytic", rows(part.analytic(), part.variables().size()));
    object.put("numeric", rows(part.numeric(), part.variables().size()));
    return object;
  }

  private static List<List<Double>> rows(ImmutableDoubleArray values, int columns) {
    List<List<Double>> rows = new ArrayList<>();
    for (int at = 0; at + columns <= values.length() && columns > 0; at += columns) {
      rows.add(values.subArray(at, at + columns).asList());
    }
    return rows;
  }

  private void write(Object value) {
    switch (value) {
      case Optional<?> optional -> {
        if (optional.isPresent()) {
          write(optional.get());
        } else {
          out.append("null");
        }
      }
      case Map<?, ?> object -> {
        String before = "{";
        for (Map.Entry<?, ?> member : object.entrySet()) {
          out.append(before);
          write(member.getKey());
          out.append(": ");
          write(member.getValue());
          before = ", ";
        }
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          out.append(i == 0 ? "" : ", ");
          write(list.get(i));
        }
        out.append(']');
      }
      case Double number when !Double.isFinite(number) -> quote(number.toString());
      case Number number -> out.append(number);
      case Boolean truth -> out.append(truth);
      default -> quote(value.toString());
    }
  }

  private void quote(String text) {
    out.append('"');
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < ' ' || Character.isSurrogate(c)) {
            out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
