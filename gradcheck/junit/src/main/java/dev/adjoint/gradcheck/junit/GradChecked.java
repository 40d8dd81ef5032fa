// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.junit;

import dev.adjoint.graph.Op;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Checks gradients before the body of a test method runs, which may be empty, or take the {@link
 * dev.adjoint.gradcheck.Report}. Each sample and each check is a test of its own:
 *
 * <pre>{@code
 * @GradChecked(Swish.class) // which has a public static method OpInfo info()
 * void swishHasRightGradients() {}
 *
 * @GradChecked(factory = "samples", order = 2)
 * void squashHasRightGradients(Report report) {
 *   assertThat(report.notes()).isEmpty();
 * }
 *
 * static List<Sample> samples() {
 *   return List.of(Sample.of(new Squash(), Arg.real(4, 3)));
 * }
 * }</pre>
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@TestTemplate
@ExtendWith(GradCheckedExtension.class)
public @interface GradChecked {
  /**
   * Returns ops with a public static method {@code OpInfo info()}; all their samples are checked.
   */
  Class<? extends Op>[] value() default {};

  /**
   * Returns the names of static methods of the test class without parameters. They return a {@code
   * GradCheck}, a {@code Sample} or an {@code OpInfo}, or a collection, a stream or an array of
   * these.
   */
  String[] factory() default {};

  /** Returns the highest order of derivatives to check; 0 for 2 where that is quick, else 1. */
  int order() default 0;

  /** Returns the seed of all random numbers. */
  long seed() default 0;
}
