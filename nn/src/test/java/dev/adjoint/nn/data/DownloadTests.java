// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.common.hash.Hashing;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.adjoint.nn.Seed;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from a server on this machine, which breaks off, lies and moves as servers do. */
@Timeout(60)
class DownloadTests {
  private static final byte[] CONTENT = content();
  private static final String SUM = Hashing.sha256().hashBytes(CONTENT).toString();

  @TempDir private Path folder = Path.of("");

  private HttpServer server;
  private ExecutorService threads;
  private String address = "";

  /** The header {@code Range} of each request, or "all". */
  private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

  private static byte[] content() {
    byte[] content = new byte[200_000];
    for (int i = 0; i < content.length; i++) {
      content[i] = (byte) Seed.of(1).bits(i);
    }
    return content;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.start();
    address = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private Download download(String path) {
    return Download.of(address + path, SUM);
  }

  private void serve(String path, Answer answer) {
    server.createContext(
        "/" + path,
        exchange -> {
          String range = exchange.getRequestHeaders().getFirst("Range");
          requests.add(range == null ? "all" : range);
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  /** What the server does. */
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  /** Sends the content, or the part that is asked for. */
  private static void whole(HttpExchange exchange) throws IOException {
    int from = from(exchange);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %s-%s/%s".formatted(from, CONTENT.length - 1, CONTENT.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, CONTENT.length - from);
    exchange.getResponseBody().write(CONTENT, from, CONTENT.length - from);
  }

  private static int from(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Range"))
        .map(range -> Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1")))
        .orElse(0);
  }

  private void assertFails(Download download, String problem) {
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> download.into(folder))
        .withMessage(download.uri() + ": " + problem);
    assertThat(folder.resolve(download.name())).doesNotExist();
  }

  private Path part(int bytes) throws IOException {
    return Files.write(folder.resolve("data.bin.part"), Arrays.copyOf(CONTENT, bytes));
  }

  @Test
  void aFileIsFetchedOnceAndFoundFromThenOn() throws IOException {
    serve("data.bin", DownloadTests::whole);
    Path file = download("data.bin").into(folder.resolve("new/folder"));
    assertThat(file).hasFileName("data.bin").hasBinaryContent(CONTENT);
    assertThat(file.resolveSibling("data.bin.part")).doesNotExist();
    server.stop(0);
    assertThat(download("data.bin").into(folder.resolve("new/folder"))).isEqualTo(file);
    assertThat(requests).containsExactly("all");
  }

  @Test
  void aFileOfAnotherContentIsFetchedAgain() throws IOException {
    serve("data.bin", DownloadTests::whole);
    Files.write(folder.resolve("data.bin"), new byte[7]);
    assertThat(download("data.bin").into(folder)).hasBinaryContent(CONTENT);
  }

  @Test
  void aDownloadThatBreaksOffGoesOnFromThere() throws IOException {
    serve(
        "data.bin",
        exchange -> {
          if (from(exchange) > 0) {
            whole(exchange);
            return;
          }
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 50_000);
          exchange.getResponseBody().flush();
          throw new IOException("planted");
        });
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> download("data.bin").into(folder))
        .withMessageMatching(
            address
                + "data.bin: expected more, but it breaks off after 50000 bytes \\(.*\\); try again, it"
                + " goes on from there");
    assertThat(folder.resolve("data.bin")).doesNotExist();
    assertThat(download("data.bin").into(folder)).hasBinaryContent(CONTENT);
    assertThat(requests).containsExactly("all", "bytes=50000-");
  }

  @Test
  void aServerThatCannotGoOnSendsAll() throws IOException {
    part(1000);
    serve(
        "data.bin",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(CONTENT);
        });
    assertThat(download("data.bin").into(folder)).hasBinaryContent(CONTENT);
    assertThat(requests).containsExactly("bytes=1000-");
  }

  @Test
  void whatWasThereBeforeMayBeOfSomethingElse() throws IOException {
    Files.write(folder.resolve("data.bin.part"), new byte[1000]);
    serve("data.bin", DownloadTests::whole);
    assertThat(download("data.bin").into(folder)).hasBinaryContent(CONTENT);
    assertThat(requests).containsExactly("bytes=1000-", "all");
  }

  @Test
  void morePartsThanTheServerHasAreThrownAway() throws IOException {
    Files.write(folder.resolve("data.bin.part"), new byte[CONTENT.length + 1]);
    serve(
        "data.bin",
        exchange -> {
          if (from(exchange) >= CONTENT.length) {
            exchange.sendResponseHeaders(416, -1);
          } else {
            whole(exchange);
          }
        });
    assertThat(download("data.bin").into(folder)).hasBinaryContent(CONTENT);
    assertThat(requests).containsExactly("bytes=200001-", "all");
  }

  @Test
  void anotherContentIsNeverAFile() throws IOException {
    serve(
        "data.bin",
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write("hello".getBytes(StandardCharsets.UTF_8));
        });
    assertFails(
        download("data.bin"),
        "expected content of SHA-256 %s, found 2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824, 5 bytes; the file there has changed, or what came is another page: compare, then correct the checksum"
            .formatted(SUM));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatTheServerRefusesIsSaid() {
    serve("gone.bin", exchange -> exchange.sendResponseHeaders(404, -1));
    serve("broken.bin", exchange -> exchange.sendResponseHeaders(503, -1));
    serve("secret.bin", exchange -> exchange.sendResponseHeaders(403, -1));
    assertFails(download("gone.bin"), "expected a file, found status 404: there is no such file");
    assertFails(
        download("broken.bin"),
        "expected a file, found status 503: the server is at fault; try again later");
    assertFails(download("secret.bin"), "expected a file, found status 403");
  }

  @Test
  void redirectionsAreFollowedButNotInCirclesOrElsewhere() throws IOException {
    redirect("old/data.bin", "/data.bin");
    redirect("circle", "/circle");
    redirect("local", "file:///etc/passwd");
    serve("data.bin", DownloadTests::whole);
    assertThat(download("old/data.bin").into(folder)).hasBinaryContent(CONTENT);
    assertFails(download("circle"), "expected a file, found more than 10 redirections");
    assertFails(
        download("local"),
        "expected a file, found a redirection to 'file:///etc/passwd', which is not followed");
  }

  private void redirect(String path, String to) {
    serve(
        path,
        exchange -> {
          exchange.getResponseHeaders().set("Location", to);
          exchange.sendResponseHeaders(302, -1);
        });
  }

  @Test
  void aServerThatSendsTooMuchIsNotBelieved() {
    serve("data.bin", DownloadTests::whole);
    serve(
        "endless.bin",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          OutputStream out = exchange.getResponseBody();
          while (true) {
            out.write(CONTENT);
          }
        });
    assertFails(
        download("data.bin").atMost(100), "expected at most 100 bytes, found 200000 or more");
    assertThatExceptionOfType(DataFileException.class)
        .isThrownBy(() -> download("endless.bin").atMost(500_000).into(folder))
        .withMessageContaining("expected at most 500000 bytes, found 5");
  }

  @Test
  void aServerThatSaysNothingIsNotWaitedFor() {
    CountDownLatch end = new CountDownLatch(1);
    serve(
        "data.bin",
        exchange -> {
          exchange.sendResponseHeaders(200, CONTENT.length);
          exchange.getResponseBody().write(CONTENT, 0, 10);
          exchange.getResponseBody().flush();
          try {
            end.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
    assertFails(
        download("data.bin").patience(Duration.ofMillis(300)),
        "expected an answer or more data within 0.3 seconds, found none; try again, it goes on after"
            + " 10 bytes");
    end.countDown();
  }

  @Test
  void withoutANetworkTheErrorSaysWhatToDo() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    Download here = Download.of("http://127.0.0.1:" + free + "/data.bin", SUM);
    assertFails(
        here,
        "expected an answer, but 127.0.0.1 cannot be reached (Connection refused); connect to the network, or put the file at "
            + folder.resolve("data.bin"));
    Download nowhere = Download.of("http://host.invalid/data.bin", SUM);
    assertThat(folder).isEmptyDirectory();
    assertFails(
        nowhere,
        "expected an answer, but host.invalid cannot be reached (host.invalid); connect to the network, or put the file at "
            + folder.resolve("data.bin"));
  }

  @Test
  void manyThreadsFetchAFileOnce() throws Exception {
    serve("data.bin", DownloadTests::whole);
    try (ExecutorService many = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Path>> files =
          IntStream.range(0, 8)
              .mapToObj(i -> many.submit(() -> download("data.bin").into(folder)))
              .toList();
      for (Future<Path> file : files) {
        assertThat(file.get()).hasBinaryContent(CONTENT);
      }
    }
    assertThat(requests).containsExactly("all");
  }

  @Test
  void theCacheIsWhereThePropertySays() throws IOException {
    serve("data.bin", DownloadTests::whole);
    System.setProperty("adjoint.cache", folder.resolve("cache").toString());
    try {
      assertThat(download("data.bin").named("other.bin").intoCache())
          .isEqualTo(folder.resolve("cache/other.bin").toAbsolutePath());
    } finally {
      System.clearProperty("adjoint.cache");
    }
  }

  @Test
  void whatIsNoDownloadIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Download.of("ftp://a/b", SUM))
        .withMessage("download: the address must be http://… or https://…, got ftp://a/b");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Download.of("no address", SUM))
        .withMessage("download: the address must be http://… or https://…, got no address");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Download.of("http://a/b", "12"))
        .withMessage("download: a SHA-256 has 64 hexadecimal digits, got '12'");
    for (String name : new String[] {"", "..", "a/b", "a\\b"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Download.of("http://a/b", SUM).named(name))
          .withMessage(
              "download: '%s' is no name for a file; give another one with named(…)", name);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Download.of("http://a/b", SUM).atMost(0))
        .withMessage("download: the size must be positive: 0");
  }
}
