/**
 * Contract tests of the ports, which the tests of each adapter inherit. Start at {@link
 * io.logaggregator.testkit.contract.MessageQueueContract}.
 */
@NullMarked
package io.logaggregator.testkit.contract;

import org.jspecify.annotations.NullMarked;
