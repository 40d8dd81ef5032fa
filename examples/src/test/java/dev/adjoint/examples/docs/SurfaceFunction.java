// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function that users call.
 *
 * @param name its name
 * @param parameters the names of the parameters of its first form
 * @param forms how many forms of the name there are
 * @param description what it returns
 * @param ops the ops that it makes itself; none if it is composed of other functions
 */
record SurfaceFunction(
    String name, String parameters, int forms, String description, ImmutableList<String> ops) {
  private static final Path SURFACE = Path.of("ops/src/main/java/dev/adjoint/ops");

  private static final Pattern METHOD =
      Pattern.compile(
          "\\n  /\\*\\*((?:(?!\\*/).)*)\\*/\\s*(?:@\\w+(?:\\([^)]*\\))?\\s*)*"
              + "(?:public static|default|public) (?!record|static|(?:abstract |final )?class|enum)(?:<[^>]*> )?[\\w<>., ?]+? (\\w+)\\(([^)]*)\\)"
              + "[^{;]*\\{(.*?)\\n  }",
          Pattern.DOTALL);

  private static final Pattern OP = Pattern.compile("new ([A-Z]\\w+)\\(");

  /** Returns the functions of a class or interface, in its order. */
  static ImmutableList<SurfaceFunction> of(String type) throws IOException {
    String text = Files.readString(Page.ROOT.resolve(SURFACE).resolve(type + ".java"));
    Map<String, SurfaceFunction> functions = new LinkedHashMap<>();
    Matcher method = METHOD.matcher(text);
    while (method.find()) {
      String name = method.group(2);
      SurfaceFunction first = functions.get(name);
      functions.put(
          name,
          first == null
              ? of(method)
              : new SurfaceFunction(
                  name,
                  first.parameters,
                  first.forms + 1,
                  first.description,
                  first.ops.isEmpty() ? ops(method.group(4)) : first.ops));
    }
    return ImmutableList.copyOf(functions.values());
  }

  private static SurfaceFunction of(Matcher method) {
    List<String> names = new ArrayList<>();
    for (String parameter : method.group(3).split(",(?![^<]*>)")) {
      names.add(parameter.strip().replaceFirst(".*[\\s.]", ""));
    }
    return new SurfaceFunction(
        method.group(2),
        String.join(", ", names),
        1,
        JavadocText.of(method.group(1)).summary(),
        ops(method.group(4)));
  }

  private static ImmutableList<String> ops(String body) {
    return OP.matcher(body)
        .results()
        .map(match -> match.group(1))
        .distinct()
        .filter(SurfaceFunction::isOp)
        .collect(ImmutableList.toImmutableList());
  }

  private static boolean isOp(String name) {
    return OpsPage.entries().containsKey(name);
  }
}
