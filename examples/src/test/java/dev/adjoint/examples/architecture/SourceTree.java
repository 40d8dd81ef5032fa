package dev.adjoint.examples.architecture;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sources and the poms of the project, read from the folder that the tests run in. */
final class SourceTree {

  /** The modules of the project, each a folder at its root. */
  static final ImmutableList<String> MODULES =
      ImmutableList.of(
          "graph", "exec", "ops", "autodiff", "gradcheck", "nn", "benchmarks", "examples");

  private SourceTree() {}

  /** Returns every Java source file, in the order of their paths. */
  static ImmutableList<Source> sources() throws IOException {
    var sources = ImmutableList.<Source>builder();
    var root = root();
    for (var module : MODULES) {
      try (var files = Files.walk(root.resolve(module).resolve("src"))) {
        for (var file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          sources.add(Source.parse(relative(root, file), Files.readString(file)));
        }
      }
    }
    return sources.build();
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
