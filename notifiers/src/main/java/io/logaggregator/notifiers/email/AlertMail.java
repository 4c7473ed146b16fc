package io.logaggregator.notifiers.email;

import io.logaggregator.core.alerting.alert.AlertTransition.Kind;
import io.logaggregator.notifiers.message.AlertMessage;
import io.logaggregator.notifiers.message.Texts;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * A message as plain text and HTML. The opening starts the thread of its alert; the others refer to it. A group has no thread. Ids are derived, so
 * that a message sent twice has the same id.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5322#section-3.6.4">RFC 5322, identification fields</a>
 */
final class AlertMail extends MimeMessage {

    private static final int MAX_SUBJECT = 200;
    private static final int MAX_TEXT = 20_000;
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final String id;

    private AlertMail(Session session, String id) {
        super(session);
        this.id = id;
    }

    static AlertMail of(
            AlertMessage message, InternetAddress from, List<InternetAddress> to, Session session, Instant now)
            throws MessagingException {
        String domain = from.getAddress().substring(from.getAddress().indexOf('@') + 1);
        boolean group = message.group().isPresent();
        UUID thread = group ? message.notification().id() : message.alert().id();
        String root = '<' + thread.toString() + '@' + domain + '>';
        boolean first = group
                || (message.transition().kind() == Kind.OPENED
                        && message.notification().schedule().repeat() == 0);
        AlertMail mail = new AlertMail(
                session, first ? root : '<' + message.notification().id().toString() + '@' + domain + '>');
        if (!first) {
            mail.setHeader("In-Reply-To", root);
            mail.setHeader("References", root);
        }
        mail.setFrom(from);
        mail.setRecipients(RecipientType.TO, to.toArray(InternetAddress[]::new));
        // the same in the whole thread: some programs need it besides the references
        mail.setSubject((first ? "" : "Re: ") + message.subject(MAX_SUBJECT), UTF_8);
        mail.setSentDate(Date.from(now));
        mail.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834: no automatic replies
        mail.setHeader("X-Auto-Response-Suppress", "All");
        mail.setContent(content(message));
        mail.saveChanges();
        return mail;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
        setHeader("Message-ID", id);
    }

    private static MimeMultipart content(AlertMessage message) throws MessagingException {
        MimeBodyPart text = new MimeBodyPart();
        text.setText(message.title(MAX_TEXT) + "\n\n" + message.text(MAX_TEXT) + "\n", UTF_8);
        MimeBodyPart html = new MimeBodyPart();
        html.setText(html(message), UTF_8, "html");
        MimeMultipart both = new MimeMultipart("alternative");
        both.addBodyPart(text);
        both.addBodyPart(html);
        return both;
    }

    private static String html(AlertMessage message) {
        String rows = message.facts().stream()
                .map(fact -> "<tr><td style=\"padding:2px 12px 2px 0;color:#666\">" + Texts.escapeHtml(fact.name())
                        + "</td><td>" + Texts.escapeHtml(fact.value()) + "</td></tr>\n")
                .collect(Collectors.joining());
        String link = message.link()
                .map(url -> "<p><a href=\"" + Texts.escapeHtml(url) + "\">"
                        + (message.group().isPresent() ? "Open the alerts" : "Open the alert") + "</a></p>\n")
                .orElse("");
        return """
                <!DOCTYPE html>
                <html><body style="font-family:sans-serif">
                <h3 style="border-left:6px solid %s;padding-left:8px">%s</h3>
                <table>
                %s</table>
                %s</body></html>
                """.formatted(message.color(), Texts.escapeHtml(message.title(MAX_TEXT)), rows, link);
    }
}
