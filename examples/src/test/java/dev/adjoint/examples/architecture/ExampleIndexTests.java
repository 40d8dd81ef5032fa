// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table that {@code ./run} reads: a line per example with its command, class and summary. */
class ExampleIndexTests {

  private static final Splitter COLUMNS =
      Splitter.on(CharMatcher.whitespace()).omitEmptyStrings().limit(3);

  @Test
  void indexListsTheProgramsThatThereAre() throws IOException {
    var listed = index().stream().map(columns -> columns.get(1)).toList();
    assertThat(listed).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(programs());
  }

  @Test
  void everyExampleHasACommandOfItsOwnAndASummary() throws IOException {
    assertThat(index()).allSatisfy(columns -> assertThat(columns).hasSize(3));
    assertThat(index()).extracting(List::getFirst).doesNotHaveDuplicates();
    assertThat(index())
        .allSatisfy(columns -> assertThat(columns.getFirst()).matches("[a-z][a-z0-9-]*"));
  }

  private static ImmutableList<List<String>> index() throws IOException {
    return Files.readAllLines(SourceTree.root().resolve("examples/index.txt")).stream()
        .map(COLUMNS::splitToList)
        .collect(ImmutableList.toImmutableList());
  }

  /** Returns the classes of the package of the examples that have a main method. */
  private static ImmutableSet<String> programs() {
    return SourceTree.sources().stream()
        .filter(source -> source.folder().equals("examples/src/main/java/dev/adjoint/examples"))
        .filter(ExampleIndexTests::hasMain)
        .map(source -> source.fileName().replace(".java", ""))
        .collect(toImmutableSet());
  }

  private static boolean hasMain(Source source) {
    return source.unit().getTypeDecls().stream()
        .filter(ClassTree.class::isInstance)
        .flatMap(type -> ((ClassTree) type).getMembers().stream())
        .anyMatch(member -> member instanceof MethodTree m && m.getName().contentEquals("main"));
  }
}
