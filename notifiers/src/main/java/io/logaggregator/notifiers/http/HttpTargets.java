package io.logaggregator.notifiers.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.util.function.Predicate;

/**
 * Checks the targets of requests. Anyone who may create a channel chooses its URL, and a receiver chooses its redirects:
 * neither may reach addresses that only this network can reach.
 *
 * @param isForbidden matches forbidden target addresses
 */
record HttpTargets(Predicate<InetAddress> isForbidden) {

    /**
     * Rejects a URL whose host has a forbidden address.
     *
     * @throws IOException when the name of the host cannot be resolved now
     */
    void check(URI url) throws RequestRejectedException, IOException {
        check(url, "url: ", " (expected: a public address, or allow-private-targets)");
    }

    /**
     * The target of a redirect.
     *
     * @throws IOException when the name of the host cannot be resolved now
     */
    URI redirect(URI from, String location) throws RequestRejectedException, IOException {
        URI target = resolve(from, location);
        String scheme = String.valueOf(target.getScheme());
        boolean secure = scheme.equalsIgnoreCase("https");
        if ((!secure && !scheme.equalsIgnoreCase("http")) || target.getHost() == null) {
            throw new RequestRejectedException("redirect not followed: neither http nor https");
        }
        if (!secure && from.getScheme().equalsIgnoreCase("https")) {
            throw new RequestRejectedException("redirect not followed: from https to http");
        }
        check(target, "redirect not followed: ", "");
        return target;
    }

    private void check(URI url, String prefix, String expected) throws RequestRejectedException, IOException {
        // The JVM caches resolved addresses, so that the client connects to one of these even if the name server
        // answers differently a moment later.
        for (InetAddress address : InetAddress.getAllByName(url.getHost())) {
            if (isForbidden.test(address)) {
                throw new RequestRejectedException(prefix + "private address of host " + url.getHost() + expected);
            }
        }
    }

    /** Scheme and host of a location, for reasons; empty if it is no URL with a host. */
    static String shown(URI from, String location) {
        try {
            URI target = resolve(from, location);
            return target.getScheme() == null || target.getHost() == null
                    ? ""
                    : target.getScheme() + "://" + target.getHost() + "/***";
        } catch (RequestRejectedException _) {
            return "";
        }
    }

    private static URI resolve(URI from, String location) throws RequestRejectedException {
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException _) {
            throw new RequestRejectedException("redirect not followed: invalid URI");
        }
    }
}
