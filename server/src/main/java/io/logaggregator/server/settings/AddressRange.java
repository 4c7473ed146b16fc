package io.logaggregator.server.settings;

import java.net.InetAddress;

/**
 * The addresses that begin alike, as {@code 10.0.0.0/8} or {@code fd00::/8}; or a single one, as {@code 10.1.2.3}.
 *
 * @param text always with the length of what is alike
 */
public record AddressRange(String text) {

    public static AddressRange of(String text) {
        String[] parts = text.strip().split("/", 2);
        try {
            int longest = InetAddress.ofLiteral(parts[0]).getAddress().length * Byte.SIZE;
            int length = parts.length == 1 ? longest : Integer.parseInt(parts[1]);
            if (length >= 1 && length <= longest) {
                return new AddressRange(parts[0] + '/' + length);
            }
        } catch (IllegalArgumentException _) {
            // neither an address nor a number: told below
        }
        throw new InvalidSettingException(
                "aggregator.http.trusted-proxies: " + text
                        + " (expected: an address, or a range as 10.0.0.0/8 that is not everybody's)",
                null);
    }
}
