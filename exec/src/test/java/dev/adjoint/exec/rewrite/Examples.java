package dev.adjoint.exec.rewrite;

import static dev.adjoint.exec.TestOps.ADD;
import static dev.adjoint.exec.TestOps.MUL;
import static dev.adjoint.exec.TestOps.SAME;
import static dev.adjoint.exec.TestOps.SUB;
import static dev.adjoint.exec.TestOps.apply;
import static dev.adjoint.exec.TestOps.constant;
import static dev.adjoint.exec.TestOps.fold;
import static dev.adjoint.exec.TestOps.input;
import static dev.adjoint.exec.TestOps.mean;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableListMultimap;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.exec.TestOps;
import dev.adjoint.exec.TestOps.Body;
import dev.adjoint.exec.TestOps.Combine;
import dev.adjoint.exec.TestOps.Repeat;
import dev.adjoint.exec.TestOps.Reshape;
import dev.adjoint.exec.TestOps.Swap;
import dev.adjoint.exec.TestOps.Window;
import dev.adjoint.exec.TestProduct;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.ControlOp;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.IndexMap;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.KernelOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Scalar;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** For every row of the table the values that it must rewrite. */
final class Examples {
  private static final Shape LINE = Shape.of(200);

  private final ImmutableListMultimap.Builder<String, Value> all = ImmutableListMultimap.builder();

  private Examples() {}

  static ImmutableListMultimap<String, Value> all() {
    Examples examples = new Examples();
    for (DType dtype : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
      examples.identities(dtype);
      examples.algebra(dtype);
    }
    examples.bits();
    examples.floating();
    examples.casts();
    examples.views();
    examples.folds();
    examples.repetitions();
    examples.kernels();
    examples.factors();
    examples.graphs();
    examples.products();
    return examples.all.build();
  }

  private static Value of(DType dtype) {
    return input("x", new TensorType(dtype, LINE));
  }

  private static Value splat(DType dtype, double number) {
    return Bodies.splat(dtype, LINE, number);
  }

  private void identities(DType dtype) {
    Value x = of(dtype);
    Value c = of(DType.BOOL);
    boolean floating = dtype.isFloating();
    double infinity = Double.POSITIVE_INFINITY;
    double lowest = floating ? -infinity : dtype == DType.I32 ? 1 << 31 : Long.MIN_VALUE;
    Value one = splat(dtype, 1);
    Value repeated = apply(new Repeat(200), constant(Tensor.full(dtype, Shape.SCALAR, 1)));
    all.putAll("times-one", apply(MUL, x, one), apply(MUL, one, x), apply(MUL, x, repeated));
    all.putAll("times-one", apply(Bodies.DIV, x, one), apply(new Body("m", a -> one(a)), x));
    all.putAll("plus-nothing", apply(ADD, x, splat(dtype, -0.0)), apply(SUB, x, splat(dtype, 0)));
    all.put("extreme-bound", apply(Bodies.MAX, x, splat(dtype, lowest)));
    all.put("same-operands", apply(Bodies.MAX, x, x));
    all.put("same-operands", apply(Bodies.MIN, x, x));
    all.put("same-operands", apply(Bodies.SELECT, c, x, x));
    Value y = of(dtype);
    all.put("known-condition", apply(Bodies.SELECT, splat(DType.BOOL, 1), x, y));
    all.put("known-condition", apply(Bodies.SELECT, splat(DType.BOOL, 0), x, y));
    all.put("pass-through", apply(SAME, x));
    all.put("same-view", apply(new Reshape(LINE), x));
  }

  private static Scalar one(List<Scalar> x) {
    return x.get(0).mul(1);
  }

  private void algebra(DType dtype) {
    Value a = of(dtype);
    Value b = of(dtype);
    Value minusA = apply(Bodies.NEG, a);
    Value minusB = apply(Bodies.NEG, b);
    Value minusOne = splat(dtype, -1);
    all.put("double-negation", apply(Bodies.NEG, minusA));
    all.putAll("negated-term", apply(ADD, a, minusB), apply(ADD, minusA, b));
    all.putAll("negated-term", apply(SUB, a, minusB), apply(ADD, minusA, minusB));
    all.put("negated-factors", apply(MUL, minusA, minusB));
    all.putAll("times-minus-one", apply(MUL, a, minusOne), apply(MUL, minusOne, a));
    all.put("times-minus-one", apply(Bodies.DIV, a, minusOne));
    all.putAll("dropped-sign", apply(Bodies.ABS, minusA), apply(Bodies.ABS, apply(Bodies.ABS, a)));
    Value not = apply(Bodies.NOT, of(DType.BOOL));
    all.put("negated-condition", apply(Bodies.SELECT, not, a, b));
  }

  private void bits() {
    for (DType dtype : List.of(DType.BOOL, DType.I32, DType.I64)) {
      Value x = of(dtype);
      double every = dtype == DType.BOOL ? 1 : -1;
      all.put("neutral-bits", apply(Bodies.AND, x, splat(dtype, every)));
      all.put("neutral-bits", apply(Bodies.OR, splat(dtype, 0), x));
      all.put("neutral-bits", apply(Bodies.XOR, x, splat(dtype, 0)));
      all.put("decided-bits", apply(Bodies.AND, x, splat(dtype, 0)));
      all.put("decided-bits", apply(Bodies.OR, splat(dtype, every), x));
      all.put("same-operands", apply(Bodies.AND, x, x));
      all.put("same-operands", apply(Bodies.OR, x, x));
    }
    Value i = of(DType.I32);
    all.put("neutral-bits", apply(new Body("shift", x -> x.get(0).shiftLeft(0)), i));
    all.put("decided-bits", apply(MUL, i, splat(DType.I32, 0)));
    all.put("plus-nothing", apply(ADD, splat(DType.I32, 0), i));
    all.put("double-negation", apply(Bodies.NOT, apply(Bodies.NOT, of(DType.BOOL))));
    all.put("extreme-bound", apply(Bodies.MIN, i, splat(DType.I32, Integer.MAX_VALUE)));
  }

  private void floating() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Value x = of(dtype);
      all.put("extreme-bound", apply(Bodies.MIN, splat(dtype, Double.POSITIVE_INFINITY), x));
      Value minus = apply(Bodies.NEG, x);
      all.put("negated-factors", apply(Bodies.DIV, minus, apply(Bodies.NEG, of(dtype))));
      for (double divisor : new double[] {2, -0.25, 64, 0x1p126, -0x1p-126}) {
        all.put("power-of-two-divisor", apply(Bodies.DIV, x, splat(dtype, divisor)));
      }
      Value scalar = constant(Tensor.full(dtype, Shape.SCALAR, 128));
      all.put("power-of-two-divisor", apply(Bodies.DIV, x, apply(new Repeat(200), scalar)));
    }
  }

  private void casts() {
    for (DType from : DType.values()) {
      for (DType wide : DType.values()) {
        boolean lossless =
            from != wide
                && (from == DType.BOOL
                    || from == DType.I32 && (wide == DType.I64 || wide == DType.F64)
                    || from == DType.F32 && wide == DType.F64);
        for (DType to : DType.values()) {
          if (lossless && to != wide) {
            Value wider = apply(Bodies.cast(wide), of(from));
            all.put("lossless-cast", apply(Bodies.cast(to), wider));
          }
        }
      }
    }
  }

  private void views() {
    Value x = input("x", 4, 6);
    Value swapped = apply(new Swap(0, 1), x);
    Value window = apply(new Window(2, 0, 0), x);
    all.put("view-of-view", apply(new Swap(0, 1), apply(new Window(1, 0, 0), x)));
    all.put(
        "view-of-view", apply(new Reshape(Shape.of(4, 6)), apply(new Reshape(Shape.of(24)), x)));
    all.put("view-of-view", apply(new Swap(1, 2), apply(new Reshape(Shape.of(2, 2, 6)), x)));
    all.put("view-of-view", apply(new Window(1, 0, 0), window));
    all.put("view-of-view", apply(new Window(2, 3, 7), swapped));
    all.put("view-of-view", apply(new Repeat(3), apply(new Repeat(2), x)));
    all.put("view-of-view", apply(new Reshape(Shape.of(2, 3, 4)), apply(new Swap(0, 1), x)));
    all.put("view-of-view", apply(new Swap(0, 2), apply(new Repeat(5), x)));
    all.put("view-of-view", apply(new Window(2, 1, -1), apply(new Repeat(5), x)));
  }

  private void folds() {
    for (Combine combine : List.of(Combine.MAX, Combine.MIN)) {
      for (DType dtype : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
        Value x = input("x", new TensorType(dtype, Shape.of(4, 6)));
        Value repeated = apply(new Repeat(50), x);
        all.put("fold-of-repeated", apply(fold(combine, 0), repeated));
        all.put("fold-of-repeated", apply(fold(combine, 0, 2), repeated));
        all.put("fold-of-repeated", apply(fold(combine, 0, 1, 2), repeated));
      }
    }
    for (Combine combine : Combine.values()) {
      Value x = input("x", 1, 200, 1);
      all.put("fold-of-one", apply(fold(combine, 0), x));
      all.put("fold-of-one", apply(fold(combine, 0, 2), x));
      all.put("fold-of-one", apply(fold(combine), x));
    }
    all.put("fold-of-one", apply(mean(2), input("x", 1, 200, 1)));
  }

  private void repetitions() {
    Value row = input("x", 20);
    Value other = input("y", 20);
    Value scalar = input("z");
    Value wide = apply(new Repeat(30), row);
    Value each = apply(new Reshape(Shape.of(30, 20)), apply(new Repeat(600), scalar));
    Value all600 = apply(new Repeat(30), apply(new Repeat(20), scalar));
    all.put("hoist", apply(Bodies.EXP, wide));
    all.put("hoist", apply(MUL, wide, apply(new Repeat(30), other)));
    all.put("hoist", apply(ADD, Bodies.splat(DType.F32, Shape.of(30, 20), 3), wide));
    Value bias = apply(new Strided(IndexMap.of(Shape.of(30, 20), 0, zeros(2)), 0), scalar);
    all.put("hoist", apply(Bodies.MAX, wide, bias));
    all.put("hoist", apply(Bodies.NEG, bias));
    Value column = apply(new Repeat(30), apply(new Reshape(Shape.of(20)), input("w", 4, 5)));
    all.put("hoist", apply(Bodies.DIV, column, wide));
    Value condition = apply(new Repeat(30), input("c", new TensorType(DType.BOOL, Shape.of(20))));
    all.put("hoist", apply(Bodies.SELECT, condition, wide, bias));
    all.put("view-of-view", all600);
    all.put("view-of-view", each);
  }

  private static ImmutableIntArray zeros(int rank) {
    return ImmutableIntArray.copyOf(new int[rank]);
  }

  /** Gives the sum of each line and of its squares; reads columns as lines on demand. */
  record LineSums(boolean columns) implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      Shape in = inputs.getFirst().shape();
      TensorType line = inputs.getFirst().withShape(Shape.of(in.dim(columns ? 1 : 0)));
      return ImmutableList.of(line, line);
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      Shape in = inputs.getFirst().shape();
      int lines = in.dim(columns ? 1 : 0);
      int count = in.dim(columns ? 0 : 1);
      return (x, y, _) -> {
        for (int i = 0; i < lines; i++) {
          double sum = 0;
          double squares = 0;
          for (int k = 0; k < count; k++) {
            double at = x[0].getDouble(columns ? k * lines + i : i * count + k);
            sum += at;
            squares += at * at;
          }
          y[0].setDouble(i, sum);
          y[1].setDouble(i, squares);
        }
      };
    }

    @Override
    public Optional<KernelOp> absorbing(int input, IndexMap map, Shape source) {
      boolean swap = source.rank() == 2 && new Swap(0, 1).map(source).equals(map);
      return swap ? Optional.of(new LineSums(!columns)) : Optional.empty();
    }
  }

  /** Gives a matrix negated; writes rows as columns on demand. */
  record Negated(boolean transposed) implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      Shape in = inputs.getFirst().shape();
      Shape turned = Shape.of(in.dim(1), in.dim(0));
      return ImmutableList.of(inputs.getFirst().withShape(transposed ? turned : in));
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      int rows = inputs.getFirst().shape().dim(0);
      int columns = inputs.getFirst().shape().dim(1);
      return (x, y, _) -> {
        for (int i = 0; i < rows * columns; i++) {
          int at = transposed ? i % columns * rows + i / columns : i;
          y[0].setDouble(at, -x[0].getDouble(i));
        }
      };
    }

    @Override
    public Optional<KernelOp> emitting(IndexMap map, Shape output) {
      boolean swap = new Swap(0, 1).map(output).equals(map);
      return swap ? Optional.of(new Negated(!transposed)) : Optional.empty();
    }
  }

  private void kernels() {
    Value negated = apply(new Negated(false), input("x", 3, 5));
    all.put("view-out-of-kernel", apply(new Swap(0, 1), negated));
    Value swapped = apply(new Swap(0, 1), input("x", 3, 5));
    Node sums = Node.of(new LineSums(false), List.of(swapped));
    all.putAll("view-into-kernel", sums.output(0), sums.output(1));
    Strided everyOther = Strided.of(Shape.of(5, 3), 1, new int[] {1, 12});
    Value columns = apply(everyOther, input("x", 6, 6));
    all.put("transposed-read", apply(new LineSums(false), columns));
    all.put("transposed-read", apply(new LineSums(true), columns));
  }

  private void factors() {
    for (DType dtype : List.of(DType.F32, DType.F64)) {
      Value x = of(dtype);
      Value c = splat(dtype, 3);
      Value d = apply(new Repeat(200), constant(Tensor.full(dtype, Shape.SCALAR, 0.7)));
      Value product = apply(MUL, x, c);
      Value turned = apply(MUL, c, x);
      Value quotient = apply(Bodies.DIV, x, c);
      Value reciprocal = apply(Bodies.DIV, c, x);
      all.putAll("joined-factors", apply(MUL, product, d), apply(MUL, d, turned));
      all.putAll("joined-factors", apply(MUL, quotient, d), apply(MUL, d, reciprocal));
      all.putAll("joined-factors", apply(Bodies.DIV, product, d), apply(Bodies.DIV, turned, d));
      all.putAll("joined-factors", apply(Bodies.DIV, quotient, d), apply(Bodies.DIV, d, product));
      all.put("joined-factors", apply(Bodies.DIV, d, turned));
    }
    for (DType dtype : List.of(DType.I32, DType.I64)) {
      Value x = of(dtype);
      Value c = splat(dtype, 1 << 30);
      all.put("joined-integers", apply(ADD, apply(ADD, c, x), c));
      all.put("joined-integers", apply(MUL, splat(dtype, 7), apply(MUL, x, splat(dtype, -3))));
    }
  }

  /** Rows that look at more than one node. */
  private void graphs() {
    Value x = input("x", 3, 5);
    Value one = constant(Tensor.of(1f, 2f));
    all.put("stated-expansion", apply(new TestOps.Detour(), x));
    all.put("constant", apply(ADD, one, one));
    all.put("common-subexpression", apply(ADD, apply(Bodies.ABS, x), apply(Bodies.ABS, x)));
    Value w = input("w", 5, 8);
    TestProduct rows = new TestProduct(true, false);
    Value first = apply(rows, x, input("y", 3, 5));
    all.put("joined-sums", apply(ADD, first, apply(rows, input("z", 3, 5), input("u", 3, 5))));
    TestProduct turned = new TestProduct(false, true);
    Value weight = apply(Bodies.ABS, input("v", 8, 5));
    Value both = apply(ADD, apply(turned, x, weight), apply(turned, input("t", 3, 5), weight));
    all.put("joined-products", both);
    Value gates = apply(Bodies.EXP, apply(new TestProduct(false, false), x, input("g", 5, 40)));
    Value left = apply(Strided.of(Shape.of(3, 20), 0, new int[] {40, 1}), gates);
    Value right = apply(Strided.of(Shape.of(3, 20), 20, new int[] {40, 1}), gates);
    all.put("parts-first", apply(ADD, left, right));
    Value in = input("b", 3, 5);
    BodyGraph body = BodyGraph.of(List.of(in), List.of(apply(Bodies.ABS, in)));
    all.put("unread-output", Node.of(new Once(ImmutableList.of(body, body)), List.of(x)).output(1));
  }

  /** Chains and sums of products of few rows. */
  private void products() {
    TestProduct product = new TestProduct(false, false);
    Value weight = input("w", 20, 20);
    Value sum = apply(product, input("x", 33, 20), weight);
    Value state = input("s", 33, 20);
    for (int i = 0; i < 4; i++) {
      sum = apply(ADD, sum, apply(product, input("x" + i, 33, 20), weight));
      state = apply(Bodies.ABS, apply(product, state, input("w" + i, 20, 20)));
    }
    all.put("shared-panels", sum);
    all.put("strips-of-rows", state);
  }

  /** Runs several bodies of one output on the same inputs. */
  record Once(ImmutableList<BodyGraph> bodies) implements ControlOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.copyOf(Collections.nCopies(bodies.size(), inputs.getFirst()));
    }

    @Override
    public Kernel kernel(
        ImmutableList<Kernel> kernels,
        ImmutableList<TensorType> inputs,
        ImmutableList<TensorType> outputs) {
      return (x, y, workers) -> {
        for (int i = 0; i < kernels.size(); i++) {
          kernels.get(i).run(x, new Buffer[] {y[i]}, workers);
        }
      };
    }

    @Override
    public Optional<Part> part(ImmutableIntArray used) {
      if (used.length() == bodies.size()) {
        return Optional.empty();
      }
      ImmutableList<BodyGraph> left =
          used.stream().mapToObj(bodies::get).collect(ImmutableList.toImmutableList());
      return Optional.of(new Part(new Once(left), ImmutableIntArray.of(0), used));
    }
  }
}
