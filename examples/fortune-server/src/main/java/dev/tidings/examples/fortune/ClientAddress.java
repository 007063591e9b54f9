package dev.tidings.examples.fortune;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a request comes from: the other end of its connection, or, if that is a proxy we know, what
 * that proxy wrote last into {@code X-Forwarded-For}. What stands before it, the client may have
 * written itself.
 */
final class ClientAddress {
  /** No letters that a name could be made of: a name would be looked up. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  /** Brackets, a scope, a port: of an IPv6 address only behind the bracket. */
  private static final Pattern AROUND =
      Pattern.compile("^\\[|](:[0-9]+)?$|%.*$|(?<=^[0-9.]{7,15}):[0-9]+$");

  private static final InetAddress NOBODY = new InetSocketAddress(0).getAddress();

  private final Set<String> proxies;

  ClientAddress(Set<String> proxies) {
    this.proxies = Set.copyOf(proxies);
  }

  /**
   * The address of a request. What a proxy wrote and we cannot read is the address of nobody, the
   * same for all, and not the proxy's own: that may be exempt from limits.
   */
  InetAddress of(HttpServletRequest request) {
    InetAddress peer = literal(request.getRemoteAddr()).orElse(NOBODY);
    List<String> lines = Collections.list(request.getHeaders("X-Forwarded-For"));
    if (lines.isEmpty() || !proxies.contains(peer.getHostAddress())) {
      return peer;
    }
    String line = lines.get(lines.size() - 1);
    return literal(line.substring(line.lastIndexOf(',') + 1).strip()).orElse(NOBODY);
  }

  /** An address that is written as numbers, its port and its scope left out. */
  static Optional<InetAddress> literal(String text) {
    String bare = AROUND.matcher(text).replaceAll("");
    if (!LITERAL.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare));
    } catch (UnknownHostException wrong) {
      return Optional.empty();
    }
  }

  /**
   * Who is counted as one: an IPv4 address, or the 64 bits of an IPv6 address that name a network,
   * since whoever has one of its addresses has them all.
   */
  static String household(InetAddress address) {
    return address instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(address.getAddress(), 8))
        : address.getHostAddress();
  }
}
