package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import java.util.Collection;
import java.util.List;

/** Clients that receive the events of one poll, each with its own condition. */
record TailSubscribers(Collection<TailClient> clients) {

    /** With more conditions it is cheaper to read all events. */
    private static final int MAX_CONDITIONS = 16;

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

    /** Sends a portion to the clients; returns the number of events that were skipped, by client. */
    long send(TailCursor from, TailCursor to, Portion portion, EventJson json) {
        if (!portion.complete()) {
            sendToAll(ServerSentEvents.GAP);
        }
        long skipped = 0;
        for (LogEvent event : portion.events()) {
            skipped += send(TailPosition.within(from, to, event.id()), event, json);
        }
        if (!portion.more()) {
            return skipped;
        }
        long unread = portion.committed() - portion.events().size();
        clients.forEach(client -> client.skip(unread));
        return skipped + unread * clients.size();
    }

    /** Encodes the event once for all clients. */
    private long send(TailPosition position, LogEvent event, EventJson json) {
        byte[] encoded = null;
        long skipped = 0;
        for (TailClient client : clients) {
            if (client.matches(event)) {
                encoded = encoded == null ? ServerSentEvents.log(position, json.of(event)) : encoded;
                skipped += client.offer(encoded) ? 0 : 1;
            }
        }
        return skipped;
    }

    void sendToAll(byte[] notice) {
        clients.forEach(client -> client.send(notice));
    }
}
