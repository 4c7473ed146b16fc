package io.logaggregator.gateways.otlp;

import io.logaggregator.gateways.http.Children;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.Submission;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.gateways.message.MessageSplitter;
import io.logaggregator.gateways.message.Outcome;
import io.logaggregator.gateways.otlp.Encoding.Level;
import io.logaggregator.wire.json.Bytes;
import java.util.Collections;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** An export request. An element is a resource with some of its records, which is complete. Not thread-safe. */
final class ExportRequest implements Submission {

    private static final String NO_TRACES = "Spans are not stored (expected: logs or metrics).";

    /** Size of a resource and scope up to which an element has few records: a larger one would be repeated too often. */
    private static final int MAX_SMALL_HEAD = 16 << 10;

    /** Maximum log records of an element, which is refused as a whole. */
    private static final int MAX_LOG_RECORDS = 64;

    /** Maximum with a large head, and of metrics: those of a host stay together, because some are computed from several. */
    private static final int MAX_RECORDS = 4096;

    private final Signal signal;
    private final Encoding encoding;
    private final Bytes body;
    private final long records;

    /**
     * Reads the frame of the whole body, so that an invalid one is refused before any of it is appended.
     *
     * @throws io.logaggregator.gateways.http.InvalidBodyException if it is invalid
     */
    ExportRequest(Signal signal, Encoding encoding, Bytes body) {
        this.signal = signal;
        this.encoding = encoding;
        this.body = body;
        Cursor cursor = new Cursor();
        long count = 0;
        while (cursor.next()) {
            count++;
        }
        this.records = count;
    }

    @Override
    public String format() {
        return "otlp";
    }

    @Override
    public Envelope envelope() {
        return encoding.envelope(signal);
    }

    @Override
    public boolean reportsRefusals() {
        return true;
    }

    @Override
    public Iterator<Element> elements() {
        return signal == Signal.TRACES ? Collections.emptyIterator() : new Elements();
    }

    @Override
    public HttpReply stored(Outcome outcome) {
        return signal == Signal.TRACES
                ? encoding.reply(signal, records, NO_TRACES)
                : encoding.reply(signal, outcome.refusedEvents(), outcome.detail());
    }

    /** Iterates over the records of all resources. */
    private final class Cursor {

        private final Children resources = encoding.children(Level.RESOURCES, signal, body);
        private @Nullable Children scopes;
        private @Nullable Children scopeRecords;
        private int resource;
        private int scope;

        boolean next() {
            while (scopeRecords == null || !scopeRecords.next()) {
                if (scopes != null && scopes.next()) {
                    scopeRecords = encoding.children(Level.RECORDS, signal, scopes.value());
                    scope++;
                } else if (resources.next()) {
                    scopes = encoding.children(Level.SCOPES, signal, resources.value());
                    scopeRecords = null;
                    resource++;
                } else {
                    return false;
                }
            }
            return true;
        }

        Bytes record() {
            return current(scopeRecords).value();
        }

        Bytes resourceHead() {
            return current(scopes).head();
        }

        Bytes scopeHead() {
            return current(scopeRecords).head();
        }

        private static Children current(@Nullable Children children) {
            if (children == null) {
                throw new NoSuchElementException();
            }
            return children;
        }
    }

    /** Builds elements from the records. */
    private final class Elements implements Iterator<Element> {

        private final Cursor cursor = new Cursor();
        private boolean pending = cursor.next();
        private int resource = -1;
        private int scope = -1;
        private Bytes resourceHead = body.endingAt(body.from());
        private Bytes scopeHead = resourceHead;

        @Override
        public boolean hasNext() {
            return pending;
        }

        @Override
        public Element next() {
            if (!pending) {
                throw new NoSuchElementException();
            }
            readHeads();
            int ofResource = resource;
            ByteOutput scopes = new ByteOutput();
            int count = 0;
            while (pending && cursor.resource == ofResource) {
                readHeads();
                if (count > 0 && !fits(count, scopes.size())) {
                    break;
                }
                ByteOutput children = new ByteOutput();
                int ofScope = scope;
                while (pending
                        && cursor.scope == ofScope
                        && (count == 0 || fits(count, scopes.size() + children.size()))) {
                    encoding.addChild(children, Level.RECORDS, cursor.record());
                    count++;
                    pending = cursor.next();
                }
                Bytes whole = encoding.parent(scopeHead, Level.RECORDS, signal, children);
                encoding.addChild(scopes, Level.SCOPES, whole);
            }
            ByteOutput element = new ByteOutput();
            encoding.addChild(element, Level.RESOURCES, encoding.parent(resourceHead, Level.SCOPES, signal, scopes));
            return new Element(element.toArray(), count);
        }

        private void readHeads() {
            if (resource != cursor.resource) {
                resource = cursor.resource;
                resourceHead = cursor.resourceHead();
            }
            if (scope != cursor.scope) {
                scope = cursor.scope;
                scopeHead = cursor.scopeHead();
            }
        }

        /** Whether the next record fits into an element. */
        private boolean fits(int count, int bytes) {
            int head = resourceHead.length() + scopeHead.length();
            int maxRecords = head > MAX_SMALL_HEAD || signal == Signal.METRICS ? MAX_RECORDS : MAX_LOG_RECORDS;
            long size = (long) head + bytes + cursor.record().length() + 128;
            return count < maxRecords && size <= MessageSplitter.MAX_MESSAGE_BYTES;
        }
    }
}
