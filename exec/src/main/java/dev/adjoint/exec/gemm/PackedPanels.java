// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import static dev.adjoint.exec.gemm.Blocking.parts;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.List;

/**
 * A right operand of products, in the order in which a micro-kernel reads it: {@code [panels, k,
 * columns]}, of which panel {@code j} has columns {@code j·columns} and following of the operand,
 * the last one filled up with zeros. Many products can share it.
 *
 * @param map where in the input the elements {@code [k, n]} of the operand lie, all of them within
 * @param columns the width of a panel, that of a {@link RegisterBlock}
 */
public record PackedPanels(IndexMap map, int columns) implements KernelOp {
  /** Returns the panels of an operand for products on vectors of {@link VectorSupport#bits}. */
  public static PackedPanels of(DType dtype, IndexMap map) {
    return new PackedPanels(map, columns(dtype, map.shape().dim(1), VectorSupport.bits()));
  }

  /** Returns the width of panels of an operand of {@code n} columns. */
  static int columns(DType dtype, int n, int bits) {
    return RegisterBlock.fit(dtype == DType.F64, bits, 1, n).columns();
  }

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType in = inputs.getFirst();
    int panels = parts(map.shape().dim(1), columns);
    return ImmutableList.of(in.withShape(Shape.of(panels, map.shape().dim(0), columns)));
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    return new Packing(this, inputs.getFirst().dtype());
  }

  /** Copies panels; a piece is one of them. */
  private static final class Packing implements Kernel {
    private final ElementLoops loops;
    private final int depth;
    private final int lines;
    private final int along;
    private final int across;
    private final int first;
    private final int width;
    private final Workers.Task task = this::pack;
    private Object from;
    private int fromOffset;
    private Object to;
    private int toOffset;

    Packing(PackedPanels op, DType dtype) {
      loops = ElementLoops.of(dtype == DType.F64, VectorSupport.bits());
      depth = op.map.shape().dim(0);
      lines = op.map.shape().dim(1);
      along = op.map.strides().get(0);
      across = op.map.strides().get(1);
      first = op.map.offset();
      width = op.columns;
      from = loops.newArray(0);
      to = from;
    }

    @Override
    public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
      from = inputs[0].array();
      fromOffset = inputs[0].offset() + first;
      to = outputs[0].array();
      toOffset = outputs[0].offset();
      workers.forEach(parts(lines, width), task);
    }

    private void pack(int panel) {
      int line = panel * width;
      int lanes = Math.min(width, lines - line);
      int source = fromOffset + line * across;
      loops.pack(from, source, across, along, lanes, depth, to, toOffset + line * depth, width);
    }
  }
}
