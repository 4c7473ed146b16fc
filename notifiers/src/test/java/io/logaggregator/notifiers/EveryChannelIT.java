package io.logaggregator.notifiers;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.ChannelKind.Display;
import io.logaggregator.core.alerting.notify.ChannelKind.Setting;
import io.logaggregator.core.alerting.notify.ChannelKinds;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.core.alerting.silence.ChannelIntervals;
import io.logaggregator.core.common.Glob;
import io.logaggregator.notifiers.alertmanager.AlertmanagerNotifier;
import io.logaggregator.notifiers.discord.DiscordNotifier;
import io.logaggregator.notifiers.email.EmailNotifier;
import io.logaggregator.notifiers.email.ScriptedSmtpServer;
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
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** What every kind of channel does: updates, repetitions, lengths and secrets. */
class EveryChannelIT {

    private static final String RECIPIENT = "ann@example.org";

    private static final Map<String, Map<String, String>> SETTINGS = Map.ofEntries(
            Map.entry("webhook", Map.of("secret", "very-secret")),
            Map.entry("slack", Map.of("token", "xoxb-very-secret", "channel", "C1")),
            Map.entry("slack-webhook", Map.of()),
            Map.entry("pagerduty", Map.of("routingKey", "very-secret")),
            Map.entry("teams", Map.of()),
            Map.entry("discord", Map.of()),
            Map.entry("telegram", Map.of("token", "12:very-secret", "chat", "-100123")),
            Map.entry("mattermost", Map.of()),
            Map.entry("ntfy", Map.of("topic", "alerts", "token", "very-secret")),
            Map.entry("opsgenie", Map.of("apiKey", "very-secret")),
            Map.entry("alertmanager", Map.of("token", "very-secret")),
            Map.entry("email", Map.of("from", "alerts@example.org", "to", RECIPIENT, "tls", "none")),
            Map.entry(
                    "template",
                    Map.of(
                            "body",
                            "{\"text\": \"{{title}}\", \"link\": \"{{link}}\"}",
                            "authorization",
                            "very-secret")));

    /** Maximum bytes of a request, where the service has a limit. */
    private static final Map<String, Integer> LIMITS = Map.of("teams", 28_000, "pagerduty", 512_000);

    /** The receiver knows the link by the id of the alert. */
    private static final String WITHOUT_LINK = "webhook";

    static final List<String> KINDS = SETTINGS.keySet().stream().sorted().toList();

    private static final String EMAIL = "email";

    static final List<String> HTTP_KINDS =
            KINDS.stream().filter(kind -> !kind.equals(EMAIL)).toList();

    /** Kinds that update the message of an alert. */
    static final List<String> UPDATING_KINDS = List.of("alertmanager", "discord", "slack", "telegram");

    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private final Receiver service = new Receiver();
    private final HttpSender sender = Senders.sender();
    private final ChannelKinds kinds = new ChannelKinds(kinds(), sender::close);

    EveryChannelIT() {
        service.answer = exchange -> Receiver.answer(
                exchange,
                200,
                "{\"ok\": true, \"id\": \"42\", \"channel\": \"C1\", \"ts\": \"1.2\", \"result\": {\"message_id\": 42}}");
    }

    @BeforeAll
    static void startMail() {
        MAIL.start();
    }

    @AfterAll
    static void stopMail() {
        MAIL.stop();
    }

    @BeforeEach
    void clear() throws FolderException {
        service.calls.clear();
        MAIL.purgeEmailFromAllMailboxes();
    }

    private List<ChannelKind> kinds() {
        InstantSource clock = InstantSource.fixed(Senders.NOW);
        return List.of(
                new WebhookNotifier(sender, clock),
                new SlackNotifier(sender, Senders.LINKS, service.url("/api/")),
                new SlackWebhookNotifier(sender, Senders.LINKS),
                new PagerDutyNotifier(sender, Senders.LINKS, service.url("/us"), service.url("/eu")),
                new TeamsNotifier(sender, Senders.LINKS),
                new DiscordNotifier(sender, Senders.LINKS),
                new TelegramNotifier(sender, Senders.LINKS, service.url("/")),
                new MattermostNotifier(sender, Senders.LINKS),
                new NtfyNotifier(sender, Senders.LINKS),
                new OpsgenieNotifier(sender, Senders.LINKS),
                new AlertmanagerNotifier(sender, Senders.LINKS, clock),
                new EmailNotifier(
                        new HttpSenderConfig(Duration.ofSeconds(20), true, "log-aggregator-test"),
                        Senders.LINKS,
                        clock),
                new TemplateNotifier(sender, Senders.LINKS));
    }

    @AfterEach
    void close() {
        kinds.close();
        service.close();
    }

    @Test
    void settings_coverEveryKind() {
        List<String> registered = Notifiers.kinds(
                        new HttpSenderConfig(Duration.ofSeconds(1), false, "test"),
                        AlertLinks.NONE,
                        InstantSource.system())
                .names();

        assertThat(kinds.names()).containsExactlyInAnyOrderElementsOf(registered);
        assertThat(KINDS).containsExactlyInAnyOrderElementsOf(registered);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void message_hasTheWholeLink_andIsWithinTheLimit(String kind) throws Exception {
        Channel channel = channel(kind, "/hook", Map.of());
        for (Notification notification : largest(kind)) {
            clear();

            assertThat(kinds.send(notification, channel)).isInstanceOf(Delivered.class);

            List<String> sent = sent(kind);
            String link = Senders.LINKS.message(notification).link().orElseThrow();
            List<String> texts = kind.equals(EMAIL) ? sent : texts(Json.value(sent.getFirst()), new ArrayList<>());
            if (!kind.equals(WITHOUT_LINK)) {
                assertThat(texts)
                        .anyMatch(text -> text.endsWith(link) || text.contains('"' + link.replace("&", "&amp;") + '"'));
            }
            assertThat(texts).allMatch(StandardCharsets.UTF_8.newEncoder()::canEncode);
            assertThat(sent.getFirst().getBytes(StandardCharsets.UTF_8))
                    .hasSizeLessThanOrEqualTo(LIMITS.getOrDefault(kind, Integer.MAX_VALUE));
        }
    }

    /** The bodies of all requests; of e-mail the id, the subject, the text and the HTML of all messages. */
    private List<String> sent(String kind) throws MessagingException, IOException {
        if (!kind.equals(EMAIL)) {
            return bodies(service.calls);
        }
        List<String> texts = new ArrayList<>();
        for (MimeMessage message : MAIL.getReceivedMessages()) {
            texts.addAll(List.of(message.getMessageID(), message.getSubject()));
            MimeMultipart parts = (MimeMultipart) message.getContent();
            for (int part = 0; part < parts.getCount(); part++) {
                texts.add(String.valueOf(parts.getBodyPart(part).getContent()));
            }
        }
        return texts;
    }

    private List<Notification> largest(String kind) {
        Notification quoted = quoted();
        List<Notification> notifications = new ArrayList<>(List.of(Notifications.large(Kind.OPENED), quoted));
        if (kinds.groupBy(kind).filter(labels -> !labels.isEmpty()).isPresent()) {
            notifications.add(Notifications.largeGroup());
            notifications.add(quoted.withGroup(
                    new UUID(0, 9),
                    new Notification.Group(
                            Map.of("rule", quoted.alert().ruleName()),
                            Collections.nCopies(
                                    Notification.Group.MAX_LISTED,
                                    new Notification.Change(quoted.alert(), quoted.transition())),
                            900,
                            100,
                            3)));
        }
        return notifications;
    }

    /** A notification with texts that double in JSON. */
    private static Notification quoted() {
        String text = "\"\\".repeat(2_000);
        Map<String, String> labels = new TreeMap<>();
        Stream.iterate(0, number -> number + 1).limit(30).forEach(number -> labels.put(number + text, text));
        return Notifications.of(Kind.OPENED, Severity.HIGH, text, text, Labels.ofHost(text, labels));
    }

    private static List<String> texts(Object json, List<String> texts) {
        switch (json) {
            case String text -> texts.add(text);
            case Map<?, ?> map ->
                map.values().stream().filter(Object.class::isInstance).forEach(one -> texts(one, texts));
            case List<?> list -> list.forEach(one -> texts(one, texts));
            default -> {}
        }
        return texts;
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void secondAttempt_sendsTheSame(String kind) throws Exception {
        Channel channel = channel(kind, "/hook", Map.of());
        Notification notification = Notifications.of(Kind.OPENED, Severity.HIGH, "");

        kinds.send(notification, channel);
        List<String> first = sent(kind);
        List<Object> ids = idempotencyKeys();
        clear();
        kinds.send(notification, channel);

        assertThat(sent(kind)).isNotEmpty().isEqualTo(first);
        assertThat(idempotencyKeys()).isEqualTo(ids);
    }

    private List<Object> idempotencyKeys() {
        return service.calls.stream()
                .<Object>map(call -> Stream.of("Webhook-Id", "Idempotency-Key")
                        .map(name -> Optional.ofNullable(call.headers().get(name)))
                        .toList())
                .toList();
    }

    private static List<String> bodies(List<Receiver.Call> calls) {
        return calls.stream().map(Receiver.Call::body).toList();
    }

    /** A message that was sent with other settings is not updated: the pending notifications use the new ones. */
    @ParameterizedTest
    @FieldSource("UPDATING_KINDS")
    void receiptOfOtherSettings_isIgnored(String kind) {
        Notification opened = Notifications.of(Kind.OPENED, Severity.HIGH, "");
        Notification raised = Notifications.of(Kind.RAISED, Severity.CRITICAL, "");
        Optional<String> receipt = receipt(kinds.send(opened, channel(kind, "/hook", Map.of())));
        assertThat(receipt).isPresent();
        for (Setting setting : kinds.settings(kind)) {
            if (!setting.required() && !(setting.display() instanceof Display.Presence)) {
                continue;
            }
            Channel changed = setting.display() instanceof Display.Address
                    ? channel(kind, "/other", Map.of())
                    : channel(kind, "/hook", Map.of(setting.name(), other(setting.name())));
            service.calls.clear();
            kinds.send(raised.withReceipt(receipt), changed);
            List<Receiver.Call> withReceipt = List.copyOf(service.calls);
            service.calls.clear();
            kinds.send(raised, changed);

            assertThat(bodies(withReceipt)).as(setting.name()).isEqualTo(bodies(service.calls));
            assertThat(withReceipt)
                    .extracting(Receiver.Call::uri)
                    .isEqualTo(service.calls.stream().map(Receiver.Call::uri).toList());
        }
    }

    private static String other(String setting) {
        return switch (setting) {
            case "token" -> "13:another";
            case "chat" -> "-100124";
            default -> "another";
        };
    }

    private static Optional<String> receipt(Outcome outcome) {
        return outcome instanceof Delivered delivered ? delivered.receipt() : Optional.empty();
    }

    @ParameterizedTest
    @FieldSource("HTTP_KINDS")
    void reasonOfFailure_hasNoSecrets(String kind) {
        service.answer = exchange -> Receiver.answer(
                exchange,
                503,
                "{\"error\": \"no very-secret\", \"code\": \"/hook very-secret\", \"id\": \"/very-secret\"}");

        Outcome outcome = kinds.send(
                Notifications.of(Kind.OPENED, Severity.HIGH, ""), channel(kind, "/hook-very-secret", Map.of()));

        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Retry.class,
                        retry -> assertThat(retry.reason())
                                .startsWith("status 503")
                                .doesNotContain("very-secret", "/hook"));
    }

    @Test
    void replyOfMailServer_isNotInTheReason() throws Exception {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(
                SSLContext.getDefault(), false, Map.of("EHLO", "250 fake", ".", "451 no very-secret"))) {
            Channel channel = channel(EMAIL, "", Map.of("url", "smtp://127.0.0.1:" + server.port()));

            assertThat(kinds.send(Notifications.of(Kind.OPENED, Severity.HIGH, ""), channel))
                    .isEqualTo(new Retry("reply 451", Optional.empty()));
        }
    }

    private Channel channel(String kind, String path, Map<String, String> changed) {
        Map<String, String> given = new HashMap<>(SETTINGS.getOrDefault(kind, Map.of()));
        if (kinds.settings(kind).stream().anyMatch(setting -> setting.name().equals("url"))) {
            given.put(
                    "url",
                    kind.equals(EMAIL)
                            ? "smtp://127.0.0.1:" + MAIL.getSmtp().getPort()
                            : service.url(path).toString());
        }
        given.putAll(changed);
        Channel.Target target = kinds.target(kind, given, Optional.empty());
        return new Channel(
                new UUID(0, 4),
                Origin.PROVISIONED,
                Notifications.OPENED,
                new Channel.Definition(
                        "test",
                        true,
                        target,
                        Severity.LOW,
                        Glob.ANY,
                        Glob.ANY,
                        ChannelIntervals.NONE,
                        Channel.Timing.NONE));
    }
}
