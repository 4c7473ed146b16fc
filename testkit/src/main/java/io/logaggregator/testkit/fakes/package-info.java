/**
 * In-memory fakes of the ports, one per port, shared by the tests of all modules. Start at {@link
 * io.logaggregator.testkit.fakes.FakeAlertRules}.
 */
@NullMarked
package io.logaggregator.testkit.fakes;

import org.jspecify.annotations.NullMarked;
