package io.logaggregator.store.postgres.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void object_keepsOrderOfMembers() {
        assertThat(JsonText.of(new TreeMap<>(Map.of("b", "2", "a", "1")))).isEqualTo("{\"a\":\"1\",\"b\":\"2\"}");
        assertThat(JsonText.of(Map.of())).isEqualTo("{}");
    }

    @Test
    void text_isEscapedAsJson() {
        assertThat(JsonText.of(Map.of("C:\\", "say \"\u00E9\"\n\t\u0001")))
                .isEqualTo("{\"C:\\\\\":\"say \\\"\u00E9\\\"\\u000a\\u0009\\u0001\"}");
    }
}
