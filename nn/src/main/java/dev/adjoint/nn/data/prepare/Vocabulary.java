// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data.prepare;

import com.google.common.base.CharMatcher;
import com.google.common.base.Preconditions;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.adjoint.graph.Shape;
import dev.adjoint.graph.ShapeException;
import dev.adjoint.graph.Tensor;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Numbers the characters or the words of texts. Characters are code points of Unicode, numbered in
 * their order from 0; one that is unknown is an error. Words are in small letters and without
 * punctuation, numbered from 2, the most frequent first: 0 stands for nothing, behind the end of a
 * text, and 1 for an unknown word, as in Keras's {@code TextVectorization}.
 */
public final class Vocabulary {
  /** The number of what stands behind the end of a text of words. */
  public static final int PADDING = 0;

  /** The number of an unknown word. */
  public static final int UNKNOWN = 1;

  private static final String UNKNOWN_WORD = "[UNK]";

  private static final CharMatcher PUNCTUATION =
      CharMatcher.anyOf("!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'");

  private static final Splitter WORDS = Splitter.on(CharMatcher.whitespace()).omitEmptyStrings();

  private final ImmutableList<String> tokens;
  private final ImmutableMap<String, Integer> numbers;
  private final boolean ofWords;

  private Vocabulary(List<String> tokens, boolean ofWords) {
    this.tokens = ImmutableList.copyOf(tokens);
    this.ofWords = ofWords;
    ImmutableMap.Builder<String, Integer> byToken = ImmutableMap.builder();
    for (int i = 0; i < tokens.size(); i++) {
      byToken.put(tokens.get(i), i);
    }
    this.numbers = byToken.buildOrThrow();
  }

  /**
   * Returns the vocabulary of the characters of a text.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Vocabulary characters(String text) {
    Preconditions.checkArgument(!text.isEmpty(), "vocabulary: the text is empty");
    return new Vocabulary(
        text.codePoints().distinct().sorted().mapToObj(Character::toString).toList(), false);
  }

  /**
   * Returns the vocabulary of the most frequent words of texts; of those that are as frequent, the
   * first by their characters.
   *
   * @param texts the texts to train on
   * @param most the largest number of words; with padding and the unknown word there are two more
   * @throws IllegalArgumentException if there is no word, or {@code most} is not positive
   */
  public static Vocabulary words(Collection<String> texts, int most) {
    Preconditions.checkArgument(most > 0, "vocabulary: most must be positive: %s", most);
    Map<String, Long> counts = new HashMap<>();
    texts.forEach(text -> wordsOf(text).forEach(word -> counts.merge(word, 1L, Long::sum)));
    Preconditions.checkArgument(!counts.isEmpty(), "vocabulary: there is no word in the texts");
    Stream<String> frequent =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(most)
            .map(Map.Entry::getKey);
    return new Vocabulary(Stream.concat(Stream.of("", UNKNOWN_WORD), frequent).toList(), true);
  }

  private static List<String> wordsOf(String text) {
    return WORDS.splitToList(PUNCTUATION.removeFrom(text.toLowerCase(Locale.ROOT)));
  }

  /** Returns what is numbered, by number. */
  public ImmutableList<String> tokens() {
    return tokens;
  }

  /** Returns how many numbers there are, the number of rows of an embedding. */
  public int size() {
    return tokens.size();
  }

  /**
   * Returns the numbers of a text, I32 {@code [length]}.
   *
   * @throws IllegalArgumentException if a character is unknown
   */
  public Tensor encode(String text) {
    int[] encoded = numbersOf(text);
    return Tensor.wrap(Shape.of(encoded.length), encoded);
  }

  private int[] numbersOf(String text) {
    if (ofWords) {
      return wordsOf(text).stream().mapToInt(word -> numbers.getOrDefault(word, UNKNOWN)).toArray();
    }
    int[] points = text.codePoints().toArray();
    for (int i = 0; i < points.length; i++) {
      String character = Character.toString(points[i]);
      Integer number = numbers.get(character);
      Preconditions.checkArgument(
          number != null,
          "vocabulary: the character '%s' (U+%s) at place %s is unknown; make the vocabulary of all"
              + " texts",
          character,
          Integer.toHexString(points[i]),
          i);
      points[i] = number;
    }
    return points;
  }

  /**
   * Returns the numbers of texts of words, I32 {@code [texts, length]}: what is longer is cut, what
   * is shorter gets {@link #PADDING} behind it.
   *
   * @throws IllegalArgumentException if this is a vocabulary of characters, or the length is not
   *     positive
   * @throws ShapeException if there are too many elements
   */
  public Tensor encode(List<String> texts, int length) {
    Preconditions.checkArgument(ofWords, "vocabulary: characters have no padding; encode one text");
    Preconditions.checkArgument(length > 0, "vocabulary: length must be positive: %s", length);
    Shape shape = Shape.of("vocabulary", texts.size(), length);
    int[] all = new int[shape.size()];
    for (int i = 0; i < texts.size(); i++) {
      int[] numbers = numbersOf(texts.get(i));
      System.arraycopy(numbers, 0, all, i * length, Math.min(length, numbers.length));
    }
    return Tensor.wrap(shape, all);
  }

  /**
   * Returns the text of some numbers; words have a blank between them.
   *
   * @param encoded integers {@code [length]}
   * @throws ShapeException if they are of another type
   * @throws IllegalArgumentException if there is no such number
   */
  public String decode(Tensor encoded) {
    if (!encoded.dtype().isInteger() || encoded.shape().rank() != 1) {
      throw new ShapeException("vocabulary", "needs integers [length], got " + encoded.type());
    }
    return LongStream.of(encoded.toLongArray())
        .mapToObj(this::token)
        .filter(token -> !token.isEmpty())
        .collect(Collectors.joining(ofWords ? " " : ""));
  }

  private String token(long number) {
    Preconditions.checkArgument(
        number >= 0 && number < tokens.size(),
        "vocabulary: there is no number %s, only 0 to %s",
        number,
        tokens.size() - 1);
    return tokens.get((int) number);
  }

  /** Returns the size and what is numbered. */
  @Override
  public String toString() {
    return "vocabulary of %s %s".formatted(tokens.size(), ofWords ? "words" : "characters");
  }
}
