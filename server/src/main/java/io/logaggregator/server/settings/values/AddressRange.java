package io.logaggregator.server.settings.values;

import java.net.InetAddress;

/**
 * A range of addresses in CIDR notation, for example {@code 10.0.0.0/8} or {@code fd00::/8}, or a single address.
 *
 * @param text always with the prefix length
 */
public record AddressRange(String text) {

    public static AddressRange of(String text) {
        String[] parts = text.strip().split("/", 2);
        try {
            int bits = InetAddress.ofLiteral(parts[0]).getAddress().length * Byte.SIZE;
            int length = parts.length == 1 ? bits : Integer.parseInt(parts[1]);
            if (length >= 1 && length <= bits) {
                return new AddressRange(parts[0] + '/' + length);
            }
        } catch (IllegalArgumentException _) {
            // neither an address nor a number: rejected below
        }
        throw new InvalidSettingException(
                "aggregator.http.trusted-proxies: " + text
                        + " (expected: an address, or a range in CIDR notation other than /0, for example 10.0.0.0/8)",
                null);
    }
}
