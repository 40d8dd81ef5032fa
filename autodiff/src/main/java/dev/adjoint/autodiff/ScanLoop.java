// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.autodiff;

import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Kernel;
import dev.adjoint.graph.TensorType;
import dev.adjoint.graph.Value;
import dev.adjoint.graph.Workers;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a scan one after the other. A step reads and writes the elements of {@code x}
 * and {@code y} in place; the carry goes to and fro between two buffers.
 */
final class ScanLoop implements Kernel {
  private static final Buffer NOTHING = Buffer.allocate(DType.F32, 0);
  private static final Buffer[] NONE = {};

  /** The elements of buffers over one array, kept for the next run on the same buffers. */
  private static final class Elements {
    /** A loop around this one may bring a buffer for each of its steps; more are not kept. */
    private static final int MOST = 1 << 16;

    private final Map<Buffer, Buffer[]> known = new IdentityHashMap<>();
    private @Nullable Object array;

    Buffer[] of(Buffer stacked, int length, int size) {
      if (stacked.array() != array || known.size() == MOST) {
        known.clear();
        array = stacked.array();
      }
      Buffer[] each = known.get(stacked);
      if (each == null) {
        each = new Buffer[length];
        Arrays.setAll(
            each,
            t -> Buffer.wrap(stacked.dtype(), stacked.array(), stacked.offset() + t * size, size));
        known.put(stacked, each);
      }
      return each;
    }

    void release() {
      known.clear();
      array = null;
    }
  }

  private final Scan scan;
  private final Kernel body;
  private final Buffer[] in;
  private final Buffer[] out;

  /** Two buffers for each carry; a single step needs none. */
  private final Buffer[][] between;

  /** For each {@code x}, then each {@code y}. */
  private final Elements[] kept;

  private final Buffer[][] elements;

  ScanLoop(Scan scan, Kernel body) {
    this.scan = scan;
    this.body = body;
    this.in = new Buffer[scan.bodyInputs().size()];
    this.out = new Buffer[scan.bodyOutputs().size()];
    this.between = new Buffer[2][scan.carries()];
    int slots = scan.length() < 2 ? 0 : Math.min(scan.length() - 1, 2);
    for (int k = 0; k < slots; k++) {
      for (int i = 0; i < scan.carries(); i++) {
        TensorType type = scan.bodyInputs().get(i).type();
        between[k][i] = Buffer.allocate(type.dtype(), type.size());
      }
    }
    this.kept = new Elements[scan.xs() + scan.ys()];
    Arrays.setAll(kept, _ -> new Elements());
    this.elements = new Buffer[kept.length][];
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs, Workers workers) {
    int carries = scan.carries();
    int shared = scan.shared();
    int length = scan.length();
    if (length == 0) {
      for (int i = 0; i < carries; i++) {
        outputs[i].copyFrom(inputs[i]);
      }
      return;
    }
    System.arraycopy(inputs, carries, in, carries, shared);
    for (int j = 0; j < elements.length; j++) {
      boolean isX = j < scan.xs();
      elements[j] =
          isX
              ? elements(j, inputs[carries + shared + j], scan.bodyInputs(), carries + shared + j)
              : elements(
                  j, outputs[carries + j - scan.xs()], scan.bodyOutputs(), carries + j - scan.xs());
    }
    for (int t = 0; t < length; t++) {
      System.arraycopy(t == 0 ? inputs : between[(t - 1) % 2], 0, in, 0, carries);
      System.arraycopy(t == length - 1 ? outputs : between[t % 2], 0, out, 0, carries);
      select(scan.backward() ? length - 1 - t : t);
      body.run(in, out, workers);
    }
    Arrays.fill(in, NOTHING);
    Arrays.fill(out, NOTHING);
    Arrays.fill(elements, NONE);
  }

  /** Lets the body read and write the elements at a place. */
  private void select(int place) {
    for (int j = 0; j < elements.length; j++) {
      Buffer element = elements[j][place];
      if (j < scan.xs()) {
        in[scan.carries() + scan.shared() + j] = element;
      } else {
        out[scan.carries() + j - scan.xs()] = element;
      }
    }
  }

  private Buffer[] elements(int slot, Buffer stacked, ImmutableList<Value> types, int number) {
    return kept[slot].of(stacked, scan.length(), types.get(number).type().size());
  }

  @Override
  public void release() {
    for (Elements of : kept) {
      of.release();
    }
  }
}
