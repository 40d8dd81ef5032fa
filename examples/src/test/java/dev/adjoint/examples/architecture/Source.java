package dev.adjoint.examples.architecture;

import com.sun.source.tree.CompilationUnitTree;
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
    var file =
        new SimpleJavaFileObject(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
          }
        };
    var compiler = ToolProvider.getSystemJavaCompiler();
    var task =
        (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, List.of(file));
    try {
      var unit = task.parse().iterator().next();
      return new Source(path, text, unit, DocTrees.instance(task));
    } catch (IOException e) {
      throw new UncheckedIOException(path, e);
    }
  }

  /** Returns the folder of the module that the file belongs to. */
  String module() {
    return path.substring(0, path.indexOf('/'));
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
