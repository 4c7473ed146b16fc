package io.logaggregator.notifiers.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Predicate;

/**
 * Checks redirect targets. The configured URL may be anywhere; a redirect is chosen by the receiver and must not reach
 * addresses that only this network can reach.
 *
 * @param isForbidden matches forbidden target addresses
 */
record Redirects(Predicate<InetAddress> isForbidden) {

    /**
     * The target of a redirect.
     *
     * @throws IOException when the name of the host cannot be resolved now
     */
    URI target(URI from, String location) throws RequestRejectedException, IOException {
        URI target = resolve(from, location);
        String scheme = String.valueOf(target.getScheme());
        boolean secure = scheme.equalsIgnoreCase("https");
        if ((!secure && !scheme.equalsIgnoreCase("http")) || target.getHost() == null) {
            throw new RequestRejectedException("redirect not followed: neither http nor https");
        }
        if (!secure && from.getScheme().equalsIgnoreCase("https")) {
            throw new RequestRejectedException("redirect not followed: from https to http");
        }
        // The JVM caches resolved addresses, so that the client connects to one of these even if the name server
        // answers differently a moment later.
        for (InetAddress address : InetAddress.getAllByName(target.getHost())) {
            if (isForbidden.test(address)) {
                throw new RequestRejectedException(
                        "redirect not followed: private address of host " + target.getHost());
            }
        }
        return target;
    }

    private static URI resolve(URI from, String location) throws RequestRejectedException {
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException _) {
            throw new RequestRejectedException("redirect not followed: invalid URI");
        }
    }
}
