package io.logaggregator.agent.host;

import io.logaggregator.wire.agent.HostReport.Network;
import java.util.List;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/**
 * Bytes of the physical network interfaces. Loopback traffic does not leave the host, and the traffic of bridges, bonds and
 * container interfaces is counted at the physical interface.
 */
final class NetworkCounters {

    private static final List<String> VIRTUAL = List.of(
            "lo", "veth", "docker", "br-", "virbr", "vnet", "cni", "cali", "flannel", "bond", "team", "dummy", "ifb");

    private final HardwareAbstractionLayer hardware;

    NetworkCounters(HardwareAbstractionLayer hardware) {
        this.hardware = hardware;
    }

    Network total() {
        long sent = 0;
        long received = 0;
        // read each time, because interfaces are added and removed
        for (NetworkIF card : hardware.getNetworkIFs(false)) {
            if (VIRTUAL.stream().noneMatch(card.getName()::startsWith)) {
                sent += card.getBytesSent();
                received += card.getBytesRecv();
            }
        }
        return new Network(sent, received);
    }
}
