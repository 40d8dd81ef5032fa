// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableSet;
import dev.adjoint.ops.catalog.OpCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The page of the ops against what it is made from. */
class OpsPageTests {
  @Test
  void pageIsUpToDate() throws IOException {
    Path file = Page.ROOT.resolve(OpsPage.FILE);
    String text = OpsPage.text();
    if (System.getProperty("adjoint.golden", "").equals("rewrite")) {
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file))
        .as("docs/ops.md is out of date; -Dadjoint.golden=rewrite rewrites it")
        .isEqualTo(text);
  }

  @Test
  void everyOpStandsInATable() throws IOException {
    String text = OpsPage.text();
    assertThat(OpCatalog.ops())
        .allSatisfy(op -> assertThat(text).contains("| [`" + op.type().getSimpleName() + "`]"));
  }

  @Test
  void everyFunctionOfEveryNamespaceStandsInATable() throws Exception {
    String text = OpsPage.text();
    for (String type : ImmutableSet.of("Activations", "Linalg", "Losses", "Reductions")) {
      assertThat(Class.forName("dev.adjoint.ops." + type).getMethods())
          .filteredOn(method -> method.getDeclaringClass().getSimpleName().equals(type))
          .allSatisfy(method -> assertThat(text).contains("| `" + method.getName() + "("));
    }
  }

  @Test
  void everyRowHasAsManyCellsAsItsHead() throws IOException {
    int cells = 0;
    for (String line : OpsPage.text().split("\n")) {
      int count = Arrays.asList(line.replace("\\|", "").split("\\|", -1)).size();
      cells = line.startsWith("|") ? (cells == 0 ? count : cells) : 0;
      assertThat(line.startsWith("|") ? count : 0).as("%s", line).isEqualTo(cells);
    }
  }

  @Test
  void javadocBecomesMarkdown() {
    JavadocText text =
        JavadocText.of(
            """
            {@code y = |x|}; see {@link Expr#abs() the method} and {@link Abs}.
              * From Knuth et al. 1998. <i>Book</i>.
              *
              * @param x not shown
            """);
    assertThat(text.sentences())
        .containsExactly(
            "`y = \\|x\\|`; see `abs the method` and `Abs`.", "From Knuth et al. 1998.", "*Book*.");
  }
}
