// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.architecture;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toSet;

import com.google.common.base.Ascii;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules that every source file keeps, each a function that returns the places that break it.
 */
final class Rules {

  private static final int MAX_LINES = 400;

  /** A Javadoc, after the comment of a licence if there is one. */
  private static final Pattern DOCUMENTED = Pattern.compile("(//.*\\n)*/\\*\\*");

  private static final Pattern NOTE_TO_SELF =
      Pattern.compile("\\b(TOD[O]|FIXM[E]|XX[X]|HAC[K])\\b");

  private static final ImmutableSet<String> STREAMS =
      ImmutableSet.of("System.out", "System.err", "java.lang.System.out", "java.lang.System.err");

  /** The functions of {@link Math} that may differ in the last bit from machine to machine. */
  private static final ImmutableSet<String> INEXACT =
      ImmutableSet.of(
          "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp",
          "expm1", "log", "log10", "log1p", "pow", "cbrt", "hypot");

  /** A conversion of {@link java.util.Formatter} that writes in the digits of a language. */
  private static final Pattern BY_LOCALE = Pattern.compile("%(?!n|-?\\d*s|\\d*x)");

  private Rules() {}

  /** Returns a violation if a file has more than 400 lines. */
  static List<Violation> length(Source source) {
    long lines = source.text().lines().count();
    return lines <= MAX_LINES
        ? List.of()
        : List.of(
            new Violation(
                source.path(), lines, "more than " + MAX_LINES + " lines: split the file"));
  }

  /** Returns the names that several files outside of tests have, but for those of descriptors. */
  static Set<String> twins(List<Source> sources) {
    var seen = new HashSet<String>();
    return sources.stream()
        .filter(source -> source.path().contains("/src/main/"))
        .map(Source::fileName)
        .filter(name -> !name.equals("package-info.java") && !name.equals("module-info.java"))
        .filter(name -> !seen.add(name))
        .collect(toSet());
  }

  /** Returns the lines of a file that put off work. */
  static List<Violation> notesToSelf(Source source) {
    if (!NOTE_TO_SELF.matcher(source.text()).find()) {
      return List.of();
    }
    var found = new ArrayList<Violation>();
    long line = 0;
    for (var text : Splitter.on('\n').split(source.text())) {
      line++;
      var note = NOTE_TO_SELF.matcher(text);
      if (note.find()) {
        found.add(new Violation(source.path(), line, note.group() + ": do it or leave it"));
      }
    }
    return found;
  }

  /** Returns the imports of a file that end in a star. */
  static List<Violation> starImports(Source source) {
    var found = new ArrayList<Violation>();
    for (var tree : source.unit().getImports()) {
      if (tree.getQualifiedIdentifier().toString().endsWith(".*")) {
        found.add(source.at(tree, "star import: name what is used"));
      }
    }
    return found;
  }

  /** Returns the tests of a file that are switched off. */
  static List<Violation> disabledTests(Source source) {
    var found = new ArrayList<Violation>();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitAnnotation(AnnotationTree tree, @Nullable Void unused) {
        if (Source.lastName(tree.getAnnotationType()).equals("Disabled")) {
          found.add(source.at(tree, "disabled test: repair or remove it"));
        }
        return super.visitAnnotation(tree, unused);
      }
    }.scan(source.unit(), null);
    return found;
  }

  /** Returns the places of library code that write to the standard streams. */
  static List<Violation> printing(Source source) {
    var found = new ArrayList<Violation>();
    forEachMember(
        source,
        tree -> {
          if (isPrinting(tree)) {
            found.add(source.at(tree, "library code prints nothing: throw, return or log"));
          }
        });
    return found;
  }

  private static boolean isPrinting(MemberSelectTree tree) {
    return tree.getIdentifier().contentEquals("printStackTrace")
        || STREAMS.contains(Source.name(tree));
  }

  /** Returns the places of library code whose results may differ from machine to machine. */
  static List<Violation> inexactMath(Source source) {
    var found = new ArrayList<Violation>();
    forEachMember(
        source,
        tree -> {
          var name = tree.getIdentifier().toString();
          var owner = Source.lastName(tree.getExpression());
          if (owner.equals("Math") && (INEXACT.contains(name) || name.equals("*"))) {
            found.add(source.at(tree, "Math." + name + " varies in the last bit: use StrictMath"));
          } else if (owner.equals("Math") && name.equals("random")) {
            found.add(source.at(tree, "Math.random cannot be repeated: take a key"));
          } else if (owner.equals("VectorOperators") && INEXACT.contains(Ascii.toLowerCase(name))) {
            found.add(source.at(tree, "VectorOperators." + name + " varies in the last bit"));
          } else if (name.equals("reduceLanes")) {
            found.add(source.at(tree, "reduceLanes adds in no fixed order: fold the lanes"));
          }
        });
    return found;
  }

  /** Returns the places, outside of tests, whose texts follow the language of the machine. */
  static List<Violation> localeDependence(Source source) {
    var found = new ArrayList<Violation>();
    if (!source.path().contains("/src/main/")) {
      return found;
    }
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMethodInvocation(
          MethodInvocationTree tree, @Nullable Void unused) {
        if (tree.getMethodSelect() instanceof MemberSelectTree method
            && followsLocale(tree, method)) {
          found.add(source.at(tree, "follows the language of the machine: name Locale.ROOT"));
        }
        return super.visitMethodInvocation(tree, unused);
      }
    }.scan(source.unit(), null);
    return found;
  }

  private static boolean followsLocale(MethodInvocationTree call, MemberSelectTree method) {
    var arguments = call.getArguments();
    return switch (method.getIdentifier().toString()) {
      case "formatted" -> literals(method.getExpression()).anyMatch(Rules::convertsByLocale);
      case "format", "printf" ->
          arguments.isEmpty() || !Source.name(arguments.getFirst()).equals("Locale.ROOT");
      case "toLowerCase", "toUpperCase" -> arguments.isEmpty();
      default -> false;
    };
  }

  private static boolean convertsByLocale(String format) {
    return BY_LOCALE.matcher(format.replace("%%", "")).find();
  }

  private static Stream<String> literals(Tree tree) {
    var texts = Stream.<String>builder();
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitLiteral(LiteralTree literal, @Nullable Void unused) {
        texts.add(String.valueOf(literal.getValue()));
        return null;
      }
    }.scan(tree, null);
    return texts.build();
  }

  /** Returns the packages that lack a documented package-info.java with {@code @NullMarked}. */
  static List<Violation> packages(List<Source> sources) {
    var found = new ArrayList<Violation>();
    sources.stream()
        .filter(source -> source.unit().getPackage() != null)
        .collect(groupingBy(source -> source.module() + " " + source.unit().getPackageName()))
        .forEach((_, members) -> {
          if (members.stream().noneMatch(Rules::isPackageInfo)) {
            found.add(
                new Violation(
                    members.getFirst().folder(),
                    1,
                    "no package-info.java with a Javadoc and @NullMarked"));
          }
        });
    return found;
  }

  private static boolean isPackageInfo(Source source) {
    return source.fileName().equals("package-info.java")
        && DOCUMENTED.matcher(source.text()).lookingAt()
        && source.unit().getPackage().getAnnotations().stream()
            .anyMatch(tree -> tree.getAnnotationType().toString().equals("NullMarked"));
  }

  /** Calls {@code action} with every {@code a.b} of library code, imports among them. */
  private static void forEachMember(Source source, Consumer<MemberSelectTree> action) {
    if (!source.isLibrary()) {
      return;
    }
    new TreeScanner<@Nullable Void, @Nullable Void>() {
      @Override
      public @Nullable Void visitMemberSelect(MemberSelectTree tree, @Nullable Void unused) {
        action.accept(tree);
        return super.visitMemberSelect(tree, unused);
      }
    }.scan(source.unit(), null);
  }
}
