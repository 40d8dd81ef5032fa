// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.summary;

import dev.adjoint.autodiff.Scan;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.ElementwiseOp;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.ReductionOp;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.ViewOp;
import dev.adjoint.ops.op.linalg.Matmul;
import dev.adjoint.ops.op.window.Conv;
import dev.adjoint.ops.op.window.ConvFilterGradient;
import dev.adjoint.ops.op.window.ConvTranspose;
import java.util.Collection;

/**
 * Counts the operations on floating-point numbers that a graph asks for, before anything is
 * simplified or fused. A multiplication with an addition counts as two; an elementwise op as one
 * for each element, whatever its formula; a reduction as one for each element that it reads; any
 * other op as one for each element of its outputs. Views, reads and integers count nothing, and a
 * loop as often as its body runs.
 */
public final class Operations {
  private Operations() {}

  /** Returns the number of operations that the outputs take. */
  public static long of(Collection<? extends Value> outputs) {
    return of(Graph.of(outputs));
  }

  private static long of(Graph graph) {
    return graph.nodes().stream().mapToLong(Operations::of).sum();
  }

  private static long of(Node node) {
    Op op = node.op();
    return switch (op) {
      case LeafOp _, ViewOp _ -> 0;
      case ControlOp control -> ofControl(control);
      case ReductionOp _ -> floating(node.inputs().getFirst());
      case ElementwiseOp _ -> ofOutputs(node);
      case Matmul product -> {
        Shape a = node.inputs().getFirst().shape();
        yield 2 * size(node.output(0).shape()) * a.dim(product.transposeA() ? -2 : -1);
      }
      // Each element of the output is a sum over the filter of one output channel.
      case Conv _ -> {
        Shape filter = node.inputs().get(1).shape();
        yield 2 * size(node.output(0).shape()) * (size(filter) / filter.dim(0));
      }
      // Each element of the input is multiplied by the filter of its channel.
      case ConvTranspose _ -> {
        Shape filter = node.inputs().get(1).shape();
        yield 2 * size(node.inputs().getFirst().shape()) * (size(filter) / filter.dim(0));
      }
      // Each element of the cotangent is multiplied by the window that it came from.
      case ConvFilterGradient _ -> {
        Shape filter = node.output(0).shape();
        yield 2 * size(node.inputs().get(1).shape()) * (size(filter) / filter.dim(0));
      }
      default -> ofOutputs(node);
    };
  }

  /** Returns the operations of a loop; of a choice those of the longer way. */
  private static long ofControl(ControlOp control) {
    if (control instanceof Scan scan) {
      return scan.length() * of(scan.body().graph());
    }
    return control.bodies().stream().mapToLong(body -> of(body.graph())).max().orElse(0);
  }

  private static long ofOutputs(Node node) {
    long sum = 0;
    for (int i = 0; i < node.outputTypes().size(); i++) {
      sum += floating(node.output(i));
    }
    return sum;
  }

  private static long floating(Value value) {
    return value.dtype().isFloating() ? size(value.shape()) : 0;
  }

  private static long size(Shape shape) {
    return shape.size();
  }
}
