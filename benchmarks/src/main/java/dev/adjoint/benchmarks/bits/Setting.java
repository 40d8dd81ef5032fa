// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.bits;

import com.google.common.collect.ImmutableList;

/**
 * A way to run programs that must not show in any bit.
 *
 * @param name what the table says
 * @param options options of the JVM
 */
record Setting(String name, ImmutableList<String> options) {
  /** What all others are compared with: one thread, the widest vectors. */
  static final Setting FIRST = of("1 thread", "-Dadjoint.threads=1");

  private static final ImmutableList<Setting> ALL =
      ImmutableList.of(
          FIRST,
          of("2 threads", "-Dadjoint.threads=2"),
          of("3 threads", "-Dadjoint.threads=3"),
          of("8 threads", "-Dadjoint.threads=8"),
          of("512 bits", "-Dadjoint.vector=512"),
          of("256 bits", "-Dadjoint.vector=256"),
          of("128 bits", "-Dadjoint.vector=128"),
          of("scalar", "-Dadjoint.vector=off"),
          of("tiered", "-Dadjoint.vector=tiered"),
          of("AVX2", "-XX:UseAVX=2"),
          of("tiled products", "-Dadjoint.products=tiled"),
          of("blocked products", "-Dadjoint.products=blocked"),
          of("beside others", "-D" + BitsServer.COMPANY + "=true"));

  /** Returns a setting with such options of the JVM. */
  static Setting of(String name, String... options) {
    return new Setting(name, ImmutableList.copyOf(options));
  }

  /** Returns all settings, {@link #FIRST} first. */
  static ImmutableList<Setting> all() {
    return ALL;
  }
}
