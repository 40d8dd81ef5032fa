// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.graph;

import static org.assertj.core.api.Assertions.assertThat;

import com.example.UserCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTests {
  @Test
  void theOriginIsTheFirstLineOutsideOfTheFramework() {
    StackTraceElement origin = UserCode.build(Origin::walk);
    assertThat(origin).isNotNull();
    assertThat(origin.getClassName()).isEqualTo("com.example.UserCode");
    assertThat(origin.getMethodName()).isEqualTo("build");
    assertThat(origin.getFileName()).isEqualTo("UserCode.java");
    assertThat(origin.getLineNumber()).isEqualTo(UserCode.BUILD_LINE);
  }

  @Test
  void nodesRememberNothingUnlessToldTo() {
    assertThat(TestOps.input("x", DType.F32).node().origin()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dev.adjoint.graph.Node",
        "dev.adjoint.ops.op.linalg.Matmul",
        "dev.adjoint.nn.layers.Dense$1",
        "dev.adjoint.gradcheck.GradCheck",
        "java.util.stream.ReferencePipeline",
        "jdk.internal.misc.Unsafe"
      })
  void framesOfTheFrameworkAndTheJdkAreSkipped(String className) {
    assertThat(Origin.isUser(className)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Main", "org.acme.Model", "dev.adjoint.examples.Xor", "dev.adjoint.graphics.Plot"})
  void otherFramesAreTheUsers(String className) {
    assertThat(Origin.isUser(className)).isTrue();
  }
}
