package dev.adjoint.ops;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Op;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.ops.op.Abs;
import dev.adjoint.ops.op.Add;
import dev.adjoint.ops.op.And;
import dev.adjoint.ops.op.Cast;
import dev.adjoint.ops.op.Clamp;
import dev.adjoint.ops.op.Cos;
import dev.adjoint.ops.op.Div;
import dev.adjoint.ops.op.Elu;
import dev.adjoint.ops.op.Equal;
import dev.adjoint.ops.op.Exp;
import dev.adjoint.ops.op.Expm1;
import dev.adjoint.ops.op.Floor;
import dev.adjoint.ops.op.Greater;
import dev.adjoint.ops.op.GreaterEqual;
import dev.adjoint.ops.op.LeakyRelu;
import dev.adjoint.ops.op.Less;
import dev.adjoint.ops.op.LessEqual;
import dev.adjoint.ops.op.Log;
import dev.adjoint.ops.op.Log1p;
import dev.adjoint.ops.op.Maximum;
import dev.adjoint.ops.op.Minimum;
import dev.adjoint.ops.op.Mul;
import dev.adjoint.ops.op.Neg;
import dev.adjoint.ops.op.Not;
import dev.adjoint.ops.op.NotEqual;
import dev.adjoint.ops.op.Or;
import dev.adjoint.ops.op.Pow;
import dev.adjoint.ops.op.PowScalar;
import dev.adjoint.ops.op.Relu;
import dev.adjoint.ops.op.Sigmoid;
import dev.adjoint.ops.op.Sign;
import dev.adjoint.ops.op.Sin;
import dev.adjoint.ops.op.Softplus;
import dev.adjoint.ops.op.Sqrt;
import dev.adjoint.ops.op.Square;
import dev.adjoint.ops.op.StopGradient;
import dev.adjoint.ops.op.Sub;
import dev.adjoint.ops.op.Tanh;
import dev.adjoint.ops.op.Where;

/**
 * The methods of {@link Expr} that work element by element, in a file of their own for its length.
 * Binary ones broadcast their operands by NumPy's rule; a plain number takes the dtype of the other
 * operand, and is refused if that holds integers and the number is none.
 */
abstract sealed class ElementwiseExpr extends Value permits ReductionExpr {
  ElementwiseExpr(Node node, int index) {
    super(node, index);
  }

  // ---------------- arithmetic

  /** Returns {@code this + b}. */
  public Expr add(Expr b) {
    return binary(new Add(), b);
  }

  /** Returns {@code this + b}. */
  public Expr add(double b) {
    return binary(new Add(), b);
  }

  /** Returns {@code this − b}. */
  public Expr sub(Expr b) {
    return binary(new Sub(), b);
  }

  /** Returns {@code this − b}. */
  public Expr sub(double b) {
    return binary(new Sub(), b);
  }

  /** Returns {@code a − this}. */
  public Expr rsub(double a) {
    return number("sub", self(), a).sub(self());
  }

  /** Returns {@code this · b}, element by element. */
  public Expr mul(Expr b) {
    return binary(new Mul(), b);
  }

  /** Returns {@code this · b}, element by element. */
  public Expr mul(double b) {
    return binary(new Mul(), b);
  }

  /** Returns {@code this / b}, element by element. */
  public Expr div(Expr b) {
    return binary(new Div(), b);
  }

  /** Returns {@code this / b}, element by element. */
  public Expr div(double b) {
    return binary(new Div(), b);
  }

  /** Returns {@code a / this}. */
  public Expr rdiv(double a) {
    return number("div", self(), a).div(self());
  }

  /** Returns {@code thisᵇ}, element by element. */
  public Expr pow(Expr b) {
    return binary(new Pow(), b);
  }

  /** Returns {@code thisᵇ}, element by element; cheaper than by an expression of the exponent. */
  public Expr pow(double b) {
    return b == 1 ? self() : b == 2 ? square() : unary(new PowScalar(b));
  }

  /** Returns the smaller of this and {@code b}, element by element. */
  public Expr minimum(Expr b) {
    return binary(new Minimum(), b);
  }

  /** Returns the smaller of this and {@code b}, element by element. */
  public Expr minimum(double b) {
    return binary(new Minimum(), b);
  }

  /** Returns the larger of this and {@code b}, element by element. */
  public Expr maximum(Expr b) {
    return binary(new Maximum(), b);
  }

  /** Returns the larger of this and {@code b}, element by element. */
  public Expr maximum(double b) {
    return binary(new Maximum(), b);
  }

  /**
   * Returns this held between two bounds, element by element.
   *
   * @throws IllegalArgumentException if {@code low} is above {@code high}
   */
  public Expr clamp(double low, double high) {
    return unary(new Clamp(low, high));
  }

  /** Returns {@code −this}, element by element. */
  public Expr neg() {
    return unary(new Neg());
  }

  /** Returns {@code |this|}, element by element. */
  public Expr abs() {
    return unary(new Abs());
  }

  /** Returns −1, 0 or 1 as this is negative, zero or positive, element by element. */
  public Expr sign() {
    return unary(new Sign());
  }

  /** Returns the largest integral value not above this, element by element. */
  public Expr floor() {
    return unary(new Floor());
  }

  /** Returns {@code this²}, element by element. */
  public Expr square() {
    return unary(new Square());
  }

  /** Returns {@code √this}, element by element. */
  public Expr sqrt() {
    return unary(new Sqrt());
  }

  // ---------------- exponential and trigonometric

  /** Returns {@code eˣ}, element by element. */
  public Expr exp() {
    return unary(new Exp());
  }

  /** Returns {@code eˣ − 1} without loss for small {@code x}, element by element. */
  public Expr expm1() {
    return unary(new Expm1());
  }

  /** Returns the natural logarithm, element by element. */
  public Expr log() {
    return unary(new Log());
  }

  /** Returns {@code ln(1 + x)} without loss for small {@code x}, element by element. */
  public Expr log1p() {
    return unary(new Log1p());
  }

  /** Returns the sine, element by element. */
  public Expr sin() {
    return unary(new Sin());
  }

  /** Returns the cosine, element by element. */
  public Expr cos() {
    return unary(new Cos());
  }

  /** Returns the hyperbolic tangent, element by element. */
  public Expr tanh() {
    return unary(new Tanh());
  }

  // ---------------- activations

  /** Returns {@code 1/(1 + e⁻ˣ)}, element by element. */
  public Expr sigmoid() {
    return unary(new Sigmoid());
  }

  /** Returns {@code max(x, 0)}, element by element. */
  public Expr relu() {
    return unary(new Relu());
  }

  /** Returns {@code x} where it is positive, else {@code slope·x}, element by element. */
  public Expr leakyRelu(double slope) {
    return unary(new LeakyRelu(slope));
  }

  /** Returns {@code x} where it is positive, else {@code α·(eˣ − 1)}, element by element. */
  public Expr elu(double alpha) {
    return unary(new Elu(alpha));
  }

  /** Returns {@code ln(1 + eˣ)} without overflow, element by element. */
  public Expr softplus() {
    return unary(new Softplus());
  }

  // ---------------- comparison and choice

  /** Returns where {@code this < b}, as BOOL. */
  public Expr less(Expr b) {
    return binary(new Less(), b);
  }

  /** Returns where {@code this < b}, as BOOL. */
  public Expr less(double b) {
    return binary(new Less(), b);
  }

  /** Returns where {@code this ≤ b}, as BOOL. */
  public Expr lessEqual(Expr b) {
    return binary(new LessEqual(), b);
  }

  /** Returns where {@code this ≤ b}, as BOOL. */
  public Expr lessEqual(double b) {
    return binary(new LessEqual(), b);
  }

  /** Returns where {@code this > b}, as BOOL. */
  public Expr greater(Expr b) {
    return binary(new Greater(), b);
  }

  /** Returns where {@code this > b}, as BOOL. */
  public Expr greater(double b) {
    return binary(new Greater(), b);
  }

  /** Returns where {@code this ≥ b}, as BOOL. */
  public Expr greaterEqual(Expr b) {
    return binary(new GreaterEqual(), b);
  }

  /** Returns where {@code this ≥ b}, as BOOL. */
  public Expr greaterEqual(double b) {
    return binary(new GreaterEqual(), b);
  }

  /** Returns where {@code this = b}, as BOOL. */
  public Expr equal(Expr b) {
    return binary(new Equal(), b);
  }

  /** Returns where {@code this = b}, as BOOL. */
  public Expr equal(double b) {
    return binary(new Equal(), b);
  }

  /** Returns where {@code this ≠ b}, as BOOL. */
  public Expr notEqual(Expr b) {
    return binary(new NotEqual(), b);
  }

  /** Returns where {@code this ≠ b}, as BOOL. */
  public Expr notEqual(double b) {
    return binary(new NotEqual(), b);
  }

  /** Returns where both this and {@code b} are true; bit by bit for integers. */
  public Expr and(Expr b) {
    return binary(new And(), b);
  }

  /** Returns where this or {@code b} is true; bit by bit for integers. */
  public Expr or(Expr b) {
    return binary(new Or(), b);
  }

  /** Returns where this is false. */
  public Expr not() {
    return unary(new Not());
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, Expr a, Expr b) {
    Shape common = Shape.broadcast("where", a.shape(), b.shape());
    common = Shape.broadcast("where", condition.shape(), common);
    return Expr.apply(
        new Where(), condition.broadcastTo(common), a.broadcastTo(common), b.broadcastTo(common));
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, Expr a, double b) {
    return where(condition, a, number("where", a, b));
  }

  /** Returns {@code a} where the BOOL {@code condition} is true, else {@code b}. */
  public static Expr where(Expr condition, double a, Expr b) {
    return where(condition, number("where", b, a), b);
  }

  // ---------------- conversion

  /** Returns this with its elements converted to another dtype; itself if it has that dtype. */
  public Expr cast(DType to) {
    return to == dtype() ? self() : unary(new Cast(to));
  }

  /** Returns this as a constant to whoever differentiates. */
  public Expr stopGradient() {
    return unary(new StopGradient());
  }

  // ---------------- inside

  private Expr self() {
    return (Expr) this;
  }

  private Expr unary(Op op) {
    return Expr.apply(op, self());
  }

  private Expr binary(Op op, Expr b) {
    Shape common = Shape.broadcast(op.name(), shape(), b.shape());
    return Expr.apply(op, self().broadcastTo(common), b.broadcastTo(common));
  }

  private Expr binary(Op op, double b) {
    return binary(op, number(op.name(), self(), b));
  }

  /** Returns a number as a scalar of the other operand's dtype. */
  private static Expr number(String op, Expr other, double value) {
    DType dtype = other.dtype();
    Tensor scalar = Tensor.full(dtype, Shape.SCALAR, value);
    if (!dtype.isFloating() && scalar.item() != value) {
      throw new ShapeException(
          op,
          "%s is no %s, which the other operand holds: %s; cast that to a floating dtype"
              .formatted(value, dtype, other.type()));
    }
    return Expr.constant(scalar);
  }
}
