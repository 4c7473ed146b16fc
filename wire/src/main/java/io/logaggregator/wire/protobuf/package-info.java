/**
 * Protocol buffers and snappy blocks, read from their bytes without generated classes. Start at {@link
 * io.logaggregator.wire.protobuf.ProtobufReader}.
 */
@NullMarked
package io.logaggregator.wire.protobuf;

import org.jspecify.annotations.NullMarked;
