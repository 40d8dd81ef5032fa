// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static dev.adjoint.graph.TestOps.apply;
import static dev.adjoint.graph.TestOps.constant;
import static dev.adjoint.graph.TestOps.input;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.TestOps.Add;
import dev.adjoint.graph.TestOps.Flip;
import dev.adjoint.graph.TestOps.Halve;
import dev.adjoint.graph.TestOps.Scale;
import dev.adjoint.graph.TestOps.Total;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OpTests {
  private final Value x = input("x", DType.F32, 2, 3);

  @Test
  void nameAndParametersComeFromTheRecord() {
    Op total = new Total(ImmutableIntArray.of(0, 1));
    assertThat(total.name()).isEqualTo("total");
    assertThat(total.parameters()).isEqualTo("[axes=[0, 1]]");
    assertThat(new Total(ImmutableIntArray.of()).parameters()).isEqualTo("[axes=[]]");
    assertThat(new Scale(0.5).parameters()).isEqualTo("[by=0.5]");
    assertThat(new Add().parameters()).isEmpty();
  }

  @Test
  void opsOfEqualParametersAreEqual() {
    assertThat(new Total(ImmutableIntArray.of(1))).isEqualTo(new Total(ImmutableIntArray.of(1)));
    assertThat(new Scale(2)).isNotEqualTo(new Scale(3));
  }

  @Test
  void anAnonymousOpHasANameToo() {
    Op op =
        new ViewOp() {
          @Override
          public IndexMap map(Shape in) {
            return IndexMap.identity(in);
          }
        };
    assertThat(op.name() + op.parameters()).isEqualTo("anonymous");
  }

  @Test
  void leavesPrintWhatTheyHold() {
    assertThat(x.node()).hasToString("input \"x\" : f32[2, 3]");
    assertThat(input("a \"b\"\n\\", DType.F32).node())
        .hasToString("input \"a \\\"b\\\"\\n\\\\\" : f32[]");
    assertThat(constant(Tensor.full(DType.F32, Shape.of(1, 1), 2)).node())
        .hasToString("constant 2.0 : f32[1, 1]");
    assertThat(constant(Tensor.eye(DType.F32, 2)).node()).hasToString("constant : f32[2, 2]");
    assertThat(TestOps.read(new Variable("w", Tensor.scalar(1f))).node())
        .hasToString("read \"w\" : f32[]");
  }

  @Test
  void leavesTakeNoInputs() {
    assertThatThrownBy(() -> apply(new LeafOp.Constant(Tensor.scalar(1f)), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("constant: takes no inputs, got [f32[2, 3]]");
  }

  @Test
  void elementwiseInputsMustFitEachOtherAndTheBody() {
    assertThat(apply(new Add(), x, x).type()).isEqualTo(x.type());
    assertThatThrownBy(() -> apply(new Add(), x, input("y", DType.F32, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage("add: shapes differ: [f32[2, 3], f32[3]]; broadcast them to one shape first");
    assertThatThrownBy(() -> apply(new Add(), x, input("y", DType.F64, 2, 3)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "add: operands have different dtypes: f32 and f64; convert one of them, as with cast(DType.F32)");
    assertThatThrownBy(() -> apply(new Add(), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("add: takes more inputs than the given [f32[2, 3]]");
    assertThatThrownBy(() -> apply(new Add(), x, x, x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("add: does not take input 2 of [f32[2, 3], f32[2, 3], f32[2, 3]]");
    assertThatThrownBy(() -> apply(new Add()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("add: needs at least one input");
  }

  @Test
  void aReductionDropsItsAxes() {
    Total total = new Total(ImmutableIntArray.of(1));
    assertThat(apply(total, x).type()).hasToString("f32[2]");
    assertThat(total.count(x.shape())).isEqualTo(3);
    assertThat(apply(new Total(ImmutableIntArray.of(0, 1)), x).type()).hasToString("f32[]");
    assertThatThrownBy(() -> apply(new Total(ImmutableIntArray.of(2)), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("total: axes [2] of [2, 3]: must ascend within the rank");
    assertThatThrownBy(() -> apply(new Total(ImmutableIntArray.of(1, 0)), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("total: axes [1, 0] of [2, 3]: must ascend within the rank");
    assertThatThrownBy(() -> apply(total, x, x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("total: takes one input, got [f32[2, 3], f32[2, 3]]");
  }

  private record Drifting(ImmutableIntArray axes) implements ReductionOp {
    @Override
    public Scalar identity(DType dtype) {
      return Scalar.constant(dtype, 0);
    }

    @Override
    public Scalar combine(Scalar accumulator, Scalar x) {
      return accumulator.less(x);
    }
  }

  @Test
  void aReductionMustKeepTheDtypeOfPartialResults() {
    assertThatThrownBy(() -> apply(new Drifting(ImmutableIntArray.of(0)), x))
        .isInstanceOf(ShapeException.class)
        .hasMessage("drifting: combine must keep dtype f32, gives bool");
  }

  private record Beyond() implements ViewOp {
    @Override
    public IndexMap map(Shape in) {
      return IndexMap.of(Shape.of(2), 5, ImmutableIntArray.of(1));
    }
  }

  @Test
  void aViewMustStayInsideItsInput() {
    assertThat(apply(new Flip(), input("y", DType.I32, 4)).type()).hasToString("i32[4]");
    assertThatThrownBy(() -> apply(new Beyond(), x))
        .isInstanceOf(ShapeException.class)
        .hasMessageStartingWith("beyond: its map to [2] leaves the input [2, 3]: IndexMap[");
    assertThatThrownBy(() -> apply(new Flip()))
        .isInstanceOf(ShapeException.class)
        .hasMessage("flip: takes one input, got []");
  }

  @Test
  void aKernelFillsEachOfItsOutputs() {
    Node halve = Node.of(new Halve(), List.of(input("x", DType.F32, 4)));
    Kernel kernel = ((KernelOp) halve.op()).reference(halve.inputTypes(), halve.outputTypes());
    Buffer[] out = {Buffer.allocate(DType.F32, 2), Buffer.allocate(DType.F32, 2)};
    kernel.run(new Buffer[] {Tensor.of(1f, 2f, 3f, 4f).buffer()}, out, Workers.SERIAL);
    assertThat(out[0].f32()).containsExactly(1, 2);
    assertThat(out[1].f32()).containsExactly(3, 4);
  }

  @Test
  void serialWorkersRunEveryPieceInOrder() {
    List<Integer> done = new ArrayList<>();
    Workers.SERIAL.forEach(4, done::add);
    assertThat(done).containsExactly(0, 1, 2, 3);
  }

  private record Mute() implements KernelOp {
    @Override
    public ImmutableList<TensorType> infer(List<TensorType> inputs) {
      return ImmutableList.of();
    }

    @Override
    public Kernel kernel(ImmutableList<TensorType> inputs, ImmutableList<TensorType> outputs) {
      return (_, _, _) -> {};
    }
  }

  @Test
  void anOpWithoutOutputsIsRefused() {
    assertThatThrownBy(() -> Node.of(new Mute(), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mute: infers no output");
  }
}
