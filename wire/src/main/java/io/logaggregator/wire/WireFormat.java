package io.logaggregator.wire;

import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.otlp.OtlpDecoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A named format of messages, with its decoder. A new format is a decoder and one line here.
 *
 * @param name in settings, and in the header of a message that names its format
 * @param decoder thread-safe
 */
public record WireFormat(String name, Decoder decoder) {

    /** Reports of host agents: metrics, processes, threat indicators. */
    public static final WireFormat AGENT = new WireFormat("agent", MessageDecoder.AGENT);

    /** Log events. A value that is neither a JSON object nor an array of objects is a plain line. */
    public static final WireFormat LOG = new WireFormat("log", MessageDecoder.LOG);

    /** Agent or log messages, distinguished by content, object by object. */
    public static final WireFormat AUTO = new WireFormat("auto", MessageDecoder.AUTO);

    private static final List<WireFormat> ALL = List.of(
            AGENT,
            LOG,
            AUTO,
            new WireFormat("text", MessageDecoder.TEXT),
            new WireFormat("otlp", OtlpDecoder.INSTANCE),
            // Layouts that the decoder of log events recognizes by content.
            new WireFormat("cri", MessageDecoder.LOG),
            new WireFormat("docker", MessageDecoder.LOG),
            new WireFormat("ecs", MessageDecoder.LOG),
            new WireFormat("gelf", MessageDecoder.LOG),
            new WireFormat("journald", MessageDecoder.LOG),
            new WireFormat("syslog", MessageDecoder.LOG));

    private static final Map<String, WireFormat> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(WireFormat::name, Function.identity()));

    public static List<WireFormat> all() {
        return ALL;
    }

    /** The names of all formats, in the order of documents. */
    public static List<String> names() {
        return ALL.stream().map(WireFormat::name).toList();
    }

    /** The format with this name, case-insensitive; empty if there is none. */
    public static Optional<WireFormat> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name.strip().toLowerCase(Locale.ROOT)));
    }

    /**
     * The format with this name, case-insensitive.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static WireFormat parse(String name) {
        return named(name)
                .orElseThrow(
                        () -> new IllegalArgumentException("format: " + name + " (expected: one of " + names() + ")"));
    }

    /**
     * The decoder of a topic of this format. A message that names another format in its header has that one, so that
     * one topic can hold messages of several formats; an unknown name is ignored.
     */
    public Decoder topicDecoder() {
        return (message, from, maxBytes) -> decoderOf(message).decode(message, from, maxBytes);
    }

    private Decoder decoderOf(Message message) {
        String named = message.format();
        return named == null ? decoder : named(named).map(WireFormat::decoder).orElse(decoder);
    }

    @Override
    public String toString() {
        return name;
    }
}
