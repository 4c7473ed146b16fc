package io.logaggregator.gateways.otlp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.logaggregator.gateways.http.Children;
import io.logaggregator.gateways.http.HttpReply;
import io.logaggregator.gateways.http.JsonText;
import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Envelope;
import io.logaggregator.wire.json.Bytes;
import java.util.Map;

/** The two encodings of OTLP. */
enum Encoding {
    PROTOBUF {

        @Override
        Children children(Level level, Signal signal, Bytes message) {
            return new Children.OfProtobuf(message, level == Level.RESOURCES ? 1 : 2);
        }

        @Override
        Envelope envelope(Signal signal) {
            return Envelope.CONCATENATED;
        }

        @Override
        void addChild(ByteOutput children, Level level, Bytes child) {
            children.addField(level == Level.RESOURCES ? 1 : 2, child);
        }

        @Override
        Bytes parent(Bytes head, Level level, Signal signal, ByteOutput children) {
            return Bytes.of(new ByteOutput(head.length() + children.size())
                    .add(head)
                    .add(children.toArray())
                    .toArray());
        }

        @Override
        HttpReply reply(Signal signal, long rejected, String detail) {
            ByteOutput response = new ByteOutput();
            if (rejected > 0) {
                byte[] partial = new ByteOutput()
                        .addVarint(1 << 3)
                        .addVarint(rejected)
                        .addField(2, detail.getBytes(UTF_8))
                        .toArray();
                response.addField(1, partial);
            }
            return protobuf(200, response.toArray());
        }
    },

    JSON {

        @Override
        Children children(Level level, Signal signal, Bytes message) {
            return new Children.OfJson(message, level.memberOf(signal));
        }

        @Override
        Envelope envelope(Signal signal) {
            return Envelope.arrayIn(signal.resources);
        }

        @Override
        void addChild(ByteOutput children, Level level, Bytes child) {
            if (level != Level.RESOURCES) {
                children.add(children.size() == 0 ? "" : ",");
            }
            children.add(child);
        }

        @Override
        Bytes parent(Bytes head, Level level, Signal signal, ByteOutput children) {
            return Bytes.of(new ByteOutput(head.length() + children.size() + 32)
                    .add(head)
                    .add("\"" + level.memberOf(signal) + "\":[")
                    .add(children.toArray())
                    .add("]}")
                    .toArray());
        }

        @Override
        HttpReply reply(Signal signal, long rejected, String detail) {
            return HttpReply.json(
                    200,
                    rejected == 0
                            ? "{}"
                            : "{\"partialSuccess\":{\"" + signal.rejected + "\":\"" + rejected + "\",\"errorMessage\":"
                                    + JsonText.quoted(detail) + "}}");
        }
    };

    static final String PROTOBUF_TYPE = "application/x-protobuf";

    /** The children of a level in their parent. */
    abstract Children children(Level level, Signal signal, Bytes message);

    abstract Envelope envelope(Signal signal);

    abstract void addChild(ByteOutput children, Level level, Bytes child);

    /** A parent from its head and its children. */
    abstract Bytes parent(Bytes head, Level level, Signal signal, ByteOutput children);

    /** The response to an export request. */
    abstract HttpReply reply(Signal signal, long rejected, String detail);

    static HttpReply protobuf(int status, byte[] body) {
        return new HttpReply(status, PROTOBUF_TYPE, Map.of(), body);
    }

    /** What the children of a message are. */
    enum Level {
        RESOURCES,
        SCOPES,
        RECORDS;

        String memberOf(Signal signal) {
            return switch (this) {
                case RESOURCES -> signal.resources;
                case SCOPES -> signal.scopes;
                case RECORDS -> signal.records;
            };
        }
    }
}
