/** Metrics and processes of this host. {@link io.logaggregator.agent.host.HostProbe} reads them. */
@NullMarked
package io.logaggregator.agent.host;

import org.jspecify.annotations.NullMarked;
