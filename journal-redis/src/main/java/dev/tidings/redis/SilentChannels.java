package dev.tidings.redis;

import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes channels from which nothing has come for a while, so that they are opened anew. A network
 * that was cut tells nobody, and TCP goes on trying for many minutes; a subscription would hear
 * nothing meanwhile. The journal asks something on each connection often enough.
 */
final class SilentChannels implements NettyCustomizer {
  private final Duration longest;
  private final ChannelGroup all = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  SilentChannels(Duration longest) {
    this.longest = longest;
  }

  @Override
  public void afterChannelInitialized(Channel channel) {
    all.add(channel);
    channel
        .pipeline()
        .addFirst(
            new IdleStateHandler(longest.toMillis(), 0, 0, TimeUnit.MILLISECONDS) {
              @Override
              protected void channelIdle(ChannelHandlerContext context, IdleStateEvent event) {
                var unused = context.close();
              }
            });
  }

  /** Closes every channel now. */
  void closeAll() {
    var unused = all.close();
  }
}
