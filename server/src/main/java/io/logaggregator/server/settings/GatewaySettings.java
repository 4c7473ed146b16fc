package io.logaggregator.server.settings;

import io.logaggregator.server.settings.values.Between;
import io.logaggregator.server.settings.values.SelfChecked;
import java.util.regex.Pattern;
import org.springframework.util.unit.DataSize;

/**
 * {@code aggregator.gateways}: protocols of other products over HTTP.
 *
 * @param topic that gateways append to; blank for the topic of the format of the messages, or else that of logs
 * @param maxBodySize of request bodies, uncompressed
 * @param elasticsearchVersion version of Elasticsearch that its clients get
 */
public record GatewaySettings(
        String topic, @Between(min = "1MB", max = "256MB") DataSize maxBodySize, String elasticsearchVersion)
        implements SelfChecked {

    private static final Pattern VERSION = Pattern.compile("\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

    @Override
    public void check(Errors errors) {
        errors.require(
                VERSION.matcher(elasticsearchVersion).matches(),
                "elasticsearch-version",
                elasticsearchVersion,
                "three numbers, for example 8.19.0");
    }
}
