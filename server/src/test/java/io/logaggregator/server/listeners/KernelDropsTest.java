package io.logaggregator.server.listeners;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelDropsTest {

    private static final List<String> TABLE = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
             1234: 00000000:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1111 2 0000 17
             1235: 0100007F:14EB 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 2222 2 0000 3
             1236: 0200007F:0202 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 3333 2 0000 4
            """.lines().toList();

    @Test
    void drops_areThoseOfPort() {
        assertThat(new KernelDrops(514).count(TABLE)).isEqualTo(21);
        assertThat(new KernelDrops(0x14EB).count(TABLE)).isEqualTo(3);
        assertThat(new KernelDrops(1).count(TABLE)).isZero();
        assertThat(new KernelDrops(1).count()).isNotNegative();
    }
}
