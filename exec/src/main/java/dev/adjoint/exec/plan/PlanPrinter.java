// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.plan;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.StringJoiner;

/**
 * Prints a plan, one step a line, then the memory that its temporaries take:
 *
 * <pre>{@code
 * t.f32@0 = matmul x0, v0 : f32[32, 10]
 * t.f32@0 = add t.f32@0, t.f32@320 : f32[32, 10]  in place
 * v0 <- t.f32@0
 * temporaries: 2560 bytes planned, 3840 without reuse, 2560 at least
 * }</pre>
 *
 * <p>The plans of the bodies of control flow follow their step, indented.
 *
 * <p>A slot is called {@code x} for an input, {@code v} for a variable, {@code c} for a constant,
 * {@code y} for an output, each with its number, and {@code t} for a temporary, with its dtype and
 * place in the arena.
 */
public final class PlanPrinter {
  private static final String INDENT = "    ";

  private PlanPrinter() {}

  /** Returns the listing. */
  public static String print(Plan plan) {
    StringBuilder out = new StringBuilder();
    print(plan, out);
    return out.toString();
  }

  /**
   * Writes the listing, a line at a time.
   *
   * @throws UncheckedIOException if {@code out} fails
   */
  public static void print(Plan plan, Appendable out) {
    try {
      print(plan, "", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Goes as deep as control flow is nested. */
  private static void print(Plan plan, String indent, Appendable out) throws IOException {
    for (int i = 0; i < plan.steps().size(); i++) {
      out.append(indent).append(line(plan, plan.steps().get(i))).append('\n');
      for (Plan body : plan.bodies().getOrDefault(i, ImmutableList.of())) {
        print(body, indent + INDENT, out);
      }
    }
    Memory memory = plan.memory();
    String bodies =
        plan.bodies().isEmpty() ? "" : ", %s with bodies".formatted(plan.plannedBytes());
    out.append(indent)
        .append(
            "temporaries: %s bytes planned, %s without reuse, %s at least%s\n"
                .formatted(
                    memory.plannedBytes(),
                    memory.bytesWithoutReuse(),
                    memory.lowerBound(),
                    bodies));
  }

  /** Returns the line of one step. */
  public static String line(Plan plan, PlanStep step) {
    return switch (step) {
      case PlanStep.Copy copy -> list(plan, copy.writes()) + " <- " + list(plan, copy.reads());
      case PlanStep.Apply apply -> {
        StringJoiner types = new StringJoiner(", ");
        apply.outputTypes().forEach(t -> types.add(t.toString()));
        String reads = list(plan, apply.reads());
        yield list(plan, apply.writes())
            + " = "
            + apply.op().name()
            + apply.op().parameters()
            + (reads.isEmpty() ? "" : " " + reads)
            + " : "
            + types
            + (apply.isInPlace() ? "  in place" : "");
      }
    };
  }

  private static String list(Plan plan, ImmutableIntArray slots) {
    StringJoiner names = new StringJoiner(", ");
    slots.forEach(s -> names.add(plan.slots().get(s).toString()));
    return names.toString();
  }
}
