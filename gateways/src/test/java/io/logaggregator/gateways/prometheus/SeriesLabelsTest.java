package io.logaggregator.gateways.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.logaggregator.gateways.message.ByteOutput;
import io.logaggregator.gateways.message.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeriesLabelsTest {

    private static final byte[] SAMPLE = new ByteOutput().add(0x10).add(1).toArray();

    @Test
    void environment_isAddedToSeriesWithoutOne() {
        byte[] series = series("__name__", "up");
        Element element = new Element(element(series), 1);

        assertThat(SeriesLabels.withEnvironment(element, "test").value())
                .isEqualTo(element(new ByteOutput()
                        .addField(1, label("deployment.environment.name", "test"))
                        .add(series)
                        .toArray()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"env", "environment", "deployment_environment"})
    void environmentOfTheSeries_stays(String name) {
        byte[] element = element(series(name, "prod"));

        assertThat(SeriesLabels.withEnvironment(new Element(element, 1), "test").value())
                .isEqualTo(element);
    }

    /** With metadata, as of version 2.0. */
    private static byte[] element(byte[] series) {
        return new ByteOutput()
                .addField(3, new byte[] {8, 1})
                .addField(1, series)
                .toArray();
    }

    private static byte[] series(String name, String value) {
        return new ByteOutput()
                .addField(1, label(name, value))
                .addField(2, SAMPLE)
                .toArray();
    }

    private static byte[] label(String name, String value) {
        return new ByteOutput()
                .addField(1, name.getBytes(UTF_8))
                .addField(2, value.getBytes(UTF_8))
                .toArray();
    }
}
