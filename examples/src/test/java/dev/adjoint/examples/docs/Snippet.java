// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A block of Java in a Markdown file: a compact source file with a {@code main}, and what the page
 * says that it prints, if a block marked {@code text} follows at once.
 *
 * @param page the file
 * @param line the line on which the code starts
 * @param code the source
 * @param prints the promised output
 */
record Snippet(Path page, int line, String code, Optional<String> prints) {
  /** Returns the programs of a page; a module descriptor is none. */
  static List<Snippet> of(Page page) {
    List<Snippet> snippets = new ArrayList<>();
    List<Page.Piece> blocks = page.blocks();
    for (int i = 0; i < blocks.size(); i++) {
      Page.Piece block = blocks.get(i);
      if (block.language().equals("java") && !block.text().startsWith("module ")) {
        Optional<String> prints =
            blocks.stream()
                .skip(i + 1)
                .findFirst()
                .filter(next -> follows(next, block))
                .map(Page.Piece::text);
        snippets.add(new Snippet(page.path(), block.line(), block.text(), prints));
      }
    }
    return snippets;
  }

  /**
   * Returns whether a block of output stands below a program with nothing but a blank line between.
   */
  private static boolean follows(Page.Piece output, Page.Piece program) {
    int end = program.line() + (int) program.text().lines().count();
    return output.language().equals("text") && output.line() == end + 3;
  }

  /**
   * Compiles the code, runs its {@code main} and returns what that printed.
   *
   * @param scratch an empty folder
   * @throws AssertionError if it does not compile
   */
  String run(Path scratch) throws IOException, ReflectiveOperationException {
    Path source = Files.writeString(scratch.resolve("Snippet.java"), code);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      Iterable<? extends JavaFileObject> units = files.getJavaFileObjects(source);
      List<String> options =
          List.of("-d", scratch.toString(), "-cp", System.getProperty("java.class.path"));
      if (!compiler.getTask(problems, files, null, options, null, units).call()) {
        throw new AssertionError(this + " does not compile:\n" + problems);
      }
    }
    try (URLClassLoader loader = new URLClassLoader(new URL[] {scratch.toUri().toURL()})) {
      return printed(loader.loadClass("Snippet"));
    }
  }

  private static String printed(Class<?> program) throws ReflectiveOperationException {
    Constructor<?> constructor = program.getDeclaredConstructor();
    constructor.setAccessible(true);
    Method main = program.getDeclaredMethod("main");
    main.setAccessible(true);
    PrintStream console = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      main.invoke(constructor.newInstance());
    } finally {
      System.setOut(console);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return page + ":" + line;
  }
}
