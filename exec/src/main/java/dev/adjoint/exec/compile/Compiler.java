// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.compile;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.exec.ir.Computation;
import dev.adjoint.exec.pass.simplify.ConstantPart;
import dev.adjoint.exec.pass.simplify.Rewrite;
import dev.adjoint.exec.plan.Memory;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.schedule.BufferAssignment;
import dev.adjoint.exec.schedule.Liveness;
import dev.adjoint.exec.schedule.OffsetAssignment;
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
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a graph into something that runs. {@link #compile} is the table of contents:
 *
 * <ol>
 *   <li>Take out the values that depend on constants alone: a program computes them once, not in
 *       every run.
 *   <li>Verify: every type is inferred anew.
 *   <li>Rewrite: the passes of the {@link Pipeline}, from graph to graph. Nodes that are dead
 *       afterwards are gone. In the end nodes on single numbers are in scalar blocks, and nodes
 *       that can share a loop are one node, which the passes that follow see as a single step.
 *   <li>Schedule: the order of the steps.
 *   <li>Plan memory: live ranges, then which of them share a buffer, then where each buffer lies.
 *   <li>Emit: the code of each step, one for all steps that do the same; for a fused loop, a
 *       generated class. Several are made at once. The bodies of control flow are compiled in the
 *       same way, each like a graph of its own.
 * </ol>
 */
final class Compiler {
  /** The system property that has the graph verified after each pass even without assertions. */
  static final String VERIFY_PROPERTY = "adjoint.verify";

  private final ImmutableSet<String> off;
  private final Workers workers;

  private Compiler(ImmutableSet<String> off, Workers workers) {
    this.off = off;
    this.workers = workers;
  }

  /**
   * Returns the executable of a computation.
   *
   * @param constants the number of its bound constants
   * @param off the names of the passes that are off, see {@link Pipeline#names}
   * @param workers make the code of several steps at once
   * @throws IllegalStateException if the graph or a pass is faulty
   */
  static Executable compile(
      Computation computation, int constants, ImmutableSet<String> off, Workers workers) {
    Compiler compiler = new Compiler(off, workers);
    if (!compiler.on(Pipeline.FOLD)) {
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
    Computation fused = Pipeline.run(computation, off, Compiler::verify);
    Schedule schedule =
        on(Pipeline.SCHEDULE) ? Scheduler.schedule(fused) : Scheduler.inGraphOrder(fused);
    Liveness liveness = Liveness.of(schedule, on(Pipeline.SHARE));
    BufferAssignment assignment = BufferAssignment.of(liveness, on(Pipeline.IN_PLACE));
    Memory memory = OffsetAssignment.layOut(assignment, on(Pipeline.REUSE));
    return emit(PlanAssembler.assemble(assignment, memory));
  }

  private boolean on(String pass) {
    return !off.contains(pass);
  }

  private static void verify(List<Rewrite> made, Graph graph) {
    if (Compiler.class.desiredAssertionStatus() || Boolean.getBoolean(VERIFY_PROPERTY)) {
      try {
        GraphVerifier.verify(graph);
      } catch (RuntimeException e) {
        List<String> names = made.stream().map(Rewrite::name).toList();
        throw new IllegalStateException("compile: pass " + names + " made a faulty graph", e);
      }
    }
  }

  private record Signature(
      Op op, ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {}

  private Executable body(ControlOp op, BodyGraph body) {
    return ProgramCache.of(
        body, op.hasSimplifiedBodies() ? Pipeline.offForParts(off) : off, workers);
  }

  private Executable emit(Plan plan) {
    Map<Signature, Integer> numbers = new HashMap<>();
    List<Signature> different = new ArrayList<>();
    List<Integer> numberOf = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      if (step instanceof PlanStep.Apply apply) {
        Signature signature = new Signature(apply.op(), apply.inputTypes(), apply.outputTypes());
        Integer known = numbers.putIfAbsent(signature, different.size());
        numberOf.add(known == null ? different.size() : known);
        if (known == null) {
          different.add(signature);
        }
      }
    }
    StepCode[] made = codes(different);
    ImmutableList.Builder<StepCode> codes = ImmutableList.builder();
    ImmutableMap.Builder<Integer, ImmutableList<Plan>> bodies = ImmutableMap.builder();
    int number = 0;
    for (int i = 0; i < plan.steps().size(); i++) {
      if (plan.steps().get(i) instanceof PlanStep.Apply) {
        StepCode code = made[numberOf.get(number++)];
        codes.add(code);
        if (code instanceof ControlCode control) {
          bodies.put(i, control.plans());
        }
      }
    }
    return new Executable(plan.withBodies(bodies.buildOrThrow()), codes.build(), Optional.empty());
  }

  private StepCode[] codes(List<Signature> steps) {
    StepCodes codesOf = new StepCodes(on(Pipeline.EMIT), this::body);
    StepCode[] made = new StepCode[steps.size()];
    workers.forEach(
        made.length,
        i -> {
          Signature step = steps.get(i);
          made[i] = codesOf.code(step.op(), step.inputs(), step.outputs());
        });
    return made;
  }
}
