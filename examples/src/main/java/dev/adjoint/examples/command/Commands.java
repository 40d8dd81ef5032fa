// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * How the examples answer on the command line: every one has {@code --help}, and what goes wrong is
 * said in one line. The exit code is 2 then if the arguments are to blame, else 1.
 */
public final class Commands {
  private Commands() {}

  /** Runs a program and ends the JVM with its exit code. It speaks English on every machine. */
  public static void run(Object program, String... args) {
    Locale.setDefault(Locale.ROOT); // for the libraries that draw, too
    System.exit(line(program).execute(args));
  }

  /** Returns the command line of a program. */
  public static CommandLine line(Object program) {
    CommandLine line = new CommandLine(program);
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help").usageHelp(true).description("Shows this.").build());
    line.setParameterExceptionHandler((e, _) -> {
      complain(e.getCommandLine(), blame(e));
      return CommandLine.ExitCode.USAGE;
    });
    line.setExecutionExceptionHandler((e, at, _) -> {
      if (!isForTheUser(e)) {
        throw e; // a fault of the program, which needs its trace
      }
      complain(at, describe(e));
      return CommandLine.ExitCode.SOFTWARE;
    });
    return line;
  }

  private static void complain(CommandLine line, String problem) {
    line.getOut().flush();
    String inOneLine = problem.lines().map(String::strip).collect(Collectors.joining(" "));
    line.getErr().println(line.getCommandName() + ": " + inOneLine);
  }

  private static boolean isForTheUser(Exception e) {
    return e instanceof IOException
        || e instanceof UncheckedIOException
        || e instanceof ArithmeticException
        || e instanceof IllegalArgumentException;
  }

  /** Returns what went wrong, in words. */
  static String describe(Exception e) {
    return switch (e) {
      case UncheckedIOException unchecked -> describe(unchecked.getCause());
      case FileSystemException file when file.getReason() == null ->
          file.getMessage() + ": " + words(file.getClass().getSimpleName());
      default -> e.getMessage() == null ? e.toString() : e.getMessage();
    };
  }

  /** Returns what the name of an exception says, such as "access denied". */
  private static String words(String exception) {
    return exception
        .replace("Exception", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }

  private static String blame(ParameterException e) {
    String name = e.getArgSpec() instanceof OptionSpec option ? option.longestName() : "";
    String help = ": see " + e.getCommandLine().getCommandName() + " --help";
    return switch (e) {
      case UnmatchedArgumentException unmatched -> {
        String typed = unmatched.getUnmatched().getFirst();
        if (!typed.startsWith("-")) {
          yield "unexpected argument '" + typed + "'" + help;
        }
        String option = typed.replaceFirst("=.*", "");
        yield "unknown option "
            + option
            + Nearest.to(option, e.getCommandLine().getCommandSpec().optionsMap().keySet())
                .map(near -> ": did you mean " + near + "?")
                .orElse(help);
      }
      case MissingParameterException missing
          when missing.getMissing().getFirst() instanceof OptionSpec option ->
          option.longestName() + ": expected a value, " + option.paramLabel() + ", got none";
      case OverwrittenOptionException again
          when again.getOverwritten() instanceof OptionSpec option ->
          option.longestName() + ": given twice";
      default ->
          e.getCause() instanceof TypeConversionException conversion
              ? name + ": " + conversion.getMessage() + ", got '" + e.getValue() + "'"
              : e.getMessage();
    };
  }
}
