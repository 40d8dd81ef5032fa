// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import org.junit.jupiter.api.Test;

/** What {@link Rooms} reads from planted files. */
class RoomsTests {

  private static final ImmutableMap<String, String> FILES =
      ImmutableMap.of(
          "m/src/main/java/p/a/One.java",
          "package p.a;\nimport p.b.Two;\nclass One { Two two; }",
          "m/src/main/java/p/b/Two.java",
          "package p.b;\n"
              + "import static p.b.Three.MOST;\n"
              + "/** See {@link p.a.One}. */ class Two { int n = MOST; }",
          "m/src/main/java/p/b/Three.java",
          "package p.b;\nimport p.a.One.Part;\nclass Three { static int MOST; Part part; }",
          "m/src/main/java/p/Top.java",
          "package p;\nclass Top { String text; }");

  @Test
  void aClassKnowsWhatItsCodeNames() {
    var classes = Rooms.classes(Source.parse(FILES));
    assertThat(classes.successors("p.a.One")).containsExactly("p.b.Two");
    assertThat(classes.successors("p.b.Two")).containsExactly("p.b.Three");
    assertThat(classes.successors("p.b.Three")).containsExactly("p.a.One");
    assertThat(classes.successors("p.Top")).isEmpty();
  }

  @Test
  void circlesAreFoundFromASizeOn() {
    var classes = Rooms.classes(Source.parse(FILES));
    var circle = ImmutableSet.of("p.a.One", "p.b.Two", "p.b.Three");
    assertThat(Rooms.circles(classes, 2)).containsExactly(circle);
    assertThat(Rooms.circles(classes, 3)).isEmpty();
  }

  @Test
  void arrowsThatAreNotAllowedAreFound() {
    var classes = Rooms.classes(Source.parse(FILES));
    assertThat(Rooms.forbidden(classes, "p", ImmutableSetMultimap.of("a", "b")))
        .containsExactly("p.b.Three names p.a.One: 'b' may not know 'a'");
  }

  @Test
  void allowedArrowsThatNoClassTakesAreFound() {
    var classes = Rooms.classes(Source.parse(FILES));
    assertThat(Rooms.unused(classes, "p", ImmutableSetMultimap.of("a", "b", "b", "a"))).isEmpty();
    assertThat(Rooms.unused(classes, "p", ImmutableSetMultimap.of("a", "b", "", "b")))
        .containsExactly("'' no longer knows 'b'");
    assertThat(Rooms.rooms(classes, "p")).containsExactlyInAnyOrder("", "a", "b");
  }
}
