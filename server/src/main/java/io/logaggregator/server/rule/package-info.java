/**
 * Rules in JSON and YAML. All values are text, and each error names the field. Start with {@link
 * io.logaggregator.server.rule.RuleForm}.
 */
@NullMarked
package io.logaggregator.server.rule;

import org.jspecify.annotations.NullMarked;
