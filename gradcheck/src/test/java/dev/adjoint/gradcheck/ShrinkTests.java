// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Elementwise;
import dev.adjoint.ops.Expr;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smallest case in which a wrong rule is found, and the test that is made of it. */
class ShrinkTests {
  @TempDir private Path folder = Path.of("");

  /** {@code y = sin x}, with a rule that is too large beyond a limit; public for other loaders. */
  public record Sine(double limit, boolean both, Shape unused) implements Elementwise {
    @Override
    public Scalar body(List<Scalar> x) {
      return x.getFirst().sin();
    }

    @Override
    public List<Expr> vjp(List<Expr> x, Expr y, Expr dy) {
      Expr at = both ? x.getFirst().abs() : x.getFirst();
      Expr factor = Expr.where(at.greater(limit), dy.onesLike().mul(1.5), dy.onesLike());
      return List.of(dy.mul(x.getFirst().cos()).mul(factor));
    }
  }

  private static final Sine SINE = new Sine(0.25, true, Shape.of(2, 3));

  private static Tensor point(int... dims) {
    Shape shape = Shape.of(dims);
    return Tensor.linspace(DType.F64, -1.37, 2.91, shape.size()).reshape(dims);
  }

  @Test
  void shapesAndThenNumbersBecomeSmall() {
    SmallestCase smallest = GradCheck.of(SINE, point(3, 4, 5)).shrink().orElseThrow();
    assertThat(smallest.point()).containsExactly(Tensor.of(DType.F64, Shape.of(1), 1));
    assertThat(smallest.report().verdict()).isEqualTo(Verdict.WRONG);
    assertThat(GradCheck.of(SINE, point(3, 4, 5)).shrink()).contains(smallest);
  }

  @Test
  void theOpThatIsWrongIsTakenOutOfAFunction() {
    SmallestCase smallest =
        GradCheck.of(
                List.of(point(2, 3), point(3)),
                xs -> Expr.apply(SINE, xs.get(0).mul(xs.get(1))).sum().exp())
            .shrink()
            .orElseThrow();
    assertThat(smallest.test()).contains("new dev.adjoint.gradcheck.ShrinkTests.Sine(0.25, true, ");
    assertThat(smallest.point()).hasSize(1);
  }

  @Test
  void whatNeedsItsShapeKeepsIt() {
    SmallestCase smallest =
        GradCheck.of(
                List.of(point(5, 4)),
                xs -> {
                  Expr x = xs.getFirst();
                  Expr factor = x.stopGradient().sum(0);
                  return x.matmul(Expr.constant(Tensor.linspace(DType.F64, 1, 2, 4)))
                      .sum()
                      .mul(factor.sum());
                })
            .shrink()
            .orElseThrow();
    assertThat(smallest.report().verdict()).isEqualTo(Verdict.WRONG);
    assertThat(smallest.point().getFirst().shape()).isEqualTo(Shape.of(4));
    assertThat(smallest.test()).contains("put the function here");
  }

  @Test
  void aRightRuleHasNoSuchCase() {
    assertThat(GradCheck.of(new Sine(1e300, false, Shape.of()), point(2)).order(1).shrink())
        .isEmpty();
  }

  @Test
  void theTestCompilesAndFailsAsPrinted() throws Exception {
    String test = GradCheck.of(SINE, point(3, 4)).seed(7).shrink().orElseThrow().test();
    assertThat(test).contains(".seed(7L)");
    Throwable thrown = run(test);
    assertThat(thrown)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("gradcheck of sine: wrong (order 1, seed 7, 1 entries)");
    String ofFunction =
        GradCheck.of(x -> x.mul(x.stopGradient()), point(4)).shrink().orElseThrow().test();
    assertThat(run(ofFunction)).hasMessage("put the function here");
  }

  /** Compiles a test and returns what it throws. */
  private Throwable run(String test) throws IOException, ReflectiveOperationException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    SimpleJavaFileObject source =
        new SimpleJavaFileObject(
            URI.create("string:///SmallestCaseTests.java"),
            javax.tools.JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignored) {
            return test;
          }
        };
    String path = System.getProperty("java.class.path") + System.getProperty("path.separator", ":");
    List<String> options =
        List.of("-proc:none", "-d", folder.toString(), "-cp", path + modulePath());
    boolean compiled = compiler.getTask(errors, null, null, options, null, List.of(source)).call();
    assertThat(compiled).as(errors + test).isTrue();
    URL[] urls = {folder.toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(urls, ShrinkTests.class.getClassLoader())) {
      String home = test.startsWith("package") ? "dev.adjoint.gradcheck." : "";
      Class<?> made = loader.loadClass(home + "SmallestCaseTests");
      Method method = made.getDeclaredMethod("theGradientIsRight");
      method.setAccessible(true);
      var constructor = made.getDeclaredConstructor();
      constructor.setAccessible(true);
      Object instance = constructor.newInstance();
      return catchThrowable(() -> {
        try {
          method.invoke(instance);
        } catch (InvocationTargetException e) {
          throw e.getCause();
        }
      });
    }
  }

  private static String modulePath() {
    return System.getProperty("jdk.module.path", "");
  }
}
