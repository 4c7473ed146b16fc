package io.logaggregator.server.overload;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * A limit of the bytes that are held in memory for clients, of which a client may use half. A single request may use all of
 * it, and even exceed it while no other uses memory, so that each request can succeed. Thread-safe.
 */
public final class MemoryBudget {

    private final String kind;
    private final long limit;
    private final Counter rejections;
    private final Map<String, Long> usedByClient = new HashMap<>();
    private long used;

    /** @param kind plural of what is held, for messages and metrics */
    public MemoryBudget(String kind, long limit, MeterRegistry registry) {
        this.kind = kind;
        this.limit = limit;
        Gauge.builder("aggregator.memory.used", this, MemoryBudget::used)
                .description("Memory held for clients")
                .tag("kind", kind)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("aggregator.memory.limit", () -> limit)
                .description("Limit of the memory held for clients")
                .tag("kind", kind)
                .baseUnit("bytes")
                .register(registry);
        rejections = Rejections.counter(kind, registry);
    }

    /**
     * A reservation without bytes.
     *
     * @param client name of the key
     */
    public Reservation open(String client) {
        return new Reservation(client);
    }

    /** The reserved bytes. */
    public synchronized long used() {
        return used;
    }

    /** The bytes that can be reserved. */
    public long limit() {
        return limit;
    }

    private synchronized boolean tryAdd(String client, long own, long bytes) {
        long ofClient = usedByClient.getOrDefault(client, 0L);
        boolean fits = used + bytes <= limit && (ofClient == own || ofClient + bytes <= limit / 2);
        if (!fits && used > own) {
            rejections.increment();
            return false;
        }
        used += bytes;
        usedByClient.put(client, ofClient + bytes);
        return true;
    }

    private synchronized void remove(String client, long bytes) {
        used -= bytes;
        usedByClient.computeIfPresent(client, (_, before) -> before == bytes ? null : before - bytes);
    }

    /** The bytes of one request. Not thread-safe. */
    public final class Reservation implements AutoCloseable {

        private final String client;
        private long bytes;

        private Reservation(String client) {
            this.client = client;
        }

        /**
         * Reserves memory before it is allocated.
         *
         * @throws OverloadedException if it exceeds the budget
         */
        public void add(long more) {
            if (!tryAdd(more)) {
                throw new OverloadedException("The memory for " + kind + " is used up.");
            }
        }

        /** Reserves memory before it is allocated; returns whether it was within the budget. */
        public boolean tryAdd(long more) {
            boolean added = MemoryBudget.this.tryAdd(client, bytes, more);
            bytes += added ? more : 0;
            return added;
        }

        /** Releases a part of the memory. */
        public void remove(long less) {
            MemoryBudget.this.remove(client, less);
            bytes -= less;
        }

        /** Releases the memory. */
        @Override
        public void close() {
            remove(bytes);
        }
    }
}
