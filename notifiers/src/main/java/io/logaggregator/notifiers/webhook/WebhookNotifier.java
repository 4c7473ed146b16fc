package io.logaggregator.notifiers.webhook;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/**
 * Sends notifications to webhooks: a POST of JSON, signed if the channel has a secret. Thread-safe.
 *
 * <p>Status 2xx is delivered. 408, 425, 429, 5xx and a missing response are retried; any other status is rejected. Only
 * the redirects 307 and 308 are followed, since the others turn a POST into a GET. Reasons contain no response body: whoever
 * may create a channel could read from services behind the firewall.
 *
 * @see <a href="https://www.standardwebhooks.com">Standard Webhooks</a>
 */
public final class WebhookNotifier implements ChannelKind {

    private static final String URL = "url";
    private static final String SECRET = "secret";
    private static final int MAX_URL = 2_000;
    private static final int MAX_SECRET = 200;
    private static final String EXPECTED_URL = "http or https with a host, without user and password";
    private static final int MAX_REDIRECTS = 3;

    private final WebhookConfig config;
    private final InstantSource clock;
    private final WebhookTargets targets;
    private final HttpClient client;

    /** @param clock for the time in the signature, and for dates in {@code Retry-After} */
    public WebhookNotifier(WebhookConfig config, InstantSource clock) {
        this(config, clock, PrivateAddresses::contain);
    }

    WebhookNotifier(WebhookConfig config, InstantSource clock, Predicate<InetAddress> isPrivate) {
        this.config = config;
        this.clock = clock;
        this.targets = new WebhookTargets(config.allowPrivateTargets() ? _ -> false : isPrivate);
        this.client = HttpClient.newBuilder()
                .connectTimeout(config.timeout())
                .followRedirects(Redirect.NEVER)
                .version(Version.HTTP_1_1) // some simple receivers fail on an HTTP/2 upgrade without TLS
                .executor(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("webhook-", 0).factory()))
                .build();
    }

    @Override
    public String name() {
        return "webhook";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                new Setting(URL, true, new Display.Address(), MAX_URL, EXPECTED_URL, WebhookNotifier::rejectedUrl),
                new Setting(SECRET, false, new Display.Presence("signed"), MAX_SECRET, "text", _ -> Optional.empty()));
    }

    /** The URL is not shown: it may contain a secret. */
    private static Optional<String> rejectedUrl(String text) {
        try {
            URI url = new URI(text);
            if (url.getUserInfo() != null) {
                return Optional.of("a URL with user and password");
            }
            boolean http = "http".equalsIgnoreCase(url.getScheme()) || "https".equalsIgnoreCase(url.getScheme());
            return http && url.getHost() != null ? Optional.empty() : Optional.of("another URL");
        } catch (URISyntaxException _) {
            return Optional.of("no URL");
        }
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        Channel.Target target = channel.definition().target();
        URI url = URI.create(target.secret(URL));
        try {
            HttpRequest.Builder request = request(notification, target.secret(SECRET));
            requireValid(url, request);
            if (channel.origin() != Origin.PROVISIONED) { // those the operator of this server has chosen
                targets.check(url);
            }
            return send(url, request);
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
    }

    private HttpRequest.Builder request(Notification notification, String secret) throws RequestRejectedException {
        String id = notification.id().toString();
        Instant now = clock.instant();
        byte[] body = NotificationJson.bytes(notification);
        HttpRequest.Builder request = HttpRequest.newBuilder()
                .POST(BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("User-Agent", config.userAgent())
                .header("Idempotency-Key", id)
                .header("webhook-id", id)
                .header("webhook-timestamp", String.valueOf(now.getEpochSecond()));
        return secret.isEmpty()
                ? request
                : request.header("webhook-signature", SigningSecret.of(secret).sign(id, now, body));
    }

    private Outcome send(URI url, HttpRequest.Builder request)
            throws RequestRejectedException, TimeoutException, IOException, InterruptedException {
        long deadline = System.nanoTime() + config.timeout().toNanos();
        URI target = url;
        for (int followed = 0; ; followed++) {
            WebhookResponse response = call(to(target, request), deadline);
            if (!isRedirect(response)) {
                return outcome(response);
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

    private static void requireValid(URI url, HttpRequest.Builder request) throws RequestRejectedException {
        to(url, request);
    }

    /** Returns the response at its end, or its status when the time is up. */
    private WebhookResponse call(HttpRequest request, long deadline)
            throws TimeoutException, IOException, InterruptedException {
        WebhookResponse response = new WebhookResponse();
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

    private static boolean isRedirect(WebhookResponse response) {
        return response.status() == 307 || response.status() == 308;
    }

    private Outcome outcome(WebhookResponse response) {
        int status = response.status();
        if (status >= 200 && status < 300) {
            return new Delivered();
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Retry("status " + status, RetryAfter.of(response.headers(), clock.instant()));
        }
        return new Rejected("status " + status);
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
