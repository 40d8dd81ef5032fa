// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import com.google.common.base.Ascii;
import com.google.common.base.Preconditions;
import com.google.common.collect.Interner;
import com.google.common.collect.Interners;
import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.common.io.MoreFiles;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * A file on the web, known by the checksum of its content: {@code Download.of(uri,
 * sha256).into(folder)}. It is fetched once. What comes first lies in {@code NAME.part}: a download
 * that breaks off goes on from there the next time. The file appears under its name when it is
 * whole and its checksum is right, never before.
 *
 * @param uri where the file is, {@code http} or {@code https}
 * @param sha256 the SHA-256 of its content, 64 hexadecimal digits
 * @param name what the file is called in the folder
 * @param mostBytes the most bytes it may have; a server that sends more is not believed
 * @param patience how long a server may say nothing
 */
public record Download(URI uri, String sha256, String name, long mostBytes, Duration patience) {
  private static final long MOST = 16L << 30;
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** One thread at a time fetches a file; the lock of a file is for other programs. */
  private static final Interner<Path> FILES = Interners.newWeakInterner();

  /** Checks the parameters. */
  public Download {
    Preconditions.checkArgument(
        uri.getHost() != null && isWeb(uri),
        "download: the address must be http://… or https://…, got %s",
        uri);
    Preconditions.checkArgument(
        sha256.matches("[0-9a-fA-F]{64}"),
        "download: a SHA-256 has 64 hexadecimal digits, got '%s'",
        sha256);
    Preconditions.checkArgument(
        !name.isEmpty() && name.matches("[^/\\\\\\x00]+") && !name.matches("\\.{1,2}"),
        "download: '%s' is no name for a file; give another one with named(…)",
        name);
    Preconditions.checkArgument(
        mostBytes > 0, "download: the size must be positive: %s", mostBytes);
    Preconditions.checkArgument(
        patience.isPositive()
            && patience.toMillis() > 0
            && patience.toMillis() <= Integer.MAX_VALUE,
        "download: the patience must be positive and below 25 days: %s",
        patience);
  }

  private static boolean isWeb(URI uri) {
    return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
  }

  /**
   * Returns the download of an address; the file is called as the last part of it.
   *
   * @throws IllegalArgumentException if it is no address on the web, or there is no such checksum
   */
  public static Download of(String uri, String sha256) {
    URI parsed = parsed(uri);
    String path = parsed.getPath() == null ? "" : parsed.getPath();
    return new Download(parsed, sha256, path.substring(path.lastIndexOf('/') + 1), MOST, PATIENCE);
  }

  private static URI parsed(String uri) {
    try {
      return new URI(uri);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(
          "download: the address must be http://… or https://…, got " + uri, e);
    }
  }

  /** Returns this with another name for the file. */
  public Download named(String newName) {
    return new Download(uri, sha256, newName, mostBytes, patience);
  }

  /** Returns this with another limit to the number of bytes. */
  public Download atMost(long bytes) {
    return new Download(uri, sha256, name, bytes, patience);
  }

  /** Returns this with another time that the server may say nothing. */
  public Download patience(Duration newPatience) {
    return new Download(uri, sha256, name, mostBytes, newPatience);
  }

  /**
   * Returns the file in a folder of the user that all programs share: {@code adjoint} in the folder
   * of the variable {@code XDG_CACHE_HOME}, or else in {@code .cache} at home; or that of the
   * property {@code adjoint.cache}. See {@link #into}.
   */
  public Path intoCache() throws IOException {
    String set = System.getProperty("adjoint.cache");
    if (set != null) {
      return into(Path.of(set));
    }
    String cache = System.getenv("XDG_CACHE_HOME");
    Path folder =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    return into(folder.resolve("adjoint"));
  }

  /**
   * Returns the file in a folder, which is made if it is not there. A file of that name with
   * another content is fetched again.
   *
   * @throws DataFileException if the server cannot be reached or has no such file, if it breaks
   *     off, or if the content is another one; says what to do
   */
  public Path into(Path folder) throws IOException {
    Path file = FILES.intern(folder.toAbsolutePath().normalize().resolve(name));
    synchronized (file) {
      if (isRight(file)) {
        return file;
      }
      Files.createDirectories(file.getParent());
      Path part = file.resolveSibling(name + ".part");
      try (FileChannel out =
              FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = out.lock()) {
        // Another program may have fetched it while this one waited for the lock.
        if (!isRight(file)) {
          fetch(out, part, file);
          move(part, file);
        }
      } finally {
        // Nothing came, or another program was faster.
        if (Files.exists(part) && Files.size(part) == 0) {
          Files.deleteIfExists(part);
        }
      }
      return file;
    }
  }

  private boolean isRight(Path file) throws IOException {
    return Files.isRegularFile(file) && sum(file).equals(expected());
  }

  private HashCode expected() {
    return HashCode.fromString(Ascii.toLowerCase(sha256));
  }

  private static HashCode sum(Path file) throws IOException {
    return MoreFiles.asByteSource(file).hash(Hashing.sha256());
  }

  private void fetch(FileChannel out, Path part, Path file) throws IOException {
    WebRequest request = new WebRequest(this, file);
    boolean resumed = out.size() > 0;
    request.run(out);
    if (resumed && !sum(part).equals(expected())) {
      // What was there before may have been of something else.
      out.truncate(0);
      request.run(out);
    }
    HashCode found = sum(part);
    if (!found.equals(expected())) {
      long bytes = out.size();
      out.truncate(0);
      throw new DataFileException(
          uri.toString(),
          "expected content of SHA-256 %s, found %s, %s bytes; the file there has changed, or what came is another page: compare, then correct the checksum"
              .formatted(expected(), found, bytes));
    }
    out.force(true);
  }

  private static void move(Path part, Path file) throws IOException {
    try {
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (AtomicMoveNotSupportedException _) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
