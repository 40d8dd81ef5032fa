// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;

/** Packs data for tests. */
final class Gzip {
  private Gzip() {}

  /** Returns the bytes as a member of a gzip file. */
  static byte[] pack(byte[] bytes) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes);
    }
    return packed.toByteArray();
  }
}
