// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import dev.adjoint.gradcheck.FaultPattern.Located;
import dev.adjoint.gradcheck.Finding.Kind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Checks elements of a gradient one by one. */
final class EntryCheck {
  private final Derivative derivative;
  private final CheckLog protocol;

  EntryCheck(Derivative derivative, CheckLog protocol) {
    this.derivative = derivative;
    this.protocol = protocol;
  }

  /**
   * Writes down an entry for each variable, and a finding for each sort of fault in an argument.
   */
  void run(List<Integer> variables) {
    List<Entry> entries = derivative.entries(variables);
    entries.forEach(protocol::add);
    ImmutableListMultimap.Builder<String, Located> byArgument = ImmutableListMultimap.builder();
    for (int i = 0; i < entries.size(); i++) {
      Located located = new Located(entries.get(i), derivative.at(variables.get(i)));
      byArgument.put(entries.get(i).input(), located);
    }
    Multimaps.asMap(byArgument.build()).values().forEach(this::summarize);
  }

  private void summarize(List<Located> located) {
    List<Entry> entries = located.stream().map(Located::entry).toList();
    for (Kind kind : Kind.values()) {
      List<Entry> faulty = entries.stream().filter(e -> e.has(kind)).toList();
      faulty.stream()
          .max(Comparator.comparingDouble(e -> e.error() / e.tolerance()))
          .ifPresent(worst ->
              protocol.find(
                  kind, message(kind, worst, faulty, entries) + diagnosis(kind, located)));
    }
  }

  private static String diagnosis(Kind kind, List<Located> located) {
    return kind == Kind.MISMATCH ? FaultPattern.of(located).map(d -> "; " + d).orElse("") : "";
  }

  private String message(
      Kind kind, Entry worst, Collection<Entry> faulty, Collection<Entry> entries) {
    String what =
        switch (kind) {
          case MISMATCH -> "differs from the numerical derivative";
          case NOT_FINITE -> "is not finite where the function is";
          case NOT_SMOOTH -> "cannot be checked at a kink or jump";
          case UNDEFINED -> "cannot be checked where the function is not finite";
          default -> "cannot be told by differences";
        };
    return String.format(
        Locale.ROOT,
        "the gradient by %s%s %s in %s of %s entries, most at %s: analytic %.10g, numeric %.10g"
            + " ± %.2g%s",
        worst.input(),
        derivative.where(),
        what,
        faulty.size(),
        entries.size(),
        worst.index(),
        worst.analytic(),
        worst.numeric(),
        worst.tolerance(),
        kind == Kind.MISMATCH ? "" : derivative.failures());
  }
}
