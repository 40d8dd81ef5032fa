// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

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
import java.util.stream.Stream;

/**
 * A page of the documentation, as Markdown.
 *
 * @param path the file, seen from the root of the project
 * @param text what is in it
 */
record Page(Path path, String text) {
  /** The root of the project. */
  static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w*)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern SPAN = Pattern.compile("`([^`\\n]+)`");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  /**
   * A piece of a page.
   *
   * @param page where it stands
   * @param line the line on which it starts, counted from 1
   * @param language what a block of code is written in; empty if it does not say, or is no block
   * @param section the last heading before it
   * @param text the piece
   */
  record Piece(Path page, int line, String language, String section, String text) {
    @Override
    public String toString() {
      return page + ":" + line + ": " + text.strip().lines().findFirst().orElse("");
    }
  }

  /**
   * A link to a place in the project.
   *
   * @param page the page on which it stands
   * @param target the file to which it leads, seen from the root
   * @param anchor the heading to which it leads, or nothing
   */
  record Link(Path page, Path target, String anchor) {
    @Override
    public String toString() {
      return page + " → " + target + (anchor.isEmpty() ? "" : "#" + anchor);
    }
  }

  /** Returns the pages that people read: those at the root and in the folder docs. */
  static List<Page> all() throws IOException {
    List<Page> pages = new ArrayList<>();
    try (Stream<Path> top = Files.list(ROOT);
        Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      for (Path file : Stream.concat(top, docs).sorted().toList()) {
        if (file.toString().endsWith(".md")) {
          pages.add(read(ROOT.relativize(file)));
        }
      }
    }
    return pages;
  }

  /** Reads a page. */
  static Page read(Path path) throws IOException {
    return new Page(path, Files.readString(ROOT.resolve(path)));
  }

  /** Returns the blocks of code. */
  List<Piece> blocks() {
    return pieces(BLOCK, text, 1, 2);
  }

  /** Returns the blocks of code in a language, of the section under a heading. */
  List<Piece> blocks(String language, String section) {
    return blocks().stream()
        .filter(block -> block.language().equals(language) && block.section().equals(section))
        .toList();
  }

  /** Returns what is marked as code within lines. */
  List<Piece> spans() {
    return pieces(SPAN, withoutBlocks(), 0, 1);
  }

  /** Returns every command: the lines of blocks that are no other language, and the spans. */
  Stream<Piece> commands() {
    Stream<Piece> lines =
        blocks().stream()
            .filter(block -> block.language().matches("|sh|console|powershell"))
            .flatMap(Page::lines);
    return Stream.concat(lines, spans().stream());
  }

  /** Returns the links to places in the project. */
  List<Link> links() {
    List<Link> links = new ArrayList<>();
    Matcher link = LINK.matcher(withoutBlocks());
    while (link.find()) {
      String[] parts = link.group(1).split("#", 2);
      Path target = parts[0].isEmpty() ? path : path.resolveSibling(parts[0]).normalize();
      links.add(new Link(path, target, parts.length == 1 ? "" : parts[1]));
    }
    return links;
  }

  /** Returns what links call the headings. */
  Set<String> anchors() {
    Set<String> anchors = new LinkedHashSet<>();
    HEADING
        .matcher(withoutBlocks())
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .forEach(heading -> anchors.add(heading.replaceAll("[^\\w -]", "").replace(' ', '-')));
    return anchors;
  }

  private static Stream<Piece> lines(Piece block) {
    List<Piece> lines = new ArrayList<>();
    int line = block.line();
    for (String text : block.text().lines().toList()) {
      lines.add(new Piece(block.page(), line++, block.language(), block.section(), text.strip()));
    }
    return lines.stream();
  }

  /** Returns the text with all characters of blocks of code but the ends of lines blanked. */
  private String withoutBlocks() {
    return BLOCK.matcher(text).replaceAll(block -> block.group().replaceAll(".", " "));
  }

  private List<Piece> pieces(Pattern pattern, String in, int language, int content) {
    List<Piece> pieces = new ArrayList<>();
    String plain = withoutBlocks();
    Matcher found = pattern.matcher(in);
    while (found.find()) {
      int line =
          1 + (int) text.substring(0, found.start(content)).chars().filter(c -> c == '\n').count();
      String section = "";
      Matcher heading = HEADING.matcher(plain).region(0, found.start());
      while (heading.find()) {
        section = heading.group(1);
      }
      String name = language == 0 ? "" : found.group(language);
      pieces.add(new Piece(path, line, name, section, found.group(content)));
    }
    return pieces;
  }
}
