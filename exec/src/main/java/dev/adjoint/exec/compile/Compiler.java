// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.compile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.exec.CompileOptions;
import dev.adjoint.exec.Pass;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.pass.fuse.Epilogues;
import dev.adjoint.exec.pass.fuse.FuseLoops;
import dev.adjoint.exec.pass.fuse.FuseScalars;
import dev.adjoint.exec.pass.fuse.JoinInPlace;
import dev.adjoint.exec.pass.fuse.StageRows;
import dev.adjoint.exec.pass.simplify.ConstantPart;
import dev.adjoint.exec.pass.simplify.Rewrite;
import dev.adjoint.exec.pass.simplify.Rewrite.Family;
import dev.adjoint.exec.pass.simplify.Rewrites;
import dev.adjoint.exec.plan.Memory;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.schedule.ArenaLayout;
import dev.adjoint.exec.schedule.Lifetimes;
import dev.adjoint.exec.schedule.Placement;
import dev.adjoint.exec.schedule.PlanAssembler;
import dev.adjoint.exec.schedule.Schedule;
import dev.adjoint.exec.schedule.Scheduler;
import dev.adjoint.exec.step.ControlCode;
import dev.adjoint.exec.step.Executable;
import dev.adjoint.exec.step.StepCode;
import dev.adjoint.exec.step.StepCodes;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphVerifier;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.TensorType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Turns a graph into something that runs. {@link #compile} is the table of contents:
 *
 * <ol>
 *   <li>Take out what follows from constants alone: a program computes it once, not in every run.
 *   <li>Verify: every type is inferred anew.
 *   <li>Simplify: passes from graph to graph. Nodes that are dead afterwards are gone.
 *   <li>Fuse: nodes on single numbers become straight-line code, and nodes that can share a loop
 *       one node, which the stages that follow see as a single step. A loop over a product joins
 *       it, and loops that can share rows one another. What a loop computes to be joined is written
 *       where it is joined.
 *   <li>Schedule: the order of the steps.
 *   <li>Plan memory: lifetimes, then who shares a place with whom, then where each place lies.
 *   <li>Emit: the code of each step, one for all steps that do the same; for a fused loop, a
 *       generated class. The bodies of control flow are compiled in the same way, each like a graph
 *       of its own.
 * </ol>
 */
final class Compiler {
  /** The system property that has the graph verified after each pass even without assertions. */
  static final String VERIFY_PROPERTY = "adjoint.verify";

  private static final Family[] NODE_BY_NODE = {
    Family.IDENTITY, Family.ALGEBRA, Family.FACTORS, Family.VIEWS, Family.HOIST, Family.ABSORB
  };

  private static final Pass[] DONE_WHERE_SIMPLIFIED = {
    Pass.EXPAND,
    Pass.FOLD,
    Pass.PRUNE,
    Pass.JOIN_SUMS,
    Pass.JOIN_PRODUCTS,
    Pass.PARTS,
    Pass.PACK,
    Pass.STRIPS
  };

  private final CompileOptions options;

  private Compiler(CompileOptions options) {
    this.options = options;
  }

  /**
   * Returns the executable of a computation.
   *
   * @param constants the number of its bound constants
   * @throws IllegalStateException if the graph or a pass is faulty
   */
  static Executable compile(Computation computation, int constants, CompileOptions options) {
    Compiler compiler = new Compiler(options);
    if (!compiler.on(Pass.FOLD)) {
      return compiler.compile(computation);
    }
    ConstantPart part = ConstantPart.of(computation, constants);
    Executable rest = compiler.compile(part.rest());
    if (part.results().isEmpty()) {
      return rest;
    }
    Graph derived = Graph.of(part.results());
    return rest.withDerived(compiler.compile(Computation.of(derived)));
  }

  private Executable compile(Computation computation) {
    GraphVerifier.verify(computation.graph());
    Computation fused = fuse(computation.with(simplify(computation.graph())));
    Schedule schedule =
        on(Pass.SCHEDULE) ? Scheduler.schedule(fused) : Scheduler.inGraphOrder(fused);
    Lifetimes lifetimes = Lifetimes.of(schedule, on(Pass.SHARE));
    Placement placement = Placement.of(lifetimes, on(Pass.IN_PLACE));
    Memory memory = ArenaLayout.layOut(placement, on(Pass.REUSE));
    return emit(PlanAssembler.assemble(placement, memory));
  }

  private boolean on(Pass pass) {
    return options.isOn(pass);
  }

  private Graph simplify(Graph graph) {
    Graph expanded = rewrite(graph, Family.EXPAND);
    Graph folded = rewrite(expanded, Family.FOLD);
    Graph simple = on(Pass.REWRITE) ? rewrite(folded, NODE_BY_NODE) : folded;
    Graph refolded = rewrite(simple, Family.FOLD);
    Graph pruned = rewrite(refolded, Family.PRUNE);
    Graph merged = rewrite(pruned, Family.CSE);
    Graph summed = rewrite(merged, Family.JOIN_SUMS);
    Graph joined = rewrite(summed, Family.JOIN_PRODUCTS);
    Graph parted = rewrite(joined, Family.PARTS);
    Graph viewed = parted == merged ? merged : simplifyViews(parted);
    return rewrite(rewrite(viewed, Family.PACK), Family.STRIPS);
  }

  /** Simplifies views only: what else there is is simple already, and transposes are to stay. */
  private Graph simplifyViews(Graph graph) {
    Graph viewed = on(Pass.REWRITE) ? rewrite(graph, Family.VIEWS) : graph;
    return rewrite(viewed, Family.CSE);
  }

  /** Applies the rows of the table that belong to some families, as far as these are on. */
  private Graph rewrite(Graph graph, Family... families) {
    List<Family> on = new ArrayList<>();
    for (Family family : families) {
      if (on(Pass.of(family.toString()))) {
        on.add(family);
      }
    }
    List<Rewrite> rows = new ArrayList<>();
    for (Rewrite row : Rewrites.TABLE) {
      if (on.contains(row.family())) {
        rows.add(row);
      }
    }
    return rows.isEmpty() ? graph : verified(on, Rewrites.apply(rows, graph));
  }

  private Computation fuse(Computation simple) {
    Computation straight = on(Pass.EMIT) ? apply(Pass.SCALARS, FuseScalars::apply, simple) : simple;
    Computation fused = apply(Pass.FUSE, FuseLoops::apply, straight);
    Computation tiled = apply(Pass.EPILOGUES, Epilogues::apply, fused);
    Computation staged = apply(Pass.STAGE, StageRows::apply, tiled);
    return apply(Pass.JOIN_IN_PLACE, JoinInPlace::apply, staged);
  }

  /** Applies a pass if it is on. */
  private Computation apply(Pass pass, UnaryOperator<Computation> how, Computation before) {
    if (!on(pass)) {
      return before;
    }
    Computation after = how.apply(before);
    verified(List.of(pass), after.graph());
    return after;
  }

  private static Graph verified(List<?> passes, Graph result) {
    if (Compiler.class.desiredAssertionStatus() || Boolean.getBoolean(VERIFY_PROPERTY)) {
      try {
        GraphVerifier.verify(result);
      } catch (RuntimeException e) {
        throw new IllegalStateException("compile: pass " + passes + " made a faulty graph", e);
      }
    }
    return result;
  }

  private record Signature(
      Op op, ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {}

  private Compiler forBodiesOf(ControlOp op) {
    return op.hasSimplifiedBodies() ? new Compiler(options.without(DONE_WHERE_SIMPLIFIED)) : this;
  }

  private Executable body(BodyGraph body) {
    return ProgramCache.of(body, options);
  }

  private Executable emit(Plan plan) {
    StepCodes codesOf = new StepCodes(on(Pass.EMIT), (op, body) -> forBodiesOf(op).body(body));
    Map<Signature, StepCode> known = new HashMap<>();
    ImmutableList.Builder<StepCode> codes = ImmutableList.builder();
    ImmutableMap.Builder<Integer, ImmutableList<Plan>> bodies = ImmutableMap.builder();
    for (int i = 0; i < plan.steps().size(); i++) {
      if (plan.steps().get(i) instanceof PlanStep.Apply apply) {
        StepCode code =
            known.computeIfAbsent(
                new Signature(apply.op(), apply.inputTypes(), apply.outputTypes()),
                step -> codesOf.code(step.op(), step.inputs(), step.outputs()));
        codes.add(code);
        if (code instanceof ControlCode control) {
          bodies.put(i, control.plans());
        }
      }
    }
    return new Executable(plan.withBodies(bodies.buildOrThrow()), codes.build(), Optional.empty());
  }
}
