// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The processor that the JVM runs on, as far as its name tells how to cut work for it. Time depends
 * on it; no bit does.
 *
 * @param vendor the name that the processor gives itself, such as {@code GenuineIntel}; empty if it
 *     is not known
 * @param family the number of its family; 0 if it is not known
 */
public record Processor(String vendor, int family) {
  private static final Pattern VENDOR = Pattern.compile("vendor_id\\s*:\\s*(\\w+)");
  private static final Pattern FAMILY = Pattern.compile("cpu family\\s*:\\s*(\\d+)");

  /** As Windows describes it: {@code Intel64 Family 6 Model 85 Stepping 7, GenuineIntel}. */
  private static final Pattern WINDOWS = Pattern.compile("Family (\\d+).*?,\\s*(\\w+)");

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
    return vendor.find() && family.find()
        ? new Processor(vendor.group(1), Integer.parseInt(family.group(1)))
        : new Processor("", 0);
  }

  /** Returns what Windows says about it in {@code PROCESSOR_IDENTIFIER}. */
  static Processor ofIdentifier(String text) {
    var found = WINDOWS.matcher(text);
    return found.find()
        ? new Processor(found.group(2), Integer.parseInt(found.group(1)))
        : new Processor("", 0);
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
