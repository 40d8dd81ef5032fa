// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import picocli.CommandLine;
import picocli.CommandLine.UnmatchedArgumentException;

/** Command lines that say in one line what a user can mend, and end with 2 then. */
public final class CommandLines {
  private CommandLines() {}

  /**
   * Returns the command line of a command.
   *
   * @param name what its messages begin with
   * @param isMendable which exceptions of a run are the user's to mend; all others are thrown
   */
  public static CommandLine of(Object command, String name, Predicate<Exception> isMendable) {
    CommandLine line = new CommandLine(command).setOverwrittenOptionsAllowed(true);
    line.setParameterExceptionHandler((e, _) -> usage(line, name, e));
    line.setExecutionExceptionHandler((e, _, _) -> {
      if (isMendable.test(e)) {
        return usage(line, name, e);
      }
      throw e;
    });
    return line;
  }

  /**
   * Checks before the work that files can be written to a folder, which is made if it is not there.
   *
   * @throws IllegalArgumentException if they cannot; the message names the option
   */
  public static void checkFolder(String option, Path folder) {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, ".try", ""));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          option + ": expected a folder to write to, found none: " + e.getMessage(), e);
    }
  }

  private static int usage(CommandLine line, String name, Exception e) {
    String problem =
        e instanceof UnmatchedArgumentException unmatched ? unknown(unmatched) : e.getMessage();
    line.getErr().println(name + ": " + problem);
    return CommandLine.ExitCode.USAGE;
  }

  private static String unknown(UnmatchedArgumentException e) {
    String typed = e.getUnmatched().getFirst();
    String option = typed.replaceFirst("=.*", "");
    return e.isUnknownOption()
        ? "unknown option "
            + option
            + e.getSuggestions().stream()
                .findFirst()
                .map(near -> ": did you mean " + near + "?")
                .orElse("; --help lists those there are")
        : "unexpected argument '" + typed + "'; --help lists the options";
  }
}
