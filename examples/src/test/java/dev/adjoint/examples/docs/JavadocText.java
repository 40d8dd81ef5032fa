// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.examples.docs;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The description of a Javadoc comment as Markdown, for cells of tables.
 *
 * @param sentences its sentences, without what follows the first tag
 * @param first how many of them the first paragraph has
 */
record JavadocText(ImmutableList<String> sentences, int first) {
  private static final Pattern TAGS = Pattern.compile("\\n\\s*@\\w+ .*", Pattern.DOTALL);
  private static final Pattern BLOCK = Pattern.compile("<pre>.*?</pre>", Pattern.DOTALL);
  private static final Pattern INLINE = Pattern.compile("\\{@(code|link|linkplain) ([^{}]*)}");
  private static final Pattern END = Pattern.compile("(?<=[.:])\\s+(?=[A-Z0-9`*−∞])");

  /** Returns the text of a comment, given without its first and last characters. */
  static JavadocText of(String comment) {
    String text = TAGS.matcher(comment.replaceAll("\\n\\s*\\* ?", "\n")).replaceFirst("");
    String flat = BLOCK.matcher(text).replaceAll("").replaceAll("\\s+", " ").strip();
    List<String> sentences = new ArrayList<>();
    int first = -1;
    for (String paragraph : flat.split("<p>")) {
      String marked = INLINE.matcher(paragraph.strip()).replaceAll(JavadocText::span);
      sentences.addAll(merged(List.of(END.split(marked.replaceAll("</?i>", "*")))));
      first = first < 0 ? sentences.size() : first;
    }
    return new JavadocText(ImmutableList.copyOf(sentences), first);
  }

  private static String span(MatchResult inline) {
    String text = inline.group(2).replaceAll("\\s+", " ");
    if (inline.group(1).startsWith("link")) {
      text = text.replaceFirst("^\\S*[#.](?=\\w+)", "").replaceFirst("\\(.*\\)", "");
    }
    // With blanks, a quotient does not look like a path
    text = text.matches("\\w+/\\w+") ? text.replace("/", " / ") : text;
    return Matcher.quoteReplacement("`" + text.replace("|", "\\|") + "`");
  }

  /** Returns the sentences, those together that only look like two. */
  private static List<String> merged(List<String> parts) {
    ImmutableList.Builder<String> sentences = ImmutableList.builder();
    StringBuilder sentence = new StringBuilder();
    for (String part : parts) {
      sentence.append(sentence.isEmpty() ? "" : " ").append(part);
      boolean open = sentence.toString().chars().filter(c -> c == '`').count() % 2 == 1;
      if (!open && !part.endsWith("al.") && !part.endsWith(":")) {
        sentences.add(sentence.toString());
        sentence.setLength(0);
      }
    }
    return sentence.isEmpty() ? sentences.build() : sentences.add(sentence.toString()).build();
  }

  /** Returns the first sentence. */
  String summary() {
    return sentences.isEmpty() ? "" : sentences.getFirst();
  }
}
