// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static java.util.stream.Collectors.joining;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.ops.catalog.OpCatalog;
import dev.adjoint.ops.catalog.OpInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Writes {@code docs/ops.md} from the catalog, the files of the ops and those of the functions. */
final class OpsPage {
  static final Path FILE = Path.of("docs/ops.md");

  private static final ImmutableMap<String, String> FAMILIES =
      ImmutableMap.<String, String>builder()
          .put("elementwise", "Elementwise")
          .put("activation", "Activations and softmax")
          .put("reduce", "Reductions")
          .put("prefix", "Prefix scans")
          .put("shape", "Shape")
          .put("index", "Indexing")
          .put("sort", "Sorting")
          .put("linalg", "Linear algebra")
          .put("window", "Convolution and pooling")
          .put("loss", "Losses")
          .put("random", "Random numbers")
          .put("fft", "Fourier transform")
          .buildOrThrow();

  private static final ImmutableList<String> METHODS =
      ImmutableList.of(
          "Arithmetic",
          "Comparison",
          "ElementaryFunctions",
          "Reductions",
          "PrefixScans",
          "Shapes",
          "MatrixParts",
          "Indexing",
          "Products");

  private static final ImmutableList<String> NAMESPACES =
      ImmutableList.of(
          "Activations",
          "Special",
          "Linalg",
          "Convolutions",
          "Pooling",
          "Images",
          "Attention",
          "Losses",
          "MarginLosses",
          "Segments",
          "Sorting",
          "Fft",
          "RandomKey");

  private static final Supplier<ImmutableMap<String, OpEntry>> ENTRIES =
      Suppliers.memoize(OpsPage::read);

  private OpsPage() {}

  /** Returns the ops by name. */
  static ImmutableMap<String, OpEntry> entries() {
    return ENTRIES.get();
  }

  private static ImmutableMap<String, OpEntry> read() {
    ImmutableMap.Builder<String, OpEntry> entries = ImmutableMap.builder();
    for (OpInfo info : OpCatalog.ops()) {
      try {
        OpEntry entry = OpEntry.of(info);
        entries.put(entry.name(), entry);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return entries.buildOrThrow();
  }

  /** Returns the text of the page. */
  static String text() throws IOException {
    StringBuilder page = new StringBuilder(introduction());
    page.append("\n## Functions\n\nA function that names no op is composed of other functions.");
    page.append(" Its derivative follows from theirs.\n");
    for (String type : METHODS) {
      functions(page, type, "Methods of an expression: `" + type + "`");
    }
    for (String type : NAMESPACES) {
      functions(page, type, "`" + type + "`");
    }
    page.append("\n## Ops\n");
    for (var family : FAMILIES.entrySet()) {
      ops(page, family.getKey(), family.getValue());
    }
    return page.toString();
  }

  private static String introduction() {
    return """
    # Operations

    All functions of `adjoint-ops`, and the %s ops that they are made of. The page is made from the catalog, the samples
    and the Javadoc. `OpsPageTests` fails when it is out of date, and this rewrites it:

    ```sh
    mvn -pl examples -am test -Dtest=OpsPageTests -Dsurefire.failIfNoSpecifiedTests=false -Dadjoint.golden=rewrite
    ```

    | To find | look at |
    | --- | --- |
    | the name of a function | [Functions](#functions) |
    | a formula, a derivative, what happens at a kink or at ∞ | [Ops](#ops): %s |
    | how far a value is from the true one | [Accuracy](accuracy.md) |
    | how to add one | [Adding an op](adding-an-op.md) |

    ## What is measured

    Every op has samples: ways to apply it, with the domains that the inputs are drawn from. From them these tests are made,
    and an op without samples cannot enter the catalog:

    | test | what it holds for every sample |
    | --- | --- |
    | `CatalogTests` | first and second derivatives, in F32 and F64, agree with numerical ones, for random cotangents; vectors give the bits of scalar code |
    | `OpCatalogTests` | the inferred types are those of the values; the rule gives derivatives of the inputs' types; every error has the stated text |
    | `KernelTests` | a large input gives the same bits on any number of threads and in any pieces, and those of the reference |
    | `SurfaceGeometryTests` | every function refuses extreme sizes and axes with a named error |
    | `EdgeValueTests` | values at ±0, ±∞ and NaN |
    | `ElementwiseGoldenTests`, `FunctionGoldenTests`, `ArrayGoldenTests`, `LinalgGoldenTests`, `WindowGoldenTests` | values and derivatives agree with those of NumPy, SciPy, PyTorch and mpmath |

    In the tables of ops, `x`, `a` and `b` are inputs, `y` is the output, and `dy` and `dx` are cotangents: the derivatives
    of the result by `y` and `x`. "Drawn from" is the domain of the samples. A point after "without" is a kink or a pole.
        "Measured" is the number of samples and, for functions of one argument, the largest error in ulp of the value and of
        the derivative in F32 ([Accuracy](accuracy.md)).
    """
        .formatted(
            entries().size(),
            FAMILIES.values().stream()
                .map(title -> "[%s](#%s)".formatted(title, anchor(title)))
                .collect(joining(", ")));
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replace(' ', '-');
  }

  private static void functions(StringBuilder page, String type, String title) throws IOException {
    page.append("\n### ").append(title).append("\n\n| function | | op |\n| --- | --- | --- |\n");
    for (SurfaceFunction function : SurfaceFunction.of(type)) {
      row(
          page,
          List.of(
              "`%s(%s)`%s"
                  .formatted(
                      function.name(),
                      function.parameters(),
                      function.forms() > 1 ? " and " + (function.forms() - 1) + " more" : ""),
              function.description(),
              function.ops().stream().map(op -> "`" + op + "`").collect(joining(", "))));
    }
  }

  private static void ops(StringBuilder page, String family, String title) throws IOException {
    page.append("\n### ").append(title);
    page.append("\n\n| op | value | derivative | notes | dtypes | drawn from | measured |\n");
    page.append("| --- | --- | --- | --- | --- | --- | --- |\n");
    for (OpEntry entry : entries().values()) {
      if (entry.family().equals(family)) {
        row(
            page,
            List.of(
                "[`%s`](../%s)".formatted(entry.name(), entry.path()),
                entry.value(),
                entry.derivative(),
                entry.notes(),
                entry.dtypes(),
                entry.domain(),
                entry.measured()));
      }
    }
  }

  private static void row(StringBuilder page, List<String> cells) {
    page.append(cells.stream().collect(joining(" | ", "| ", " |"))).append('\n');
  }
}
