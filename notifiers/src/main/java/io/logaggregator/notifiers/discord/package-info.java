/**
 * Sends notifications to Discord, one message per alert. Start at {@link
 * io.logaggregator.notifiers.discord.DiscordNotifier}.
 */
@NullMarked
package io.logaggregator.notifiers.discord;

import org.jspecify.annotations.NullMarked;
