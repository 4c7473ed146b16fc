package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** Clients that receive the events of one poll, each with its own condition. */
record TailSubscribers(Collection<TailClient> clients) {

    /** With more conditions it is cheaper to read all events. */
    private static final int MAX_CONDITIONS = 16;

    /** Duration of the comparisons of one poll. */
    private static final Duration MAX_MATCHING = Duration.ofSeconds(1);

    private static final Duration MAX_MATCHING_OF_CLIENT = Duration.ofMillis(250);

    boolean isEmpty() {
        return clients.isEmpty();
    }

    /** A condition that includes those of all clients. */
    LogCondition condition() {
        List<LogCondition> conditions =
                clients.stream().map(TailClient::condition).distinct().toList();
        return conditions.size() > MAX_CONDITIONS || conditions.contains(LogCondition.ALL)
                ? LogCondition.ALL
                : new LogCondition.Or(conditions);
    }

    /**
     * Sends a portion to the clients; returns the number of events that were skipped, by client. A client whose condition
     * takes too long is detached, and so are the clients after it if all together take too long.
     */
    long send(TailCursor from, TailCursor to, Portion portion, EventJson json) {
        byte[][] encoded = new byte[portion.events().size()][]; // once for all clients
        long begin = System.nanoTime();
        long skipped = 0;
        for (TailClient client : clients) {
            if (System.nanoTime() - begin > MAX_MATCHING.toNanos()) {
                client.detach(TailPosition.at(from), false);
            } else {
                skipped += send(client, from, to, portion, encoded, json);
            }
        }
        return skipped;
    }

    private static long send(
            TailClient client, TailCursor from, TailCursor to, Portion portion, byte[][] encoded, EventJson json) {
        if (!portion.complete()) {
            client.send(ServerSentEvents.GAP);
        }
        long matching = 0;
        long skipped = 0;
        for (int index = 0; index < encoded.length; index++) {
            LogEvent event = portion.events().get(index);
            TailPosition position = TailPosition.within(from, to, event.id());
            long begin = System.nanoTime();
            boolean matches = client.matches(event);
            matching += System.nanoTime() - begin;
            if (matches) {
                if (encoded[index] == null) {
                    encoded[index] = ServerSentEvents.log(position, json.of(event));
                }
                skipped += client.offer(encoded[index]) ? 0 : 1;
            }
            if (matching > MAX_MATCHING_OF_CLIENT.toNanos()) {
                client.detach(position, true);
                return skipped;
            }
        }
        if (!portion.more()) {
            return skipped;
        }
        long unread = portion.committed() - encoded.length;
        client.skip(unread);
        return skipped + unread;
    }

    /** Detaches all clients, since it is unknown which condition takes too long. */
    void detach(TailCursor from) {
        clients.forEach(client -> client.detach(TailPosition.at(from), false));
    }

    void sendToAll(byte[] notice) {
        clients.forEach(client -> client.send(notice));
    }
}
