// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static java.util.stream.Collectors.joining;

import com.google.common.base.CaseFormat;
import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import dev.adjoint.graph.DType;
import dev.adjoint.graph.Tensor;
import dev.adjoint.graph.TensorType;
import dev.adjoint.ops.Expr;
import dev.adjoint.ops.catalog.Arg;
import dev.adjoint.ops.catalog.OpInfo;
import dev.adjoint.ops.catalog.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the page of the ops says of one of them.
 *
 * @param info its samples
 * @param family the folder of its file
 * @param value what it computes
 * @param derivative its rule
 * @param notes what it does at hard points
 */
record OpEntry(OpInfo info, String family, String value, String derivative, String notes) {
  private static final Pattern RULE =
      Pattern.compile(
          "(?:^|;\\s|(?<=\\.) ?)(?=`d[abwxv]\\w*`? |`d[abwxv] = |`dy` goes|no derivative)");

  private static final Pattern ASIDE =
      Pattern.compile(
          "^(From |By |Both are |Off by |Values are off|The value is (off|rounded)|Computed |See "
              + "|Drawn by |Programs ).*");

  /** What the notes take from the further paragraphs of a Javadoc. */
  private static final Pattern HARD =
      Pattern.compile("NaN|∞|derivative|Exception|equals|ties|[Ss]ingular|`d[abwx]");

  private static final Path OPS = Path.of("ops/src/main/java/dev/adjoint/ops/op");

  /** Reads what the file of an op says. */
  static OpEntry of(OpInfo info) throws IOException {
    String name = info.type().getSimpleName();
    String family = info.type().getPackageName().replaceFirst(".*\\.", "");
    String text = Files.readString(Page.ROOT.resolve(OPS).resolve(family).resolve(name + ".java"));
    Matcher doc =
        Pattern.compile("/\\*\\*((?:(?!\\*/).)*)\\*/\\s*public record", Pattern.DOTALL)
            .matcher(text);
    if (!doc.find()) {
      throw new AssertionError(name + " has no Javadoc");
    }
    List<String> values = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    JavadocText javadoc = JavadocText.of(doc.group(1));
    for (int i = 0; i < javadoc.sentences().size(); i++) {
      String sentence = javadoc.sentences().get(i);
      boolean brief = sentence.length() < 250 && !sentence.endsWith(",");
      if (i < javadoc.first() || brief && HARD.matcher(sentence).find()) {
        sort(sentence, values, rules, notes);
      }
    }
    return new OpEntry(info, family, join(values), join(rules), join(notes));
  }

  private static void sort(
      String sentence, List<String> values, List<String> rules, List<String> notes) {
    Matcher rule = RULE.matcher(sentence);
    if (ASIDE.matcher(sentence).matches()) {
      return;
    }
    if (rule.find() && rules.isEmpty()) {
      if (rule.start() > 0) {
        values.add(sentence.substring(0, rule.start()) + ".");
      }
      rules.add(sentence.substring(rule.end()).replace("no derivative", "None"));
    } else if (sentence.matches("(It has n|N)o derivative.*|.*has no derivative\\.|A step: .*")) {
      rules.add(sentence);
    } else if (values.isEmpty()) {
      values.add(sentence);
    } else {
      notes.add(sentence);
    }
  }

  private static String join(List<String> sentences) {
    return Joiner.on(' ').join(sentences);
  }

  /** Returns the name of the op's record. */
  String name() {
    return info.type().getSimpleName();
  }

  /** Returns the name of its file, from the root. */
  String path() {
    return OPS + "/" + family + "/" + name() + ".java";
  }

  /** Returns the name with a small first letter. */
  String functionName() {
    return CaseFormat.UPPER_CAMEL.to(CaseFormat.LOWER_CAMEL, name());
  }

  /** Returns how many samples it has, and how far F32 was off: the value, and the derivative. */
  String measured() throws IOException {
    String samples = Integer.toString(info.samples().size());
    String prefix =
        switch (name()) {
          case "Swish" -> "silu";
          case "BesselI" -> "besselI0";
          case "Polygamma" -> "digamma";
          case "PowScalar" -> "pow(2.5)";
          default -> functionName();
        };
    Path table = Page.ROOT.resolve("benchmarks/results/accuracy.csv");
    String errors =
        Files.readAllLines(table).stream()
            .map(line -> line.split(","))
            .filter(row -> row[0].equals(prefix) || row[0].startsWith(prefix + "("))
            .filter(row -> row[1].equals("F32"))
            .map(row -> String.format(Locale.ROOT, "%.2f", Double.parseDouble(row[3])))
            .collect(joining(", "));
    return errors.isEmpty() ? samples : samples + "; " + errors;
  }

  /** Returns the dtypes that it takes. */
  String dtypes() {
    Set<DType> taken = new LinkedHashSet<>();
    for (DType dtype : DType.values()) {
      if (info.samples().stream().anyMatch(sample -> takes(sample, dtype))) {
        taken.add(dtype);
      }
    }
    return taken.stream().map(DType::name).collect(joining(" "));
  }

  /** Returns whether a sample's floating inputs, or all if there are none, may have a dtype. */
  private static boolean takes(Sample sample, DType dtype) {
    List<Tensor> drawn = sample.draw(DType.F32, 1);
    List<TensorType> types = new ArrayList<>();
    for (int i = 0; i < drawn.size(); i++) {
      types.add(sample.args().get(i).input(Expr.input("x", drawn.get(i).type())).type());
    }
    boolean floating = types.stream().anyMatch(type -> type.dtype().isFloating());
    types.replaceAll(type -> floating && !type.dtype().isFloating() ? type : type.withDtype(dtype));
    try {
      sample.op().infer(types);
      return true;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /** Returns the intervals from which its samples are drawn, and where it is not smooth. */
  String domain() {
    Set<String> domains = new LinkedHashSet<>();
    for (Sample sample : info.samples()) {
      for (Arg arg : sample.args()) {
        if (arg.domain() instanceof Arg.Real real) {
          domains.add(interval(real));
        } else {
          domains.add(kind(arg.domain()));
        }
      }
    }
    return Joiner.on(", ").join(domains);
  }

  private static String interval(Arg.Real real) {
    String interval = "(%s, %s)".formatted(number(real.low()), number(real.high()));
    if (real.kinks().length == 0) {
      return interval;
    }
    ImmutableList.Builder<String> kinks = ImmutableList.builder();
    for (double kink : real.kinks()) {
      kinks.add(number(kink));
    }
    return interval + " without " + Joiner.on(", ").join(kinks.build());
  }

  private static String number(double x) {
    String text = x == Math.rint(x) ? Long.toString((long) x) : Double.toString(x);
    return text.replace('-', '−');
  }

  private static String kind(Arg arg) {
    return switch (arg) {
      case Arg.Distinct _ -> "distinct";
      case Arg.Index index -> index.dtype() == DType.BOOL ? "truth values" : "indices";
      case Arg.Fixed _ -> "fixed";
      case Arg.Structured s ->
          s.structure().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " matrices";
      case Arg.Permutation _ -> "permutations";
      case Arg.Real _, Arg.Wrapped _ -> throw new AssertionError(arg);
    };
  }
}
