package io.logaggregator.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Receives and records webhook requests. Thread-safe. */
public final class WebhookReceiver implements AutoCloseable {

    private final Map<String, Set<String>> bodies = new ConcurrentHashMap<>();
    private final Map<String, Long> arrivals = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final Semaphore hanging = new Semaphore(1);
    private final HttpServer server;

    public WebhookReceiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            awaitResumption();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            String id = exchange.getRequestHeaders().getFirst("webhook-id");
            calls.incrementAndGet();
            bodies.computeIfAbsent(id, _ -> ConcurrentHashMap.newKeySet()).add(body);
            arrivals.putIfAbsent(body, System.nanoTime());
            exchange.sendResponseHeaders(204, -1);
        }
    }

    private void awaitResumption() throws IOException {
        try {
            hanging.acquire();
            hanging.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Accepts connections, and does not answer, until {@link #resume}. */
    public void hang() {
        hanging.acquireUninterruptibly();
    }

    /** Answers again, also the waiting requests. */
    public void resume() {
        hanging.release();
    }

    /** URL for the channel. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/alerts");
    }

    /** Number of requests, duplicates included. */
    public long calls() {
        return calls.get();
    }

    /** The {@link System#nanoTime} of the first request with this text in its body; empty before. */
    public OptionalLong arrivalOf(String text) {
        return arrivals.entrySet().stream()
                .filter(arrival -> arrival.getKey().contains(text))
                .mapToLong(Map.Entry::getValue)
                .min();
    }

    /** The ids of the received notifications. */
    public Set<String> ids() {
        return Set.copyOf(bodies.keySet());
    }

    /** Ids received with different bodies: expected to be empty. */
    public List<String> idsWithSeveralBodies() {
        return bodies.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public void close() {
        resume(); // the server would wait for its waiting requests
        server.stop(0);
    }
}
