package io.logaggregator.gateways.message;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;

/**
 * Text around the elements of a message.
 *
 * @param separator between two elements
 */
public record Envelope(String prefix, String separator, String suffix) {

    /** Elements of protobuf: concatenated messages are one message with all repeated fields. */
    public static final Envelope CONCATENATED = new Envelope("", "", "");

    public static final Envelope LINES = new Envelope("", "\n", "");

    /** An object with an array of the elements as its only member. */
    public static Envelope arrayIn(String member) {
        return new Envelope("{\"" + member + "\":[", ",", "]}");
    }

    /** The bytes of a message in addition to its elements. */
    int overhead(int elements) {
        return prefix.length() + separator.length() * (elements - 1) + suffix.length();
    }

    byte[] join(List<byte[]> elements) {
        ByteOutput message = new ByteOutput(
                elements.stream().mapToInt(element -> element.length).sum() + overhead(elements.size()));
        message.add(prefix.getBytes(US_ASCII));
        byte[] between = separator.getBytes(US_ASCII);
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                message.add(between);
            }
            message.add(elements.get(i));
        }
        message.add(suffix.getBytes(US_ASCII));
        return message.toArray();
    }
}
