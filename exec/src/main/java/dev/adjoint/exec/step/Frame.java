// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.step;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.block.ScratchPool;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.plan.PlanStep;
import dev.adjoint.exec.plan.Slot;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that one run of an executable needs: arenas, steps bound to them, and scratch memory. Serves
 * one run at a time; runs that overlap in time need a frame each.
 */
public final class Frame {
  /** A place in the arrays of a step that names the buffer of an input or output. */
  private record RewriteContext(Buffer[] buffers, int index) {}

  private static final ImmutableMap<DType, Buffer> NOTHING =
      Arrays.stream(DType.values())
          .collect(Maps.toImmutableEnumMap(d -> d, d -> Buffer.allocate(d, 0)));

  private final Plan plan;
  private final Map<DType, Object> arenas = new EnumMap<>(DType.class);
  private final BoundStep[] steps;
  private final RewriteContext[][] inputSites;
  private final RewriteContext[][] outputSites;

  /**
   * Creates a frame.
   *
   * @param variables the variables, by number
   * @param constants the values of the bound constants, by number; null where none is read
   */
  public Frame(
      Executable executable,
      ImmutableList<Variable> variables,
      @Nullable Buffer[] constants,
      Workers workers) {
    this(executable, variables, constants, new ScratchPool(), workers);
  }

  private Frame(
      Executable executable,
      ImmutableList<Variable> variables,
      @Nullable Buffer[] constants,
      ScratchPool scratch,
      Workers workers) {
    this.plan = executable.plan();
    plan.memory().arenas().forEach((dtype, size) -> arenas.put(dtype, dtype.newArray(size)));
    Buffer[] buffers = new Buffer[plan.slots().size()];
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = buffer(plan.slots().get(i), variables, constants);
    }
    List<List<RewriteContext>> sites = new ArrayList<>();
    plan.slots().forEach(_ -> sites.add(new ArrayList<>(0)));
    this.steps = new BoundStep[plan.steps().size()];
    int next = 0;
    for (int i = 0; i < steps.length; i++) {
      PlanStep step = plan.steps().get(i);
      Buffer[] reads = pick(step.reads(), buffers, sites);
      Buffer[] writes = pick(step.writes(), buffers, sites);
      try {
        steps[i] =
            switch (step) {
              case PlanStep.Copy _ -> () -> writes[0].copyFrom(reads[0]);
              case PlanStep.Apply _ -> {
                StepCode code = executable.code().get(next++);
                yield code instanceof ControlCode control
                    ? control.bind(reads, writes, constants, scratch, workers)
                    : code.bind(reads, writes, scratch, workers);
              }
            };
      } catch (OutOfMemoryError e) {
        throw MemoryShortage.inStep(plan, i, e);
      }
    }
    this.inputSites = collect(Slot.Kind.INPUT, plan.inputs().size(), sites);
    this.outputSites = collect(Slot.Kind.OUTPUT, plan.outputs().size(), sites);
  }

  /**
   * Returns a frame for a body of control flow.
   *
   * @param constants the bound constants of the frame around it
   * @param scratch the working memory of the frame around it, which waits while the body runs
   */
  static Frame ofBody(
      Executable executable, @Nullable Buffer[] constants, ScratchPool scratch, Workers workers) {
    return new Frame(executable, ImmutableList.of(), constants, scratch, workers);
  }

  private Buffer buffer(
      Slot slot, ImmutableList<Variable> variables, @Nullable Buffer[] constants) {
    return switch (slot.kind()) {
      case INPUT, OUTPUT -> nothing(slot.dtype());
      case VARIABLE -> variables.get(slot.number()).buffer();
      case CONSTANT -> constant(plan.constants().get(slot.number()), constants);
      case TEMPORARY ->
          Buffer.wrap(slot.dtype(), arenas.get(slot.dtype()), slot.number(), slot.size());
    };
  }

  private static Buffer constant(LeafOp constant, @Nullable Buffer[] bound) {
    return switch (constant) {
      case LeafOp.Constant(Tensor value) -> value.buffer();
      case LeafOp.Bound(int number, _) -> Objects.requireNonNull(bound[number]);
      case LeafOp.Input _, LeafOp.Read _ ->
          throw new IllegalStateException(constant.name() + " is no constant");
    };
  }

  private Buffer[] pick(
      ImmutableIntArray slots, Buffer[] buffers, List<List<RewriteContext>> sites) {
    Buffer[] picked = new Buffer[slots.length()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = buffers[slots.get(i)];
      Slot.Kind kind = plan.slots().get(slots.get(i)).kind();
      if (kind == Slot.Kind.INPUT || kind == Slot.Kind.OUTPUT) {
        sites.get(slots.get(i)).add(new RewriteContext(picked, i));
      }
    }
    return picked;
  }

  private RewriteContext[][] collect(Slot.Kind kind, int count, List<List<RewriteContext>> sites) {
    RewriteContext[][] collected = new RewriteContext[count][0];
    for (int i = 0; i < plan.slots().size(); i++) {
      Slot slot = plan.slots().get(i);
      if (slot.kind() == kind) {
        collected[slot.number()] = sites.get(i).toArray(RewriteContext[]::new);
      }
    }
    return collected;
  }

  /** Returns the buffer that stands for an input or output while none is set. */
  private static Buffer nothing(DType dtype) {
    return Objects.requireNonNull(NOTHING.get(dtype));
  }

  /** Binds the memory of an input, which must have the input's dtype and size. */
  public void setInput(int number, Buffer buffer) {
    set(inputSites[number], buffer);
  }

  /** Binds the memory of an output, which must have the output's dtype and size. */
  public void setOutput(int number, Buffer buffer) {
    set(outputSites[number], buffer);
  }

  /** Releases the memory of others, since the next run may be far off. */
  public void rest() {
    release();
    for (BoundStep step : steps) {
      step.release();
    }
  }

  /** Releases the memory of all inputs and outputs. */
  void release() {
    for (int i = 0; i < inputSites.length; i++) {
      setInput(i, nothing(plan.inputs().get(i).dtype()));
    }
    for (int i = 0; i < outputSites.length; i++) {
      setOutput(i, nothing(plan.outputs().get(i).dtype()));
    }
  }

  private static void set(RewriteContext[] sites, Buffer buffer) {
    for (RewriteContext site : sites) {
      site.buffers[site.index] = buffer;
    }
  }

  /** Runs all steps, in order. */
  public void run() {
    int i = 0;
    try {
      for (; i < steps.length; i++) {
        steps[i].run();
      }
    } catch (OutOfMemoryError e) {
      throw MemoryShortage.inStep(plan, i, e);
    }
  }

  /** Runs all steps, in order, and stores for each the nanoseconds that it took. */
  public void run(long[] nanos) {
    long before = System.nanoTime();
    for (int i = 0; i < steps.length; i++) {
      steps[i].run();
      long now = System.nanoTime();
      nanos[i] = now - before;
      before = now;
    }
  }
}
