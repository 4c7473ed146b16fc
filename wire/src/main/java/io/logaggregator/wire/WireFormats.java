package io.logaggregator.wire;

import io.logaggregator.core.ingest.Decoder;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats of a system: those of {@link WireFormat#all()}, and configured ones. Thread-safe. */
public final class WireFormats {

    /** The built-in formats. */
    public static final WireFormats BUILT_IN = new WireFormats(List.of());

    private final Map<String, WireFormat> configured;

    /** @param configured with names in lower case that no built-in format has */
    public WireFormats(Collection<WireFormat> configured) {
        this.configured =
                configured.stream().collect(Collectors.toUnmodifiableMap(WireFormat::name, Function.identity()));
    }

    /** The format with this name, case-insensitive; empty if there is none. */
    public Optional<WireFormat> named(String name) {
        WireFormat format = configured.get(name.strip().toLowerCase(Locale.ROOT));
        return format == null ? WireFormat.named(name) : Optional.of(format);
    }

    /**
     * The decoder of a topic. A message that names another format in its header has that one, so that one topic can hold messages
     * of several formats; an unknown name is ignored.
     *
     * @param format of messages that name none
     * @param zone of times without one
     * @throws IllegalArgumentException if there is no such format
     */
    public Decoder topicDecoder(String format, ZoneId zone) {
        Decoder ofTopic =
                named(format).orElseGet(() -> WireFormat.parse(format)).decoder(zone);
        return (message, from, maxBytes) -> {
            String named = message.format();
            Decoder decoder = named == null
                    ? ofTopic
                    : named(named).map(other -> other.decoder(zone)).orElse(ofTopic);
            return decoder.decode(message, from, maxBytes);
        };
    }
}
