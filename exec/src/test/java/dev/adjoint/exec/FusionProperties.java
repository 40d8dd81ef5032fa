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

/** Fused programs against the same ones step by step, to the bit. */
final class FusionProperties {
  private static final List<WorkerPool> POOLS =
      List.of(WorkerPool.of(2), WorkerPool.of(3), WorkerPool.of(8));

  private static final CompileOptions FUSED = CompileOptions.defaults().withWorkers(Workers.SERIAL);

  /** Runs a program twice and returns all outputs and what the variables hold at the end. */
  private static List<Tensor> run(long seed, int size, CompileOptions options, String width) {
    RandomLoops loops = new RandomLoops(seed, size);
    System.setProperty(VectorSupport.WIDTH_PROPERTY, width);
    System.setProperty(Tiered.WARM_UP_PROPERTY, "off");
    try {
      Program program = Program.compile(loops.inputs, loops.outputs, loops.updates, options);
      List<Tensor> results = new ArrayList<>(program.run(loops.arguments));
      results.addAll(program.run(loops.arguments));
      loops.variables.forEach(v -> results.add(v.value()));
      return results;
    } finally {
      System.clearProperty(VectorSupport.WIDTH_PROPERTY);
      System.clearProperty(Tiered.WARM_UP_PROPERTY);
    }
  }

  @Property(tries = 60)
  void fusedLoopsGiveTheBitsOfSingleSteps(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int size) {
    List<Tensor> expected = run(seed, size, FUSED.without("fuse"), "auto");
    for (String width : List.of("auto", "128", "256")) {
      assertThat(run(seed, size, FUSED, width)).as("width %s", width).isEqualTo(expected);
    }
    assertThat(run(seed, size, FUSED, "off")).as("single elements").isEqualTo(expected);
    assertThat(run(seed, size, FUSED.without("emit"), "auto")).isEqualTo(expected);
    for (WorkerPool pool : POOLS) {
      assertThat(run(seed, size, FUSED.withWorkers(pool), "auto"))
          .as("%s threads", pool.threads())
          .isEqualTo(expected);
    }
  }
}
