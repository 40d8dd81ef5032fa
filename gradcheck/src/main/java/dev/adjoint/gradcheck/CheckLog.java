// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a check writes down while it runs. */
final class CheckLog {
  private final Settings settings;
  private final List<Finding> findings = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private boolean differentiable;
  private boolean volunteered;
  private int order = 1;
  private Optional<Supplier<FaultDiagnosis>> diagnosis = Optional.empty();

  CheckLog(Settings settings) {
    this.settings = settings;
  }

  /** Writes down a finding, unless findings of its kind are allowed. */
  void find(Finding.Kind kind, String message) {
    if (settings.allowed().contains(kind)) {
      return;
    }
    if (volunteered && !kind.isWrong()) {
      note("not settled: " + message);
    } else {
      findings.add(new Finding(kind, message));
    }
  }

  /** Says that nobody asked for what comes now: only errors in it count. */
  void volunteer() {
    volunteered = true;
  }

  /** Writes down which order is looked at. */
  void reach(int newOrder) {
    order = Math.max(order, newOrder);
  }

  /** Writes down an entry. */
  void add(Entry entry) {
    entries.add(entry);
  }

  /** Writes down something worth knowing that keeps nothing from passing. */
  void note(String message) {
    notes.add(message);
  }

  /** Writes down that there is a derivative. */
  void differentiable() {
    differentiable = true;
  }

  /** Keeps what can be said of the first error, which is asked for at the end. */
  void diagnose(Supplier<FaultDiagnosis> first) {
    if (diagnosis.isEmpty()) {
      diagnosis = Optional.of(first);
    }
  }

  /** Takes over from another protocol what says that a rule is wrong. */
  void addErrors(CheckLog other) {
    other.findings.stream().filter(f -> f.kind().isWrong()).forEach(findings::add);
    other.entries.stream()
        .filter(e -> e.fault().filter(Finding.Kind::isWrong).isPresent())
        .forEach(entries::add);
    other.diagnosis.ifPresent(this::diagnose);
  }

  /** Returns whether an error was found. */
  boolean hasErrors() {
    return findings.stream().anyMatch(f -> f.kind().isWrong());
  }

  /** Returns all that was written down. */
  Report report(String name) {
    return new Report(
        name,
        settings.order() == Settings.CHEAP ? order : settings.order(),
        settings.seed(),
        verdict(),
        ImmutableList.copyOf(findings),
        ImmutableList.copyOf(entries),
        ImmutableList.copyOf(notes),
        diagnosis.filter(_ -> hasErrors()).map(Supplier::get));
  }

  private Verdict verdict() {
    if (hasErrors()) {
      return Verdict.WRONG;
    }
    if (!findings.isEmpty()) {
      return Verdict.INCONCLUSIVE;
    }
    return differentiable ? Verdict.CORRECT : Verdict.NOT_DIFFERENTIABLE;
  }
}
