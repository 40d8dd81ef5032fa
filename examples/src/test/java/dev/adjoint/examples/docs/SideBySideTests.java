// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The lines that tasks take, by the rule that the page states. */
class SideBySideTests {
  private static final Path PAGE = Path.of("docs", "side-by-side.md");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| \\[(.+)]\\(#(.+)\\) \\| (\\d+)"
              + " \\| \\[(\\d+)]\\((.+)\\) \\| \\[(\\d+)]\\((.+)\\) \\| \\[(\\d+)]\\((.+)\\) \\|$",
          Pattern.MULTILINE);

  /** A row of the table: the task, the programs of the peers, and the lines of all. */
  private record Row(String task, List<Path> peers, List<Integer> lines) {}

  private static List<Row> rows(Page page) {
    List<Row> rows = new ArrayList<>();
    Matcher row = ROW.matcher(page.text());
    while (row.find()) {
      rows.add(
          new Row(
              row.group(1),
              Stream.of(5, 7, 9).map(i -> PAGE.resolveSibling(row.group(i))).toList(),
              Stream.of(3, 4, 6, 8).map(i -> Integer.valueOf(row.group(i))).toList()));
    }
    return rows;
  }

  /** Returns the lines of the task that count. */
  private static List<String> counted(List<String> program, String comment) {
    List<String> lines = new ArrayList<>();
    boolean isTask = false;
    for (String line : program) {
      String code = line.strip();
      if (code.equals(comment + " task")) {
        isTask = true;
      } else if (code.equals(comment + " end")) {
        isTask = false;
      } else if (isTask && !code.isEmpty() && !code.startsWith(comment)) {
        lines.add(line);
      }
    }
    return lines;
  }

  private static List<String> ofAdjoint(Page page, String task) {
    List<Page.Piece> blocks = page.blocks("java", task);
    assertThat(blocks).as(task).hasSize(1);
    List<String> program = new ArrayList<>(blocks.getFirst().text().lines().toList());
    List<String> lines = counted(program, "//");
    // A program that is the task alone ends with the brace of its main, below what shows the
    // result.
    boolean closes = lines.stream().anyMatch(line -> line.startsWith("void main()"));
    return closes ? Stream.concat(lines.stream(), Stream.of("}")).toList() : lines;
  }

  @Test
  void theTableSaysWhatIsCounted() throws IOException {
    Page page = Page.read(PAGE);
    List<Row> rows = rows(page);
    List<String> sections =
        page.blocks().stream()
            .filter(block -> block.language().equals("java"))
            .map(Page.Piece::section)
            .toList();
    assertThat(rows).extracting(Row::task).containsExactlyElementsOf(sections);
    for (Row row : rows) {
      List<Integer> lines = new ArrayList<>(List.of(ofAdjoint(page, row.task()).size()));
      for (Path peer : row.peers()) {
        lines.add(counted(Files.readAllLines(Page.ROOT.resolve(peer)), "#").size());
      }
      assertThat(row.lines()).as(row.task()).isEqualTo(lines);
    }
  }

  @Test
  void adjointNeedsNoMoreLinesThanPyTorchAndAtMostTwiceThoseOfKeras() throws IOException {
    for (Row row : rows(Page.read(PAGE))) {
      assertThat(row.lines().getFirst())
          .as(row.task())
          .isLessThanOrEqualTo(row.lines().get(1))
          .isLessThanOrEqualTo(2 * row.lines().get(3));
    }
  }

  @Test
  void everyProgramIsInTheTable() throws IOException {
    List<Path> listed = rows(Page.read(PAGE)).stream().flatMap(r -> r.peers().stream()).toList();
    try (Stream<Path> files = Files.walk(Page.ROOT.resolve("docs/side-by-side"), 2)) {
      assertThat(
              files
                  .filter(file -> file.toString().endsWith(".py") && !file.endsWith("run.py"))
                  .map(Page.ROOT::relativize))
          .containsExactlyInAnyOrderElementsOf(listed);
    }
  }

  /** Lines that hold more than others would make the count a matter of taste. */
  @Test
  void linesAreOfOneKindEverywhere() throws IOException {
    Page page = Page.read(PAGE);
    for (Row row : rows(page)) {
      for (String line : ofAdjoint(page, row.task())) {
        assertThat(line).hasSizeLessThanOrEqualTo(100);
        String code = line.replaceAll("for \\([^)]*\\)", "");
        assertThat(code.chars().filter(c -> c == ';').count()).as(line).isLessThanOrEqualTo(1);
        assertThat(code).as("a block on one line").doesNotContainPattern("\\{.*;.*}");
      }
      for (Path peer : row.peers()) {
        for (String line : counted(Files.readAllLines(Page.ROOT.resolve(peer)), "#")) {
          assertThat(line).as("%s", peer).hasSizeLessThanOrEqualTo(100).doesNotContain(";");
        }
      }
    }
  }

  @Test
  void blankLinesCommentsAndWhatIsOutsideDoNotCount() {
    List<String> program =
        List.of("given", "// task", "a", "", "// why", "  b", "// end", "out", "// task", "c");
    assertThat(counted(program, "//")).isEqualTo(List.of("a", "  b", "c"));
    assertThat(rows(new Page(PAGE, "| [A b](#a-b) | 1 | [2](t.py) | [3](j.py) | [4](k.py) |\n")))
        .extracting(Row::lines)
        .isEqualTo(List.of(List.of(1, 2, 3, 4)));
  }
}
