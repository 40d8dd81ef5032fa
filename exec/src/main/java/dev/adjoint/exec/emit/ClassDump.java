package dev.adjoint.exec.emit;

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
   * Writes a class file, and beside it what the class was made from.
   *
   * @param kind how the names of the files start
   * @throws UncheckedIOException if the directory cannot be written to
   */
  static void write(String kind, byte[] classFile, Supplier<String> listing) {
    String directory = System.getProperty(LoopKernels.DUMP_PROPERTY);
    if (directory == null) {
      return;
    }
    Path path = Path.of(directory);
    String name = kind + DUMPED.getAndIncrement();
    try {
      Files.createDirectories(path);
      Files.write(path.resolve(name + ".class"), classFile);
      Files.writeString(path.resolve(name + ".txt"), listing.get());
    } catch (IOException e) {
      throw new UncheckedIOException(
          "-D%s=%s: cannot write there".formatted(LoopKernels.DUMP_PROPERTY, directory), e);
    }
  }
}
