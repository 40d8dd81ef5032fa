// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names the kind of a processor, by which files of results are called: {@code zen4}. */
final class ProcessorKind {
  private ProcessorKind() {}

  /**
   * Returns the kind, in lower case with dashes.
   *
   * @param cpuInfo the lines of Linux's {@code /proc/cpuinfo}, or nothing
   * @param model the model's name, for a processor whose kind is not known
   */
  static String of(String cpuInfo, String model) {
    String vendor = field(cpuInfo, "vendor_id");
    String family = field(cpuInfo, "cpu family");
    String number = field(cpuInfo, "model");
    if (vendor.equals("AuthenticAMD")) {
      return switch (family) {
        case "23" -> "zen2";
        // The kinds share a family; these are the numbers of Zen 3.
        case "25" -> number.matches("[0-9]|1[0-5]|3[2-9]|[4-8][0-9]|9[0-5]") ? "zen3" : "zen4";
        case "26" -> "zen5";
        default -> slug(model);
      };
    }
    if (vendor.equals("GenuineIntel") && family.equals("6")) {
      return switch (number) {
        case "85" -> "skylake-x";
        case "106", "108" -> "ice-lake";
        case "143" -> "sapphire-rapids";
        case "207" -> "emerald-rapids";
        case "173", "174" -> "granite-rapids";
        default -> slug(model);
      };
    }
    return slug(model);
  }

  private static String field(String cpuInfo, String name) {
    Matcher line = Pattern.compile("(?m)^" + name + "\\s*:\\s*(\\S+)\\s*$").matcher(cpuInfo);
    return line.find() ? line.group(1) : "";
  }

  private static String slug(String model) {
    String dashed = model.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return dashed.replaceAll("^-|-$", "");
  }
}
