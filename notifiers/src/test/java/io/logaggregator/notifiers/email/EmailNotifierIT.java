package io.logaggregator.notifiers.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.core.alerting.alert.Labels;
import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.core.alerting.rule.Severity;
import io.logaggregator.notifiers.Notifications;
import io.logaggregator.notifiers.Senders;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("NullAway.Init") // JUnit sets the fields before the tests
class EmailNotifierIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Notification OPENED = Notifications.of(Kind.OPENED, Severity.HIGH, "");
    private static final GreenMail MAIL = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));

    private static SSLContext tls;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException, GeneralSecurityException {
        tls = TestTls.context(directory, "ip:127.0.0.1");
        MAIL.start();
    }

    @AfterAll
    static void stop() {
        MAIL.stop();
    }

    @BeforeEach
    void empty() throws Exception {
        MAIL.purgeEmailFromAllMailboxes();
    }

    @Test
    void messagesOfAnAlert_areOneThread() throws Exception {
        send(OPENED);
        send(Notifications.of(Kind.RAISED, Severity.CRITICAL, ""));
        send(Notifications.of(Kind.RESOLVED, Severity.CRITICAL, ""));

        MimeMessage[] all = received();
        assertThat(all).hasSize(3);
        String root = "<" + Notifications.ALERT + "@example.org>";
        assertThat(all[0].getMessageID()).isEqualTo(root);
        assertThat(all[0].getHeader("In-Reply-To")).isNull();
        assertThat(all[0].getSubject()).isEqualTo("CPU \"high\": web-1");
        for (MimeMessage reply : new MimeMessage[] {all[1], all[2]}) {
            assertThat(reply.getMessageID()).isNotEqualTo(root);
            assertThat(reply.getHeader("In-Reply-To")).containsExactly(root);
            assertThat(reply.getHeader("References")).containsExactly(root);
            assertThat(reply.getSubject()).isEqualTo("Re: CPU \"high\": web-1");
        }
        assertThat(all[1].getMessageID()).isNotEqualTo(all[2].getMessageID());
    }

    @Test
    void group_isOneMessageOfItsOwn() throws Exception {
        send(Notifications.group());

        MimeMessage message = received()[0];
        assertThat(message.getMessageID()).isEqualTo("<" + Notifications.group().id() + "@example.org>");
        assertThat(message.getHeader("In-Reply-To")).isNull();
        assertThat(message.getSubject()).isEqualTo("CPU: 2 firing, 1 resolved");
        assertThat(part(message, 0)).contains("[CRITICAL] web-1: 0.98", "[HIGH] web-2: ", "[RESOLVED] web-3: ");
        assertThat(part(message, 1)).contains("[HIGH] web-2</td>");
    }

    @Test
    void repeatedMessage_hasTheSameId() throws Exception {
        Notification resolved = Notifications.of(Kind.RESOLVED, Severity.HIGH, "");

        send(resolved);
        send(resolved);

        MimeMessage[] all = received();
        assertThat(all[0].getMessageID()).isEqualTo(all[1].getMessageID());
    }

    @Test
    void message_isTextAndHtmlWithLink() throws Exception {
        send(OPENED);

        MimeMessage message = received()[0];
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getHeader("To")).containsExactly("a@example.org, b@example.org");
        assertThat(received("b@example.org")).hasSize(1);
        assertThat(part(message, 0))
                .contains("[HIGH] CPU \"high\": web-1", "Value: 0.98 (threshold 0.97)", Senders.LINK);
        assertThat(part(message, 1))
                .contains("[HIGH] CPU &quot;high&quot;: web-1", "href=\"" + Senders.LINK.replace("&", "&amp;") + '"');
    }

    @Test
    void texts_cannotAddHeadersOrMarkup() throws Exception {
        Labels labels = Labels.ofHost("web\r\nBcc: c@example.org", Map.of("user", "<img src=x>"));

        send(Notifications.of(Kind.OPENED, Severity.HIGH, "", "R\u00e9gle \uD83D\uDE00\u0000".repeat(60), labels));

        MimeMessage message = received()[0];
        assertThat(message.getHeader("Bcc")).isNull();
        assertThat(message.getAllRecipients()).hasSize(2);
        assertThat(message.getSubject()).startsWith("R\u00e9gle \uD83D\uDE00").hasSizeLessThan(500);
        assertThat(part(message, 1)).contains("user=&lt;img src=x&gt;").doesNotContain("<img");
    }

    @Test
    void startTls_isUsedBeforeThePassword() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls, false, Map.of("AUTH", "235 ok"))) {
            assertThat(send(server, "smtp", Map.of("username", "ann"), "sesame"))
                    .isEqualTo(new Delivered());

            assertThat(server.commands)
                    .filteredOn(command -> !command.startsWith("(TLS)"))
                    .hasSize(2)
                    .last()
                    .isEqualTo("STARTTLS");
            assertThat(server.commands).anyMatch(command -> command.startsWith("(TLS) AUTH PLAIN"));
        }
    }

    @Test
    void serverWithoutStartTls_getsNothing() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls, false, Map.of("EHLO", "250 fake"))) {
            assertThat(send(server, "smtp", Map.of(), ""))
                    .isEqualTo(new Rejected("the server has no STARTTLS (expected: STARTTLS, or tls none)"));

            assertThat(server.commands).noneMatch(command -> command.startsWith("MAIL"));
        }
    }

    @Test
    void tlsFromStart_isUsedForSmtps() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls, true, Map.of())) {
            assertThat(send(server, "smtps", Map.of(), "")).isEqualTo(new Delivered());

            assertThat(server.commands).isNotEmpty().allMatch(command -> command.startsWith("(TLS)"));
        }
    }

    @Test
    void certificateOfAnotherHost_isNotAccepted(@TempDir Path directory) throws Exception {
        SSLContext other = TestTls.context(directory, "dns:other.example.org");
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(other, true, Map.of())) {
            Outcome outcome = notifier(other, config(true)).send(OPENED, channel(server, "smtps", Map.of(), ""));

            assertThat(outcome).isInstanceOf(Retry.class);
            assertThat(server.commands).noneMatch(command -> command.contains("MAIL"));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, 421 busy, true, reply 421",
        "RCPT, 451 greylisted, true, reply 451",
        "., 452 full, true, reply 452",
        "MAIL, 550 not you, false, reply 550",
        "RCPT, 550 no such user, false, reply 550",
        "., 554 spam, false, reply 554",
        "AUTH, 535 wrong sesame, false, authentication failed: reply 535"
    })
    void reply_isRetriedOrRejectedByItsCode(String command, String reply, boolean retried, String reason) {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls, true, Map.of(command, reply))) {
            Map<String, String> settings = command.equals("AUTH") ? Map.of("username", "ann") : Map.of();

            assertThat(send(server, "smtps", settings, "sesame"))
                    .isEqualTo(retried ? new Retry(reason, Optional.empty()) : new Rejected(reason));
        }
    }

    @Test
    void silentServer_isRetriedAfterTimeout() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls, true, Map.of("EHLO", "-"))) {
            HttpSenderConfig brief = new HttpSenderConfig(Duration.ofMillis(300), true, "test");

            assertThat(notifier(tls, brief).send(OPENED, channel(server, "smtps", Map.of(), "")))
                    .isInstanceOf(Retry.class);
        }
    }

    @Test
    void passwordWithoutTls_isNotSent() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls, false, Map.of())) {
            assertThat(send(server, "smtp", Map.of("tls", "none", "username", "ann"), "sesame"))
                    .isEqualTo(new Rejected("tls: none (expected: required, since there is a password)"));

            assertThat(server.commands).isEmpty();
        }
    }

    @Test
    void privateServerOfTheApi_isNotCalled() {
        try (ScriptedSmtpServer server = new ScriptedSmtpServer(tls, false, Map.of())) {
            Channel provisioned = channel(server, "smtp", Map.of(), "");
            Channel created =
                    new Channel(provisioned.id(), Origin.API, provisioned.updatedAt(), provisioned.definition());

            assertThat(notifier(tls, config(false)).send(OPENED, created))
                    .isEqualTo(new Rejected("url: private address of host 127.0.0.1"
                            + " (expected: a public address, or allow-private-targets)"));
            assertThat(server.commands).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a@example.org", "a.b+c@example.org, d@example.org"})
    void addresses_areAccepted(String to) {
        assertThat(rejection(to)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a", "a@b@c", "a@example.org,", "A <a@example.org>", "a@example.org\r\nBcc: c@d", "a@é.org"})
    void otherTexts_areNoAddresses(String to) {
        assertThat(rejection(to)).isPresent();
    }

    private static Optional<String> rejection(String to) {
        return notifier(tls, config(true)).settings().stream()
                .filter(setting -> setting.name().equals("to"))
                .findFirst()
                .orElseThrow()
                .rejection()
                .apply(to);
    }

    /** The messages of one recipient. */
    private static MimeMessage[] received() throws Exception {
        return received("a@example.org");
    }

    private static MimeMessage[] received(String recipient) throws Exception {
        return MAIL
                .getManagers()
                .getImapHostManager()
                .getInbox(MAIL.getUserManager().getUserByEmail(recipient))
                .getMessages()
                .stream()
                .map(StoredMessage::getMimeMessage)
                .toArray(MimeMessage[]::new);
    }

    private static String part(MimeMessage message, int index) throws Exception {
        return String.valueOf(
                ((MimeMultipart) message.getContent()).getBodyPart(index).getContent());
    }

    private static HttpSenderConfig config(boolean allowPrivateTargets) {
        return new HttpSenderConfig(TIMEOUT, allowPrivateTargets, "test");
    }

    private static EmailNotifier notifier(SSLContext trusted, HttpSenderConfig config) {
        return new EmailNotifier(config, Senders.LINKS, () -> Senders.NOW, Optional.of(trusted.getSocketFactory()));
    }

    private static void send(Notification notification) {
        Channel channel = channel("smtp://127.0.0.1:" + MAIL.getSmtp().getPort(), Map.of("tls", "none"), "");
        assertThat(notifier(tls, config(true)).send(notification, channel)).isEqualTo(new Delivered());
    }

    private static Outcome send(
            ScriptedSmtpServer server, String scheme, Map<String, String> settings, String password) {
        return notifier(tls, config(true)).send(OPENED, channel(server, scheme, settings, password));
    }

    private static Channel channel(
            ScriptedSmtpServer server, String scheme, Map<String, String> settings, String password) {
        return channel(scheme + "://127.0.0.1:" + server.port(), settings, password);
    }

    private static Channel channel(String url, Map<String, String> settings, String password) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("from", "alerts@example.org");
        all.put("to", "a@example.org, b@example.org");
        return Notifications.channel("email", all, Map.of("url", url, "password", password));
    }
}
