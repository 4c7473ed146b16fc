package io.logaggregator.server.http;

import io.logaggregator.server.settings.values.AddressRange;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.RemoteIpValve;
import org.apache.catalina.valves.ValveBase;

/**
 * Accepts {@code X-Forwarded-For}, {@code -Proto} and {@code -Port} from trusted proxies only. The caller is the last
 * address that is not a trusted proxy.
 */
final class TrustedProxies {

    private TrustedProxies() {}

    static List<Valve> valves(List<AddressRange> proxies) {
        if (proxies.isEmpty()) {
            return List.of();
        }
        RemoteIpValve forwarded = new RemoteIpValve();
        forwarded.setInternalProxies(proxies.stream().map(AddressRange::text).collect(Collectors.joining(",")));
        forwarded.setPortHeader("X-Forwarded-Port");
        return List.of(forwarded, new AddressesOnly());
    }

    /** Ignores a forwarded value that is not an address: it must not reach logs or limits by address. */
    private static final class AddressesOnly extends ValveBase {

        AddressesOnly() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            String caller = addressOf(request);
            request.setRemoteAddr(caller);
            request.setRemoteHost(caller);
            getNext().invoke(request, response);
        }

        private static String addressOf(Request request) {
            try {
                return InetAddress.ofLiteral(request.getRemoteAddr()).getHostAddress();
            } catch (IllegalArgumentException e) {
                return request.getPeerAddr();
            }
        }
    }
}
