package dev.adjoint.nn;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.RandomKey;
import dev.adjoint.ops.State;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A network with what it is trained for and how. A step of training — forward, loss, backward,
 * optimizer, metrics — is one program, compiled at the first batch of its size.
 *
 * <p>Training twice goes on where the first one ended. Not for several threads at once: the
 * programs use all threads by themselves.
 */
public final class Model {
  /** How many examples a program takes at once where it does not train. */
  private static final int INFERENCE_BATCH = 256;

  private record Trace(Object use, TensorType features, TensorType targets) {}

  private enum Use {
    TRAIN,
    EVALUATE,
    PREDICT,
    CLASSIFY
  }

  private final Layer network;
  private final Loss loss;
  private final ImmutableList<Metric> metrics;
  private final ImmutableList<Parameter> parameters;
  private final Optimizer.Rule rule;
  private final State random = State.of("random", Tensor.scalar(0L));
  private final Map<Trace, BatchProgram> programs = new HashMap<>();

  private Model(Layer network, Loss loss, Optimizer optimizer, ImmutableList<Metric> metrics) {
    this.network = network;
    this.loss = loss;
    this.metrics = metrics;
    this.parameters = network.parameters();
    this.rule = optimizer.start(parameters);
  }

  /**
   * Returns a model.
   *
   * @param network from features to predictions; its parameters are trained
   * @param loss what to make small
   * @param optimizer how to make it small
   * @param metrics what to watch besides
   * @throws IllegalArgumentException if there is nothing to train, or two metrics share a name
   */
  public static Model compile(Layer network, Loss loss, Optimizer optimizer, Metric... metrics) {
    Preconditions.checkArgument(
        !network.parameters().isEmpty(), "model: %s has no parameters to train", network);
    ImmutableList<Metric> all = ImmutableList.copyOf(metrics);
    Preconditions.checkArgument(
        all.stream().map(Metric::name).distinct().count() == all.size()
            && all.stream().noneMatch(m -> m.name().equals(History.LOSS)),
        "model: metrics need names of their own, other than '%s': %s",
        History.LOSS,
        all.stream().map(Metric::name).toList());
    return new Model(network, loss, optimizer, all);
  }

  /** Returns the network. */
  public Layer network() {
    return network;
  }

  /**
   * Trains the network and returns how it went.
   *
   * @throws ShapeException if the data does not fit the network or the loss
   * @throws IllegalArgumentException if there is no data, or the loss refuses a target
   * @throws ArithmeticException if the loss becomes NaN or infinite; the parameters are lost then
   */
  public History fit(Dataset data, Fit fit) {
    return new Training(this, data, fit).run();
  }

  /**
   * Returns the loss and the metrics, means over the examples, by name.
   *
   * @throws ShapeException if the data does not fit the network or the loss
   * @throws IllegalArgumentException if there is no data, or the loss refuses a target
   */
  public ImmutableMap<String, Double> evaluate(Dataset data) {
    check("evaluate", data);
    Figures figures = new Figures(names());
    int[] order = inOrder(data.size());
    for (int from = 0; from < data.size(); from += INFERENCE_BATCH) {
      int rows = Math.min(INFERENCE_BATCH, data.size() - from);
      BatchProgram program = evaluation(data, rows);
      program.load(0, data.features(), order, from);
      program.load(1, data.targets(), order, from);
      program.run();
      figures.add(program);
    }
    return figures.means();
  }

  /**
   * Returns what the network makes of each example, {@code [n, …]}.
   *
   * @param features {@code [n, …]}
   * @throws ShapeException if the network does not take such features
   * @throws IllegalArgumentException if there are no examples
   */
  public Tensor predict(Tensor features) {
    return infer(Use.PREDICT, features, prediction -> prediction);
  }

  /**
   * Returns the number of the largest output for each example, I32 {@code [n]}.
   *
   * @param features {@code [n, …]}
   * @throws ShapeException if the network does not take such features
   * @throws IllegalArgumentException if there are no examples
   */
  public Tensor classify(Tensor features) {
    return infer(Use.CLASSIFY, features, scores -> scores.argmax(-1).cast(DType.I32));
  }

  private Tensor infer(Use use, Tensor features, UnaryOperator<Expr> last) {
    int n = features.shape().isScalar() ? 0 : features.shape().dim(0);
    Preconditions.checkArgument(n > 0, "predict: there are no examples: %s", features.type());
    int[] order = inOrder(n);
    TensorType type = last.apply(network.apply(input(features, 1))).type();
    int width = type.size();
    Buffer result = Buffer.allocate(type.dtype(), Math.multiplyExact(n, width));
    for (int from = 0; from < n; from += INFERENCE_BATCH) {
      int rows = Math.min(INFERENCE_BATCH, n - from);
      BatchProgram program =
          programs.computeIfAbsent(
              new Trace(use, batch(features, rows), type),
              _ -> {
                Expr x = input(features, rows);
                Expr y = last.apply(network.apply(x, Pass.inference()));
                return new BatchProgram(List.of(x), List.of(y), Map.of());
              });
      program.load(0, features, order, from);
      program.run();
      program.copyOutput(0, Buffer.wrap(type.dtype(), result.array(), from * width, rows * width));
    }
    return Tensor.over(type.shape().with(0, n), result);
  }

  /** Returns the names of the figures that programs compute, in their order. */
  ImmutableList<String> names() {
    return ImmutableList.<String>builder()
        .add(History.LOSS)
        .addAll(metrics.stream().map(Metric::name).iterator())
        .build();
  }

  /** Checks data before any of it is used. */
  void check(String use, Dataset data) {
    Preconditions.checkArgument(data.size() > 0, "%s: there are no examples: %s", use, data);
    Expr prediction = network.apply(input(data.features(), 1));
    loss.apply(prediction, input(data.targets(), 1));
    loss.check(data.targets(), prediction.shape());
  }

  /** Decides the random numbers of the steps to come. */
  void seed(Key key) {
    random.set(Tensor.scalar(key.bits()));
  }

  /** Returns the step of training on batches of the given number of rows. */
  BatchProgram step(Dataset data, int rows) {
    return programs.computeIfAbsent(
        trace(Use.TRAIN, data, rows),
        _ -> {
          Expr x = input(data.features(), rows);
          Expr y = input(data.targets(), rows);
          Pass pass = Pass.training(RandomKey.of(random));
          List<Expr> figures = figures(network.apply(x, pass), y);
          List<Expr> gradients = Autodiff.grad(figures.getFirst(), parameters);
          ImmutableMap.Builder<Expr, Expr> updates = ImmutableMap.builder();
          updates.putAll(rule.updates(gradients)).putAll(pass.updates());
          if (pass.isRandom()) {
            updates.put(random, random.add(1));
          }
          return new BatchProgram(List.of(x, y), figures, updates.buildOrThrow());
        });
  }

  private BatchProgram evaluation(Dataset data, int rows) {
    return programs.computeIfAbsent(
        trace(Use.EVALUATE, data, rows),
        _ -> {
          Expr x = input(data.features(), rows);
          Expr y = input(data.targets(), rows);
          List<Expr> figures = figures(network.apply(x, Pass.inference()), y);
          return new BatchProgram(List.of(x, y), figures, Map.of());
        });
  }

  /** Returns the loss and the metrics. */
  private List<Expr> figures(Expr prediction, Expr target) {
    return ImmutableList.<Expr>builder()
        .add(loss.apply(prediction, target))
        .addAll(metrics.stream().map(m -> m.function().apply(prediction, target)).iterator())
        .build();
  }

  private static Trace trace(Use use, Dataset data, int rows) {
    return new Trace(use, batch(data.features(), rows), batch(data.targets(), rows));
  }

  private static Expr input(Tensor data, int rows) {
    return Expr.input("batch", batch(data, rows));
  }

  private static TensorType batch(Tensor data, int rows) {
    Shape shape = data.shape();
    return data.type().withShape(shape.with(0, rows));
  }

  private static int[] inOrder(int n) {
    return IntStream.range(0, n).toArray();
  }

  /** Returns the layers of the network. */
  @Override
  public String toString() {
    return "model of " + network;
  }
}
