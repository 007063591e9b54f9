package dev.tidings.sse.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.tidings.sse.FlowSink;
import dev.tidings.testkit.sink.SinkServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * A tiny host whose responses are publishers: it asks for a buffer, sends it as a chunk on a thread
 * of its own, asks for the next, and breaks the connection when the publisher fails.
 */
public final class FlowServer extends SinkServer {
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<Response> responses = new ConcurrentLinkedQueue<>();

  /** Starts it. */
  public FlowServer() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        InputStream in = socket.getInputStream();
        for (int lines = 0; lines < 3; ) {
          lines += in.read() == '\n' ? 1 : 0;
        }
        Response response = new Response(socket);
        responses.add(response);
        FlowSink body = FlowSink.create();
        body.subscribe(response);
        threads.execute(() -> response.awaitReset(in));
        opened(body);
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /** One response: what the publisher signals, one after the other, becomes chunks. */
  private static final class Response implements Flow.Subscriber<ByteBuffer> {
    private final Socket socket;
    private final OutputStream out;
    private final ExecutorService writes = Executors.newSingleThreadExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Flow.Subscription subscription = new NoSubscription();

    Response(Socket socket) throws IOException {
      this.socket = socket;
      this.out = socket.getOutputStream();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
      subscription = given;
      write(HEAD.getBytes(ISO_8859_1));
    }

    @Override
    public void onNext(ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.get(bytes);
      write((Integer.toHexString(bytes.length) + "\r\n").getBytes(ISO_8859_1), bytes, CRLF);
    }

    /** Sends these and then wants more; a client that is gone cancels. */
    private void write(byte[]... parts) {
      send(
          () -> {
            for (byte[] part : parts) {
              out.write(part);
            }
            subscription.request(1);
          });
    }

    private void send(Send send) {
      try {
        writes.execute(
            () -> {
              try {
                send.run();
              } catch (IOException gone) {
                subscription.cancel();
                close();
              }
            });
      } catch (RejectedExecutionException over) {
        // The connection is closed.
      }
    }

    @Override
    public void onError(Throwable failure) {
      close();
    }

    @Override
    public void onComplete() {
      send(
          () -> {
            out.write("0\r\n\r\n".getBytes(ISO_8859_1));
            close();
          });
    }

    /**
     * As a host's selector does: tells that the client left, also when there is nothing to send.
     */
    private void awaitReset(InputStream in) {
      try {
        while (in.read() >= 0) {
          // Nothing more is asked of us.
        }
      } catch (IOException reset) {
        subscription.cancel();
        close();
      }
    }

    private void close() {
      writes.shutdown();
      try {
        socket.close();
      } catch (IOException gone) {
        throw new AssertionError(gone);
      } finally {
        closed.countDown();
      }
    }
  }

  private static final byte[] CRLF = "\r\n".getBytes(ISO_8859_1);

  /** Something that goes out. */
  private interface Send {
    void run() throws IOException;
  }

  private static final class NoSubscription implements Flow.Subscription {
    @Override
    public void request(long number) {}

    @Override
    public void cancel() {}
  }

  @Override
  public int port() {
    return server.getLocalPort();
  }

  @Override
  public void awaitNoConnection() throws InterruptedException {
    for (Response response : responses) {
      if (!response.closed.await(20, TimeUnit.SECONDS)) {
        throw new AssertionError("a connection is still open after 20 s");
      }
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
    responses.forEach(Response::close);
    threads.shutdownNow();
  }
}
