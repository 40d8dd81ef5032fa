package dev.adjoint.exec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.adjoint.exec.bytecode.Tiered;
import dev.adjoint.exec.workers.WorkerPool;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Workers;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Programs whose rows go through stages, against the same ones step by step, to the bit. */
final class StagingProperties {
  private static final List<WorkerPool> POOLS =
      List.of(WorkerPool.of(2), WorkerPool.of(3), WorkerPool.of(8));

  private static final CompileOptions STAGED =
      CompileOptions.defaults().withWorkers(Workers.SERIAL);

  /** Runs a program twice and returns all outputs and what the variables hold at the end. */
  private static List<Tensor> run(long seed, int size, CompileOptions options, String width) {
    RandomRows rows = new RandomRows(seed, size);
    System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
    System.setProperty(Tiered.WARM_UP_PROPERTY, "off");
    try {
      Program program = Program.compile(rows.inputs, rows.outputs, rows.updates, options);
      List<Tensor> results = new ArrayList<>(program.run(rows.arguments));
      results.addAll(program.run(rows.arguments));
      rows.variables.forEach(v -> results.add(v.value()));
      return results;
    } finally {
      System.clearProperty(VectorSupport.WIDTH_PROPERTY);
      System.clearProperty(Tiered.WARM_UP_PROPERTY);
    }
  }

  @Property(tries = 120)
  void stagesGiveTheBitsOfSingleSteps(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 30) int size) {
    List<Tensor> expected = run(seed, size, STAGED.without("fuse"), "auto");
    assertThat(run(seed, size, STAGED.without("stage"), "auto")).isEqualTo(expected);
    for (String width : List.of("auto", "512", "256", "128", "off")) {
      assertThat(run(seed, size, STAGED, width)).as("width %s", width).isEqualTo(expected);
    }
    assertThat(run(seed, size, STAGED.without("emit"), "auto")).isEqualTo(expected);
    for (WorkerPool pool : POOLS) {
      assertThat(run(seed, size, STAGED.withWorkers(pool), "auto"))
          .as("%s threads", pool.threads())
          .isEqualTo(expected);
    }
  }
}
