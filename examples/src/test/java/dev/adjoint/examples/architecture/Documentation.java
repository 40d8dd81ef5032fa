// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** The rule that whatever users can see has a Javadoc. */
final class Documentation extends TreePathScanner<@Nullable Void, Boolean> {

  private final Source source;
  private final List<Violation> found = new ArrayList<>();

  private Documentation(Source source) {
    this.source = source;
  }

  /**
   * Returns the public types and methods of a library file without a Javadoc. An overriding method
   * has that of the one it overrides, a constructor of a record that of the record.
   */
  static List<Violation> missing(Source source) {
    if (!source.isLibrary()) {
      return List.of();
    }
    var scanner = new Documentation(source);
    scanner.scan(new TreePath(source.unit()), false);
    return scanner.found;
  }

  @Override
  public @Nullable Void visitClass(ClassTree tree, Boolean inInterface) {
    if (isVisible(tree.getModifiers(), inInterface)) {
      requireDocumentation(tree, tree.getSimpleName().toString());
      boolean isInterface = tree.getKind() == Tree.Kind.INTERFACE;
      boolean isRecord = tree.getKind() == Tree.Kind.RECORD;
      for (var member : tree.getMembers()) {
        if (!(isRecord && isConstructor(member))) {
          scan(member, isInterface);
        }
      }
    }
    return null;
  }

  @Override
  public @Nullable Void visitMethod(MethodTree tree, Boolean inInterface) {
    boolean overrides =
        tree.getModifiers().getAnnotations().stream()
            .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
    if (isVisible(tree.getModifiers(), inInterface) && !overrides) {
      requireDocumentation(tree, tree.getName().toString());
    }
    return null;
  }

  private void requireDocumentation(Tree tree, String name) {
    if (source.trees().getDocComment(getCurrentPath()) == null) {
      found.add(source.at(tree, "public, but without a Javadoc: " + name));
    }
  }

  private static boolean isVisible(ModifiersTree modifiers, boolean inInterface) {
    var flags = modifiers.getFlags();
    return flags.contains(Modifier.PUBLIC) || inInterface && !flags.contains(Modifier.PRIVATE);
  }

  private static boolean isConstructor(Tree member) {
    return member instanceof MethodTree method && method.getName().contentEquals("<init>");
  }
}
