// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.sun.source.tree.ExportsTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.RequiresTree;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** The arrows between modules: who may know whom, in imports, module descriptors and poms. */
final class Arrows {

  /** The modules that a module may use; a program may use all of them. */
  static final ImmutableSetMultimap<String, String> ALLOWED =
      ImmutableSetMultimap.<String, String>builder()
          .putAll("exec", "graph")
          .putAll("ops", "graph", "exec")
          .putAll("autodiff", "graph", "exec", "ops")
          .putAll("gradcheck", "graph", "exec", "ops", "autodiff")
          .putAll("nn", "graph", "exec", "ops", "autodiff")
          .build();

  /** The modules that users depend on. */
  static final ImmutableSet<String> LIBRARY =
      ImmutableSet.of("graph", "exec", "ops", "autodiff", "gradcheck", "nn");

  private static final String PREFIX = "dev.adjoint.";
  private static final Pattern MODULE_NAME = Pattern.compile("dev\\.adjoint\\.([a-z]+)");

  /** What else a library module may require of those who run it. */
  private static final ImmutableSet<String> RUNTIME_MODULES =
      ImmutableSet.of("com.google.common", "org.jspecify", "jdk.incubator.vector");

  private static final ImmutableSet<String> RUNTIME_ARTIFACTS =
      ImmutableSet.of("guava", "jspecify");

  private Arrows() {}

  /**
   * Returns the names of modules in a file, imported or written out, that its module may not use.
   */
  static List<Violation> names(Source source) {
    var found = new ArrayList<Violation>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
        var name = MODULE_NAME.matcher(Source.name(tree));
        if (name.matches() && !mayUse(source.module(), name.group(1))) {
          found.add(source.at(tree, source.module() + " may not use " + name.group(1)));
        }
        return super.visitMemberSelect(tree, unused);
      }

      /** A module that is let in, by {@code exports … to}, is not used. */
      @Override
      public @Nullable Void visitExports(ExportsTree tree, @Nullable Void unused) {
        return scan(tree.getPackageName(), unused);
      }

      @Override
      public @Nullable Void visitRequires(RequiresTree tree, @Nullable Void unused) {
        var name = tree.getModuleName().toString();
        if (LIBRARY.contains(source.module()) && !tree.isStatic() && isForeign(name)) {
          found.add(source.at(tree, "a library module may not require " + name));
        }
        return super.visitRequires(tree, unused);
      }
    }.scan(source.unit(), null);
    return found;
  }

  /** Returns the dependencies in the pom of a module that the module may not have. */
  static List<Violation> dependencies(String module, String pom) {
    var found = new ArrayList<Violation>();
    var path = module + "/pom.xml";
    for (var dependency : runtimeDependencies(pom)) {
      var artifact = child(dependency, "artifactId");
      if (child(dependency, "groupId").equals("dev.adjoint")) {
        var used = artifact.replace("adjoint-", "");
        if (!mayUse(module, used)) {
          found.add(new Violation(path, line(pom, artifact), module + " may not use " + used));
        }
      } else if (LIBRARY.contains(module) && !RUNTIME_ARTIFACTS.contains(artifact)) {
        found.add(new Violation(path, line(pom, artifact), "a library may not need " + artifact));
      }
    }
    return found;
  }

  /**
   * Returns the places of a file that name an op, as a class or, in quotes, as the op prints
   * itself.
   *
   * @param ops the names of the op classes
   */
  static List<Violation> opNames(Source source, Set<String> ops) {
    var found = new ArrayList<Violation>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        if (ops.contains(tree.getName().toString())) {
          found.add(source.at(tree, source.module() + " may not name the op " + tree.getName()));
        }
        return super.visitIdentifier(tree, unused);
      }

      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
        if (ops.contains(tree.getIdentifier().toString())) {
          found.add(
              source.at(tree, source.module() + " may not name the op " + tree.getIdentifier()));
        }
        return super.visitMemberSelect(tree, unused);
      }

      @Override
      public @Nullable Void visitLiteral(LiteralTree tree, @Nullable Void unused) {
        if (tree.getValue() instanceof String text && !text.isEmpty()) {
          var op = Character.toUpperCase(text.charAt(0)) + text.substring(1);
          if (ops.contains(op)) {
            found.add(source.at(tree, source.module() + " may not name the op " + op));
          }
        }
        return super.visitLiteral(tree, unused);
      }
    }.scan(source.unit(), null);
    return found;
  }

  private static boolean mayUse(String module, String used) {
    return module.equals(used) || !LIBRARY.contains(module) || ALLOWED.containsEntry(module, used);
  }

  private static boolean isForeign(String name) {
    return !name.startsWith(PREFIX) && !name.startsWith("java.") && !RUNTIME_MODULES.contains(name);
  }

  /** Returns the dependencies that reach those who use the module. */
  private static ImmutableList<Element> runtimeDependencies(String pom) {
    try {
      var builder = DocumentBuilderFactory.newDefaultInstance().newDocumentBuilder();
      var project = builder.parse(new InputSource(new StringReader(pom))).getDocumentElement();
      var all = project.getElementsByTagName("dependency");
      var reaching = ImmutableList.<Element>builder();
      for (int i = 0; i < all.getLength(); i++) {
        var dependency = (Element) all.item(i);
        boolean optional = child(dependency, "optional").equals("true");
        boolean atRunTime = Set.of("", "compile", "runtime").contains(child(dependency, "scope"));
        if (atRunTime && !optional) {
          reaching.add(dependency);
        }
      }
      return reaching.build();
    } catch (ParserConfigurationException | SAXException | IOException e) {
      throw new IllegalArgumentException("not a pom: " + pom, e);
    }
  }

  private static String child(Element parent, String name) {
    var children = parent.getElementsByTagName(name);
    return children.getLength() == 0 ? "" : children.item(0).getTextContent().strip();
  }

  private static long line(String text, String word) {
    return 1 + CharMatcher.is('\n').countIn(text.substring(0, text.indexOf(word)));
  }
}
