// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.ops;

import com.google.common.collect.ImmutableList;
import dev.adjoint.exec.Program;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Given;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.op.elementwise.Cast;
import dev.adjoint.ops.op.elementwise.StopGradient;
import dev.adjoint.ops.op.elementwise.Where;
import dev.adjoint.ops.op.shape.Concat;
import java.util.Arrays;
import java.util.List;

/**
 * A symbolic value. Each method applies an op and returns the expression of the result; nothing is
 * computed until a program runs. Shapes and dtypes are known and checked at once.
 *
 * <p>Its methods are those of an array, in groups:
 *
 * <ul>
 *   <li>{@link Arithmetic}, {@link Comparison} and {@link ElementaryFunctions}, element by element
 *   <li>{@link Reductions} along axes, and {@link PrefixScans}
 *   <li>{@link Shapes} and {@link Indexing}: rearranged and selected elements
 *   <li>{@link MatrixParts} and {@link Products} of matrices
 * </ul>
 *
 * <p>The static methods here make an expression, or join several. All other functions are static
 * methods of a class for each field: {@link Activations}, {@link Attention}, {@link Convolutions},
 * {@link Fft}, {@link Images}, {@link Linalg}, {@link Losses}, {@link Pooling}, {@link Segments},
 * {@link Sorting}, {@link Special}; {@link RandomKey} has random numbers.
 *
 * <p>Binary methods broadcast their operands by NumPy's rule; a plain number takes the dtype of
 * this. Axes may be counted from the end: {@code -1} is the last.
 */
public sealed class Expr extends Value
    implements Arithmetic,
        Comparison,
        ElementaryFunctions,
        Reductions,
        PrefixScans,
        Shapes,
        MatrixParts,
        Indexing,
        Products
    permits VariableExpr, Zeros {
  private static final Expr NONE =
      new Expr(
          Node.of(new LeafOp.Input("none", TensorType.of(DType.F32, 0)), ImmutableList.of()), 0);

  Expr(Node node, int index) {
    super(node, index);
  }

  // ---------------- making

  /** Returns the value as an expression. */
  public static Expr of(Value value) {
    return value instanceof Expr expr ? expr : new Expr(value.node(), value.index());
  }

  /** Returns the one output of an op applied to inputs. */
  public static Expr apply(Op op, Expr... inputs) {
    return apply(op, Arrays.asList(inputs));
  }

  /**
   * Returns the one output of an op applied to inputs.
   *
   * @throws dev.adjoint.graph.ShapeException if the op does not take such inputs
   * @throws IllegalArgumentException if it has several outputs; see {@link #applyAll}
   */
  public static Expr apply(Op op, List<? extends Value> inputs) {
    List<Expr> outputs = applyAll(op, inputs);
    if (outputs.size() != 1) {
      throw new IllegalArgumentException(
          op.name() + ": has " + outputs.size() + " outputs; use applyAll");
    }
    return outputs.getFirst();
  }

  /** Returns all outputs of an op applied to inputs. */
  public static List<Expr> applyAll(Op op, List<? extends Value> inputs) {
    Node node = Node.of(op, inputs);
    ImmutableList.Builder<Expr> outputs = ImmutableList.builder();
    for (int i = 0; i < node.outputTypes().size(); i++) {
      outputs.add(new Expr(node, i));
    }
    return outputs.build();
  }

  /** Returns an F32 value that is handed over at every run. */
  public static Expr input(String label, int... dims) {
    return input(label, TensorType.of(DType.F32, dims));
  }

  /** Returns a value that is handed over at every run. */
  public static Expr input(String label, TensorType type) {
    return apply(new LeafOp.Input(label, type));
  }

  /** Returns a fixed value. */
  public static Expr constant(Tensor value) {
    return apply(new LeafOp.Constant(value));
  }

  /** Returns a fixed scalar. */
  public static Expr constant(DType dtype, double value) {
    return constant(Tensor.full(dtype, Shape.SCALAR, value));
  }

  /** Returns a tensor whose every element is {@code value}. */
  public static Expr full(TensorType type, double value) {
    return constant(type.dtype(), value).broadcastTo(type.shape());
  }

  /** Returns the result of a vector-Jacobian rule for an input without derivative. */
  public static Expr none() {
    return NONE;
  }

  /** Returns whether this is {@link #none()}. */
  public boolean isNone() {
    return this == NONE;
  }

  /** Returns zeros of this expression's type that are known to be zeros, see {@link #isZero}. */
  public Expr zerosLike() {
    return new Zeros(type());
  }

  /**
   * Returns whether this was made by {@link #zerosLike()}. Derivatives that do not depend on a
   * variable are such zeros, and so is the cotangent of an unused output. A vector-Jacobian rule
   * may ask in order to skip terms that would be zero, or compute with it as with any other
   * expression.
   */
  public boolean isZero() {
    return false;
  }

  /** Returns ones of this expression's type. */
  public Expr onesLike() {
    return full(type(), 1);
  }

  // ---------------- choosing and joining

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, Expr a, Expr b) {
    Given.allPresent("where", "input", Arrays.asList(condition, a, b));
    Shape common = Shape.broadcast("where", a.shape(), b.shape());
    common = Shape.broadcast("where", condition.shape(), common);
    return Expr.apply(
        new Where(), condition.broadcastTo(common), a.broadcastTo(common), b.broadcastTo(common));
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, Expr a, double b) {
    return where(condition, a, Broadcasting.number("where", a, b));
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, double a, Expr b) {
    return where(condition, Broadcasting.number("where", b, a), b);
  }

  /** Returns the concatenation of expressions along an axis. */
  public static Expr concat(int axis, Expr... parts) {
    return concat(axis, Arrays.asList(parts));
  }

  /**
   * Returns the concatenation of expressions along an axis.
   *
   * @throws ShapeException if there are none, or their types differ in more than that extent
   */
  public static Expr concat(int axis, List<Expr> parts) {
    int normal = parts.isEmpty() ? axis : parts.getFirst().shape().axis("concat", axis);
    return Expr.apply(new Concat(normal), parts);
  }

  /** Returns expressions of one type stacked along a new axis. */
  public static Expr stack(int axis, Expr... parts) {
    return stack(axis, Arrays.asList(parts));
  }

  /**
   * Returns expressions of one type stacked along a new axis.
   *
   * @param axis where the new axis stands in the result
   * @throws ShapeException if there are none, or their types differ
   */
  public static Expr stack(int axis, List<Expr> parts) {
    Given.allPresent("stack", "input", parts);
    if (parts.isEmpty()) {
      throw new ShapeException("stack", "needs at least one input");
    }
    for (Expr part : parts) {
      if (!part.type().equals(parts.getFirst().type())) {
        throw new ShapeException(
            "stack", "types differ: " + parts.stream().map(Expr::type).toList());
      }
    }
    return concat(axis, parts.stream().map(part -> part.expandDims(axis)).toList());
  }

  /** Returns {@link #meshgrid(List)} of the given lines. */
  public static List<Expr> meshgrid(Expr... lines) {
    return meshgrid(Arrays.asList(lines));
  }

  /**
   * Returns for each line its elements repeated along the axes of all others, line {@code i} along
   * axis {@code i}: the coordinates of a grid, as NumPy's {@code meshgrid} with {@code ij}.
   *
   * @throws ShapeException if one has not one axis
   */
  public static List<Expr> meshgrid(List<Expr> lines) {
    return Tiles.meshgrid(lines);
  }

  // ---------------- the same value otherwise

  /**
   * Returns this with its elements converted to another dtype; itself if it has that dtype. {@link
   * Cast} states how numbers that the other dtype lacks are converted.
   */
  public Expr cast(DType to) {
    return to == dtype() ? this : Expr.apply(new Cast(to), this);
  }

  /** Returns this value, treated as a constant in derivatives. */
  public Expr stopGradient() {
    return Expr.apply(new StopGradient(), this);
  }

  // ---------------- looking at a value

  /**
   * Returns the value of this expression, computed at once with the present values of its
   * variables. It is meant for shells and tests; an expression that runs often is compiled once,
   * see {@link Program}.
   *
   * @throws IllegalStateException if the expression depends on inputs, which have no value
   */
  public Tensor eval() {
    List<Value> inputs = Graph.of(List.of(this)).inputs();
    if (!inputs.isEmpty()) {
      throw new IllegalStateException(
          "eval: the value depends on "
              + inputs.stream()
                  .map(v -> ((LeafOp.Input) v.node().op()).parameters().strip())
                  .toList()
              + "; compile a Program with these inputs, or make them constants");
    }
    return Program.compile(inputs, List.of(this)).run().getFirst();
  }

  /**
   * Returns the present value if it depends on no input and is quickly computed, for display in a
   * shell; otherwise name and type, such as {@code matmul: f32[32, 10]}.
   */
  @Override
  public String toString() {
    return Preview.of(this).map(Tensor::toString).orElseGet(this::describe);
  }

  private String describe() {
    return node().op() instanceof LeafOp.Input input
        ? input.label() + ": " + type()
        : super.toString();
  }
}
