package io.logaggregator.server.listeners;

import io.logaggregator.server.overload.MemoryBudget.Reservation;
import io.logaggregator.wire.json.Bytes;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Datagrams that wait for the queue, up to a limit. Thread-safe. */
final class DatagramBuffer {

    private static final long MAX_BYTES = 16 << 20;

    /** Of the objects of a datagram, and of the copy of its elements. */
    private static final int OVERHEAD = 200;

    private static final int COPIES = 2;

    private final Reservation memory;
    private final Queue<Datagram> waiting = new ArrayDeque<>();
    private long bytes;
    private boolean closed;

    /** @param memory used by this buffer only */
    DatagramBuffer(Reservation memory) {
        this.memory = memory;
    }

    /** A datagram of a sender. */
    record Datagram(InetSocketAddress sender, Bytes content) {

        long cost() {
            return OVERHEAD + (long) COPIES * content.length();
        }
    }

    /** Adds a datagram; false if there is no space. */
    synchronized boolean add(Datagram datagram) {
        if (bytes + datagram.cost() > MAX_BYTES || !memory.tryAdd(datagram.cost())) {
            return false;
        }
        bytes += datagram.cost();
        waiting.add(datagram);
        notifyAll();
        return true;
    }

    /** Waits for datagrams, and removes some; empty if there are none and it is closed. Their memory is still reserved. */
    synchronized List<Datagram> next(long maxBytes) throws InterruptedException {
        while (waiting.isEmpty() && !closed) {
            wait();
        }
        List<Datagram> next = new ArrayList<>();
        long size = 0;
        while (!waiting.isEmpty() && size < maxBytes) {
            Datagram datagram = waiting.remove();
            size += datagram.cost();
            next.add(datagram);
        }
        return next;
    }

    /** Releases the memory of datagrams. */
    synchronized void release(List<Datagram> done) {
        long cost = done.stream().mapToLong(Datagram::cost).sum();
        bytes -= cost;
        memory.remove(cost);
    }

    /** Number of datagrams that wait. */
    synchronized int size() {
        return waiting.size();
    }

    /** Ends waiting. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }
}
