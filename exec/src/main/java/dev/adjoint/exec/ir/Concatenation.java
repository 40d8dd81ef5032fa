// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.ir;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Workers;
import java.util.List;

/**
 * Concatenates values along an axis; their types may differ in the extent of that axis. Parts that
 * already lie in place in the result are not copied.
 *
 * @param axis the axis, from 0
 */
public record Concatenation(int axis) implements CompilerOp {
  /** Elements in a piece, so that handing it to another thread is worth the while. */
  private static final int GRAIN = 1 << 14;

  @Override
  public ImmutableList<TensorType> infer(List<TensorType> inputs) {
    TensorType first = inputs.getFirst();
    int extent = 0;
    for (TensorType input : inputs) {
      if (!input.equals(first.withShape(first.shape().with(axis, input.shape().dim(axis))))) {
        throw new IllegalArgumentException("concatenation: types differ: " + inputs);
      }
      extent = Math.addExact(extent, input.shape().dim(axis));
    }
    return ImmutableList.of(first.withShape(first.shape().with(axis, extent)));
  }

  /** {@inheritDoc} It does if all axes before the concatenated one have extent 1. */
  @Override
  public boolean isConcatenation(Node node) {
    return node.outputTypes().getFirst().shape().slice(0, axis).size() == 1;
  }

  @Override
  public String parameters() {
    return "[axis=" + axis + "]";
  }

  @Override
  public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
    Shape y = outputs.getFirst().shape();
    int inner = y.slice(axis + 1, y.rank()).size();
    int[] lengths = inputs.stream().mapToInt(t -> t.shape().dim(axis) * inner).toArray();
    return new Copying(lengths, y.slice(0, axis).size(), y.dim(axis) * inner);
  }

  /** Copies lines; a piece is some of the lines of all inputs, or some inputs of a single line. */
  private static final class Copying implements Kernel {
    private final int[] lengths;
    private final int[] starts;
    private final int lines;
    private final int stride;
    private final int linesPerPiece;
    private final int inputsPerPiece;
    private final Workers.Task task = this::copy;
    private Buffer[] in = {};
    private Buffer[] out = {};

    Copying(int[] lengths, int lines, int stride) {
      this.lengths = lengths;
      this.lines = lines;
      this.stride = stride;
      starts = new int[lengths.length];
      for (int i = 1; i < lengths.length; i++) {
        starts[i] = starts[i - 1] + lengths[i - 1];
      }
      linesPerPiece = Math.clamp(GRAIN / Math.max(1, stride), 1, Math.max(1, lines));
      int mean = Math.max(1, stride / lengths.length);
      inputsPerPiece = lines == 1 ? Math.clamp(GRAIN / mean, 1, lengths.length) : lengths.length;
    }

    @Override
    public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
      in = inputs;
      out = outputs;
      workers.forEach(parts(lines, linesPerPiece) * piecesAcross(), task);
    }

    private int piecesAcross() {
      return parts(lengths.length, inputsPerPiece);
    }

    private static int parts(int length, int size) {
      return (length + size - 1) / size;
    }

    private void copy(int piece) {
      int line = piece / piecesAcross() * linesPerPiece;
      int end = Math.min(lines, line + linesPerPiece);
      int first = piece % piecesAcross() * inputsPerPiece;
      int last = Math.min(lengths.length, first + inputsPerPiece);
      for (; line < end; line++) {
        int target = out[0].offset() + line * stride;
        for (int i = first; i < last; i++) {
          int source = in[i].offset() + line * lengths[i];
          if (in[i].array() != out[0].array() || source != target + starts[i]) {
            System.arraycopy(in[i].array(), source, out[0].array(), target + starts[i], lengths[i]);
          }
        }
      }
    }
  }
}
