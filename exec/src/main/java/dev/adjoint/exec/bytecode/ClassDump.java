// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.bytecode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Writes generated classes down where {@code -Dadjoint.dump=DIR} says, else nowhere. */
final class ClassDump {
  private static final AtomicInteger DUMPED = new AtomicInteger();

  private ClassDump() {}

  /**
   * Writes a class file, and beside it a description of the source of the class.
   *
   * @param name how the names of the files start
   * @throws UncheckedIOException if the directory cannot be written to
   */
  static void write(String name, byte[] classFile, Supplier<String> listing) {
    String directory = System.getProperty(HiddenClass.DUMP_PROPERTY);
    if (directory == null) {
      return;
    }
    Path path = Path.of(directory);
    String file = name + DUMPED.getAndIncrement();
    try {
      Files.createDirectories(path);
      Files.write(path.resolve(file + ".class"), classFile);
      Files.writeString(path.resolve(file + ".txt"), listing.get());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "-D%s=%s: cannot write there".formatted(HiddenClass.DUMP_PROPERTY, directory), e);
    }
  }
}
