// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A Java source file, parsed but not compiled.
 *
 * @param path the file, from the root of the project, with slashes
 * @param text what is in it
 * @param unit its syntax tree
 * @param trees where the nodes of the tree stand, and their documentation
 */
record Source(String path, String text, CompilationUnitTree unit, DocTrees trees) {

  /** Returns the source {@code text} as if it stood in {@code path}. */
  static Source parse(String path, String text) {
    return parse(ImmutableMap.of(path, text)).getFirst();
  }

  /** Returns the sources of the texts that stand in the paths, all parsed by one compiler. */
  static ImmutableList<Source> parse(ImmutableMap<String, String> texts) {
    var files = texts.entrySet().stream().map(e -> file(e.getKey(), e.getValue())).toList();
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task = (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
    var trees = DocTrees.instance(task);
    var sources = ImmutableList.<Source>builder();
    try {
      for (var unit : task.parse()) {
        var path = unit.getSourceFile().getName().substring(1);
        sources.add(new Source(path, texts.get(path), unit, trees));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return sources.build();
  }

  private static JavaFileObject file(String path, String text) {
    return new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  /**
   * Returns the name that a tree spells, such as {@code a.b.c}, or nothing if the tree is more than
   * names and dots. Printing the tree instead takes as long for a long expression as its square.
   */
  static String name(Tree tree) {
    return switch (tree) {
      case IdentifierTree t -> t.getName().toString();
      case MemberSelectTree t -> {
        var owner = name(t.getExpression());
        yield owner.isEmpty() ? "" : owner + "." + t.getIdentifier();
      }
      default -> "";
    };
  }

  /** Returns the last word of the name that a tree spells, or nothing if it spells none. */
  static String lastName(Tree tree) {
    return switch (tree) {
      case IdentifierTree t -> t.getName().toString();
      case MemberSelectTree t -> t.getIdentifier().toString();
      default -> "";
    };
  }

  /** Returns the folder of the module that the file belongs to. */
  String module() {
    int sources = path.indexOf("/src/");
    return path.substring(0, sources < 0 ? path.indexOf('/') : sources);
  }

  /** Returns the folder of the file. */
  String folder() {
    return path.substring(0, path.lastIndexOf('/'));
  }

  /** Returns the name of the file without its folder. */
  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /**
   * Returns whether the file is part of a library module that users depend on, not of its tests.
   */
  boolean isLibrary() {
    return Arrows.LIBRARY.contains(module()) && path.contains("/src/main/");
  }

  /** Returns the violation of a rule at a node of the tree. */
  Violation at(Tree tree, String rule) {
    long start = trees.getSourcePositions().getStartPosition(unit, tree);
    return new Violation(path, unit.getLineMap().getLineNumber(start), rule);
  }
}
