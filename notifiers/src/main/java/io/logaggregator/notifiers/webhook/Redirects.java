package io.logaggregator.notifiers.webhook;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Predicate;

/**
 * Where a call may be sent on. The first URL is the choice of whoever runs this, and may be anywhere; where the other
 * side sends us is not: it must not make us call what only we can reach.
 *
 * @param isForbidden which addresses it must not lead to
 */
record Redirects(Predicate<InetAddress> isForbidden) {

    /**
     * The target of a redirect.
     *
     * @throws IOException when its host cannot be looked up now
     */
    URI target(URI from, String location) throws RefusedException, IOException {
        URI target = resolve(from, location);
        String scheme = String.valueOf(target.getScheme());
        boolean secure = scheme.equalsIgnoreCase("https");
        if ((!secure && !scheme.equalsIgnoreCase("http")) || target.getHost() == null) {
            throw new RefusedException("redirect not followed: to something other than http or https");
        }
        if (!secure && from.getScheme().equalsIgnoreCase("https")) {
            throw new RefusedException("redirect not followed: from https to http");
        }
        // Java keeps what it looked up for a while, so that the client will call one of these, whatever the name's
        // server says a moment later.
        for (InetAddress address : InetAddress.getAllByName(target.getHost())) {
            if (isForbidden.test(address)) {
                throw new RefusedException(
                        "redirect not followed: to a private address, by the name of " + target.getHost());
            }
        }
        return target;
    }

    private static URI resolve(URI from, String location) throws RefusedException {
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException _) {
            throw new RefusedException("redirect not followed: to something that is no URI");
        }
    }
}
