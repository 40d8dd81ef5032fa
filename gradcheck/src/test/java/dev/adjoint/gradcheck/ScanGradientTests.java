// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.gradcheck;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.adjoint.autodiff.Autodiff;
import dev.adjoint.autodiff.ControlFlow;
import dev.adjoint.autodiff.Scanned;
import dev.adjoint.gradcheck.Finding.Kind;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Scans of many sorts, to the second order. */
class ScanGradientTests {
  private record Case(Function<List<Expr>, List<Expr>> function, List<Arg> args) {
    List<Tensor> draw() {
      SplittableRandom random = new SplittableRandom(5);
      return args.stream().map(arg -> arg.draw(DType.F64, random)).toList();
    }
  }

  private static Case of(Function<List<Expr>, List<Expr>> function, Arg... args) {
    return new Case(function, List.of(args));
  }

  private static List<Expr> all(Scanned scanned) {
    List<Expr> values = new ArrayList<>(scanned.carry());
    values.addAll(scanned.ys());
    return values;
  }

  /** {@code cₜ₊₁ = cₜ·xₜ}. */
  private static List<Expr> product(List<Expr> in) {
    return all(
        ControlFlow.scan(
            in.subList(0, 1),
            in.subList(1, 2),
            (c, x) -> {
              Expr next = c.getFirst().mul(x.getFirst());
              return Scanned.of(next, next);
            }));
  }

  /** {@code cₜ₊₁ = a·cₜ + b + xₜ}, over parameters that the step closes over. */
  private static List<Expr> affine(List<Expr> in) {
    return all(
        ControlFlow.scan(
            in.subList(0, 1),
            in.subList(1, 2),
            (c, x) -> {
              Expr next = c.getFirst().mul(in.get(2)).add(in.get(3)).add(x.getFirst());
              return Scanned.of(next, next.square().add(in.get(3).exp()));
            }));
  }

  private static List<Expr> network(List<Expr> in) {
    return all(
        ControlFlow.scan(
            in.subList(0, 1),
            in.subList(1, 2),
            (h, x) -> {
              Expr fed = x.getFirst().matmul(in.get(2)).add(in.get(4));
              Expr next = h.getFirst().matmul(in.get(3)).add(fed).tanh();
              return Scanned.of(next, next.sum(-1));
            }));
  }

  /** Steps of gradient descent on {@code Σ(w·c)⁴/4}: a derivative inside of the body. */
  private static List<Expr> descent(List<Expr> in) {
    return all(
        ControlFlow.scan(
            in.subList(0, 1),
            List.of(),
            3,
            (c, _) -> {
              Expr at = c.getFirst();
              Expr loss = at.mul(in.get(1)).pow(4).mul(0.25).sum();
              Expr next = at.sub(Autodiff.grad(loss, at).getFirst().mul(0.1));
              return Scanned.of(next, loss);
            }));
  }

  /** A scan in each step of a scan; the inner one closes over the outer carry and a parameter. */
  private static List<Expr> nested(List<Expr> in) {
    return all(
        ControlFlow.scan(
            in.subList(0, 1),
            in.subList(1, 2),
            (outer, row) -> {
              Scanned inner =
                  ControlFlow.scan(
                      List.of(outer.getFirst().mul(in.get(2))),
                      List.of(row.getFirst()),
                      (c, x) -> {
                        Expr next = c.getFirst().mul(x.getFirst()).add(outer.getFirst()).sin();
                        return Scanned.of(next, next.mul(in.get(2)));
                      });
              return Scanned.of(inner.carry().getFirst(), inner.ys().getFirst());
            }));
  }

  /** Carries of two kinds, one of which the other needs, and a step that counts in integers. */
  private static List<Expr> counted(List<Expr> in) {
    Expr count = Expr.constant(DType.I32, 0);
    Scanned scanned =
        ControlFlow.scan(
            List.of(in.get(0), count, in.get(1)),
            in.subList(2, 3),
            (c, x) -> {
              Expr weight = c.get(1).cast(in.get(0).dtype()).add(1);
              Expr a = c.get(0).mul(x.getFirst()).add(weight.mul(c.get(2)));
              return Scanned.of(
                  List.of(a, c.get(1).add(1), c.get(2).cos()), List.of(weight.mul(a)));
            });
    return List.of(scanned.carry().get(0), scanned.carry().get(2), scanned.ys().getFirst());
  }

  private static Map<String, Case> cases() {
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("product", of(ScanGradientTests::product, Arg.real(2), Arg.real(4, 2)));
    cases.put("product of one", of(ScanGradientTests::product, Arg.real(2), Arg.real(1, 2)));
    cases.put("product of none", of(ScanGradientTests::product, Arg.real(2), Arg.real(0, 2)));
    cases.put(
        "affine",
        of(ScanGradientTests::affine, Arg.real(2), Arg.real(4, 2), Arg.real(2), Arg.real()));
    cases.put(
        "network",
        of(
            ScanGradientTests::network,
            Arg.real(2, 3),
            Arg.real(3, 2, 2),
            Arg.real(2, 3),
            Arg.real(3, 3),
            Arg.real(3)));
    cases.put(
        "descent",
        of(ScanGradientTests::descent, Arg.between(-0.8, 0.8, 3), Arg.between(0.5, 1, 3)));
    cases.put("nested", of(ScanGradientTests::nested, Arg.real(), Arg.real(2, 3), Arg.real()));
    cases.put("counted", of(ScanGradientTests::counted, Arg.real(2), Arg.real(2), Arg.real(3, 2)));
    return cases;
  }

  /** With no step, nothing depends on what the steps would take. */
  @TestFactory
  Stream<DynamicTest> derivativesAreRight() {
    return cases().entrySet().stream()
        .flatMap(e ->
            Stream.of(1, 2)
                .map(order -> {
                  Case tried = e.getValue();
                  GradCheck check =
                      GradCheck.ofAll(tried.draw(), tried.function())
                          .order(order)
                          .named(e.getKey());
                  boolean none = e.getKey().contains("none");
                  return dynamicTest(
                      check.toString(),
                      (none ? check.allowing(Kind.VACUOUS) : check)::assertCorrect);
                }));
  }
}
