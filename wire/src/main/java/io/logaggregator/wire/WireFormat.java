package io.logaggregator.wire;

import io.logaggregator.core.ingest.Decoded;
import io.logaggregator.core.ingest.Decoder;
import io.logaggregator.core.ledger.Rejection;
import io.logaggregator.core.queue.Message;
import io.logaggregator.wire.element.Elements;
import io.logaggregator.wire.element.NestedDecoder;
import io.logaggregator.wire.json.Bytes;
import io.logaggregator.wire.log.RecordNames;
import io.logaggregator.wire.loki.LokiPush;
import io.logaggregator.wire.metrics.CollectdJson;
import io.logaggregator.wire.metrics.GraphiteLines;
import io.logaggregator.wire.metrics.InfluxLines;
import io.logaggregator.wire.metrics.RemoteWrite;
import io.logaggregator.wire.metrics.TelegrafJson;
import io.logaggregator.wire.otlp.OtlpDecoder;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A named format of messages, with its decoder. A new format is a decoder and one line here.
 *
 * @param name in settings, and in the header of a message that names its format
 * @param decoders the decoder for a zone, that of times without one; thread-safe, as its decoders are
 */
public record WireFormat(String name, Function<ZoneId, Decoder> decoders) {

    /** Reports of host agents: metrics, processes, threat indicators. */
    public static final WireFormat AGENT = new WireFormat("agent", MessageDecoder.AGENT::withZone);

    /** Log events. A value that is neither a JSON object nor an array of objects is a plain line. */
    public static final WireFormat LOG = new WireFormat("log", MessageDecoder.LOG::withZone);

    /** Agent or log messages, distinguished by content, object by object. */
    public static final WireFormat AUTO = new WireFormat("auto", MessageDecoder.AUTO::withZone);

    /** Plain lines: each value is one, also if it is JSON. */
    public static final WireFormat TEXT = new WireFormat("text", MessageDecoder::text);

    private static final List<WireFormat> ALL = List.of(
            AGENT,
            LOG,
            AUTO,
            TEXT,
            new WireFormat("otlp", OtlpDecoder::in),
            nested("loki", LokiPush::of),
            nested("prometheus", RemoteWrite::of),
            nested("influx", InfluxLines::of),
            nested("graphite", GraphiteLines::of),
            nested("telegraf", TelegrafJson::of),
            nested("collectd", CollectdJson::of),
            new WireFormat("ecs", MessageDecoder.BEATS::withZone),
            new WireFormat("metricbeat", MessageDecoder.BEATS::withZone),
            new WireFormat("splunk", MessageDecoder.SPLUNK::withZone),
            // Layouts that the decoder of log events recognizes by content.
            new WireFormat("cri", MessageDecoder.LOG::withZone),
            new WireFormat("docker", MessageDecoder.LOG::withZone),
            new WireFormat("gelf", MessageDecoder.LOG::withZone),
            new WireFormat("journald", MessageDecoder.LOG::withZone),
            // The same, and messages in a row with their lengths.
            new WireFormat("syslog", SyslogFrames::decoder));

    private static final Map<String, WireFormat> BY_NAME = Stream.concat(
                    ALL.stream(), Stream.of(new WireFormat("truncated", WireFormat::rejectTruncated)))
            .collect(Collectors.toUnmodifiableMap(WireFormat::name, Function.identity()));

    /** Log events with configured names of fields, before the usual ones. */
    public static WireFormat ofNames(String name, RecordNames names) {
        return new WireFormat(name, zone -> MessageDecoder.of(names, zone));
    }

    private static WireFormat nested(String name, Function<Bytes, Elements> elements) {
        return new WireFormat(name, zone -> new NestedDecoder(elements, zone));
    }

    /** A format with a zone in each of its times. */
    public WireFormat(String name, Decoder decoder) {
        this(name, _ -> decoder);
    }

    /** The decoder that reads times without a zone in UTC. */
    public Decoder decoder() {
        return decoder(ZoneOffset.UTC);
    }

    /** The decoder that reads times without a zone in the given one. */
    public Decoder decoder(ZoneId zone) {
        return decoders.apply(zone);
    }

    /** The beginning of an element that a gateway could not append, since it is larger than a message may be. */
    private static Decoded rejectTruncated(Message message, int from, long maxBytes) {
        byte[] value = message.value();
        return value == null || from > 0
                ? Decoded.NOTHING
                : Decoded.rejected(new Rejection(
                        Rejection.Reason.TOO_LARGE,
                        "larger than a message of the queue (expected: at most 1,000,000 bytes, or the limit of its listener); this is its beginning",
                        value));
    }

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

    /** The decoder of a topic of this format, without configured formats; see {@link WireFormats#topicDecoder}. */
    public Decoder topicDecoder(ZoneId zone) {
        return WireFormats.BUILT_IN.topicDecoder(name, zone);
    }

    @Override
    public String toString() {
        return name;
    }
}
