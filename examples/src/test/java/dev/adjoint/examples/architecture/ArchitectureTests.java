// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static com.google.common.collect.ImmutableSet.toImmutableSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.graph.EndpointPair;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The rules, held against the project. */
class ArchitectureTests {

  private static final String OP_FOLDER = "ops/src/main/java/dev/adjoint/ops/op/";

  private final ImmutableList<Source> sources = SourceTree.sources();

  @Test
  void theTreeHasSourcesInEveryModule() {
    var modules = sources.stream().map(Source::module).collect(toImmutableSet());
    assertThat(modules).containsExactlyElementsOf(SourceTree.MODULES);
  }

  @Test
  void modulesNameOnlyThoseTheyStandOn() {
    assertThat(violations(Arrows::names)).isEmpty();
  }

  @Test
  void pomsDependOnlyOnWhatTheModuleMayUse() throws IOException {
    var violations = ImmutableList.<Violation>builder();
    SourceTree.poms().forEach((module, pom) -> violations.addAll(Arrows.dependencies(module, pom)));
    assertThat(violations.build()).isEmpty();
  }

  @Test
  void execNamesNoOp() {
    var ops = opNames();
    assertThat(ops).contains("Add");
    assertThat(mainSources("exec").stream().flatMap(s -> Arrows.opNames(s, ops).stream()))
        .isEmpty();
  }

  @Test
  void packagesOfExecKnowOnlyThoseFurtherDown() {
    var classes = Rooms.classes(mainSources("exec"));
    assertThat(Rooms.forbidden(classes, "dev.adjoint.exec", Rooms.EXEC)).isEmpty();
    assertThat(Rooms.unused(classes, "dev.adjoint.exec", Rooms.EXEC)).isEmpty();
    var before = new HashSet<>(Rooms.GROUND);
    for (var room : Rooms.EXEC.keySet()) {
      assertThat(before).as("'%s' stands on", room).containsAll(Rooms.EXEC.get(room));
      before.add(room);
    }
    assertThat(Rooms.rooms(classes, "dev.adjoint.exec"))
        .containsExactlyInAnyOrderElementsOf(before);
  }

  /** So an op that brings its own kernel is known to itself and to the passes that make it. */
  @Test
  void scheduleAndCompilerNameNoOpOfAPass() {
    var classes = Rooms.classes(mainSources("exec"));
    var named =
        classes.edges().stream()
            .filter(edge -> edge.source().matches("dev\\.adjoint\\.exec\\.(schedule|compile)\\..*"))
            .map(EndpointPair::target)
            .filter(name -> name.startsWith("dev.adjoint.exec.ir."))
            .collect(toImmutableSet());
    assertThat(named)
        .containsExactlyInAnyOrder(
            "dev.adjoint.exec.ir.CompilerOp", "dev.adjoint.exec.ir.Computation");
  }

  @Test
  void noMoreThanThreeClassesOfExecKnowOneAnother() {
    assertThat(Rooms.circles(Rooms.classes(mainSources("exec")), 3)).isEmpty();
  }

  @Test
  void noTwoFilesHaveOneName() {
    assertThat(Rules.twins(sources)).isEmpty();
  }

  @Test
  void everyPackageIsDocumentedAndNullMarked() {
    assertThat(Rules.packages(sources)).isEmpty();
  }

  @Test
  void everythingPublicIsDocumented() {
    assertThat(violations(Documentation::missing)).isEmpty();
  }

  @Test
  void noFileIsLongerThan400Lines() {
    assertThat(violations(Rules::length)).isEmpty();
  }

  @Test
  void noWorkIsPutOff() {
    assertThat(violations(Rules::notesToSelf)).isEmpty();
  }

  @Test
  void importsNameWhatTheyImport() {
    assertThat(violations(Rules::starImports)).isEmpty();
  }

  @Test
  void noTestIsDisabled() {
    assertThat(violations(Rules::disabledTests)).isEmpty();
  }

  @Test
  void libraryCodePrintsNothing() {
    assertThat(violations(Rules::printing)).isEmpty();
  }

  @Test
  void libraryCodeComputesTheSameBitsEverywhere() {
    assertThat(violations(Rules::inexactMath)).isEmpty();
  }

  @Test
  void programsSpeakTheSameLanguageEverywhere() {
    assertThat(violations(Rules::localeDependence)).isEmpty();
  }

  private List<Source> mainSources(String module) {
    return sources.stream().filter(s -> s.module().equals(module) && s.isLibrary()).toList();
  }

  private List<Violation> violations(Function<Source, List<Violation>> rule) {
    return sources.stream().flatMap(source -> rule.apply(source).stream()).toList();
  }

  private ImmutableSet<String> opNames() {
    return sources.stream()
        .filter(source -> source.path().startsWith(OP_FOLDER))
        .map(source -> source.fileName().replace(".java", ""))
        .filter(name -> !name.equals("package-info"))
        .collect(toImmutableSet());
  }
}
