package io.logaggregator.server.settings;

import io.logaggregator.server.settings.AggregatorSettings.MemorySettings;
import io.logaggregator.server.settings.HttpSettings.AddressRange;
import io.logaggregator.server.settings.values.OptionalFile;
import java.time.Duration;
import java.util.List;
import org.springframework.util.unit.DataSize;

/** The settings of application.yaml, except those under test. */
public final class ExampleSettings {

    public static final int MAX_PORT_CONNECTIONS = 20;

    private ExampleSettings() {}

    /** Without a limit of requests, since tests ask a lot, and with none from other origins. */
    public static ApiSettings api() {
        return api(new ApiSettings.Cors(List.of(), List.of()));
    }

    public static ApiSettings api(ApiSettings.Cors cors) {
        return new ApiSettings(100, 1000, Duration.ofDays(31), DataSize.ofMegabytes(8), 0, cors);
    }

    public static MemorySettings memory() {
        return new MemorySettings(8, 8, 4);
    }

    public static GatewaySettings gateways() {
        return gateways(List.of());
    }

    public static GatewaySettings gateways(List<GatewaySettings.Port> ports) {
        return new GatewaySettings("", DataSize.ofMegabytes(64), "8.19.0", ports, MAX_PORT_CONNECTIONS);
    }

    /** Without TLS. */
    public static HttpSettings http(AddressRange... trustedProxies) {
        return new HttpSettings(
                new HttpSettings.Tls(OptionalFile.of(""), OptionalFile.of("")),
                List.of(trustedProxies),
                Duration.ofDays(365),
                Duration.ofSeconds(60),
                Duration.ofMinutes(2));
    }
}
