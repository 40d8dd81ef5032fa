// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.benchmarks.peers;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adjoint beside its peers. All are started, must agree on what they compute, and warm up; then
 * they are timed in turn, round after round, so that whatever else the machine does hits all alike.
 */
final class Contest {
  private final Contender adjoint;
  private final ImmutableList<Contender> peers;
  private final TimingPlan schedule;
  private final Map<String, String> versions = new LinkedHashMap<>();
  private final List<String> failures = new ArrayList<>();

  Contest(Contender adjoint, ImmutableList<Contender> peers, TimingPlan schedule) {
    this.adjoint = adjoint;
    this.peers = peers;
    this.schedule = schedule;
  }

  /** Returns what the peers said they are, by name; empty before the first {@link #run}. */
  Map<String, String> versions() {
    return versions;
  }

  /** Returns what peers that may fail failed at so far. */
  List<String> failures() {
    return failures;
  }

  /**
   * Returns a row for each peer, except those that fail and may.
   *
   * @throws ContestException if a contender fails or computes something else than Adjoint
   */
  ImmutableList<Row> run(String workload) {
    boolean random = Workloads.named(workload).isRandom();
    List<Contender> others = new ArrayList<>(peers);
    others.removeIf(peer -> !Workloads.named(workload).isInDjl() && peer.name().equals("djl"));
    if (others.isEmpty()) {
      failures.add(workload + ": DJL has no step for it; compare with --jax");
      return ImmutableList.of();
    }
    Map<String, Session> sessions = new LinkedHashMap<>();
    try {
      Session first = adjoint.start(workload);
      sessions.put(adjoint.name(), first);
      for (Contender peer : others) {
        start(peer, workload)
            .ifPresent(session -> {
              sessions.put(peer.name(), session);
              Agreement.check(random, first.ready(), peer.name(), session.ready());
              versions.put(peer.name(), session.ready().version());
            });
      }
      return rows(workload, times(sessions));
    } finally {
      sessions.values().forEach(Session::close);
    }
  }

  private Optional<Session> start(Contender peer, String workload) {
    try {
      return Optional.of(peer.start(workload));
    } catch (ContestException e) {
      if (!peer.mayFail()) {
        throw e;
      }
      failures.add(workload + ": " + e.getMessage().lines().findFirst().orElse(""));
      return Optional.empty();
    }
  }

  /** Returns the microseconds of each contender in each round. */
  private Map<String, double[]> times(Map<String, Session> sessions) {
    Map<String, double[]> micros = new LinkedHashMap<>();
    sessions.forEach((name, session) -> {
      session.time(schedule.warmUp());
      micros.put(name, new double[schedule.rounds()]);
    });
    for (int i = 0; i < schedule.rounds(); i++) {
      int round = i;
      sessions.forEach((name, session) -> micros.get(name)[round] = session.time(schedule.block()));
    }
    return micros;
  }

  private ImmutableList<Row> rows(String workload, Map<String, double[]> micros) {
    double[] own = micros.remove(adjoint.name());
    ImmutableList.Builder<Row> rows = ImmutableList.builder();
    micros.forEach((name, peer) ->
        rows.add(
            new Row(
                workload,
                Statistics.median(own),
                name,
                Statistics.median(peer),
                Statistics.medianRatio(own, peer))));
    return rows.build();
  }
}
