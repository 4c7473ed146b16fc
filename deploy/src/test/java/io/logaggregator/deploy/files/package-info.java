/** Access to the files, settings and external programs that the tests use. */
@NullMarked
package io.logaggregator.deploy.files;

import org.jspecify.annotations.NullMarked;
