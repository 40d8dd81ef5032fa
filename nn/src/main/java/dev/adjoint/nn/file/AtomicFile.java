// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes a file that appears whole or not at all, whenever the program is killed or the power
 * fails: under another name in the same folder first, forced onto the disk, then renamed.
 */
final class AtomicFile {
  /** Writes the content. */
  @FunctionalInterface
  interface Content {
    void write(FileChannel out) throws IOException;
  }

  private AtomicFile() {}

  /** Writes a file, or replaces it. */
  static void write(Path file, Content content) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    // One name for each file, so that a killed program leaves one such file behind, not many.
    Path part = target.resolveSibling(target.getFileName() + ".part");
    try {
      try (FileChannel out =
          FileChannel.open(
              part,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        content.write(out);
        out.force(true);
      }
      rename(part, target);
    } catch (IOException | RuntimeException | Error e) {
      try {
        Files.deleteIfExists(part);
      } catch (IOException deleting) {
        e.addSuppressed(deleting);
      }
      throw e;
    }
    if (folder != null) {
      force(folder);
    }
  }

  private static void rename(Path from, Path to) throws IOException {
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Forces the new name onto the disk, where the system can open a folder. */
  private static void force(Path folder) {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException _) {
      // Windows cannot: there the rename is as durable as it gets.
    }
  }
}
