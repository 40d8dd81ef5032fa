// SPDX-License-Identifier: Apache-2.0
package dev.adjoint.nn.data;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fetches what is not there yet of a file on the web. */
final class WebRequest {
  private static final int PARTIAL = 206;
  private static final int NO_SUCH_RANGE = 416;
  private static final int MOST_REDIRECTIONS = 10;
  private static final Pattern RANGE = Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d+|\\*)");

  private final Download download;
  private final Path file;

  /**
   * Prepares a request.
   *
   * @param file what the file will be, for errors
   */
  WebRequest(Download download, Path file) {
    this.download = download;
    this.file = file;
  }

  /**
   * Writes what is missing behind what is there.
   *
   * @throws DataFileException if it does not come whole; what came is kept
   */
  void run(FileChannel out) throws IOException {
    try {
      HttpURLConnection connection = connect(download.uri(), out.size());
      if (connection.getResponseCode() == NO_SUCH_RANGE) {
        // More is there than the server has.
        connection.disconnect();
        out.truncate(0);
        connection = connect(download.uri(), 0);
      }
      try {
        receive(connection, out);
      } finally {
        connection.disconnect();
      }
    } catch (UnknownHostException | ConnectException | NoRouteToHostException e) {
      throw new DataFileException(
          download.uri().toString(),
          "expected an answer, but %s cannot be reached (%s); connect to the network, or put the file at %s"
              .formatted(download.uri().getHost(), e.getMessage(), file));
    } catch (SocketTimeoutException _) {
      throw new DataFileException(
          download.uri().toString(),
          "expected an answer or more data within %s seconds, found none; try again, it goes on after %s bytes"
              .formatted(download.patience().toMillis() / 1e3, out.size()));
    } catch (SocketException e) {
      throw brokenOff(out, e.getMessage());
    }
  }

  /** Sends the request, and again to where the server redirects it. */
  private HttpURLConnection connect(URI first, long from) throws IOException {
    URI uri = first;
    for (int i = 0; i < MOST_REDIRECTIONS; i++) {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) download.patience().toMillis());
      connection.setReadTimeout((int) download.patience().toMillis());
      // Packed on the way, the bytes would be others than those of the checksum.
      connection.setRequestProperty("Accept-Encoding", "identity");
      if (from > 0) {
        connection.setRequestProperty("Range", "bytes=" + from + "-");
      }
      int status = connection.getResponseCode();
      String target = connection.getHeaderField("Location");
      if (status / 100 != 3 || target == null) {
        return connection;
      }
      connection.disconnect();
      uri = redirected(uri, target);
    }
    throw error("expected a file, found more than " + MOST_REDIRECTIONS + " redirections");
  }

  private URI redirected(URI from, String target) throws DataFileException {
    try {
      URI to = from.resolve(new URI(target));
      boolean isSafe =
          "https".equalsIgnoreCase(to.getScheme())
              || "http".equalsIgnoreCase(to.getScheme())
                  && !"https".equalsIgnoreCase(from.getScheme());
      if (isSafe && to.getHost() != null) {
        return to;
      }
    } catch (URISyntaxException _) {
      // Reported like an address that is not safe.
    }
    throw error("expected a file, found a redirection to '" + target + "', which is not followed");
  }

  private void receive(HttpURLConnection connection, FileChannel out) throws IOException {
    int status = connection.getResponseCode();
    if (status == PARTIAL) {
      Matcher range = RANGE.matcher(String.valueOf(connection.getHeaderField("Content-Range")));
      if (!range.matches() || Long.parseLong(range.group(1)) != out.size()) {
        out.truncate(0);
        throw error(
            "expected the bytes from %s on, found '%s'; try again, it begins anew"
                .formatted(out.size(), connection.getHeaderField("Content-Range")));
      }
    } else if (status == HttpURLConnection.HTTP_OK) {
      out.truncate(0);
    } else {
      throw error(
          "expected a file, found status %s%s"
              .formatted(
                  status,
                  status == HttpURLConnection.HTTP_NOT_FOUND
                      ? ": there is no such file"
                      : status / 100 == 5 ? ": the server is at fault; try again later" : ""));
    }
    long begin = out.size();
    long length = connection.getContentLengthLong();
    if (length > download.mostBytes() - begin) {
      throw tooLong(begin + length);
    }
    copy(connection, out, begin);
    if (length >= 0 && out.size() < begin + length) {
      throw brokenOff(out, "of " + (begin + length));
    }
  }

  private void copy(HttpURLConnection connection, FileChannel out, long begin) throws IOException {
    out.position(begin);
    byte[] chunk = new byte[1 << 16];
    try (InputStream in = connection.getInputStream()) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        if (n > download.mostBytes() - out.position()) {
          throw tooLong(out.position() + n);
        }
        for (ByteBuffer bytes = ByteBuffer.wrap(chunk, 0, n); bytes.hasRemaining(); ) {
          out.write(bytes);
        }
      }
    } catch (SocketTimeoutException | DataFileException e) {
      throw e;
    } catch (IOException e) {
      throw brokenOff(out, e.getMessage());
    }
  }

  private DataFileException tooLong(long bytes) {
    return error(
        "expected at most %s bytes, found %s or more".formatted(download.mostBytes(), bytes));
  }

  private DataFileException brokenOff(FileChannel out, String problem) throws IOException {
    return error(
        "expected more, but it breaks off after %s bytes (%s); try again, it goes on from there"
            .formatted(out.size(), problem));
  }

  private DataFileException error(String problem) {
    return new DataFileException(download.uri().toString(), problem);
  }
}
