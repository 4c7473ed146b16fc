package io.logaggregator.notifiers.email;

import io.logaggregator.core.alerting.notify.Channel;
import io.logaggregator.core.alerting.notify.ChannelKind;
import io.logaggregator.core.alerting.notify.Notification;
import io.logaggregator.core.alerting.notify.Notifier.Outcome;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Delivered;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Rejected;
import io.logaggregator.core.alerting.notify.Notifier.Outcome.Retry;
import io.logaggregator.core.alerting.rule.AlertRule.Origin;
import io.logaggregator.notifiers.http.HttpSenderConfig;
import io.logaggregator.notifiers.http.PrivateAddresses;
import io.logaggregator.notifiers.message.AlertLinks;
import io.logaggregator.notifiers.settings.ChannelSettings;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one e-mail per transition over SMTP. Replies 4xx and a missing reply are retried, replies 5xx rejected. Reasons
 * contain the code of the reply, and not its text. Thread-safe.
 */
public final class EmailNotifier implements ChannelKind {

    private static final Logger log = LoggerFactory.getLogger(EmailNotifier.class);

    private static final String FROM = "from";
    private static final String TO = "to";
    private static final String TLS = "tls";
    private static final String USER = "username";
    private static final String PASSWORD = "password";
    private static final int MAX_ADDRESSES = 20;
    private static final int MAX_TEXT = 2_000;
    private static final int MAX_USER = 200;
    private static final Pattern ADDRESS = Pattern.compile("[!-~&&[^@,;<>\"()\\[\\]\\\\:]]+@[A-Za-z0-9.-]+");

    /** Replies: 421 the service is not available, 450 to 455 and 471 temporary failures. */
    private static final int MIN_TEMPORARY = 400;

    private static final int MIN_PERMANENT = 500;
    private static final int MAX_CODE = 599;

    private final HttpSenderConfig config;
    private final AlertLinks links;
    private final InstantSource clock;
    private final Predicate<InetAddress> isForbidden;
    private final Optional<SSLSocketFactory> sockets;

    public EmailNotifier(HttpSenderConfig config, AlertLinks links, InstantSource clock) {
        this(config, links, clock, Optional.empty());
    }

    EmailNotifier(HttpSenderConfig config, AlertLinks links, InstantSource clock, Optional<SSLSocketFactory> sockets) {
        this.config = config;
        this.links = links;
        this.clock = clock;
        this.isForbidden = config.allowPrivateTargets() ? _ -> false : PrivateAddresses::contain;
        this.sockets = sockets;
    }

    @Override
    public String name() {
        return "email";
    }

    @Override
    public List<Setting> settings() {
        return List.of(
                ChannelSettings.url(Set.of("smtp", "smtps"), "smtp://host:port (STARTTLS) or smtps://host:port (TLS)"),
                ChannelSettings.text(
                        TLS, false, 8, Pattern.compile("required|none"), "required (default) or none, for smtp"),
                ChannelSettings.text(
                        USER, false, MAX_USER, Pattern.compile("\\P{Cntrl}+"), "the user of the SMTP server"),
                ChannelSettings.secret(
                        PASSWORD, false, "hasPassword", Pattern.compile("\\P{Cntrl}+"), "the password of the user"),
                ChannelSettings.text(
                        FROM, true, MAX_USER, ADDRESS, "an e-mail address, for example alerts@example.org"),
                new Setting(
                        TO,
                        true,
                        new Display.Value(),
                        MAX_TEXT,
                        "1 to " + MAX_ADDRESSES + " e-mail addresses, separated by commas",
                        text -> areAddresses(text) ? Optional.empty() : Optional.of("another text")));
    }

    private static boolean areAddresses(String text) {
        List<String> addresses = addresses(text);
        return addresses.size() <= MAX_ADDRESSES
                && addresses.stream()
                        .allMatch(address -> ADDRESS.matcher(address).matches());
    }

    private static List<String> addresses(String text) {
        return Stream.of(text.split(",", -1)).map(String::strip).toList();
    }

    @Override
    public Outcome send(Notification notification, Channel channel) {
        Channel.Target target = channel.definition().target();
        SmtpServer server = new SmtpServer(
                ChannelSettings.urlOf(channel),
                !target.setting(TLS).equals("none"),
                target.setting(USER),
                target.secret(PASSWORD));
        if (!server.user().isEmpty() && !server.usesTls()) {
            return new Rejected("tls: none (expected: required, since there is a password)");
        }
        Duration limit = config.timeout().multipliedBy(MAX_REQUESTS);
        FutureTask<Outcome> attempt = new FutureTask<>(() -> attempt(notification, channel, server));
        Thread thread = Thread.ofVirtual().name("notification-smtp").start(attempt);
        try {
            return attempt.get(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Retry("no reply within " + limit, Optional.empty());
        } catch (ExecutionException e) {
            return new Retry("not sent: " + nameOf(e.getCause()), Optional.empty());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Retry("interrupted", Optional.empty());
        } finally {
            thread.interrupt(); // closes the socket of an incomplete attempt
        }
    }

    private Outcome attempt(Notification notification, Channel channel, SmtpServer server) {
        try {
            if (channel.origin() != Origin.PROVISIONED && isPrivate(server.host())) {
                return new Rejected("url: private address of host " + server.host()
                        + " (expected: a public address, or allow-private-targets)");
            }
            Session session = Session.getInstance(server.properties(config.timeout(), sockets));
            AlertMail mail = AlertMail.of(
                    links.message(notification),
                    new InternetAddress(channel.definition().target().setting(FROM)),
                    recipients(channel),
                    session,
                    clock.instant());
            return send(mail, server, session);
        } catch (UnknownHostException _) {
            return new Retry("not sent: UnknownHostException: " + server.host(), Optional.empty());
        } catch (MessagingException e) {
            return failure(e, -1);
        }
    }

    private static Outcome send(AlertMail mail, SmtpServer server, Session session) throws MessagingException {
        SMTPTransport transport = (SMTPTransport) session.getTransport("smtp");
        try {
            boolean anonymous = server.user().isEmpty(); // the library would use the name of this process's user
            transport.connect(
                    server.host(),
                    server.port(),
                    anonymous ? null : server.user(),
                    anonymous ? null : server.password());
            transport.sendMessage(mail, mail.getAllRecipients());
            return new Delivered();
        } catch (MessagingException e) {
            return failure(e, transport.getLastReturnCode());
        } finally {
            close(transport);
        }
    }

    /** The result is known: a failure to say goodbye does not matter. */
    private static void close(SMTPTransport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            log.debug("SMTP connection not closed: reason={}", nameOf(e));
        }
    }

    private boolean isPrivate(String host) throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host)).anyMatch(isForbidden);
    }

    private static List<InternetAddress> recipients(Channel channel) throws AddressException {
        return List.of(InternetAddress.parse(
                String.join(",", addresses(channel.definition().target().setting(TO)))));
    }

    private static Outcome failure(MessagingException e, int lastCode) {
        int sent = e instanceof SendFailedException failed ? count(failed.getValidSentAddresses()) : 0;
        int code = rejectedRecipient(e).orElse(lastCode);
        if (sent > 0) { // once more would be twice for these
            return new Rejected("sent to " + sent + " recipients only, another was rejected: reply " + code);
        }
        if (code >= MIN_PERMANENT && code <= MAX_CODE) {
            return new Rejected(
                    e instanceof AuthenticationFailedException
                            ? "authentication failed: reply " + code
                            : "reply " + code);
        }
        if (code >= MIN_TEMPORARY && code < MIN_PERMANENT) {
            return new Retry("reply " + code, Optional.empty());
        }
        if (String.valueOf(e.getMessage()).startsWith("STARTTLS is required")) {
            return new Rejected("the server has no STARTTLS (expected: STARTTLS, or tls none)");
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return new Retry("not sent: " + nameOf(cause), Optional.empty());
    }

    private static int count(Address @Nullable [] addresses) {
        return addresses == null ? 0 : addresses.length;
    }

    /** The reply to a recipient, which later replies hide. */
    private static OptionalInt rejectedRecipient(MessagingException e) {
        for (Exception next = e; next instanceof MessagingException chained; next = chained.getNextException()) {
            if (next instanceof SMTPAddressFailedException recipient) {
                return OptionalInt.of(recipient.getReturnCode());
            }
        }
        return OptionalInt.empty();
    }

    private static String nameOf(@Nullable Throwable failure) {
        return failure == null ? "" : failure.getClass().getSimpleName();
    }
}
