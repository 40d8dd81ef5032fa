// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableMap;
import com.sun.management.ThreadMXBean;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.Tensor;
import dev.adjoint.nn.Seed;
import dev.adjoint.nn.data.DataFileException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Reads files that were damaged at random: each is read or refused by name, in little memory and
 * time. {@code -Dadjoint.mutations=1000000} reads more of them.
 */
class SafetensorsMutationTests {
  private static final int COUNT = Integer.getInteger("adjoint.mutations", 150_000);
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** What a damaged header may well contain. */
  private static final String[] TEXTS = {
    "9999999999999999999",
    "2147483647",
    "4294967296",
    "-1",
    "0",
    "1e9",
    "[",
    "]",
    "{",
    "}",
    "\"",
    ",",
    ":",
    "\\u0000",
    "\\ud800",
    "\"F64\"",
    "\"U8\"",
    "\"BOOL\"",
    "null",
    "__metadata__",
    "\"a\":",
    "[]",
    "{}",
    " ",
    "\u0000",
    "é"
  };

  private final Seed seed = Seed.of(14);
  private long draws;

  private int draw(int bound) {
    return (int) Math.unsignedMultiplyHigh(seed.bits(draws++), bound);
  }

  private static byte[][] originals() {
    Safetensors many =
        new Safetensors(
            ImmutableMap.of(
                "layers.0.weight", Tensor.linspace(DType.F32, 0, 1, 12).reshape(3, 4),
                "layers.0.bias", Tensor.zeros(DType.F32, Shape.of(4)),
                "step", Tensor.scalar(3L),
                "mask", Tensor.of(true, false),
                "none", Tensor.zeros(DType.F64, Shape.of(0, 3))),
            ImmutableMap.of("epoch", "3", "é\"", "\\"));
    Safetensors one = Safetensors.of(ImmutableMap.of("a", Tensor.of(1.0, 2.0)));
    return new byte[][] {many.bytes(), one.bytes(), Safetensors.of(ImmutableMap.of()).bytes()};
  }

  private byte[] mutated(byte[] original) {
    byte[] file = original.clone();
    for (int i = 0, n = 1 + draw(3); i < n; i++) {
      file = mutatedOnce(file);
    }
    return file;
  }

  private byte[] mutatedOnce(byte[] file) {
    int at = draw(file.length + 1);
    // Mostly in the header, which is where a file can lie.
    if (file.length > 8 && draw(4) != 0) {
      at = 8 + draw(Math.min(file.length - 8, 400));
    }
    return switch (draw(6)) {
      case 0 -> Arrays.copyOf(file, at);
      case 1 -> Arrays.copyOf(file, file.length + draw(20));
      case 2 -> spliced(file, at, draw(8), new byte[0]);
      case 3 -> {
        byte[] text = TEXTS[draw(TEXTS.length)].getBytes(StandardCharsets.UTF_8);
        yield spliced(file, at, draw(2) == 0 ? 0 : text.length, text);
      }
      case 4 -> {
        byte[] copy = file.clone();
        if (copy.length > 0) {
          copy[Math.min(at, copy.length - 1)] ^= (byte) (1 << draw(8));
        }
        yield copy;
      }
      default -> {
        byte[] copy = file.clone();
        if (copy.length >= 8) {
          long length = draw(3) == 0 ? seed.bits(draws++) : draw(copy.length + 10);
          ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN).putLong(0, length);
        }
        yield copy;
      }
    };
  }

  /** Returns the file with other bytes in place of some; the length of the header follows. */
  private static byte[] spliced(byte[] file, int at, int removed, byte[] inserted) {
    int from = Math.min(at, file.length);
    int to = Math.min(from + removed, file.length);
    byte[] copy = new byte[file.length - (to - from) + inserted.length];
    System.arraycopy(file, 0, copy, 0, from);
    System.arraycopy(inserted, 0, copy, from, inserted.length);
    System.arraycopy(file, to, copy, from + inserted.length, file.length - to);
    if (from >= 8 && copy.length >= 8) {
      ByteBuffer bytes = ByteBuffer.wrap(copy).order(ByteOrder.LITTLE_ENDIAN);
      bytes.putLong(0, bytes.getLong(0) + copy.length - file.length);
    }
    return copy;
  }

  @Test
  void everyDamagedFileIsReadOrRefusedByNameInLittleMemory() {
    byte[][] originals = originals();
    long thread = Thread.currentThread().threadId();
    int read = 0;
    int refused = 0;
    long most = 0;
    long longest = 0;
    for (int i = 0; i < COUNT; i++) {
      byte[] file = mutated(originals[draw(3) * draw(2)]);
      long before = THREADS.getThreadAllocatedBytes(thread);
      long start = System.nanoTime();
      try {
        Safetensors content = Safetensors.parse(file);
        read++;
        assertThat(bytesOf(content) <= 4L * file.length).isTrue();
      } catch (DataFileException e) {
        refused++;
        assertThat(e.getMessage().startsWith("safetensors: ")).isTrue();
      }
      longest = Math.max(longest, System.nanoTime() - start);
      if (i > COUNT / 10) {
        // By then the classes are loaded, which takes memory once.
        most = Math.max(most, THREADS.getThreadAllocatedBytes(thread) - before);
      }
    }
    // Enough of both, or the files say nothing of one of them.
    assertThat(read).isGreaterThan(COUNT / 100);
    assertThat(refused).isGreaterThan(COUNT / 2);
    assertThat(most).as("bytes of memory for a file of 500").isLessThan(200_000);
    assertThat(Duration.ofNanos(longest)).isLessThan(Duration.ofSeconds(5));
  }

  private static long bytesOf(Safetensors content) {
    return content.tensors().values().stream()
        .mapToLong(tensor -> (long) tensor.size() * tensor.dtype().bytes())
        .sum();
  }
}
