package io.logaggregator.notifiers;

import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.notifiers.alertmanager.AlertmanagerNotifier;
import io.logaggregator.notifiers.discord.DiscordNotifier;
import io.logaggregator.notifiers.email.EmailNotifier;
import io.logaggregator.notifiers.http.HttpSender;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.mattermost.MattermostNotifier;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.ntfy.NtfyNotifier;
import io.logaggregator.notifiers.opsgenie.OpsgenieNotifier;
import io.logaggregator.notifiers.pagerduty.PagerDutyNotifier;
import io.logaggregator.notifiers.slack.SlackNotifier;
import io.logaggregator.notifiers.slack.SlackWebhookNotifier;
import io.logaggregator.notifiers.teams.TeamsNotifier;
import io.logaggregator.notifiers.telegram.TelegramNotifier;
import io.logaggregator.notifiers.template.TemplateNotifier;
import io.logaggregator.notifiers.webhook.WebhookNotifier;
import java.time.InstantSource;
import java.util.List;

/** All kinds of channels. */
public final class Notifiers {

    private Notifiers() {}

    /** Creates the kinds, which share one HTTP client. It connects to nothing before the first notification. */
    public static ChannelKinds kinds(HttpSenderConfig config, AlertLinks links, InstantSource clock) {
        HttpSender sender = new HttpSender(config, clock);
        return new ChannelKinds(
                List.of(
                        new WebhookNotifier(sender, clock),
                        new SlackNotifier(sender, links),
                        new SlackWebhookNotifier(sender, links),
                        new PagerDutyNotifier(sender, links),
                        new EmailNotifier(config, links, clock),
                        new TeamsNotifier(sender, links),
                        new DiscordNotifier(sender, links),
                        new TelegramNotifier(sender, links),
                        new MattermostNotifier(sender, links),
                        new NtfyNotifier(sender, links),
                        new OpsgenieNotifier(sender, links),
                        new AlertmanagerNotifier(sender, links, clock),
                        new TemplateNotifier(sender, links)),
                sender::close);
    }
}
