// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSetMultimap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What there is in the project that a page may speak of.
 *
 * @param sources the text of every source file by its path, seen from the root
 * @param types the source files that declare a type, by its simple name
 */
record Project(ImmutableMap<Path, String> sources, ImmutableSetMultimap<String, Path> types) {
  private static final Pattern TYPE = Pattern.compile("\\b(?:class|record|interface|enum) (\\w+)");
  private static final Splitter LINES = Splitter.on('\n').omitEmptyStrings();

  static Project read() throws IOException {
    var sources = ImmutableMap.<Path, String>builder();
    var types = ImmutableSetMultimap.<String, Path>builder();
    for (String module : modules()) {
      try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
          Path path = Page.ROOT.relativize(file);
          String text = Files.readString(file);
          sources.put(path, text);
          TYPE.matcher(text).results().forEach(type -> types.put(type.group(1), path));
        }
      }
    }
    return new Project(sources.buildOrThrow(), types.build());
  }

  /** Returns the folders of the modules. */
  static List<String> modules() throws IOException {
    return Pattern.compile("<module>([a-z/]+)</module>")
        .matcher(Files.readString(Page.ROOT.resolve("pom.xml")))
        .results()
        .map(module -> module.group(1))
        .toList();
  }

  /** Returns whether there is a test class of that name, in a module or in any. */
  boolean hasTest(String name, Optional<String> module) {
    return types.get(name).stream()
        .filter(path -> path.toString().contains("/src/test/"))
        .anyMatch(path -> module.isEmpty() || path.startsWith(module.get()));
  }

  /** Returns whether there is a type of that name with a member, here or in the JDK. */
  boolean hasMember(String type, String member) {
    if (types.get(type).isEmpty()) {
      return Stream.of("java.lang.", "java.util.")
          .map(prefix -> jdkClass(prefix + type))
          .flatMap(Optional::stream)
          .anyMatch(found ->
              member.isEmpty()
                  || Stream.of(found.getMethods()).anyMatch(m -> m.getName().equals(member)));
    }
    Pattern word = Pattern.compile("\\b" + member + "\\b");
    return types.get(type).stream().anyMatch(path -> word.matcher(sources.get(path)).find());
  }

  private static Optional<Class<?>> jdkClass(String name) {
    try {
      return Optional.of(Class.forName(name));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** Returns whether a path leads somewhere: from the root, or from where packages start. */
  boolean hasPath(String path) throws IOException {
    if (Files.exists(Page.ROOT.resolve(path))) {
      return true;
    }
    for (String module : modules()) {
      Path packages = Page.ROOT.resolve(module).resolve("src/main/java/dev/adjoint");
      if (Files.exists(packages.resolve(path)) || Files.exists(packages.resolve(path + ".java"))) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether a file in the folders of a type, or anywhere, holds a literal. */
  boolean hasLiteral(String literal, Optional<String> type) {
    List<Path> folders =
        type.map(name -> types.get(name).stream().map(Path::getParent).toList())
            .orElse(List.of(Path.of("")));
    String quoted = '"' + literal + '"';
    return sources.entrySet().stream()
        .filter(source ->
            folders.stream()
                .anyMatch(
                    folder -> folder.toString().isEmpty() || source.getKey().startsWith(folder)))
        .anyMatch(source -> source.getValue().contains(quoted));
  }

  /** Returns the class that {@code ./run} starts for a word, if that is a program. */
  Optional<String> program(String command) throws IOException {
    if (command.equals("peers") || command.equals("bits")) {
      return Optional.of(Character.toUpperCase(command.charAt(0)) + command.substring(1));
    }
    return LINES
        .splitToStream(text("examples/index.txt"))
        .map(line -> line.split("\\s+"))
        .filter(columns -> columns[0].equals(command))
        .map(columns -> columns[1])
        .findFirst();
  }

  /** Returns the text of a file that is not Java. */
  static String text(String path) {
    try {
      return Files.readString(Page.ROOT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
