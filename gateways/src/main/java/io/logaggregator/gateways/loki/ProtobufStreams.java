package io.logaggregator.gateways.loki;

import io.logaggregator.gateways.http.ByteOutput;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.http.ProtobufFields;
import io.logaggregator.wire.json.Bytes;
import org.jspecify.annotations.Nullable;

/** Streams in protobuf. */
final class ProtobufStreams extends Streams {

    private static final int STREAM = 1;
    private static final int LABELS = 1;
    private static final int ENTRY = 2;
    private static final int TIME = 1;
    private static final int LINE = 2;
    private static final int METADATA = 3;

    private final Bytes body;
    private final ProtobufFields streams;
    private @Nullable ProtobufFields fields;
    private int number;

    ProtobufStreams(Bytes body) {
        this.body = body;
        this.streams = new ProtobufFields(body);
    }

    @Override
    void check() {
        ProtobufStreams all = new ProtobufStreams(body);
        while (all.nextEntry()) {
            all.entry();
        }
    }

    @Override
    boolean nextEntry() {
        while (true) {
            while (fields != null && fields.next()) {
                if (fields.isNested(ENTRY)) {
                    return true;
                }
            }
            if (!streams.next()) {
                return false;
            }
            if (streams.isNested(STREAM)) {
                number++;
                fields = new ProtobufFields(streams.value());
            }
        }
    }

    @Override
    int stream() {
        return number;
    }

    @Override
    Bytes labels() {
        ProtobufFields stream = new ProtobufFields(streams.value());
        while (stream.next()) {
            if (stream.isNested(LABELS)) {
                return Bytes.of(new LabelText(stream.value().text()).json());
            }
        }
        return Bytes.of(new LabelText("{}").json());
    }

    @Override
    Bytes entry() {
        if (fields == null) {
            throw new IllegalStateException("entries: none (expected: after nextEntry)");
        }
        ProtobufFields entry = new ProtobufFields(fields.value());
        String time = "0";
        String line = "";
        ByteOutput metadata = new ByteOutput();
        while (entry.next()) {
            if (entry.isNested(TIME)) {
                time = nanoseconds(entry.value());
            } else if (entry.isNested(LINE)) {
                line = entry.value().text();
            } else if (entry.isNested(METADATA)) {
                metadata.add(metadata.size() == 0 ? "" : ",").add(label(entry.value()));
            }
        }
        ByteOutput json =
                new ByteOutput(line.length() + 64).add("[\"" + time + "\",").add(JsonText.quoted(line));
        if (metadata.size() > 0) {
            json.add(",{").add(metadata.toArray()).add('}');
        }
        return Bytes.of(json.add(']').toArray());
    }

    private static String nanoseconds(Bytes timestamp) {
        ProtobufFields time = new ProtobufFields(timestamp);
        long seconds = 0;
        long nanos = 0;
        while (time.next()) {
            if (time.field() == 1) {
                seconds = time.number();
            } else if (time.field() == 2) {
                nanos = time.number();
            }
        }
        return Long.toString(seconds * 1_000_000_000 + nanos);
    }

    private static String label(Bytes pair) {
        ProtobufFields label = new ProtobufFields(pair);
        String name = "";
        String value = "";
        while (label.next()) {
            if (label.isNested(1)) {
                name = label.value().text();
            } else if (label.isNested(2)) {
                value = label.value().text();
            }
        }
        return JsonText.quoted(name) + ":" + JsonText.quoted(value);
    }
}
