// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static com.google.common.collect.ImmutableSet.toImmutableSet;

import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Iterables;
import com.google.common.graph.Graph;
import com.google.common.graph.GraphBuilder;
import com.google.common.graph.Graphs;
import com.google.common.graph.Graphs.TransitiveClosureSelfLoopStrategy;
import com.google.common.graph.MutableGraph;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rooms of a module: which of its packages may know which, and how closely its classes know one
 * another. Read from the sources: a class knows those that its code names, not those of its
 * Javadoc.
 */
final class Rooms {

  /**
   * For each package of {@code exec} those that it may know, each of which stands before it: so no
   * two can come to need one another.
   */
  static final ImmutableSetMultimap<String, String> EXEC =
      ImmutableSetMultimap.<String, String>builder()
          .putAll("emit", "bytecode", "machine", "math")
          .putAll("ir", "machine", "tile")
          .putAll("gemm", "bytecode", "machine", "tile")
          .putAll("gemm.indirect", "bytecode", "machine", "emit", "gemm")
          .putAll("block", "machine", "math", "emit")
          .putAll("step", "machine", "emit", "ir", "plan", "block", "tile")
          .putAll("schedule", "ir", "plan")
          .putAll("pass.simplify", "ir", "rewrite")
          .putAll("pass.merge", "machine", "ir", "gemm", "rewrite", "tile")
          .putAll("pass.sparse", "ir", "rewrite", "tile", "pass.simplify")
          .putAll("pass.fuse", "machine", "emit", "ir", "rewrite", "schedule", "tile")
          .putAll("compile", "bytecode", "machine", "ir", "plan", "step", "schedule")
          .putAll("compile", "pass.simplify", "pass.merge", "pass.sparse", "pass.fuse")
          .putAll("", "machine", "math", "plan", "step", "compile")
          .build();

  /** The packages of {@code exec} that know no other. */
  static final ImmutableSet<String> GROUND =
      ImmutableSet.of("bytecode", "machine", "math", "plan", "rewrite", "tile");

  private Rooms() {}

  /** Returns which top-level class names which, by their full names. */
  static Graph<String> classes(Collection<Source> sources) {
    MutableGraph<String> graph = GraphBuilder.directed().build();
    for (var source : sources) {
      if (source.unit().getPackage() != null && !source.fileName().startsWith("package-info")) {
        graph.addNode(className(source));
      }
    }
    var known = ImmutableSet.copyOf(graph.nodes());
    for (var source : sources) {
      if (source.unit().getPackage() != null && known.contains(className(source))) {
        for (var used : used(source, known)) {
          if (!used.equals(className(source))) {
            graph.putEdge(className(source), used);
          }
        }
      }
    }
    return graph;
  }

  private static String className(Source source) {
    return packageName(source) + "." + source.fileName().replace(".java", "");
  }

  private static String packageName(Source source) {
    return Source.name(source.unit().getPackageName());
  }

  private static Set<String> used(Source source, Set<String> known) {
    Map<String, String> imported = new HashMap<>();
    for (var tree : source.unit().getImports()) {
      var name = Source.name(tree.getQualifiedIdentifier());
      imported.put(name.substring(name.lastIndexOf('.') + 1), name);
    }
    var used = new HashSet<String>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitIdentifier(IdentifierTree tree, @Nullable Void unused) {
        var name = tree.getName().toString();
        var full = imported.getOrDefault(name, packageName(source) + "." + name);
        // A name of a nested class, or of a static member, is one of the class around it.
        while (full.contains(".") && !known.contains(full)) {
          full = full.substring(0, full.lastIndexOf('.'));
        }
        if (known.contains(full)) {
          used.add(full);
        }
        return super.visitIdentifier(tree, unused);
      }
    }.scan(source.unit().getTypeDecls(), null);
    return used;
  }

  /** Returns the largest sets of more than {@code size} nodes that all lead to one another. */
  static ImmutableSet<ImmutableSet<String>> circles(Graph<String> graph, int size) {
    var reach =
        Graphs.transitiveClosure(graph, TransitiveClosureSelfLoopStrategy.ADD_SELF_LOOPS_ALWAYS);
    return graph.nodes().stream()
        .map(node ->
            Iterables.concat(
                List.of(node),
                reach.successors(node).stream()
                    .filter(other -> reach.hasEdgeConnecting(other, node))
                    .toList()))
        .map(ImmutableSet::copyOf)
        .filter(circle -> circle.size() > size)
        .collect(toImmutableSet());
  }

  /**
   * Returns the arrows between packages that are not allowed.
   *
   * @param root the package of the module; the others are named from there
   */
  static List<String> forbidden(
      Graph<String> classes, String root, ImmutableSetMultimap<String, String> allowed) {
    var found = new ArrayList<String>();
    for (var edge : classes.edges()) {
      var from = room(edge.source(), root);
      var to = room(edge.target(), root);
      if (!from.equals(to) && !allowed.containsEntry(from, to)) {
        found.add(
            "%s names %s: '%s' may not know '%s'"
                .formatted(edge.source(), edge.target(), from, to));
      }
    }
    return found;
  }

  /** Returns the allowed arrows that no class takes, and may therefore be taken off the list. */
  static List<String> unused(
      Graph<String> classes, String root, ImmutableSetMultimap<String, String> allowed) {
    var taken = new HashSet<Map.Entry<String, String>>();
    for (var edge : classes.edges()) {
      taken.add(Map.entry(room(edge.source(), root), room(edge.target(), root)));
    }
    return allowed.entries().stream()
        .filter(arrow -> !taken.contains(arrow))
        .map(arrow -> "'%s' no longer knows '%s'".formatted(arrow.getKey(), arrow.getValue()))
        .toList();
  }

  /** Returns the packages of some classes, named from the package of the module. */
  static ImmutableSet<String> rooms(Graph<String> classes, String root) {
    return classes.nodes().stream().map(name -> room(name, root)).collect(toImmutableSet());
  }

  private static String room(String className, String root) {
    var of = className.substring(0, className.lastIndexOf('.'));
    return of.equals(root) ? "" : of.substring(root.length() + 1);
  }
}
