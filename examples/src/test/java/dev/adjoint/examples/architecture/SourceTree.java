// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sources and the poms of the project, read from the folder that the tests run in. */
final class SourceTree {

  /** The modules of the project, each a folder. */
  static final ImmutableList<String> MODULES =
      ImmutableList.of(
          "graph",
          "exec",
          "ops",
          "autodiff",
          "gradcheck",
          "gradcheck/junit",
          "nn",
          "benchmarks",
          "examples");

  private static final Supplier<ImmutableList<Source>> SOURCES =
      Suppliers.memoize(SourceTree::read);

  private SourceTree() {}

  /**
   * Returns every Java source file, in the order of their paths, but those of other projects that
   * the tests build. They are read once.
   */
  static ImmutableList<Source> sources() {
    return SOURCES.get();
  }

  private static ImmutableList<Source> read() {
    var texts = ImmutableMap.<String, String>builder();
    var root = root();
    for (var module : MODULES) {
      try (var files = Files.walk(root.resolve(module).resolve("src"))) {
        for (var file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          var path = relative(root, file);
          if (!path.contains("/src/it/")) {
            texts.put(path, Files.readString(file));
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return Source.parse(texts.buildOrThrow());
  }

  /** Returns the text of the pom of every module, by module. */
  static ImmutableMap<String, String> poms() throws IOException {
    var poms = ImmutableMap.<String, String>builder();
    for (var module : MODULES) {
      poms.put(module, Files.readString(root().resolve(module).resolve("pom.xml")));
    }
    return poms.buildOrThrow();
  }

  /** Returns the root of the project: the nearest folder upwards that holds all modules. */
  static Path root() {
    var folder = Path.of("").toAbsolutePath();
    while (!MODULES.stream().map(folder::resolve).allMatch(Files::isDirectory)) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException(
            "no folder with the modules above " + Path.of("").toAbsolutePath());
      }
    }
    return folder;
  }

  private static String relative(Path root, Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }
}
