// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the rules of {@link Arrows} find in planted files. */
class ArrowsTests {

  private static final String FOLDER = "/src/main/java/dev/adjoint/";

  @Test
  void importAgainstTheArrowIsFound() {
    var source =
        Source.parse(
            "exec" + FOLDER + "exec/Planted.java",
            """
            package dev.adjoint.exec;

            import dev.adjoint.graph.Node;
            import dev.adjoint.ops.Expr;

            class Planted {}
            """);
    assertThat(Arrows.names(source))
        .extracting(Violation::toString)
        .containsExactly(
            "exec/src/main/java/dev/adjoint/exec/Planted.java:4: exec may not use ops");
  }

  @Test
  void nameWrittenOutAgainstTheArrowIsFound() {
    var source =
        Source.parse(
            "nn" + FOLDER + "nn/Planted.java",
            """
            package dev.adjoint.nn;

            class Planted {
              dev.adjoint.gradcheck.GradCheck check;
              dev.adjoint.ops.Expr fine;
            }
            """);
    assertThat(Arrows.names(source))
        .extracting(Violation::line, Violation::rule)
        .containsExactly(tuple(4L, "nn may not use gradcheck"));
  }

  @Test
  void gradcheckMayNotUseNn() {
    var source =
        Source.parse("gradcheck/src/test/java/Planted.java", "import dev.adjoint.nn.layer.Dense;");
    assertThat(Arrows.names(source)).hasSize(1);
  }

  @Test
  void programsMayUseEveryModule() {
    var source =
        Source.parse(
            "examples/src/main/java/Planted.java",
            "import dev.adjoint.nn.layer.Dense; import dev.adjoint.gradcheck.GradCheck;");
    assertThat(Arrows.names(source)).isEmpty();
  }

  @Test
  void aModuleMayLetInOneThatItMayNotUse() {
    var source =
        Source.parse(
            "exec/src/main/java/module-info.java",
            """
            module dev.adjoint.exec {
              exports dev.adjoint.exec.gemm to dev.adjoint.ops;
            }
            """);
    assertThat(Arrows.names(source)).isEmpty();
  }

  @Test
  void requirementOfAForeignOrLaterModuleIsFound() {
    var source =
        Source.parse(
            "graph/src/main/java/module-info.java",
            """
            module dev.adjoint.graph {
              requires transitive com.google.common;
              requires java.logging;
              requires static org.junit.jupiter.api;
              requires org.apache.commons.lang3;
              requires dev.adjoint.exec;
            }
            """);
    assertThat(Arrows.names(source))
        .extracting(Violation::rule)
        .containsExactly(
            "a library module may not require org.apache.commons.lang3", "graph may not use exec");
  }

  @Test
  void dependencyAgainstTheArrowIsFound() {
    var pom =
        pom(dependency("dev.adjoint", "adjoint-graph") + dependency("dev.adjoint", "adjoint-ops"));
    assertThat(Arrows.dependencies("exec", pom))
        .extracting(Violation::toString)
        .containsExactly("exec/pom.xml:3: exec may not use ops");
    assertThat(Arrows.dependencies("autodiff", pom)).isEmpty();
  }

  @Test
  void foreignDependencyIsFoundUnlessItStopsAtTheModule() {
    var foreign = dependency("org.ejml", "ejml-all");
    assertThat(Arrows.dependencies("ops", pom(foreign)))
        .extracting(Violation::rule)
        .containsExactly("a library may not need ejml-all");
    var guava = dependency("com.google.guava", "guava");
    var test = foreign.replace("</artifactId>", "</artifactId><scope>test</scope>");
    var optional = foreign.replace("</artifactId>", "</artifactId><optional>true</optional>");
    assertThat(Arrows.dependencies("ops", pom(guava + test + optional))).isEmpty();
    assertThat(Arrows.dependencies("examples", pom(foreign))).isEmpty();
  }

  @Test
  void opNamedAsClassMemberOrTextIsFound() {
    var source =
        Source.parse(
            "exec" + FOLDER + "exec/Planted.java",
            """
            package dev.adjoint.exec;

            // Matmul and "matmul" may stand in a comment.
            class Planted {
              boolean asClass(Object op) {
                return op instanceof Matmul;
              }

              Object asMember = op.Matmul.class;

              boolean asText(Object op) {
                return op.toString().equals("matmul") || op.toString().equals("matmuls");
              }
            }
            """);
    assertThat(Arrows.opNames(source, Set.of("Add", "Matmul")))
        .extracting(Violation::line)
        .containsExactly(6L, 9L, 12L);
  }

  private static String dependency(String group, String artifact) {
    return "<dependency><groupId>%s</groupId><artifactId>%s</artifactId></dependency>\n"
        .formatted(group, artifact);
  }

  private static String pom(String dependencies) {
    return "<project><dependencies>\n" + dependencies + "</dependencies></project>";
  }
}
