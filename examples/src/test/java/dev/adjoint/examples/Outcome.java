package dev.adjoint.examples;

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
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = Commands.line(new Digits());
    line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    int code = line.execute(args);
    return new Outcome(code, out.toString().lines().toList(), err.toString().lines().toList());
  }

  /** Runs a program that takes no options in this JVM. */
  static Outcome of(Runnable main) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      main.run();
    } finally {
      System.setOut(before);
    }
    return new Outcome(0, out.toString(StandardCharsets.UTF_8).lines().toList(), List.of());
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

  /** Returns the number at the end of the last line. */
  double result() {
    String last = out.getLast();
    return Double.parseDouble(last.substring(last.lastIndexOf(' ') + 1));
  }
}
