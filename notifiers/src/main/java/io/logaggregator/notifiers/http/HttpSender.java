package io.logaggregator.notifiers.http;

import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Sends requests of all channel kinds, each within the timeout. Thread-safe.
 *
 * <p>Only the redirects 307 and 308 are followed, since the others turn a POST into a GET. Requests to private addresses are
 * rejected, except to trusted URLs. A missing response is retried. Reasons contain neither a URL nor a response body.
 */
public final class HttpSender implements AutoCloseable {

    private static final int MAX_REDIRECTS = 3;

    private final HttpSenderConfig config;
    private final InstantSource clock;
    private final HttpTargets targets;
    private final HttpClient client;

    /** @param clock for dates in {@code Retry-After} */
    public HttpSender(HttpSenderConfig config, InstantSource clock) {
        this(config, clock, PrivateAddresses::contain);
    }

    /** @param isPrivate matches the addresses that only trusted URLs may lead to */
    public HttpSender(HttpSenderConfig config, InstantSource clock, Predicate<InetAddress> isPrivate) {
        this.config = config;
        this.clock = clock;
        this.targets = new HttpTargets(config.allowPrivateTargets() ? _ -> false : isPrivate);
        this.client = HttpClient.newBuilder()
                .connectTimeout(config.timeout())
                .followRedirects(Redirect.NEVER)
                .version(Version.HTTP_1_1) // some simple receivers fail on an HTTP/2 upgrade without TLS
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("notification-http-", 0).factory()))
                .build();
    }

    /** Sends a request; its status is the outcome. */
    public Outcome send(HttpCall call) {
        return send(call, HttpReply::outcome);
    }

    /**
     * Sends a request.
     *
     * @param outcome reads the response; not called without one. May send further requests
     */
    public Outcome send(HttpCall call, Function<HttpReply, Outcome> outcome) {
        HttpReply reply;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder()
                    .method(call.method(), BodyPublishers.ofByteArray(call.body()))
                    .header("User-Agent", config.userAgent());
            if (call.headers().keySet().stream().noneMatch("Content-Type"::equalsIgnoreCase)) {
                request.header("Content-Type", "application/json");
            }
            for (Map.Entry<String, String> header : call.headers().entrySet()) {
                add(header.getKey(), header.getValue(), request);
            }
            to(call.url(), request); // rejects an invalid URL
            if (!call.isTrusted()) {
                targets.check(call.url());
            }
            reply = exchange(call.url(), request);
        } catch (RequestRejectedException e) {
            return new Rejected(String.valueOf(e.getMessage()));
        } catch (TimeoutException _) {
            return new Retry("no response within " + config.timeout(), Optional.empty());
        } catch (IOException e) {
            return new Retry("no response: " + reasonOf(e), Optional.empty());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Retry("interrupted", Optional.empty());
        }
        return outcome.apply(reply);
    }

    /** Replaces the exception of the JDK, which contains the value, and with it possible secrets. */
    private static void add(String header, String value, HttpRequest.Builder request) throws RequestRejectedException {
        try {
            request.header(header, value);
        } catch (IllegalArgumentException _) {
            throw new RequestRejectedException("header " + header + ": invalid value (expected: printable characters)");
        }
    }

    private HttpReply exchange(URI url, HttpRequest.Builder request)
            throws RequestRejectedException, TimeoutException, IOException, InterruptedException {
        long deadline = System.nanoTime() + config.timeout().toNanos();
        URI target = url;
        for (int followed = 0; ; followed++) {
            URI from = target;
            BoundedResponse response = call(to(target, request), deadline);
            if (!isRedirect(response)) {
                return new HttpReply(
                        response.status(),
                        response.body(),
                        RetryAfter.of(response.headers(), clock.instant()),
                        response.headers()
                                .firstValue("Location")
                                .map(location -> HttpTargets.shown(from, location))
                                .orElse(""));
            }
            if (followed == MAX_REDIRECTS) {
                throw new RequestRejectedException("redirect not followed: more than " + MAX_REDIRECTS);
            }
            String location = response.headers()
                    .firstValue("Location")
                    .orElseThrow(() -> new RequestRejectedException("redirect not followed: no Location header"));
            target = targets.redirect(target, location);
        }
    }

    /** Replaces the exception of the JDK, which contains the whole URL, and with it possible secrets. */
    private static HttpRequest to(URI target, HttpRequest.Builder request) throws RequestRejectedException {
        try {
            return request.uri(target).build();
        } catch (IllegalArgumentException _) {
            throw new RequestRejectedException("url: invalid (expected: http or https, and a host)");
        }
    }

    /** Returns the response at its end, or its status when the time is up. */
    private BoundedResponse call(HttpRequest request, long deadline)
            throws TimeoutException, IOException, InterruptedException {
        BoundedResponse response = new BoundedResponse();
        CompletableFuture<?> exchange = client.sendAsync(request, response);
        try {
            exchange.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (!response.hasStatus()) {
                throw e;
            }
        } catch (ExecutionException e) {
            if (!response.hasStatus()) {
                throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
            }
        } finally {
            exchange.cancel(true); // closes the connection of an incomplete exchange
        }
        return response;
    }

    private static boolean isRedirect(BoundedResponse response) {
        return response.status() == 307 || response.status() == 308;
    }

    /**
     * Describes the innermost failure, which is the most specific one. Messages of network failures contain at most
     * host names, never a URL.
     */
    private static String reasonOf(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String kind = innermost.getClass().getSimpleName();
        if (innermost.getMessage() != null) {
            return kind + ": " + innermost.getMessage();
        }
        return failure.getCause() == null ? kind : failure.getClass().getSimpleName() + " (" + kind + ")";
    }

    /** Cancels all requests. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
