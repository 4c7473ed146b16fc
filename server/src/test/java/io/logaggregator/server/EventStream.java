package io.logaggregator.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The event stream of a live tail client, read on its own thread as a browser reads it. */
final class EventStream implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final Stream<String> lines;
    private final Thread reader;
    private volatile String lastId = "";

    /** @param name empty for a line of the log */
    record Event(String id, String name, JsonNode data) {}

    private EventStream(Stream<String> lines) {
        this.lines = lines;
        reader = Thread.ofVirtual().start(this::read);
    }

    /** Follows, from now or from where another stream ended, and returns when the stream has begun. */
    static EventStream open(RunningServer server, String parameters, Optional<String> lastEventId) {
        HttpRequest.Builder request = server.request("/api/v1/logs/tail" + parameters);
        lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
        return open(server, request);
    }

    static EventStream open(RunningServer server, HttpRequest.Builder request) {
        HttpResponse<Stream<String>> response = server.send(request, BodyHandlers.ofLines());
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type")).hasValue("text/event-stream;charset=UTF-8");
        EventStream stream = new EventStream(response.body());
        await().atMost(LIMIT).until(() -> !stream.lastId.isEmpty());
        return stream;
    }

    private void read() {
        String id = "";
        String name = "";
        StringBuilder data = new StringBuilder();
        try (lines) {
            Iterator<String> each = lines.iterator();
            while (each.hasNext()) {
                String line = each.next();
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("event: ")) {
                    name = line.substring(7);
                } else if (line.startsWith("data: ")) {
                    data.append(line, 6, line.length());
                } else if (line.isEmpty()) {
                    if (!data.isEmpty()) {
                        events.add(new Event(id, name, JSON.readTree(data.toString())));
                        name = "";
                        data.setLength(0);
                    }
                    lastId = id; // only now: the stream may break within an event
                }
            }
        } catch (UncheckedIOException e) {
            // the stream was cut off, or closed here
        }
    }

    String lastId() {
        return lastId;
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    List<String> messages() {
        return events.stream()
                .filter(event -> event.name.isEmpty())
                .map(event -> event.data.get("message").asString())
                .toList();
    }

    Event awaitEvent(String name) {
        return await().atMost(LIMIT)
                .until(
                        () -> events.stream()
                                .filter(event -> event.name.equals(name))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    void awaitMessages(String... expected) {
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(messages())
                        .as("events: %s, last id: %s", events(), lastId)
                        .containsExactly(expected));
    }

    /** Returns when the server has ended it. */
    void awaitEnd() {
        await().atMost(LIMIT).until(() -> !reader.isAlive());
    }

    @Override
    public void close() {
        lines.close();
    }
}
