package io.logaggregator.server.logs.tail;

import io.logaggregator.core.logs.LogCondition;
import io.logaggregator.core.logs.LogTail.Portion;
import io.logaggregator.core.logs.TailCursor;
import io.logaggregator.core.observation.LogEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

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
     * Sends a portion to the clients; returns the number of events that were skipped, by client. A client with a slow
     * condition is detached, and so are all clients if together they take too long.
     */
    long send(TailCursor from, TailCursor to, Portion portion, EventJson json) {
        if (!portion.complete()) {
            sendToAll(ServerSentEvents.GAP);
        }
        List<Subscriber> subscribers =
                clients.stream().map(Subscriber::new).collect(Collectors.toCollection(ArrayList::new));
        TailPosition sent = TailPosition.at(from);
        long begin = System.nanoTime();
        long skipped = 0;
        for (LogEvent event : portion.events()) {
            if (System.nanoTime() - begin > MAX_MATCHING.toNanos()) {
                for (Subscriber subscriber : subscribers) {
                    subscriber.client.detach(sent, false);
                }
                return skipped;
            }
            sent = TailPosition.within(from, to, event.id());
            skipped += send(sent, event, json, subscribers);
        }
        if (!portion.more()) {
            return skipped;
        }
        long unread = portion.committed() - portion.events().size();
        subscribers.forEach(subscriber -> subscriber.client.skip(unread));
        return skipped + unread * subscribers.size();
    }

    /** Encodes the event once for all clients, and removes those with a slow condition. */
    private static long send(TailPosition position, LogEvent event, EventJson json, List<Subscriber> subscribers) {
        byte[] encoded = null;
        long skipped = 0;
        for (Subscriber subscriber : subscribers) {
            if (subscriber.matches(event)) {
                encoded = encoded == null ? ServerSentEvents.log(position, json.of(event)) : encoded;
                skipped += subscriber.client.offer(encoded) ? 0 : 1;
            }
        }
        subscribers.removeIf(subscriber -> {
            if (subscriber.isSlow()) {
                subscriber.client.detach(position, true);
            }
            return subscriber.isSlow();
        });
        return skipped;
    }

    /** A client with the duration of its comparisons. */
    private static final class Subscriber {

        private final TailClient client;
        private long matchingNanos;

        Subscriber(TailClient client) {
            this.client = client;
        }

        boolean matches(LogEvent event) {
            long begin = System.nanoTime();
            boolean matches = client.matches(event);
            matchingNanos += System.nanoTime() - begin;
            return matches;
        }

        boolean isSlow() {
            return matchingNanos > MAX_MATCHING_OF_CLIENT.toNanos();
        }
    }

    /** Detaches all clients, since it is unknown which condition takes too long. */
    void detach(TailCursor from) {
        clients.forEach(client -> client.detach(TailPosition.at(from), false));
    }

    void sendToAll(byte[] notice) {
        clients.forEach(client -> client.send(notice));
    }
}
