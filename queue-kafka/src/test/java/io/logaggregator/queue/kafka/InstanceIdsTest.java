package io.logaggregator.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstanceIdsTest {

    @Test
    void acquire_reusesReleasedName() {
        var ids = new InstanceIds("host-7");
        assertThat(ids.acquire()).isEqualTo("host-7-0");
        assertThat(ids.acquire()).isEqualTo("host-7-1");

        ids.release("host-7-0");

        assertThat(ids.acquire()).isEqualTo("host-7-0");
        assertThat(ids.acquire()).isEqualTo("host-7-2");
    }
}
