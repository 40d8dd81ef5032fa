// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.exec.gemm;

import dev.adjoint.exec.machine.VectorSupport;
import dev.adjoint.exec.machine.WorkerPool;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import java.util.Arrays;
import java.util.Random;

/** Prints the vector width, the number of threads and a hash of a product's bits. */
final class GemmProgram {
  private GemmProgram() {}

  public static void main(String[] args) {
    System.out.printf(
        "bits %d, threads %d, hash %d%n",
        VectorSupport.bits(), WorkerPool.shared().threads(), hashOfProduct());
  }

  static int hashOfProduct() {
    var size = new GemmSize(2, 70, 75, 80);
    var random = new Random(5);
    var a = Buffer.allocate(DType.F32, 2 * 70 * 80);
    var b = Buffer.allocate(DType.F32, 2 * 80 * 75);
    var c = Buffer.allocate(DType.F32, 2 * 70 * 75);
    for (int i = 0; i < a.size(); i++) {
      a.setDouble(i, random.nextGaussian());
    }
    for (int i = 0; i < b.size(); i++) {
      b.setDouble(i, random.nextGaussian());
    }
    Gemm.create(DType.F32, size, Strides.rowMajor(70, 80), Strides.rowMajor(80, 75))
        .run(a, b, c, WorkerPool.shared());
    return Arrays.hashCode(c.f32());
  }
}
