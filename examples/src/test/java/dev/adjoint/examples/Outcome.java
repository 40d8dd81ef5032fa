// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import dev.adjoint.examples.command.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/**
 * What came of running a program.
 *
 * @param code the exit code
 * @param out the lines it printed
 * @param err the lines it complained in
 */
record Outcome(int code, List<String> out, List<String> err) {
  /** Runs {@link Digits} in this JVM. */
  static Outcome digits(String... args) {
    return of(new Digits(), args);
  }

  /** Runs a program in this JVM. */
  static Outcome of(Object program, String... args) {
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    System.setOut(out); // first: a command line remembers what it finds
    try {
      CommandLine line = Commands.line(program);
      line.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
      line.setErr(new PrintWriter(err, true));
      int code = line.execute(args);
      line.getOut().flush();
      return new Outcome(
          code,
          printed.toString(StandardCharsets.UTF_8).lines().toList(),
          err.toString().lines().toList());
    } finally {
      System.setOut(before);
    }
  }

  /** Runs a program in a JVM of its own. */
  static Outcome inNewJvm(Class<?> main, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Djava.awt.headless=true",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(args));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), out.lines().toList(), List.of());
  }

  /** Returns the printed lines that start with a word. */
  List<String> linesOf(String word) {
    return out.stream().filter(line -> line.startsWith(word)).toList();
  }

  /** Returns the number at the end of the only line that starts with a word. */
  double number(String word) {
    List<String> lines = linesOf(word);
    if (lines.size() != 1) {
      throw new AssertionError("expected one line of '" + word + "', found " + lines);
    }
    String line = lines.getFirst();
    return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
  }
}
