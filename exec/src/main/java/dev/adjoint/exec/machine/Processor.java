// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The processor that the JVM runs on, as far as its name tells how to cut work for it. Time depends
 * on it; no bit does.
 *
 * @param vendor the name that the processor gives itself, such as {@code GenuineIntel}; empty if it
 *     is not known
 * @param family the number of its family; 0 if it is not known
 * @param model the number of its model within the family; 0 if it is not known
 */
public record Processor(String vendor, int family, int model) {
  private static final Processor UNKNOWN = new Processor("", 0, 0);

  private static final Pattern VENDOR = Pattern.compile("vendor_id\\s*:\\s*(\\w+)");
  private static final Pattern FAMILY = Pattern.compile("cpu family\\s*:\\s*(\\d+)");
  private static final Pattern MODEL = Pattern.compile("model\\s*:\\s*(\\d+)");

  /** As Windows describes it: {@code Intel64 Family 6 Model 85 Stepping 7, GenuineIntel}. */
  private static final Pattern WINDOWS =
      Pattern.compile("Family (\\d+) Model (\\d+).*?,\\s*(\\w+)");

  /** The Zen 3 and Zen 4 kinds of AMD. */
  private static final int ZEN_4 = 25;

  /** Returns the processor of this machine. */
  public static Processor current() {
    return Known.CURRENT;
  }

  /**
   * Returns whether a multiply-add of 512 bits takes two cycles of the one unit that there is,
   * rather than one cycle of one of two units. A loop of such then has time for much else.
   */
  public boolean halvesWideVectors() {
    return vendor.equals("AuthenticAMD") && family == ZEN_4;
  }

  /** Returns what Linux says about the first processor in {@code /proc/cpuinfo}. */
  static Processor ofCpuInfo(String text) {
    var vendor = VENDOR.matcher(text);
    var family = FAMILY.matcher(text);
    var model = MODEL.matcher(text);
    return vendor.find() && family.find() && model.find()
        ? new Processor(vendor.group(1), number(family, 1), number(model, 1))
        : UNKNOWN;
  }

  /** Returns what Windows says about it in {@code PROCESSOR_IDENTIFIER}. */
  static Processor ofIdentifier(String text) {
    var found = WINDOWS.matcher(text);
    return found.find()
        ? new Processor(found.group(3), number(found, 1), number(found, 2))
        : UNKNOWN;
  }

  private static int number(Matcher found, int group) {
    return Integer.parseInt(found.group(group));
  }

  /** Apart, so that nothing is read before it is needed. */
  private static final class Known {
    static final Processor CURRENT = read();

    private static Processor read() {
      try {
        return ofCpuInfo(Files.readString(Path.of("/proc/cpuinfo"), US_ASCII));
      } catch (IOException | SecurityException e) {
        String identifier = System.getenv("PROCESSOR_IDENTIFIER");
        return ofIdentifier(identifier == null ? "" : identifier);
      }
    }
  }
}
