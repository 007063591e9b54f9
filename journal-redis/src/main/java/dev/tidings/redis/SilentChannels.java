package dev.tidings.redis;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes channels that were asked something and have said nothing for a while, so that they are
 * opened anew. A network that was cut tells nobody, and TCP goes on trying for many minutes; a
 * subscription would hear nothing meanwhile. The journal asks something on it often enough.
 */
final class SilentChannels implements NettyCustomizer {
  private final Duration longest;
  private final ChannelGroup all = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  /**
   * None yet.
   *
   * @param longest how long a channel may owe an answer; it may take half as long again until that
   *     is noticed
   */
  SilentChannels(Duration longest) {
    this.longest = longest;
  }

  @Override
  public void afterChannelInitialized(Channel channel) {
    all.add(channel);
    channel.pipeline().addFirst(new Silence(longest));
  }

  /** Closes every channel now. */
  void closeAll() {
    var unused = all.close();
  }

  /** Only its channel's thread touches it. */
  private static final class Silence extends IdleStateHandler {
    private final long longestNanos;
    private boolean owesAnswer;
    private long askedNanos;

    Silence(Duration longest) {
      super(longest.toMillis() / 2, 0, 0, TimeUnit.MILLISECONDS);
      longestNanos = longest.toNanos();
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      if (!owesAnswer) {
        owesAnswer = true;
        askedNanos = System.nanoTime();
      }
      super.write(context, message, promise);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) throws Exception {
      owesAnswer = false;
      super.channelRead(context, message);
    }

    @Override
    protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
      if (owesAnswer && System.nanoTime() - askedNanos >= longestNanos) {
        var unused = context.close();
      }
    }
  }
}
