// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import dev.adjoint.exec.machine.Processor;
import java.util.Locale;

/** Names the kind of a processor, by which files of results are called: {@code zen4}. */
final class ProcessorKind {
  private ProcessorKind() {}

  /**
   * Returns the kind, in lower case with dashes.
   *
   * @param name the name of the model, for a processor whose kind is not known
   */
  static String of(Processor processor, String name) {
    int model = processor.model();
    return switch (processor.vendor() + " " + processor.family()) {
      case "AuthenticAMD 23" -> "zen2";
      case "AuthenticAMD 25" -> model < 16 || model >= 32 && model < 96 ? "zen3" : "zen4";
      case "AuthenticAMD 26" -> "zen5";
      case "GenuineIntel 6" ->
          switch (model) {
            case 85 -> "skylake-x";
            case 106, 108 -> "ice-lake";
            case 143 -> "sapphire-rapids";
            case 207 -> "emerald-rapids";
            case 173, 174 -> "granite-rapids";
            default -> dashed(name);
          };
      default -> dashed(name);
    };
  }

  private static String dashed(String name) {
    String dashed = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    return dashed.replaceAll("^-|-$", "");
  }
}
