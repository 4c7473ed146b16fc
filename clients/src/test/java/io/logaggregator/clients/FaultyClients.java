package io.logaggregator.clients;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The clients of {@link ClientFaults}, with the configurations of docs/sources.md. */
final class FaultyClients {

    /** Longer than an element, and than the smaller limit of a body. */
    static final int LARGE = 1_200_000;

    static final String LARGE_TEXT = "x".repeat(LARGE);

    private FaultyClients() {}

    /** Kinds of data. */
    enum Kind {
        LOGS("", false),
        /** Samples that are sent once. */
        METRICS("", false),
        /** Samples that are sent again with each step, with a new time. */
        REPEATED_METRICS("", true),
        /** Samples that are sent once; the type of a value is part of the name of the metric. */
        VALUES_OF_COLLECTD(".gauge", false);

        final String suffix;
        final boolean repeats;

        Kind(String suffix, boolean repeats) {
            this.suffix = suffix;
            this.repeats = repeats;
        }
    }

    /** @param sendsRequests whether it sends over HTTP or gRPC, so that a request can be too large */
    record Client(String name, Kind kind, boolean sendsRequests, Start start) {}

    interface Start {
        Sender start(TestedServer server, String key, Path directory) throws Exception;
    }

    /** A running client. */
    abstract static class Sender implements AutoCloseable {

        private final List<String> reports = new CopyOnWriteArrayList<>();

        /** Sends a log record with this message, or a sample of a metric with this name. */
        abstract void send(String text) throws Exception;

        /** Whether it can send an element beyond the limits. */
        boolean sendsBatches() {
            return true;
        }

        /** Sends an element beyond the limits between two others. */
        void sendBatch(String before, String after) throws Exception {
            send(before);
            send(LARGE_TEXT);
            send(after);
        }

        @Override
        public void close() throws IOException {}

        void report(Object error) {
            reports.add(String.valueOf(error));
        }

        /** Reports of the client: its output, and errors that it returned. */
        String output() {
            return String.join("\n", reports);
        }
    }

    /** A client that is a program of its own. */
    abstract static class ProgramSender extends Sender {

        final Program program;

        ProgramSender(Program program) {
            this.program = program;
        }

        @Override
        String output() {
            return super.output() + program.output();
        }

        @Override
        public void close() {
            program.close();
        }
    }

    static List<Client> all() {
        return Stream.of(FaultyNodeClients.all(), FaultyJavaClients.all(), FaultyDebianClients.all())
                .flatMap(List::stream)
                .toList();
    }
}
