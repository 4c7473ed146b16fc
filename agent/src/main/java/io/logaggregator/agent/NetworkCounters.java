package io.logaggregator.agent;

import io.logaggregator.wire.agent.HostReport.Network;
import java.util.List;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;

/**
 * Bytes over the interfaces that lead out of the host. What goes over loopback never leaves it, and what goes over a
 * bridge, a bond or a container's end of a cable is counted at the real interface already.
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
        // asked anew each time: interfaces come and go
        for (NetworkIF card : hardware.getNetworkIFs(false)) {
            if (VIRTUAL.stream().noneMatch(card.getName()::startsWith)) {
                sent += card.getBytesSent();
                received += card.getBytesRecv();
            }
        }
        return new Network(sent, received);
    }
}
