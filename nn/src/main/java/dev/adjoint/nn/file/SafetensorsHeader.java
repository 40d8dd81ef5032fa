// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.file;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.primitives.ImmutableIntArray;
import dev.adjoint.graph.Shape;
import dev.adjoint.nn.data.DataFileException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a safetensors file says of itself, checked: every byte of the data belongs to one tensor.
 *
 * @param entries the tensors in the order of their data
 * @param metadata the texts of the field {@code __metadata__}
 */
record SafetensorsHeader(ImmutableList<Entry> entries, ImmutableMap<String, String> metadata) {
  static final String METADATA = "__metadata__";

  /**
   * A tensor of the file.
   *
   * @param begin the place of its first byte, counted from the end of the header
   * @param end the place after its last byte
   */
  record Entry(String name, StoredType type, Shape shape, long begin, long end) {}

  /**
   * Returns the header of a file.
   *
   * @param file the name of the file, for errors
   * @param json the text of the header
   * @param start the place of the text in the file
   * @param data how many bytes follow it
   * @throws DataFileException if the text is no header, or does not fit the data
   */
  static SafetensorsHeader parse(String file, byte[] json, long start, long data)
      throws DataFileException {
    JsonBytes in = new JsonBytes(file, json, start);
    List<Entry> entries = new ArrayList<>();
    ImmutableMap.Builder<String, String> metadata = ImmutableMap.builder();
    in.object(name -> {
      if (name.equals(METADATA)) {
        in.object(key -> metadata.put(key, in.string()));
      } else {
        entries.add(new EntryParser(in, name).parse());
      }
    });
    in.end();
    entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long from = 0;
    for (Entry entry : entries) {
      if (entry.begin != from) {
        throw new DataFileException(
            file,
            "tensor '%s': expected its data to begin at %s, where that before it ends, found %s"
                .formatted(entry.name, from, entry.begin));
      }
      from = entry.end;
    }
    if (from != data) {
      throw new DataFileException(
          file,
          "at byte %s: expected %s bytes of data, found %s"
              .formatted(start + json.length, from, data));
    }
    return new SafetensorsHeader(ImmutableList.copyOf(entries), metadata.buildOrThrow());
  }

  /** Reads what is said of one tensor. */
  private static final class EntryParser {
    private final JsonBytes in;
    private final String name;
    private @Nullable StoredType type;
    private @Nullable Shape shape;
    private final List<Long> offsets = new ArrayList<>();

    EntryParser(JsonBytes in, String name) {
      this.in = in;
      this.name = name;
    }

    Entry parse() throws DataFileException {
      int place = in.place();
      in.object(field -> {
        switch (field) {
          case "dtype" -> type = type();
          case "shape" -> shape = shape();
          case "data_offsets" -> offsets();
          default -> in.skip();
        }
      });
      if (type == null || shape == null || offsets.isEmpty()) {
        throw in.errorAt(
            place, "tensor '" + name + "': expected the fields dtype, shape and data_offsets");
      }
      long size = (long) shape.size() * type.bytes();
      long begin = offsets.get(0);
      long end = offsets.get(1);
      if (end < begin || end - begin != size) {
        throw in.errorAt(
            place,
            "tensor '%s': expected %s bytes for %s %s, found data_offsets [%s, %s]"
                .formatted(name, size, type, shape, begin, end));
      }
      return new Entry(name, type, shape, begin, end);
    }

    private StoredType type() throws DataFileException {
      int place = in.place();
      String text = in.string();
      for (StoredType known : StoredType.values()) {
        if (known.name().equals(text)) {
          return known;
        }
      }
      throw in.errorAt(
          place,
          "tensor '%s': there is no dtype here that holds %s"
              .formatted(name, Texts.shortened(text)));
    }

    private Shape shape() throws DataFileException {
      int place = in.place();
      ImmutableIntArray.Builder dims = ImmutableIntArray.builder();
      // The product alone is not enough: an extent of 0 hides any other beside it.
      long[] size = {1};
      boolean[] empty = {false};
      in.array(() -> {
        int at = in.place();
        long dim = in.number();
        if (dim > Integer.MAX_VALUE) {
          throw in.errorAt(at, tooLarge());
        }
        size[0] = Math.min(size[0] * Math.max(dim, 1), 1L << 32);
        empty[0] |= dim == 0;
        dims.add((int) dim);
      });
      if (size[0] > Integer.MAX_VALUE && !empty[0]) {
        throw in.errorAt(place, tooLarge());
      }
      return Shape.of(dims.build());
    }

    private String tooLarge() {
      return "tensor '" + name + "': a tensor has at most 2³¹ − 1 elements";
    }

    private void offsets() throws DataFileException {
      int place = in.place();
      in.array(() -> {
        long offset = in.number();
        if (offsets.size() < 2) {
          offsets.add(offset);
        } else {
          throw in.errorAt(place, "tensor '" + name + "': expected two data_offsets, found more");
        }
      });
      if (offsets.size() != 2) {
        throw in.errorAt(place, "tensor '" + name + "': expected two data_offsets");
      }
    }
  }
}
