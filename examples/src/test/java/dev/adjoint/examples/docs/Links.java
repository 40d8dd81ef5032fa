package dev.adjoint.examples.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The links of the Markdown pages that lead to files of the project. */
final class Links {
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)");

  /**
   * A link.
   *
   * @param page the page on which it stands
   * @param target the file to which it leads, seen from the root
   */
  record Link(Path page, Path target) {
    @Override
    public String toString() {
      return page + " → " + target;
    }
  }

  private Links() {}

  static List<Link> all(Path root) throws IOException {
    List<Link> links = new ArrayList<>();
    try (Stream<Path> top = Files.list(root);
        Stream<Path> docs = Files.list(root.resolve("docs"))) {
      List<Path> pages =
          Stream.concat(top, docs).filter(p -> p.toString().endsWith(".md")).sorted().toList();
      for (Path page : pages) {
        Matcher link = LINK.matcher(Files.readString(page));
        while (link.find()) {
          Path target = page.resolveSibling(link.group(1)).normalize();
          links.add(new Link(root.relativize(page), root.relativize(target)));
        }
      }
    }
    return links;
  }
}
