package io.logaggregator.notifiers.http;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

/**
 * Addresses of this machine, of private networks, and other special-purpose addresses that are not reachable on the
 * Internet.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA, special-purpose addresses</a>
 */
public final class PrivateAddresses {

    private PrivateAddresses() {}

    public static boolean contain(InetAddress address) {
        if (address.isLoopbackAddress()
                || address.isAnyLocalAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return true;
        }
        return switch (address) {
            case Inet4Address four -> isSpecial(four.getAddress());
            case Inet6Address six -> isSpecial(six);
            default -> true;
        };
    }

    private static boolean isSpecial(byte[] four) {
        int first = four[0] & 0xFF;
        int second = four[1] & 0xFF;
        return first == 0 // this network
                || (first == 100 && (second & 0xC0) == 64) // carrier-grade NAT; metadata of some clouds
                || (first == 192 && second == 0 && four[2] == 0) // protocol assignments
                || (first == 198 && (second & 0xFE) == 18) // benchmarks
                || first >= 240; // reserved, broadcast
    }

    private static boolean isSpecial(Inet6Address six) {
        byte[] bytes = six.getAddress();
        if ((bytes[0] & 0xFE) == 0xFC || startsWith(bytes, 0x00, 0x64, 0xFF, 0x9B, 0x00, 0x01)) {
            return true; // unique local, and local-use IPv4/IPv6 translation
        }
        // An embedded IPv4 address, which a gateway would translate to, decides.
        if (six.isIPv4CompatibleAddress() || startsWith(bytes, 0x00, 0x64, 0xFF, 0x9B)) {
            return contain(embedded(bytes, 12));
        }
        return startsWith(bytes, 0x20, 0x02) && contain(embedded(bytes, 2));
    }

    private static boolean startsWith(byte[] bytes, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((bytes[i] & 0xFF) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    private static InetAddress embedded(byte[] bytes, int from) {
        try {
            return Objects.requireNonNull(InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + 4)));
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address: other than four bytes (expected: four)", e);
        }
    }
}
