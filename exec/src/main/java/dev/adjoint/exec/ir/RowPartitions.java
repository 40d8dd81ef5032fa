// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Workers;
import java.util.Arrays;
import java.util.List;

/**
 * Graphs that do not need each other, such as the same computation on partitions of rows, run side
 * by side: each on one thread from its start to its end, so that no thread waits for another at
 * every step. The outputs are those of the first graph, then those of the second, and so on.
 *
 * @param bodies the graphs
 * @param taken for each of them which inputs of the op are its inputs, in order
 */
public record RowPartitions(ImmutableList<BodyGraph> bodies, ImmutableList<ImmutableIntArray> taken)
    implements ControlOp {
  /** Stands for the buffers between runs, so that they can be collected. */
  private static final Buffer NOTHING = Buffer.allocate(DType.F32, 0);

  /** Checks that every graph is told its inputs. */
  public RowPartitions {
    Preconditions.checkArgument(
        bodies.size() == taken.size(),
        "rowPartitions: %s graphs and inputs for %s",
        bodies.size(),
        taken.size());
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    ImmutableList.Builder<TensorType> outputs = ImmutableList.builder();
    for (int b = 0; b < bodies.size(); b++) {
      ImmutableList<Value> own = bodies.get(b).graph().inputs();
      for (int i = 0; i < own.size(); i++) {
        if (!own.get(i).type().equals(inputs.get(taken.get(b).get(i)))) {
          throw new ShapeException(
              name(), "partition " + b + " does not take the inputs " + inputs);
        }
      }
      bodies.get(b).graph().outputs().forEach(v -> outputs.add(v.type()));
    }
    return outputs.build();
  }

  @Override
  public Kernel kernel(
      ImmutableList<Kernel> kernels,
      ImmutableList<TensorType> inputs,
      ImmutableList<TensorType> outputs) {
    return new SideBySide(this, kernels);
  }

  @Override
  public boolean runsSideBySide() {
    return true;
  }

  @Override
  public boolean hasSimplifiedBodies() {
    return true;
  }

  /** Returns how many graphs there are. */
  @Override
  public String parameters() {
    return "[" + bodies.size() + " of " + bodies.getFirst() + "]";
  }

  /** Runs the graphs; a piece is one of them. */
  private static final class SideBySide implements Kernel {
    private final ImmutableList<Kernel> kernels;
    private final int[][] taken;
    private final Buffer[][] in;
    private final Buffer[][] out;
    private final Workers.Task task = this::runPartition;

    SideBySide(RowPartitions op, ImmutableList<Kernel> kernels) {
      this.kernels = kernels;
      int count = kernels.size();
      taken = new int[count][];
      in = new Buffer[count][];
      out = new Buffer[count][];
      for (int b = 0; b < count; b++) {
        taken[b] = op.taken.get(b).toArray();
        in[b] = new Buffer[taken[b].length];
        out[b] = new Buffer[op.bodies.get(b).graph().outputs().size()];
      }
    }

    @Override
    public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
      int first = 0;
      for (int b = 0; b < in.length; b++) {
        for (int i = 0; i < in[b].length; i++) {
          in[b][i] = inputs[taken[b][i]];
        }
        System.arraycopy(outputs, first, out[b], 0, out[b].length);
        first += out[b].length;
      }
      try {
        workers.forEach(in.length, task);
      } finally {
        for (int b = 0; b < in.length; b++) {
          Arrays.fill(in[b], NOTHING);
          Arrays.fill(out[b], NOTHING);
        }
      }
    }

    private void runPartition(int partition) {
      // A thread that runs a partition keeps to itself: the others have partitions of their own.
      kernels.get(partition).run(in[partition], out[partition], Workers.SERIAL);
    }
  }
}
