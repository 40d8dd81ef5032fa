package dev.adjoint.examples;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import picocli.CommandLine;

/** How the examples answer on the command line: what goes wrong is said in one line. */
final class Commands {
  private Commands() {}

  /** Returns the command line of a program. */
  static CommandLine line(Object program) {
    CommandLine line = new CommandLine(program);
    line.setParameterExceptionHandler((e, _) -> {
      complain(e.getCommandLine(), e);
      return CommandLine.ExitCode.USAGE;
    });
    line.setExecutionExceptionHandler((e, at, _) -> {
      if (e instanceof IOException || e instanceof ArithmeticException) {
        complain(at, e);
        return CommandLine.ExitCode.SOFTWARE;
      }
      throw e;
    });
    return line;
  }

  private static void complain(CommandLine line, Exception e) {
    String problem =
        e instanceof AccessDeniedException ? e.getMessage() + ": access denied" : e.getMessage();
    line.getErr().println(line.getCommandName() + ": " + problem);
  }
}
