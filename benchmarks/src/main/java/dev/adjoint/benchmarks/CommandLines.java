package dev.adjoint.benchmarks;

import java.util.function.Predicate;
import picocli.CommandLine;

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

  private static int usage(CommandLine line, String name, Exception e) {
    line.getErr().println(name + ": " + e.getMessage());
    return CommandLine.ExitCode.USAGE;
  }
}
