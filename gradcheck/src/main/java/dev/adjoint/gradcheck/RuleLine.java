// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import dev.adjoint.graph.Op;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.MethodModel;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/** Finds where the rule of an op stands, in the class that was made of its source. */
final class RuleLine {
  private static final String RULE = "vjp";

  private RuleLine() {}

  /**
   * Returns the file and line at which the rule of an op begins; empty if it is derived, or the
   * class does not tell.
   */
  static Optional<String> of(Op op) {
    return Arrays.stream(op.getClass().getMethods())
        .filter(method -> method.getName().equals(RULE) && !method.isBridge())
        .filter(method -> !method.getDeclaringClass().isInterface())
        .map(Method::getDeclaringClass)
        .findFirst()
        .flatMap(RuleLine::line);
  }

  private static Optional<String> line(Class<?> declaring) {
    String resource = declaring.getName().replaceFirst(".*\\.", "") + ".class";
    try (InputStream in = declaring.getResourceAsStream(resource)) {
      if (in == null) {
        return Optional.empty();
      }
      ClassModel model = ClassFile.of().parse(in.readAllBytes());
      String file =
          model
              .findAttribute(Attributes.sourceFile())
              .map(source -> source.sourceFile().stringValue())
              .orElse(declaring.getSimpleName());
      return model.methods().stream()
          .filter(method -> method.methodName().equalsString(RULE))
          .flatMap(method -> line(method).stream())
          .min(Integer::compare)
          .map(line -> file + ":" + line);
    } catch (IOException
        | IllegalArgumentException _) { // a class that cannot be read tells nothing
      return Optional.empty();
    }
  }

  private static Optional<Integer> line(MethodModel method) {
    boolean bridge = (method.flags().flagsMask() & ClassFile.ACC_BRIDGE) != 0;
    return bridge
        ? Optional.empty()
        : method
            .code()
            .flatMap(code -> code.findAttribute(Attributes.lineNumberTable()))
            .filter(table -> !table.lineNumbers().isEmpty())
            .map(table -> table.lineNumbers().getFirst().lineNumber());
  }
}
