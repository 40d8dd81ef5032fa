// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page on dtypes lists every file of the library that switches over them. */
class DTypePageTests {
  private static final List<String> LIBRARY =
      List.of("graph", "exec", "ops", "autodiff", "gradcheck", "nn");
  private static final Pattern CASE = Pattern.compile("\\bcase (?:\\w+, )*(?:F32|F64)\\b");
  private static final Pattern ROW = Pattern.compile("^\\| `(\\w+)` \\|", Pattern.MULTILINE);

  @Test
  void everyFileThatSwitchesOverDtypesIsListed() throws IOException {
    Set<String> found = new TreeSet<>();
    for (String module : LIBRARY) {
      try (Stream<Path> files = Files.walk(Page.ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          if (CASE.matcher(Files.readString(file)).find()) {
            found.add(file.getFileName().toString().replace(".java", ""));
          }
        }
      }
    }
    String page = Page.read(Path.of("docs/adding-a-dtype.md")).text();
    Set<String> listed =
        ROW.matcher(page)
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(listed).hasSizeGreaterThan(10).isEqualTo(found);
  }
}
