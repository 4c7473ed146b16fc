/**
 * OTLP requests, as protobuf and as JSON: log records and metrics of the OpenTelemetry protocol. Start at {@link
 * io.logaggregator.wire.otlp.OtlpDecoder}.
 */
@NullMarked
package io.logaggregator.wire.otlp;

import org.jspecify.annotations.NullMarked;
