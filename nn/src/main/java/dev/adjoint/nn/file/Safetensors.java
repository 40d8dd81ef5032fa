// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import com.google.common.base.Preconditions;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Buffer;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.data.DataFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Named tensors and a few texts, as a file of the format safetensors (Hugging Face 2022): 8 bytes
 * with the length of the header, little-endian; the header, JSON with dtype, shape and place of
 * each tensor; the elements, row-major and little-endian. Files go both ways between this and the
 * Python library, and are the same to the byte for the same tensors.
 *
 * <p>A dtype that Adjoint has not is read as the smallest that holds each of its numbers exactly:
 * {@code F16}, {@code BF16} and the kinds of {@code F8} as F32, smaller integers as I32, {@code
 * U32} as I64, and {@code U64}, too, if all its numbers are below 2⁶³. Complex numbers and parts of
 * bytes are refused.
 *
 * @param tensors the tensors by name
 * @param metadata texts by name, the field {@code __metadata__}
 */
public record Safetensors(
    ImmutableMap<String, Tensor> tensors, ImmutableMap<String, String> metadata) {
  /** Checks the names. */
  public Safetensors {
    Preconditions.checkArgument(
        !tensors.containsKey(SafetensorsHeader.METADATA),
        "safetensors: '%s' is no name for a tensor; it is that of the texts",
        SafetensorsHeader.METADATA);
  }

  /** Returns tensors without texts. */
  public static Safetensors of(Map<String, Tensor> tensors) {
    return new Safetensors(ImmutableMap.copyOf(tensors), ImmutableMap.of());
  }

  /**
   * Returns the content of a file.
   *
   * @throws DataFileException if it is no such file, or not whole; names the place
   */
  public static Safetensors read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new SafetensorsReader(file.toString(), in, Files.size(file)).read();
    } catch (NoSuchFileException _) {
      throw new DataFileException(file.toString(), "there is no such file");
    }
  }

  /**
   * Returns the content of a file that is in memory.
   *
   * @throws DataFileException if it is no such file, or not whole; names the place
   */
  public static Safetensors parse(byte[] file) throws DataFileException {
    try {
      return new SafetensorsReader("safetensors", new ByteArrayInputStream(file), file.length)
          .read();
    } catch (DataFileException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("reading an array does not fail", e);
    }
  }

  /**
   * Writes a file. It appears whole or not at all, whenever the program ends.
   *
   * @throws IllegalArgumentException if a name is no text of whole characters
   */
  public void write(Path file) throws IOException {
    AtomicFile.write(file, out -> new SafetensorsWriter(this).write(out));
  }

  /**
   * Returns the bytes of a file.
   *
   * @throws IllegalArgumentException if a name is no text of whole characters
   */
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      new SafetensorsWriter(this).write(Channels.newChannel(out));
    } catch (IOException e) {
      throw new AssertionError("writing to memory does not fail", e);
    }
    return out.toByteArray();
  }

  /**
   * Returns the tensor of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Tensor get(String name) {
    Tensor tensor = tensors.get(name);
    Preconditions.checkArgument(
        tensor != null, "safetensors: there is no '%s', only %s", name, tensors.keySet());
    return tensor;
  }

  /** Returns a line for each tensor: name and type. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    tensors.forEach((name, tensor) ->
        lines.append(lines.isEmpty() ? "" : "\n").append(name).append("  ").append(tensor.type()));
    return lines.toString();
  }

  /** Returns a tensor over new memory. */
  static Tensor allocate(SafetensorsHeader.Entry entry) {
    return Tensor.over(entry.shape(), Buffer.allocate(entry.type().dtype(), entry.shape().size()));
  }
}
