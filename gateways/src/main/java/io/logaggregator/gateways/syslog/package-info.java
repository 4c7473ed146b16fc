/** Syslog over TCP, TLS and UDP. Start with {@link io.logaggregator.gateways.syslog.SyslogProtocol}. */
@NullMarked
package io.logaggregator.gateways.syslog;

import org.jspecify.annotations.NullMarked;
