// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the pages say, held against the project. */
class PageTests {
  private static final Pattern TEST_NAME = Pattern.compile("`(\\w+(?:Tests|Properties|IT))`");

  @TestFactory
  Stream<DynamicTest> everyCommandNameOptionFileAndLinkIsThere() throws IOException {
    Project project = Project.read();
    return Page.all().stream()
        .map(page ->
            DynamicTest.dynamicTest(
                page.path().toString(), () -> assertThat(Claims.wrong(project, page)).isEmpty()));
  }

  @Test
  void whatIsNotThereIsFound() throws IOException {
    String text =
        """
        `NoSuchTests` `NoSuchType` `Expr.noSuchMember` `exec/nosuch` `adjoint-nosuch` `dev.adjoint.nosuch`
        `./run nosuch` `./run digits --nosuch 5` `./run peers --only nosuch` `./run bench NoSuch`
        `mvn nosuch` `mvn -pl nosuch test` `mvn -pl nn test -Dtest=SoftmaxTests` `mvn -Pnosuch verify`
        `mvn -B verify -Dno.such=1` `-Dadjoint.nosuch=1` `-Dadjoint.passes.off=nosuch` `-XX:NoSuch=1`
        [a](nosuch.md) [b](README.md#nosuch) [c](#nosuch)

        ```sh
        java --add-modules no.such -cp jar dev.adjoint.examples.NoSuch   # two faults
        ```
        """;
    List<String> wrong = Claims.wrong(Project.read(), new Page(Path.of("a.md"), text));
    assertThat(wrong).hasSize(23);
    assertThat(wrong.getFirst()).isEqualTo("a.md:1: no such test: NoSuchTests");
    assertThat(wrong.getLast()).isEqualTo("a.md → a.md#nosuch: no such heading");
  }

  @Test
  void whatIsThereIsNotComplainedOf() throws IOException {
    String text =
        """
        # Some `code`, and more

        `SnippetTests` `Expr` `Expr.none()` `Math.exp` `@NullMarked` `exec/pass` `ops/op/elementwise/Add` `docs/` `nn`
        `./run` `./run digits --epochs 5` `./run peers --only lstm,xor --profile` `./run bench -l`
        `mvn -pl ops -am test -Dtest=SoftmaxTests` `-Dadjoint.vector=auto|512` `-XX:+UseSerialGC`
        [a](docs/loops.md) [b](https://example.org/nosuch) [c](#some-code-and-more)
        """;
    assertThat(Claims.wrong(Project.read(), new Page(Path.of("a.md"), text))).isEmpty();
  }

  @Test
  void everyRowOfTheStatusTableNamesATest() throws IOException {
    Project project = Project.read();
    String readme = Project.text("README.md");
    String table = readme.substring(readme.indexOf("## Status"));
    assertThat(table.lines().filter(line -> line.startsWith("| ")).skip(2))
        .isNotEmpty()
        .allSatisfy(row -> {
          List<String> names = TEST_NAME.matcher(row).results().map(PageTests::name).toList();
          assertThat(names).isNotEmpty().allMatch(n -> project.hasTest(n, Optional.empty()));
        });
  }

  /** A piece of a project that is shown, and not compiled, is copied from one that is built. */
  @Test
  void whatIsShownOfAProjectStandsInOneThatIsBuilt() throws IOException {
    Path app = Page.ROOT.resolve("examples/src/it/app");
    String pom = flat(Files.readString(app.resolve("pom.xml")));
    String module = flat(Files.readString(app.resolve("src/main/java/module-info.java")));
    Page using = Page.read(Path.of("docs/using.md"));
    assertThat(using.blocks().stream().filter(block -> block.language().equals("xml")))
        .hasSizeGreaterThan(2)
        .allSatisfy(block -> assertThat(pom).contains(flat(block.text())));
    assertThat(using.blocks("java", "Module path"))
        .singleElement()
        .satisfies(block -> assertThat(module).endsWith(flat(block.text())));
  }

  @Test
  void theVersionShownIsThatOfTheProject() throws IOException {
    String version =
        Pattern.compile("<version>(.*?)</version>")
            .matcher(Project.text("pom.xml"))
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);
    Pattern shown =
        Pattern.compile(
            "adjoint-[a-z]+(?::|-|</artifactId>\\s*<version>)(\\d[\\w.-]*?)(?=\\.jar|[^\\w.-])");
    for (String file : List.of("docs/using.md", "examples/src/it/app/pom.xml")) {
      assertThat(shown.matcher(Project.text(file)).results().map(PageTests::name))
          .isNotEmpty()
          .containsOnly(version);
    }
  }

  private static String flat(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static String name(MatchResult match) {
    return match.group(1);
  }
}
