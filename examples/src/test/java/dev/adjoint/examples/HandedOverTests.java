// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.exec.Interpreter;
import dev.adjoint.exec.Program;
import dev.adjoint.gradcheck.Finding;
import dev.adjoint.gradcheck.GradCheck;
import dev.adjoint.graph.BodyGraph;
import dev.adjoint.graph.Graph;
import dev.adjoint.graph.LeafOp;
import dev.adjoint.graph.Node;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.Value;
import dev.adjoint.nn.Functional;
import dev.adjoint.nn.Input;
import dev.adjoint.nn.Parameters;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.Sequential;
import dev.adjoint.nn.Symbol;
import dev.adjoint.nn.data.Dataset;
import dev.adjoint.nn.layer.Dense;
import dev.adjoint.nn.layer.merge.Merge;
import dev.adjoint.nn.loss.Loss;
import dev.adjoint.nn.metric.Metric;
import dev.adjoint.nn.optimizer.Optimizer;
import dev.adjoint.nn.optimizer.Sgd;
import dev.adjoint.nn.train.FitOptions;
import dev.adjoint.nn.train.Model;
import dev.adjoint.nn.train.TrainingListener;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.Parameter;
import dev.adjoint.ops.VariableExpr;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What is said of nothing where something was wanted, of the same thing twice, and of one thing in
 * place of another, wherever users hand over lists, maps or a number of arguments.
 */
class HandedOverTests {
  private static final Expr X = Expr.input("x", 2);
  private static final Parameter W = Parameter.of("w", Tensor.of(1f, 2f));
  private static final Expr Y = X.mul(W);
  private static final Expr LOSS = Y.sum();
  private static final Expr NO_EXPR = nothing();
  private static final Tensor NO_TENSOR = nothing();
  private static final Tensor POINT = Tensor.of(1.0, 2.0);

  /** Returns null to those who are not to get it. */
  @SuppressWarnings("NullAway")
  private static <T> T nothing() {
    return null;
  }

  private static <T> List<T> listOf(T only) {
    return Collections.singletonList(only);
  }

  private static <K, V> Map<K, V> mapOf(K key, V value) {
    return Collections.singletonMap(key, value);
  }

  private static DynamicTest refused(String message, ThrowingCallable call) {
    return dynamicTest(
        message,
        () ->
            assertThatThrownBy(call)
                .isInstanceOfAny(NullPointerException.class, IllegalArgumentException.class)
                .hasMessage(message));
  }

  @TestFactory
  Stream<DynamicTest> programsSayWhatIsMissing() {
    Program program = Program.compile(List.of(X), List.of(Y));
    return Stream.of(
        refused(
            "compile: input 0 is null; give an expression",
            () -> Program.compile(listOf(NO_EXPR), List.of(Y))),
        refused(
            "compile: output 0 is null; give an expression",
            () -> Program.compile(List.of(X), listOf(NO_EXPR))),
        refused(
            "compile: inputs is null; give a list, which may be empty",
            () -> Program.compile(HandedOverTests.<List<Expr>>nothing(), List.of(Y))),
        refused(
            "compile: the variable updated to mul: f32[2] is null; use a variable as the key",
            () -> Program.compile(List.of(X), List.of(Y), mapOf(NO_EXPR, Y))),
        refused(
            "compile: the update of w: f32[2] = [1. 2.] is null; give an expression, or leave it out",
            () -> Program.compile(List.of(X), List.of(Y), mapOf(W, NO_EXPR))),
        refused(
            "compile: the map of updates is null; give a map, which may be empty",
            () ->
                Program.compile(
                    List.of(X), List.of(Y), HandedOverTests.<Map<Value, Value>>nothing())),
        refused(
            "compile: the options is null; CompileOptions.defaults() are the usual ones",
            () -> Program.compile(List.of(X), List.of(Y), Map.of(), nothing())),
        refused(
            "graph: 'read \"w\" : f32[2]' is listed as an input but is a variable, which a run reads"
                + " by itself; leave it out",
            () -> Program.compile(List.of(X, W), List.of(Y))),
        refused(
            "graph: 'input \"x\" : f32[2]' is listed twice as an input; list it once",
            () -> Program.compile(List.of(X, X), List.of(Y))),
        refused(
            "run: the list of inputs is null; give a tensor for each of [x]",
            () -> program.run(HandedOverTests.<List<Tensor>>nothing())),
        refused(
            "run: input 0 \"x\" is null; give a tensor of f32[2]", () -> program.run(NO_TENSOR)));
  }

  @TestFactory
  Stream<DynamicTest> graphsSayWhatIsMissing() {
    return Stream.of(
        refused("graph: output 0 is null; give an expression", () -> Graph.of(listOf(NO_EXPR))),
        refused(
            "graph: input 0 is null; give an expression",
            () -> Graph.of(listOf(NO_EXPR), List.of(Y))),
        refused(
            "graph: output 0 is null; give an expression",
            () -> BodyGraph.of(List.of(X), listOf(NO_EXPR))),
        refused(
            "graph: output 0 is null; give an expression",
            () -> Interpreter.evaluate(listOf(NO_EXPR), Map.of())),
        refused(
            "evaluate: input \"x\" has no value; give one of f32[2]",
            () -> Interpreter.evaluate(List.of(Y), mapOf(X, NO_TENSOR))),
        refused("node: the op is null; give one", () -> Node.of(nothing(), List.of(X))),
        refused(
            "mul: input 1 is null; give an expression",
            () -> Node.of(Y.node().op(), Arrays.asList(X, NO_EXPR))),
        refused("input: the name is null; give one", () -> Expr.input(nothing(), 2)),
        refused("constant: the value is null; give a tensor", () -> new LeafOp.Constant(nothing())),
        refused(
            "variable: the name is null; give one, it need not be unique",
            () -> Parameter.of(nothing(), POINT)),
        refused(
            "variable 'w': the initial value is null; give a tensor",
            () -> Parameter.of("w", NO_TENSOR)));
  }

  @TestFactory
  Stream<DynamicTest> expressionsSayWhatIsMissing() {
    return Stream.of(
        refused(
            "mul: input 0 is null; give an expression",
            () -> Expr.apply(Y.node().op(), listOf(NO_EXPR))),
        refused(
            "add: the other operand is null; give an expression or a number", () -> X.add(NO_EXPR)),
        refused(
            "where: input 2 is null; give an expression", () -> Expr.where(X.less(0), X, NO_EXPR)),
        refused("concat: input 1 is null; give an expression", () -> Expr.concat(0, X, NO_EXPR)),
        refused("stack: input 1 is null; give an expression", () -> Expr.stack(0, X, NO_EXPR)),
        refused("concat: needs at least one input", () -> Expr.concat(0)),
        refused("stack: needs at least one input", () -> Expr.stack(0)));
  }

  @TestFactory
  Stream<DynamicTest> derivativesSayWhatIsMissing() {
    return Stream.of(
        refused(
            "grad: y is null; give the expression to differentiate",
            () -> Autodiff.grad(NO_EXPR, W)),
        refused("grad: x 0 is null; give an expression", () -> Autodiff.grad(LOSS, NO_EXPR)),
        refused(
            "vjp: dy 0 is null; give an expression",
            () -> Autodiff.vjp(List.of(Y), List.of(W), listOf(NO_EXPR))),
        refused(
            "scan: init 0 is null; give an expression",
            () ->
                ControlFlow.scan(
                    listOf(NO_EXPR), List.of(), 3, (c, _) -> Scanned.carrying(c.getFirst()))),
        refused(
            "scan: x 0 is null; give an expression",
            () ->
                ControlFlow.scan(
                    List.of(W), listOf(NO_EXPR), (c, _) -> Scanned.carrying(c.getFirst()))),
        refused(
            "scan: the step is null; give a function",
            () -> ControlFlow.scan(List.of(W), List.of(), 3, nothing())),
        refused(
            "scan: what the step returns is null; return Scanned.of(…)",
            () -> ControlFlow.scan(List.of(W), List.of(), 3, (_, _) -> nothing())),
        refused(
            "scan: carry 0 is null; give an expression",
            () -> ControlFlow.scan(List.of(W), List.of(), 3, (_, _) -> Scanned.carrying(NO_EXPR))),
        refused("scan: output 0 is null; give an expression", () -> Scanned.of(W, NO_EXPR)),
        refused(
            "scan: the step returns neither carry nor outputs; return one of the two",
            () ->
                ControlFlow.scan(
                    List.of(), List.of(), 3, (_, _) -> Scanned.of(List.of(), List.of()))));
  }

  @TestFactory
  Stream<DynamicTest> checksSayWhatIsMissing() {
    return Stream.of(
        refused(
            "gradcheck: value 0 is null; give a tensor for each argument",
            () -> GradCheck.of(listOf(NO_TENSOR), xs -> xs.getFirst())),
        refused(
            "gradcheck: value 1 is null; give a tensor for each argument",
            () -> GradCheck.of(Y.node().op(), POINT, NO_TENSOR)),
        refused(
            "gradcheck: the function is null; give one",
            () -> GradCheck.of(List.of(POINT), nothing())),
        refused(
            "gradcheck: result 0 is null; have the function return expressions",
            () -> GradCheck.of(List.of(POINT), _ -> NO_EXPR).run()),
        refused(
            "gradcheck: parameter 0 is null; list those to differentiate by",
            () -> GradCheck.of(W.sum(), HandedOverTests.<VariableExpr>nothing())),
        refused(
            "gradcheck: kind 0 is null; name kinds of findings",
            () ->
                GradCheck.of(List.of(POINT), xs -> xs.getFirst())
                    .allowing(HandedOverTests.<Finding.Kind>nothing())));
  }

  @TestFactory
  Stream<DynamicTest> trainingSaysWhatIsMissing() {
    Dense dense = Dense.of(2, 1, Seed.of(1));
    Optimizer sgd = Sgd.of(.1);
    Parameters parameters = Parameters.of(List.of(W));
    return Stream.of(
        refused("sequential: layer 1 is null; give a layer", () -> Sequential.of(dense, nothing())),
        refused("symbol: layer 1 is null; give a layer", () -> Input.of(2).then(dense, nothing())),
        refused(
            "symbol: input 1 is null; give a symbol",
            () -> Merge.add(Input.of(2), HandedOverTests.<Symbol>nothing())),
        refused(
            "functional: the output is null; give a symbol",
            () -> Functional.of(Input.of(2), nothing())),
        refused(
            "functional: input 0 is null; give an Input",
            () -> Functional.of(listOf(HandedOverTests.<Input>nothing()), List.of(Input.of(2)))),
        refused(
            "dataset: target 0 is null; give a tensor",
            () -> Dataset.of(List.of(POINT), listOf(NO_TENSOR))),
        refused(
            "dataset: weight 0 is null; give a tensor",
            () -> new Dataset(POINT, POINT).weighted(NO_TENSOR)),
        refused(
            "model: loss 0 is null; give one, such as Loss.meanSquaredError()",
            () -> Model.compile(dense, listOf(HandedOverTests.<Loss>nothing()), sgd)),
        refused(
            "predict: feature 0 is null; give a tensor",
            () -> Model.compile(dense, Loss.meanSquaredError(), sgd).predict(listOf(NO_TENSOR))),
        refused(
            "model: metric 0 is null; give a metric",
            () ->
                Model.compile(
                    dense, Loss.meanSquaredError(), sgd, HandedOverTests.<Metric>nothing())),
        refused(
            "model: the loss is null; give one, such as Loss.meanSquaredError()",
            () -> Model.compile(dense, HandedOverTests.<Loss>nothing(), sgd)),
        refused(
            "fit: the listener is null; give one",
            () -> FitOptions.epochs(1).listener(HandedOverTests.<TrainingListener>nothing())),
        refused(
            "optimizer: gradient 0 is null; give an expression",
            () -> sgd.update(listOf(NO_EXPR), sgd.init(parameters), parameters)),
        refused(
            "optimizer: 1 parameters but 0 gradients; give one for each",
            () -> sgd.update(List.of(), sgd.init(parameters), parameters)),
        refused(
            "updates: the map of updates is null; give a map, which may be empty",
            () -> Optimizer.join(Map.of(W, Y), nothing())),
        refused(
            "updates: the update of w: f32[2] = [1. 2.] is null; give an expression, or leave it out",
            () -> Optimizer.join(mapOf(W, NO_EXPR))),
        refused(
            "updates: 'w' f32[2] has two next values; leave it to one optimizer or one layer",
            () -> Optimizer.join(Map.of(W, Y), Map.of(W, Y))));
  }
}
