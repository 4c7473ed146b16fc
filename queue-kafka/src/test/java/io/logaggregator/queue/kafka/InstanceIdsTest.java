package io.logaggregator.queue.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InstanceIdsTest {

    @Test
    void take_givesBackTheNameOfAMemberThatHasGone() {
        var ids = new InstanceIds("host-7");
        assertThat(ids.take()).isEqualTo("host-7-0");
        assertThat(ids.take()).isEqualTo("host-7-1");

        ids.giveBack("host-7-0");

        assertThat(ids.take()).isEqualTo("host-7-0");
        assertThat(ids.take()).isEqualTo("host-7-2");
    }
}
