// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.compile.ProgramCache;
import dev.adjoint.exec.plan.Plan;
import dev.adjoint.exec.step.Executable;
import dev.adjoint.exec.step.Frame;
import dev.adjoint.exec.step.MemoryShortage;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.GraphStructure;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.UnboundGraph;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Variable;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * A compiled graph, bound to its variables. Compiling the same structure again, even with other
 * nodes, variables and data in its constants, reuses the compiled code. Values that depend on
 * constants alone are computed once, when a run or runner first needs them.
 *
 * <p>May run on many threads at once. A run locks its variables, those it updates for itself alone:
 * so no run, and no {@link Variable#value}, ever sees half an update. All updates take effect
 * together at the end; whatever a run reads, and an output that is a variable, is the value from
 * before it.
 *
 * <p>If a run throws, the program stays usable. Arguments are checked before anything runs, and a
 * kernel that throws (the only kind of op that runs code of others) does so before any variable has
 * changed.
 */
public final class Program {
  /** How many frames are kept for the next runs; more runs than that at once make new ones. */
  private static final int KEPT_FRAMES = Runtime.getRuntime().availableProcessors();

  private final Executable executable;
  private final ImmutableList<Variable> variables;
  private final ProgramConstants constants;
  private final ImmutableList<String> labels;
  private final CompileOptions options;
  private final VariableLocks locks;
  private final Queue<Frame> idle = new ConcurrentLinkedQueue<>();

  private Program(
      Executable executable,
      ImmutableList<Variable> variables,
      ProgramConstants constants,
      ImmutableList<String> labels,
      CompileOptions options) {
    this.executable = executable;
    this.variables = variables;
    this.constants = constants;
    this.labels = labels;
    this.options = options;
    this.locks = new VariableLocks(variables, executable.plan().targets());
  }

  /**
   * Returns the program that computes outputs from inputs.
   *
   * @param inputs the values handed over at each run, each the output of a {@link LeafOp.Input}
   * @param outputs the values that a run returns
   * @throws IllegalArgumentException if an input is not one or occurs twice, or if one is missing
   */
  public static Program compile(List<? extends Value> inputs, List<? extends Value> outputs) {
    return compile(inputs, outputs, Map.of());
  }

  /**
   * Returns the program that computes outputs from inputs and updates variables.
   *
   * @param inputs the values handed over at each run, each the output of a {@link LeafOp.Input}
   * @param outputs the values that a run returns
   * @param updates for each read of a variable the value that the variable has after the run
   * @throws IllegalArgumentException if an input is not one or occurs twice, if one is missing, or
   *     if an update's key is no read of a variable, has another type than the value, or names a
   *     variable for the second time
   * @throws NullPointerException if something in one of them is null; the message says what
   */
  public static Program compile(
      List<? extends Value> inputs,
      List<? extends Value> outputs,
      Map<? extends Value, ? extends Value> updates) {
    return compile(inputs, outputs, updates, CompileOptions.defaults());
  }

  /** Returns the program compiled with the given options; see {@link #compile(List, List, Map)}. */
  public static Program compile(
      List<? extends Value> inputs,
      List<? extends Value> outputs,
      Map<? extends Value, ? extends Value> updates,
      CompileOptions options) {
    Given.allPresent("compile", "input", inputs);
    Given.allPresent("compile", "output", outputs);
    Given.updatesPresent("compile", updates);
    Given.present(
        "compile", "the options", options, "CompileOptions.defaults() are the usual ones");
    List<Variable> targets = new ArrayList<>();
    updates.forEach((read, next) -> targets.add(target(read, next, targets)));
    // The targets count too: which variable an update goes to is part of what is compiled.
    List<Value> all = new ArrayList<>(outputs);
    all.addAll(updates.values());
    all.addAll(updates.keySet());
    UnboundGraph unbound = UnboundGraph.of(Graph.of(inputs, all));
    GraphStructure structure = GraphStructure.of(unbound.graph());
    ImmutableList<Variable> variables = structure.variables();
    Executable executable =
        ProgramCache.of(
            unbound,
            structure,
            outputs.size(),
            ImmutableIntArray.copyOf(targets.stream().mapToInt(variables::indexOf)),
            options.passesOff(),
            options.workers());
    return new Program(
        executable,
        variables,
        new ProgramConstants(executable, unbound.constants()),
        inputs.stream()
            .map(v -> ((LeafOp.Input) v.node().op()).label())
            .collect(ImmutableList.toImmutableList()),
        options);
  }

  private static Variable target(Value read, Value next, List<Variable> before) {
    if (!(read.node().op() instanceof LeafOp.Read(Variable variable))) {
      throw new IllegalArgumentException(
          "compile: cannot update "
              + read.node()
              + ": it is no variable; use a variable as the key");
    }
    if (!next.type().equals(variable.type())) {
      throw new IllegalArgumentException(
          "compile: variable \"%s\" holds %s, its update is %s; cast or reshape the update"
              .formatted(variable.name(), variable.type(), next.type()));
    }
    if (before.contains(variable)) {
      throw new IllegalArgumentException(
          "compile: variable \"" + variable.name() + "\" is updated twice; leave one update");
    }
    return variable;
  }

  /** Returns the plan of the program, for printing. */
  public Plan plan() {
    return executable.plan();
  }

  /**
   * Runs the program once and returns the outputs, in memory of their own.
   *
   * @param inputs a tensor for each input
   * @throws IllegalArgumentException if their number or a type is wrong
   * @throws OutOfMemoryError if the heap has no room for the run; the message says what takes most
   */
  public List<Tensor> run(Tensor... inputs) {
    return run(Arrays.asList(inputs));
  }

  /** Runs the program once; see {@link #run(Tensor...)}. */
  public List<Tensor> run(List<Tensor> inputs) {
    Plan plan = executable.plan();
    if (inputs == null) {
      throw new NullPointerException(
          "run: the list of inputs is null; give a tensor for each of " + labels);
    }
    if (inputs.size() != plan.inputs().size()) {
      throw new IllegalArgumentException(
          "run: the program takes %s inputs %s, got %s; give a tensor for each, in this order"
              .formatted(plan.inputs().size(), labels, inputs.size()));
    }
    for (int i = 0; i < inputs.size(); i++) {
      checkInput("run", i, inputs.get(i));
    }
    Frame reused = idle.poll();
    Frame frame = reused == null ? newFrame() : reused;
    for (int i = 0; i < inputs.size(); i++) {
      frame.setInput(i, inputs.get(i).buffer());
    }
    ImmutableList.Builder<Tensor> outputs = ImmutableList.builder();
    for (int i = 0; i < plan.outputs().size(); i++) {
      TensorType type = plan.outputs().get(i);
      Buffer buffer = allocate(type);
      frame.setOutput(i, buffer);
      outputs.add(Tensor.over(type.shape(), buffer));
    }
    runLocked(frame);
    keep(frame);
    return outputs.build();
  }

  /** Keeps a frame for the next run, without the caller's memory. */
  private void keep(Frame frame) {
    if (idle.size() >= KEPT_FRAMES) {
      return;
    }
    frame.rest();
    idle.add(frame);
  }

  /**
   * Returns a new runner, which runs the program again and again without allocating.
   *
   * @throws RuntimeException what a kernel throws that refuses constants of the program
   */
  public Runner runner() {
    return new Runner(this, newFrame());
  }

  private Frame newFrame() {
    Workers workers = options.workers();
    try {
      return new Frame(executable, variables, constants.values(workers), workers);
    } catch (OutOfMemoryError e) {
      throw MemoryShortage.of(plan(), e);
    }
  }

  /** Returns memory for an output. */
  Buffer allocate(TensorType type) {
    try {
      return Buffer.allocate(type.dtype(), type.size());
    } catch (OutOfMemoryError e) {
      throw MemoryShortage.of(plan(), e);
    }
  }

  void runLocked(Frame frame) {
    locks.lock();
    try {
      frame.run();
    } finally {
      locks.unlock();
    }
  }

  void runLocked(Frame frame, long[] nanos) {
    locks.lock();
    try {
      frame.run(nanos);
    } finally {
      locks.unlock();
    }
  }

  /** Returns how errors name an input: {@code input 0 "x"}. */
  String inputName(int number) {
    return "input " + number + " \"" + labels.get(number) + "\"";
  }

  void checkInput(String who, int number, Tensor given) {
    TensorType expected = executable.plan().inputs().get(number);
    if (given == null) {
      throw new NullPointerException(
          "%s: %s is null; give a tensor of %s".formatted(who, inputName(number), expected));
    }
    if (!given.type().equals(expected)) {
      throw new IllegalArgumentException(
          "%s: %s expects %s, got %s; %s"
              .formatted(
                  who, inputName(number), expected, given.type(), cure(expected, given.type())));
    }
  }

  private String cure(TensorType expected, TensorType given) {
    int fitting = executable.plan().inputs().indexOf(given);
    if (fitting >= 0) {
      return inputName(fitting) + " takes such a tensor: are they swapped?";
    }
    if (given.shape().equals(expected.shape())) {
      return "convert it with cast(DType." + expected.dtype().name() + ")";
    }
    return "compile a program for that " + (given.dtype() == expected.dtype() ? "shape" : "type");
  }
}
