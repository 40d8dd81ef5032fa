// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the rules of {@link Rules} find in planted files. */
class RulesTests {

  @Test
  void fileOf401LinesIsFound() {
    assertThat(Rules.length(library("\n".repeat(400)))).isEmpty();
    assertThat(Rules.length(library("\n".repeat(401)))).hasSize(1);
  }

  @Test
  void filesOfOneNameAreFoundOutsideOfTests() {
    var files =
        Stream.of("ops/src/main/java/a/A", "nn/src/main/java/b/A", "nn/src/main/java/b/B")
            .map(path -> Source.parse(path + ".java", "class A {}"))
            .toList();
    assertThat(Rules.twins(files)).containsExactly("A.java");
    var test = Source.parse("ops/src/test/java/a/A.java", "class A {}");
    assertThat(Rules.twins(List.of(files.getFirst(), test))).isEmpty();
  }

  @Test
  void noteToSelfIsFound() {
    var note = "TOD" + "O";
    assertThat(Rules.notesToSelf(library("class A {}\n// " + note + " later\n")))
        .extracting(Violation::line)
        .containsExactly(2L);
    assertThat(Rules.notesToSelf(library("class A { int TODAY; }"))).isEmpty();
  }

  @Test
  void starImportIsFound() {
    var source =
        library("import java.util.List;\nimport java.util.*;\nimport static java.util.List.*;");
    assertThat(Rules.starImports(source)).extracting(Violation::line).containsExactly(2L, 3L);
  }

  @Test
  void disabledTestIsFound() {
    var source =
        library(
            "class A {\n"
                + "@Disabled void a() {}\n"
                + "@org.junit.jupiter.api.Disabled(\"\") void b() {}\n"
                + "}");
    assertThat(Rules.disabledTests(source)).extracting(Violation::line).containsExactly(2L, 3L);
  }

  @Test
  void printingIsFoundInLibraryCodeOnly() {
    var text =
        """
        class A {
          // System.out may stand in a comment.
          void a(Exception e, java.io.PrintStream out) {
            System.out.println();
            java.lang.System.err.println("System.out");
            e.printStackTrace();
            out.println();
          }
        }
        """;
    assertThat(Rules.printing(library(text)))
        .extracting(Violation::line)
        .containsExactlyInAnyOrder(4L, 5L, 6L);
    assertThat(Rules.printing(Source.parse("ops/src/test/java/A.java", text))).isEmpty();
    assertThat(Rules.printing(Source.parse("examples/src/main/java/A.java", text))).isEmpty();
  }

  @Test
  void inexactMathIsFound() {
    var source =
        library(
            """
            import static java.lang.Math.exp;
            import static java.lang.Math.*;

            class A {
              double a = Math.sin(1) + java.lang.Math.pow(1, 2);
              double b = Math.random();
              Object c = VectorOperators.TANH;
              float d = v.reduceLanes(VectorOperators.ADD);
              double fine = StrictMath.sin(1) + Math.fma(1, 2, 3) + Math.sqrt(2);
            }
            """);
    assertThat(Rules.inexactMath(source))
        .extracting(Violation::line)
        .containsExactly(1L, 2L, 5L, 5L, 6L, 7L, 8L);
  }

  @Test
  void textInTheLanguageOfTheMachineIsFound() {
    var source =
        library(
            """
            class A {
              String a = "%d of 3".formatted(2);
              String b = ("%s" + "and %.3g").formatted(1, 2.0);
              String c = String.format("%s", 1);
              String d = "X".toLowerCase();
              String e = "%08d".formatted(3);
              String fine = "%s of %-5s: 0x%08x 3%%%n".formatted(1, 2, 3) + "Y".toUpperCase(Locale.ROOT);
              String good = String.format(Locale.ROOT, "%,d", 3);
            }
            """);
    assertThat(Rules.localeDependence(source))
        .extracting(Violation::line)
        .containsExactly(2L, 3L, 4L, 5L, 6L);
    var program = Source.parse("examples/src/main/java/p/A.java", source.text());
    assertThat(Rules.localeDependence(program)).hasSize(5);
    var test = Source.parse("ops/src/test/java/p/A.java", source.text());
    assertThat(Rules.localeDependence(test)).isEmpty();
  }

  @Test
  void packageWithoutDocumentedNullMarkedInfoIsFound() {
    var type = library("package p; class A {}");
    var good = info("/** P. */ @NullMarked package p;");
    assertThat(Rules.packages(List.of(type, good))).isEmpty();
    assertThat(Rules.packages(List.of(type))).hasSize(1);
    assertThat(Rules.packages(List.of(type, info("/** P. */ package p;")))).hasSize(1);
    assertThat(Rules.packages(List.of(type, info("@NullMarked package p;")))).hasSize(1);
    var elsewhere = Source.parse("exec/src/main/java/p/B.java", "package p; class B {}");
    assertThat(Rules.packages(List.of(type, good, elsewhere)))
        .extracting(Violation::path)
        .containsExactly("exec/src/main/java/p");
  }

  private static Source library(String text) {
    return Source.parse("ops/src/main/java/p/A.java", text);
  }

  private static Source info(String text) {
    return Source.parse("ops/src/main/java/p/package-info.java", text);
  }
}
