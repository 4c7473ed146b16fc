/**
 * Rules in YAML files, and the commands that check and convert them. Start with {@link
 * io.logaggregator.server.rule.file.RuleFiles}.
 */
@NullMarked
package io.logaggregator.server.rule.file;

import org.jspecify.annotations.NullMarked;
