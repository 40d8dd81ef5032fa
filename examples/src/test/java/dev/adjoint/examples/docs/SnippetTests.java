// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

class SnippetTests {
  @TestFactory
  Stream<DynamicTest> everySnippetCompilesAndPrintsWhatThePageSays() throws IOException {
    List<Snippet> snippets =
        Page.all().stream().flatMap(page -> Snippet.of(page).stream()).toList();
    assertThat(snippets).isNotEmpty();
    return snippets.stream()
        .map(snippet -> DynamicTest.dynamicTest(snippet.toString(), () -> check(snippet)));
  }

  private static void check(Snippet snippet) throws IOException, ReflectiveOperationException {
    Path scratch = Files.createTempDirectory("snippet");
    String printed = snippet.run(scratch);
    snippet.prints().ifPresent(promised -> assertThat(printed.strip()).isEqualTo(promised.strip()));
  }

  @Test
  void aSnippetIsFoundWithItsLineAndItsPromise() {
    String page = "# A\n\n```java\nvoid main() {}\n```\n\n```text\nhello\n```\n\n```java\nx\n```\n";
    List<Snippet> snippets = snippets(page);
    assertThat(snippets).hasSize(2);
    assertThat(snippets.getFirst().toString()).isEqualTo("a.md:4");
    assertThat(snippets.getFirst().prints()).contains("hello\n");
    assertThat(snippets.getLast().prints()).isEmpty();
  }

  @Test
  void codeThatDoesNotCompileIsReported(@TempDir Path scratch) {
    Snippet broken = snippets("```java\nvoid main() { x }\n```\n").getFirst();
    assertThatThrownBy(() -> broken.run(scratch))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("a.md:2 does not compile");
  }

  @Test
  void whatTheSnippetPrintsIsReturned(@TempDir Path scratch) throws Exception {
    Snippet hello = snippets("```java\nvoid main() { IO.println(1 + 1); }\n```\n").getFirst();
    assertThat(hello.run(scratch)).isEqualTo("2\n");
  }

  /** Every language is one that is looked at, so that nothing is shown unchecked by a slip. */
  @Test
  void everyBlockSaysWhatItIsWrittenIn() throws IOException {
    for (Page page : Page.all()) {
      assertThat(page.blocks())
          .extracting(Page.Piece::language)
          .isSubsetOf("java", "text", "sh", "console", "powershell", "xml", "kotlin");
    }
  }

  private static List<Snippet> snippets(String text) {
    return Snippet.of(new Page(Path.of("a.md"), text));
  }
}
