// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What the rule of {@link Documentation} finds in planted files. */
class DocumentationTests {

  @Test
  void publicTypesAndMethodsWithoutJavadocAreFound() {
    var text =
        """
        public class A {
          public A(int a) {}
          /** Documented. */
          public void b() {}
          public void c() {
            new Object() {
              public void local() {}
            };
          }
          void d() {}
          @Override public void e() {}
          /** Documented. */
          public interface F {
            void g();
            private void h() {}
          }
          static class I {
            public void j() {}
          }
        }
        """;
    assertThat(Documentation.missing(Source.parse("ops/src/main/java/A.java", text)))
        .extracting(Violation::rule)
        .containsExactly(
            "public, but without a Javadoc: A",
            "public, but without a Javadoc: <init>",
            "public, but without a Javadoc: c",
            "public, but without a Javadoc: g");
    assertThat(Documentation.missing(Source.parse("ops/src/test/java/A.java", text))).isEmpty();
  }

  @Test
  void constructorsOfRecordsNeedNoJavadocButTheirMethodsDo() {
    var text =
        """
        /** Documented. */
        public record R(int a) {
          public R {}
          public R(String b) {
            this(b.length());
          }
          public int c() {
            return a;
          }
        }
        """;
    assertThat(Documentation.missing(Source.parse("ops/src/main/java/R.java", text)))
        .extracting(Violation::line)
        .containsExactly(7L);
  }
}
