// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.init.Initializer;
import dev.adjoint.nn.layer.Activation;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Adam;
import dev.adjoint.nn.optimizer.Sgd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Models asked by many threads at once, and from within a training. */
@Timeout(120)
class ModelConcurrencyTests {
  private static final Seed SEED = Seed.of(1);

  private static Model model() {
    return Model.compile(
        Sequential.of(
            Dense.of(3, 8, SEED.fold(0)), Activation.tanh(), Dense.of(8, 4, SEED.fold(1))),
        Loss.softmaxCrossEntropy(),
        Adam.of(0.01),
        Metric.accuracy());
  }

  private static Dataset data(int rows) {
    return new Dataset(
        Initializer.uniform(1).draw(TensorType.of(DType.F32, rows, 3), 1, 1, SEED.fold(rows)),
        Tensor.of(IntStream.range(0, rows).map(i -> i % 4).toArray()));
  }

  private static void onThreads(ExecutorService threads, List<Callable<Boolean>> tasks)
      throws Exception {
    try (threads) {
      for (Future<Boolean> future : threads.invokeAll(tasks)) {
        assertThat(future.get()).isTrue();
      }
    }
  }

  /** Requests of several sizes, each with the answers that it gets alone. */
  private static List<Callable<Boolean>> requests(Model model, int tasks, int repeats) {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int t = 0; t < tasks; t++) {
      Dataset data = data(new int[] {1, 2, 7, 300}[t % 4] + (t / 4));
      Tensor predicted = model.predict(data.features());
      Tensor classes = model.classify(data.features());
      Map<String, Double> figures = model.evaluate(data);
      all.add(() -> {
        boolean same = true;
        for (int i = 0; i < repeats; i++) {
          same &= model.predict(data.features()).equals(predicted);
          same &= model.classify(data.features()).equals(classes);
          same &= model.evaluate(data).equals(figures);
        }
        return same;
      });
    }
    return all;
  }

  @Test
  void everyThreadGetsTheAnswerToItsOwnQuestion() throws Exception {
    onThreads(Executors.newFixedThreadPool(4), requests(model(), 4, 500));
  }

  @Test
  void soDoesEveryVirtualThread() throws Exception {
    onThreads(Executors.newVirtualThreadPerTaskExecutor(), requests(model(), 200, 3));
  }

  @Test
  void questionsOfAllSizesTakeAFewPrograms() {
    Model model = model();
    Tensor features = data(700).features();
    Tensor all = model.predict(features);
    for (int n = 1; n <= 700; n += n < 20 ? 1 : 37) {
      assertThat(model.predict(first(features, n))).isEqualTo(first(all, n));
    }
    assertThat(model.programs()).isEqualTo(9);
    for (int n = 1; n <= 50; n++) {
      model.evaluate(data(n));
    }
    assertThat(model.programs()).isEqualTo(32);
  }

  private static Tensor first(Tensor tensor, int rows) {
    return new Dataset(tensor, tensor).rows(IntStream.range(0, rows).toArray()).features();
  }

  /** All rows are equal, so answers from one moment are; the training changes them at each step. */
  @Test
  void anAnswerDuringATrainingComesFromOneMomentOfIt() throws Exception {
    Model model = model();
    Tensor features = Tensor.full(DType.F32, Shape.of(2000, 3), 0.5);
    AtomicBoolean trained = new AtomicBoolean();
    Callable<Boolean> ask =
        () -> {
          boolean same = true;
          while (!trained.get()) {
            Tensor y = model.predict(features);
            for (int i = 1; i < 2000; i++) {
              same &= y.getFloat(i, 0) == y.getFloat(0, 0);
            }
          }
          return same;
        };
    Callable<Boolean> train =
        () -> {
          try {
            model.fit(data(64), FitOptions.epochs(300).batchSize(16));
          } finally {
            trained.set(true);
          }
          return true;
        };
    onThreads(Executors.newFixedThreadPool(3), List.of(ask, ask, train));
  }

  @Test
  void predictingDuringATrainingDoesNotChangeIt() {
    Dataset data = data(50);
    Model quiet = model();
    Model busy = model();
    Tensor[] seen = new Tensor[2];
    TrainingListener asks =
        new TrainingListener() {
          @Override
          public void stepEnded(int epoch, int step, double loss) {
            seen[0] = busy.predict(data.features());
            seen[1] = busy.classify(data.features());
            busy.evaluate(data);
          }
        };
    FitOptions fit = FitOptions.epochs(3).batchSize(16);
    assertThat(busy.fit(data, fit.listener(asks))).isEqualTo(quiet.fit(data, fit));
    assertThat(busy.predict(data.features())).isEqualTo(quiet.predict(data.features()));
    assertThat(seen[0]).isEqualTo(quiet.predict(data.features()));
  }

  @Test
  void aSecondTrainingAtOnceIsRefused() throws Exception {
    Model model = model();
    CountDownLatch training = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    Thread other =
        Thread.ofVirtual()
            .start(() ->
                model.fit(
                    data(8),
                    FitOptions.epochs(1)
                        .listener(
                            new TrainingListener() {
                              @Override
                              public void epochEnded(History.Epoch epoch) {
                                training.countDown();
                                await(refused);
                              }
                            })));
    training.await();
    assertThatIllegalStateException()
        .isThrownBy(() -> model.fit(data(8), FitOptions.epochs(1)))
        .withMessage(
            "fit: another thread is training this model; wait for it, or train a model of other"
                + " layers");
    refused.countDown();
    other.join();
    assertThat(model.fit(data(8), FitOptions.epochs(1)).last().number()).isEqualTo(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aTrainingWithinATrainingIsRefused() {
    Model model = model();
    TrainingListener trains =
        new TrainingListener() {
          @Override
          public void stepEnded(int epoch, int step, double loss) {
            model.fit(data(8), FitOptions.epochs(1));
          }
        };
    assertThatIllegalStateException()
        .isThrownBy(() -> model.fit(data(8), FitOptions.epochs(1).listener(trains)))
        .withMessage(
            "fit: called by a listener of a fit of the same model; call it after that has ended");
    assertThat(model.fit(data(8), FitOptions.epochs(1)).last().number()).isEqualTo(2);
  }

  @Test
  void modelsOfTheSameLayersMayBeTrainedAtOnce() throws Exception {
    Model first = model();
    Model second = Model.compile(first.network(), Loss.softmaxCrossEntropy(), Sgd.of(0.01));
    FitOptions fit = FitOptions.epochs(20).batchSize(8);
    onThreads(
        Executors.newFixedThreadPool(2),
        List.of(
            () -> first.fit(data(40), fit).epochs().size() == 20,
            () -> second.fit(data(40), fit).epochs().size() == 20));
    assertThat(first.predict(data(9).features())).isEqualTo(second.predict(data(9).features()));
  }
}
