/** Test of backup and restore. */
@NullMarked
package io.logaggregator.deploy.backup;

import org.jspecify.annotations.NullMarked;
