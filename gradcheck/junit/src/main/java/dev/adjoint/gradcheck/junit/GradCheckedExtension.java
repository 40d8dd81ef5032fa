// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck.junit;

import com.google.common.base.Suppliers;
import dev.adjoint.gradcheck.Finding;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.gradcheck.Report;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;

/** Makes a test of each check that a {@link GradChecked} names. */
public final class GradCheckedExtension implements TestTemplateInvocationContextProvider {
  /** For JUnit, which makes one for each test. */
  public GradCheckedExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getTestMethod(), GradChecked.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    GradChecked asked =
        AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), GradChecked.class)
            .orElseThrow();
    List<GradCheck> checks = new ArrayList<>();
    for (Class<?> op : asked.value()) {
      add(call(op, "info", "a public static method OpInfo info()"), checks);
    }
    for (String factory : asked.factory()) {
      add(call(context.getRequiredTestClass(), factory, "such a static method"), checks);
    }
    if (checks.isEmpty()) {
      throw new ExtensionConfigurationException(
          "@GradChecked: nothing is to be checked; name an op, or a factory that gives something");
    }
    return checks.stream()
        .map(check -> asked.order() == 0 ? check : check.order(asked.order()))
        .map(check -> new Checked(check.seed(asked.seed())));
  }

  private static Object call(Class<?> of, String method, String wanted) {
    Method found =
        ReflectionSupport.findMethod(of, method)
            .orElseThrow(() ->
                new ExtensionConfigurationException(
                    "@GradChecked: %s.%s() does not exist; write %s"
                        .formatted(of.getName(), method, wanted)));
    if (!Modifier.isStatic(found.getModifiers())) {
      throw new ExtensionConfigurationException(
          "@GradChecked: %s.%s() is not static".formatted(of.getName(), method));
    }
    return ReflectionSupport.invokeMethod(found, null);
  }

  private static void add(Object given, List<GradCheck> checks) {
    switch (given) {
      case GradCheck check -> checks.add(check);
      case Sample sample -> checks.add(GradCheck.of(sample));
      case OpInfo info -> // some samples have no elements, or derivatives of zero, on purpose
          info.samples().forEach(s -> checks.add(GradCheck.of(s).allowing(Finding.Kind.VACUOUS)));
      case Collection<?> all -> all.forEach(one -> add(one, checks));
      case Stream<?> all -> all.forEach(one -> add(one, checks));
      case Object[] all -> Arrays.asList(all).forEach(one -> add(one, checks));
      default ->
          throw new ExtensionConfigurationException(
              "@GradChecked: %s cannot be checked; give a GradCheck, a Sample or an OpInfo"
                  .formatted(given.getClass().getName()));
    }
  }

  /** One test. */
  private record Checked(GradCheck check) implements TestTemplateInvocationContext {
    @Override
    public String getDisplayName(int number) {
      return "%s %s".formatted(number, check);
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Run(Suppliers.memoize(check::run)::get));
    }
  }

  /** Checks once, and hands over the report. */
  private record Run(Supplier<Report> report) implements InvocationInterceptor, ParameterResolver {
    @Override
    public void interceptTestTemplateMethod(
        Invocation<@Nullable Void> invocation,
        ReflectiveInvocationContext<Method> method,
        ExtensionContext context)
        throws Throwable {
      try {
        report.get().orThrow();
      } catch (Throwable wrong) {
        invocation.skip();
        throw wrong;
      }
      invocation.proceed();
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Report.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return report.get();
    }
  }
}
