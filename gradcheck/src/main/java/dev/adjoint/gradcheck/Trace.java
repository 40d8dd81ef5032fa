package dev.adjoint.gradcheck;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The graph of a function: its arguments, its outputs, and the gradient by its rules. */
final class Trace {
  private final Subject subject;
  private final ImmutableList<Expr> inputs;
  private final ImmutableList<Expr> allOutputs;
  private final ImmutableList<Expr> ys;

  /** Applies the function to new inputs. */
  Trace(Subject subject) {
    this.subject = subject;
    this.inputs = subject.inputs();
    this.allOutputs = ImmutableList.copyOf(subject.function().apply(inputs));
    this.ys = Subject.floating(allOutputs);
  }

  /** Returns the inputs, one for each argument. */
  ImmutableList<Expr> inputs() {
    return inputs;
  }

  /** Returns all outputs, those that are not floating too. */
  ImmutableList<Expr> allOutputs() {
    return allOutputs;
  }

  /** Returns the floating outputs. */
  ImmutableList<Expr> ys() {
    return ys;
  }

  /** Returns the numbers of the floating arguments. */
  ImmutableList<Integer> floatingArguments() {
    ImmutableList.Builder<Integer> numbers = ImmutableList.builder();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).dtype().isFloating()) {
        numbers.add(i);
      }
    }
    return numbers.build();
  }

  /** Returns the function, ready to be evaluated. */
  Evaluator forward() {
    return new Evaluator(inputs, ys, subject.point());
  }

  /** Returns what tells how large the numbers inside the function become. */
  Magnitude magnitude() {
    return new Magnitude(inputs, ys, subject.point());
  }

  /** Returns the unit roundoff of the coarsest arithmetic in the function. */
  double unit() {
    boolean single =
        Graph.of(ys).nodes().stream()
            .flatMap(n -> n.outputTypes().stream())
            .anyMatch(type -> type.dtype() == DType.F32);
    return single ? 0x1p-24 : 0x1p-53;
  }

  /** Returns the gradient by the rules. */
  Gradient gradient() {
    List<Expr> dys = new ArrayList<>();
    ys.forEach(y -> dys.add(Expr.input("dy" + dys.size(), y.type())));
    return new Gradient(dys, Autodiff.vjp(ys, Subject.floating(inputs), dys));
  }

  /** The gradient of a trace, for cotangents {@code dys} that are inputs. */
  final class Gradient {
    private final ImmutableList<Expr> dys;
    private final ImmutableList<Expr> dxs;

    private Gradient(List<Expr> dys, List<Expr> dxs) {
      this.dys = ImmutableList.copyOf(dys);
      this.dxs = ImmutableList.copyOf(dxs);
    }

    /**
     * Returns for each floating argument whether its gradient depends on a cotangent; where it does
     * not, no rule led there.
     */
    boolean[] connected() {
      Set<Node> cotangents = dys.stream().map(Value::node).collect(ImmutableSet.toImmutableSet());
      boolean[] connected = new boolean[dxs.size()];
      for (int i = 0; i < connected.length; i++) {
        connected[i] =
            Graph.of(List.of(dxs.get(i))).nodes().stream().anyMatch(cotangents::contains);
      }
      return connected;
    }

    /** Returns the number of nodes that compute the gradient. */
    int nodes() {
      return Graph.of(dxs).nodes().size();
    }

    /** Returns the gradient, ready to be evaluated; the cotangents come after the arguments. */
    Evaluator backward(List<Tensor> cotangents) {
      return new Evaluator(allInputs(), dxs, point(cotangents));
    }

    /** Returns what tells how large the numbers inside become. */
    Magnitude magnitude(List<Tensor> cotangents) {
      return new Magnitude(allInputs(), dxs, point(cotangents));
    }

    private List<Expr> allInputs() {
      return Stream.concat(inputs.stream(), dys.stream()).toList();
    }

    private List<Tensor> point(List<Tensor> cotangents) {
      return Stream.concat(subject.point().stream(), cotangents.stream()).toList();
    }
  }
}
