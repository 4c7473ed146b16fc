/**
 * The known hosts with their newest metrics and processes. Start at {@link io.logaggregator.core.hosts.HostDirectory}.
 */
@NullMarked
package io.logaggregator.core.hosts;

import org.jspecify.annotations.NullMarked;
