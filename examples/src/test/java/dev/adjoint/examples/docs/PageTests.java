package dev.adjoint.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class PageTests {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Tests|Properties))`");

  @TestFactory
  Stream<DynamicTest> everyRelativeLinkLeadsSomewhere() throws IOException {
    return Links.all(ROOT).stream()
        .map(link ->
            DynamicTest.dynamicTest(
                link.toString(), () -> assertThat(ROOT.resolve(link.target())).exists()));
  }

  @Test
  void everyRowOfTheStatusTableNamesATestThatExists() throws IOException {
    Set<String> tests;
    try (Stream<Path> files = Files.walk(ROOT)) {
      tests =
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> name.matches("\\w+(Tests|Properties)\\.java"))
              .map(name -> name.replace(".java", ""))
              .collect(Collectors.toSet());
    }
    String readme = Files.readString(ROOT.resolve("README.md"));
    String table = readme.substring(readme.indexOf("## Status"));
    assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(2))
        .isNotEmpty()
        .allSatisfy(row -> {
          assertThat(TEST_NAME.matcher(row).results().map(PageTests::name)).isNotEmpty();
          assertThat(TEST_NAME.matcher(row).results().map(PageTests::name)).isSubsetOf(tests);
        });
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
