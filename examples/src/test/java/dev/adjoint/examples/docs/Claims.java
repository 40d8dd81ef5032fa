// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import com.google.common.collect.ImmutableSet;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.adjoint.exec.CompileOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Holds what a page says of commands, options, names and files against the project. */
final class Claims {
  private static final Pattern TEST = Pattern.compile("(\\w+(?:Tests|Properties|IT))");
  private static final Pattern TYPE =
      Pattern.compile("@?([A-Z]\\w*[a-z]\\w*)(?:\\.(\\w+))?(?:\\(.*\\))?");
  private static final Pattern PATH = Pattern.compile("\\.?[\\w-]+(/[\\w.-]+)*/?");
  private static final Pattern QUALIFIED =
      Pattern.compile("(?:dev\\.adjoint|java|jdk)(?:\\.[a-z]+)+");
  private static final Pattern ARTIFACT = Pattern.compile("adjoint-([a-z]+)");
  private static final Pattern OPTION =
      Pattern.compile("(?<=^|[ \"'(`])-(D|XX:[+-]?)([\\w.]+)(?:=([^\\s\"'`]+))?");

  /** What a page writes for a name that the reader is to choose, and words that look like types. */
  private static final ImmutableSet<String> NO_NAMES =
      ImmutableSet.of("FooTests", "FooProperties", "NaN");

  private static final ImmutableSet<String> PHASES =
      ImmutableSet.of(
          "clean", "validate", "compile", "test", "package", "verify", "install", "deploy");
  private static final ImmutableSet<String> SWITCHES =
      ImmutableSet.of("-B", "-N", "-am", "-ntp", "-o", "-q");

  /** Properties that Maven and its plugins read. */
  private static final ImmutableSet<String> MAVEN_PROPERTIES =
      ImmutableSet.of(
          "test", "it.test", "skipTests", "maven.test.skip", "surefire.failIfNoSpecifiedTests");

  private final Project project;
  private final Page page;
  private final List<String> wrong = new ArrayList<>();

  private Claims(Project project, Page page) {
    this.project = project;
    this.page = page;
  }

  /** Returns what a page claims and is not so, a line each. */
  static List<String> wrong(Project project, Page page) throws IOException {
    Claims claims = new Claims(project, page);
    for (Page.Piece span : page.spans()) {
      claims.checkName(span);
    }
    for (Page.Piece command : page.commands().toList()) {
      claims.checkCommand(command);
    }
    for (Page.Link link : page.links()) {
      claims.checkLink(link);
    }
    return claims.wrong;
  }

  private void require(boolean so, String what, Page.Piece where) {
    if (!so) {
      wrong.add(where.page() + ":" + where.line() + ": " + what + ": " + where.text());
    }
  }

  private void checkLink(Page.Link link) throws IOException {
    boolean here = link.target().equals(page.path());
    if (!here && !Files.exists(Page.ROOT.resolve(link.target()))) {
      wrong.add(link + ": no such file");
    } else if (!link.anchor().isEmpty()) {
      Page target = here ? page : Page.read(link.target());
      if (!target.anchors().contains(link.anchor())) {
        wrong.add(link + ": no such heading");
      }
    }
  }

  // ---------------------------------------------------------------- names

  private void checkName(Page.Piece span) throws IOException {
    String name = span.text();
    Matcher match = TEST.matcher(name);
    if (NO_NAMES.contains(name)) {
      return;
    }
    if (match.matches()) {
      require(project.hasTest(name, Optional.empty()), "no such test", span);
      return;
    }
    match = TYPE.matcher(name);
    if (match.matches()) {
      String member = match.group(2) == null ? "" : match.group(2);
      boolean annotation = name.startsWith("@");
      require(
          annotation || project.hasMember(match.group(1), member), "no such type or member", span);
      return;
    }
    match = ARTIFACT.matcher(name);
    if (match.matches()) {
      require(Project.modules().contains(match.group(1)), "no such artifact", span);
    } else if (QUALIFIED.matcher(name).matches()) {
      require(isPackage(name), "no such package or module", span);
    } else if (name.contains("/") && PATH.matcher(name).matches()) {
      require(project.hasPath(name) || isMade(name), "no such file", span);
    }
  }

  private boolean isPackage(String name) {
    return name.equals("dev.adjoint")
        || ModuleLayer.boot().findModule(name).isPresent()
        || ModuleLayer.boot().modules().stream().anyMatch(m -> m.getPackages().contains(name))
        || project.sources().values().stream().anyMatch(s -> s.contains("\npackage " + name + ";"));
  }

  /**
   * Returns whether a path is made by the build or by the reader: a class of the page, a folder.
   */
  private boolean isMade(String path) {
    int slash = path.lastIndexOf('/');
    String type = path.substring(slash + 1).replace(".java", "");
    boolean isShown = page.text().contains("\nrecord " + type + "(");
    boolean isClass = isShown && Files.isDirectory(Page.ROOT.resolve(path.substring(0, slash)));
    return isClass || path.startsWith("target/") || path.matches("[A-Z]+/.*");
  }

  // ---------------------------------------------------------------- commands

  private void checkCommand(Page.Piece command) throws IOException {
    Matcher option = OPTION.matcher(command.text());
    while (option.find()) {
      checkOption(option.group(1), option.group(2), option.group(3), command);
    }
    List<String> words =
        Arrays.asList(
            command.text().replaceAll("\\s+#.*| \\[.*", "").replace("\"", "").split("\\s+"));
    switch (words.getFirst()) {
      case "./run" -> checkRun(words, command);
      case "mvn" -> checkMaven(words, command);
      case "java" -> checkJava(words, command);
      default -> {}
    }
  }

  private void checkOption(String kind, String name, String value, Page.Piece where) {
    if (!kind.equals("D")) {
      require(isJvmOption(name), "no such option of the JVM", where);
    } else if (name.startsWith("adjoint.")) {
      require(project.hasLiteral(name, Optional.empty()), "nothing reads -D" + name, where);
      if (name.equals("adjoint.passes.off")) {
        require(CompileOptions.passes().contains(value), "no such pass", where);
      }
    } else {
      require(
          MAVEN_PROPERTIES.contains(name) || Project.text("pom.xml").contains("<" + name + ">"),
          "nothing reads -D" + name,
          where);
    }
  }

  private static boolean isJvmOption(String name) {
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).getVMOption(name);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private void checkRun(List<String> words, Page.Piece where) throws IOException {
    if (words.size() == 1) {
      return;
    }
    String command = words.get(1);
    Optional<String> program = project.program(command);
    if (program.isEmpty() && !Project.text("run").contains("./run " + command)) {
      require(false, "./run does not know " + command, where);
    } else if (command.equals("bench")) {
      for (String pattern : words.subList(2, words.size())) {
        Pattern regex = Pattern.compile(pattern);
        boolean found =
            project.types().keySet().stream()
                .anyMatch(type -> type.endsWith("Benchmark") && regex.matcher(type).find());
        require(pattern.startsWith("-") || found, "no such benchmark", where);
      }
    } else if (program.isPresent()) {
      for (String word : words.subList(2, words.size())) {
        boolean chosenByReader = word.matches("[A-Z]+|\\d+(\\.\\d+)?|\\[.*");
        require(
            chosenByReader || word.equals("--help") || isKnownTo(program.get(), word),
            program.get() + " does not know " + word,
            where);
      }
    }
  }

  private boolean isKnownTo(String program, String word) {
    return Arrays.stream(word.split(","))
        .allMatch(part -> project.hasLiteral(part, Optional.of(program)));
  }

  private void checkMaven(List<String> words, Page.Piece where) throws IOException {
    Optional<String> module = Optional.empty();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-pl")) {
        module = Optional.of(words.get(++i));
        require(Project.modules().contains(module.get()), "no such module", where);
      } else if (word.startsWith("-Dtest=")) {
        require(
            project.hasTest(word.substring("-Dtest=".length()), module),
            "no such test there",
            where);
      } else if (word.startsWith("-P")) {
        require(hasProfile(word.substring(2)), "no such profile", where);
      } else if (!word.startsWith("-D")) {
        require(
            PHASES.contains(word) || SWITCHES.contains(word), "mvn does not know " + word, where);
      }
    }
  }

  private static boolean hasProfile(String name) throws IOException {
    for (String pom : Project.modules()) {
      if (Project.text(pom + "/pom.xml").contains("<id>" + name + "</id>")) {
        return true;
      }
    }
    return Project.text("pom.xml").contains("<id>" + name + "</id>");
  }

  private void checkJava(List<String> words, Page.Piece where) {
    int at = words.indexOf("--add-modules");
    if (at > 0) {
      require(
          ModuleLayer.boot().findModule(words.get(at + 1)).isPresent(), "no such module", where);
    }
    String last = words.getLast();
    if (last.startsWith("dev.adjoint.")) {
      require(
          project.hasMember(last.substring(last.lastIndexOf('.') + 1), "main"),
          "no such program",
          where);
    }
  }
}
