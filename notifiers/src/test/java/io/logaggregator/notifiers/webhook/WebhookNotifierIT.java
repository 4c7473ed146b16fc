package io.logaggregator.notifiers.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Refused;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Receiver;
import io.logaggregator.notifiers.Receiver.Call;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.http.PrivateAddresses;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookNotifierIT {

    private static final Instant NOW = Instant.ofEpochSecond(1_777_000_000);
    private static final String ID = Notifications.RAISED.id().toString();

    private final CountDownLatch testEnds = new CountDownLatch(1);
    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        testEnds.countDown();
        receiver.close();
    }

    @Test
    void theBodyIsPostedWithItsId() {
        assertThat(send("/hook", "")).isEqualTo(new Delivered());

        Call call = receiver.calls.getFirst();
        assertThat(call.method()).isEqualTo("POST");
        assertThat(call.path()).isEqualTo("/hook");
        assertThat(call.body())
                .isEqualTo(new String(NotificationJson.bytes(Notifications.RAISED), StandardCharsets.UTF_8));
        assertThat(call.headers().getFirst("Content-Type")).isEqualTo("application/json");
        assertThat(call.headers().getFirst("User-Agent")).isEqualTo("log-aggregator-test");
        assertThat(call.headers().getFirst("Idempotency-Key")).isEqualTo(ID);
        assertThat(call.headers().getFirst("webhook-id")).isEqualTo(ID);
        assertThat(call.headers().getFirst("webhook-timestamp")).isEqualTo("1777000000");
        assertThat(call.headers().containsKey("webhook-signature")).isFalse();
    }

    @Test
    void secret_signsRequest() throws GeneralSecurityException {
        byte[] key = "an independent key of 32 bytes..".getBytes(StandardCharsets.UTF_8);

        send("/", "whsec_" + Base64.getEncoder().encodeToString(key));

        Call call = receiver.calls.getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed = ID + ".1777000000." + call.body();
        assertThat(call.headers().getFirst("webhook-signature"))
                .isEqualTo("v1,"
                        + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8))));
    }

    @Test
    void invalidSecret_isRejectedWithoutRequest() {
        assertThat(send("/", "whsec_***")).isEqualTo(new Rejected("secret: invalid (expected: base64 after whsec_)"));
        assertThat(receiver.calls).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204, 299})
    void successIsDelivered(int status) {
        receiver.answer = exchange -> Receiver.answer(exchange, status, "");

        assertThat(send("/", "")).isEqualTo(new Delivered());
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504, 599})
    void temporaryStatus_isRetried(int status) {
        receiver.answer = exchange -> Receiver.answer(exchange, status, "come\r\nback  later");

        assertThat(send("/", "")).isEqualTo(new Retry("status " + status, Optional.empty()));
    }

    @Test
    void retryAfter_isReturned() {
        receiver.answer = exchange -> {
            exchange.getResponseHeaders().set("Retry-After", "90");
            Receiver.answer(exchange, 429, "");
        };

        assertThat(send("/", "")).isEqualTo(new Retry("status 429", Optional.of(Duration.ofSeconds(90))));
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 301, 302, 303, 304, 410})
    void permanentStatus_isRejectedWithNewHost(int status) {
        receiver.answer = exchange -> {
            exchange.getResponseHeaders().set("Location", "https://new.example.org/secret?key=1");
            Receiver.answer(exchange, status, "");
        };

        assertThat(send("/", ""))
                .isEqualTo(new Rejected("status " + status + ": moved to https://new.example.org/***"));
        assertThat(receiver.calls).hasSize(1);
    }

    @Test
    void invalidLocation_isNotShown() {
        receiver.answer = exchange -> {
            exchange.getResponseHeaders().set("Location", "https://[secret");
            Receiver.answer(exchange, 301, "");
        };

        assertThat(send("/", "")).isEqualTo(new Rejected("status 301"));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 422})
    void otherStatus_isRefused(int status) {
        receiver.answer = exchange -> Receiver.answer(exchange, status, "");

        assertThat(send("/", "")).isEqualTo(new Refused("status " + status));
        assertThat(receiver.calls).hasSize(1);
    }

    @Test
    void reason_containsNoBody() {
        receiver.answer = exchange -> Receiver.answer(exchange, 400, "internal");

        assertThat(send("/", "")).isEqualTo(new Refused("status 400"));
    }

    @Test
    void hugeBody_isNotRead() throws InterruptedException {
        AtomicLong written = new AtomicLong();
        long size = 100_000_000;
        CountDownLatch brokenOff = new CountDownLatch(1);
        receiver.answer = exchange -> {
            exchange.sendResponseHeaders(500, size);
            byte[] chunk = "x".repeat(100_000).getBytes(StandardCharsets.UTF_8);
            try (OutputStream body = exchange.getResponseBody()) {
                for (; written.get() < size; written.addAndGet(chunk.length)) {
                    body.write(chunk);
                }
            } finally {
                brokenOff.countDown();
            }
        };

        assertThat(send("/", "")).isEqualTo(new Retry("status 500", Optional.empty()));
        assertThat(brokenOff)
                .satisfies(latch -> assertThat(latch.await(120, java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue());
        assertThat(written).hasValueLessThan(20_000_000); // upper bound of socket buffers
    }

    @Test
    void slowServer_timesOut() {
        receiver.answer = _ -> awaitEnd();

        assertThat(send("/", "", Duration.ofMillis(300)))
                .isEqualTo(new Retry("no response within PT0.3S", Optional.empty()));
    }

    @Test
    void endlessBody_keepsStatus() {
        receiver.answer = exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            awaitEnd();
        };

        // enough for the status on a busy machine
        assertThat(send("/", "", Duration.ofSeconds(5))).isEqualTo(new Delivered());
    }

    @Test
    void brokenConnection_isRetried() {
        receiver.answer = _ -> {
            throw new IOException("breaks");
        };

        assertThat(send("/", "")).isInstanceOf(Retry.class);
    }

    @Test
    void unreachableServer_isRetriedWithoutShowingUrl() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        Outcome outcome = send(URI.create("http://127.0.0.1:" + port + "/?token=hidden"));

        assertThat(outcome).isInstanceOf(Retry.class);
        assertThat(outcome.toString()).contains("ConnectException").doesNotContain("hidden");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/?token=hidden", "http:///?token=hidden", "/only/a/path?token=hidden"})
    void invalidUrl_isRejectedWithoutShowingIt(String url) {
        assertThat(send(URI.create(url))).isEqualTo(new Rejected("url: invalid (expected: http or https, and a host)"));
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void redirectThatKeepsPost_isFollowed(int status) {
        redirect("/old", status, "/new?a=b");

        assertThat(send("/old", "sesame")).isEqualTo(new Delivered());

        Call first = receiver.calls.getFirst();
        Call second = receiver.calls.getLast();
        assertThat(second.path()).isEqualTo("/new");
        assertThat(second.method()).isEqualTo("POST");
        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.headers().getFirst("webhook-signature"))
                .isEqualTo(first.headers().getFirst("webhook-signature"));
    }

    @Test
    void fourthRedirect_isRejected() {
        redirect("/", 307, "/");

        assertThat(send("/", "")).isEqualTo(new Rejected("redirect not followed: more than 3"));
        assertThat(receiver.calls).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://example.org/", "file:///etc/passwd", "mailto:me@example.org", "http:///nowhere"})
    void redirectToOtherScheme_isRejected(String location) {
        redirect("/", 307, location);

        assertThat(send("/", "")).isEqualTo(new Rejected("redirect not followed: neither http nor https"));
    }

    @Test
    void redirectToInvalidUri_isRejected() {
        redirect("/", 307, "http://exa mple/");

        assertThat(send("/", "")).isEqualTo(new Rejected("redirect not followed: invalid URI"));
    }

    @Test
    void redirectWithoutLocation_isRejected() {
        receiver.answer = exchange -> Receiver.answer(exchange, 308, "");

        assertThat(send("/", "")).isEqualTo(new Rejected("redirect not followed: no Location header"));
    }

    @Test
    void redirectToPrivateAddress_isRejected() {
        redirect("/old", 307, receiver.url("/new").toString());

        Outcome outcome = send(receiver.url("/old"), "", config(false), PrivateAddresses::contain, Origin.PROVISIONED);

        assertThat(outcome).isEqualTo(new Rejected("redirect not followed: private address of host 127.0.0.1"));
        assertThat(receiver.calls).hasSize(1);
    }

    @Test
    void redirectToPrivateAddress_isFollowedIfAllowed() {
        redirect("/old", 307, receiver.url("/new").toString());

        Outcome outcome = send(receiver.url("/old"), "", config(true), PrivateAddresses::contain);

        assertThat(outcome).isEqualTo(new Delivered());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "localhost",
                "0.0.0.0",
                "2130706433",
                "[::1]",
                "[::ffff:127.0.0.1]",
                "[64:ff9b::7f00:1]",
                "10.0.0.1",
                "169.254.169.254",
                "[fd00::1]"
            })
    void privateUrl_isRejectedWithoutRequest(String host) {
        URI url = URI.create("http://" + host + ":" + receiver.url("/").getPort() + "/");

        Outcome outcome = send(url, "", config(false), PrivateAddresses::contain);

        assertThat(outcome)
                .isEqualTo(new Rejected("url: private address of host " + host
                        + " (expected: a public address, or allow-private-targets)"));
        assertThat(receiver.calls).isEmpty();
    }

    @Test
    void privateUrlOfTheConfiguration_isCalled() {
        Outcome outcome = send(receiver.url("/"), "", config(false), PrivateAddresses::contain, Origin.PROVISIONED);

        assertThat(outcome).isEqualTo(new Delivered());
    }

    private void redirect(String path, int status, String location) {
        receiver.answer = exchange -> {
            if (exchange.getRequestURI().getPath().equals(path)) {
                exchange.getResponseHeaders().set("Location", location);
                Receiver.answer(exchange, status, "");
            } else {
                Receiver.answer(exchange, 204, "");
            }
        };
    }

    private void awaitEnd() {
        try {
            testEnds.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static HttpSenderConfig config(boolean allowPrivateTargets) {
        return new HttpSenderConfig(Duration.ofSeconds(10), allowPrivateTargets, "log-aggregator-test");
    }

    private Outcome send(String path, String secret) {
        return send(receiver.url(path), secret, config(false), _ -> false);
    }

    private Outcome send(String path, String secret, Duration timeout) {
        HttpSenderConfig config = new HttpSenderConfig(timeout, false, "log-aggregator-test");
        return send(receiver.url(path), secret, config, _ -> false);
    }

    private Outcome send(URI url) {
        return send(url, "", config(false), _ -> false);
    }

    private static Outcome send(URI url, String secret, HttpSenderConfig config, Predicate<InetAddress> isPrivate) {
        return send(url, secret, config, isPrivate, Origin.API);
    }

    private static Outcome send(
            URI url, String secret, HttpSenderConfig config, Predicate<InetAddress> isPrivate, Origin origin) {
        try (HttpSender sender = new HttpSender(config, () -> NOW, isPrivate)) {
            return new WebhookNotifier(sender, () -> NOW)
                    .send(Notifications.RAISED, Notifications.channel(origin, url, secret));
        }
    }
}
