package io.logaggregator.agent.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScrapeTargetTest {

    @Test
    void parse_readsSettingsAfterUrl() {
        ScrapeTarget target = ScrapeTarget.parse(
                " https://shop:8443/metrics?a=b job=shop host=web-2  bearer-token-file=/run/token zone=eu=1");

        assertThat(target.uri()).hasToString("https://shop:8443/metrics?a=b");
        assertThat(target.job()).isEqualTo("shop");
        assertThat(target.host()).hasValue("web-2");
        assertThat(target.bearerTokenFile()).hasValue(Path.of("/run/token"));
        assertThat(target.labels()).isEqualTo(Map.of("zone", "eu=1"));
        assertThat(target.name()).isEqualTo("https://shop:8443/metrics");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost:9100",
                "ftp://localhost/metrics",
                "http:///metrics",
                "http://user:secret@localhost/metrics",
                "http://localhost:99999/metrics",
                "http://localhost/metrics job",
                "http://localhost/metrics job="
            })
    void parse_rejectsInvalidTarget(String text) {
        assertThatThrownBy(() -> ScrapeTarget.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: an http or https URL");
    }

    @Test
    void targets_areLimited() {
        List<ScrapeTarget> targets =
                Collections.nCopies(Scraping.MAX_TARGETS + 1, ScrapeTarget.parse("http://localhost/metrics"));

        assertThatThrownBy(() -> new Scraping(targets, Scraping.DEFAULT_INTERVAL))
                .hasMessage("scrape: 101 targets (expected: 1 to 100)");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:9100/metrics, web-1.example.com, localhost:9100",
        "http://127.0.0.1/metrics, web-1.example.com, 127.0.0.1:80",
        "https://[::1]/metrics, web-1.example.com, [::1]:443",
        "http://WEB-1:1/, web-1.example.com, WEB-1:1",
        "http://web-1.example.com:1/, web-1.example.com, web-1.example.com:1",
        "http://web-2:9100/metrics, web-2, web-2:9100",
        "http://[2001:db8::1]:9100/metrics, 2001:db8::1, [2001:db8::1]:9100",
        "http://localhost:9100/metrics host=db-1, db-1, localhost:9100"
    })
    void hostOf_isOwnHostForLocalTargets(String text, String host, String instance) {
        ScrapeTarget target = ScrapeTarget.parse(text);

        assertThat(target.hostOf("web-1.example.com")).isEqualTo(host);
        assertThat(target.instance()).isEqualTo(instance);
    }
}
