package io.veritwin.records.notice;

import io.veritwin.records.identity.Machine;
import io.veritwin.records.site.Settings;
import io.veritwin.records.trail.AuditEvent;
import io.veritwin.records.trail.AuditTrail;
import io.veritwin.records.trail.RecordRef;
import io.veritwin.records.watch.Watch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.transaction.Transactional;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;

/**
 * Sends what waits to security and QA, within seconds; what cannot be sent is an alarm and is tried
 * again. A mail that the server took is noted in a transaction of its own, so that a kill in
 * between sends it twice rather than never.
 */
@ApplicationScoped
public class SendNotices implements Watch {

  private static final Machine SENDER = new Machine("notices");
  private static final String PATIENCE_MS = "10000";

  @Inject SecurityNotices notices;
  @Inject NoteSent noteSent;
  @Inject Settings settings;

  @Override
  public String rule() {
    return "MAIL-01";
  }

  @Override
  public String what() {
    return "the notices to security and QA";
  }

  @Override
  public Duration every() {
    return Duration.ofSeconds(2);
  }

  @Override
  public void look() throws IOException, MessagingException {
    for (SecurityNotices.Waiting notice : notices.waiting()) {
      Optional<Settings.MailServer> server = settings.mailServer();
      noteSent.sent(
          notice, server.isPresent() ? mail(server.get(), notice) : file(folder(), notice));
    }
  }

  private Path folder() throws IOException {
    return Files.createDirectories(settings.noticeFolder());
  }

  private String mail(Settings.MailServer server, SecurityNotices.Waiting notice)
      throws MessagingException {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
    properties.setProperty("mail.smtp.connectiontimeout", PATIENCE_MS);
    properties.setProperty("mail.smtp.timeout", PATIENCE_MS);
    properties.setProperty("mail.smtp.writetimeout", PATIENCE_MS);
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(server.startTls()));
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(server.startTls()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    Authenticator login = null;
    if (!server.user().isEmpty()) {
      properties.setProperty("mail.smtp.auth", "true");
      login =
          new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
              return new PasswordAuthentication(server.user(), server.password());
            }
          };
    }
    MimeMessage message =
        message(Session.getInstance(properties, login), server.from(), server.to(), notice);
    Transport.send(message);
    return server.to();
  }

  /** The same mail as a file that any mail program opens. */
  private String file(Path folder, SecurityNotices.Waiting notice)
      throws IOException, MessagingException {
    Path file = folder.resolve("notice-" + notice.id() + ".eml");
    Path unfinished = folder.resolve("notice-" + notice.id() + ".part");
    try (OutputStream out = Files.newOutputStream(unfinished)) {
      message(
              Session.getInstance(new Properties()),
              "veritwin@localhost",
              "security-and-qa@localhost",
              notice)
          .writeTo(out);
    }
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    return "file " + file + ", as this demonstration site has no mail server";
  }

  private MimeMessage message(
      Session session, String from, String to, SecurityNotices.Waiting notice)
      throws MessagingException {
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress(from));
    message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
    message.setSubject(
        settings.siteName() + ": " + notice.subject(), StandardCharsets.UTF_8.name());
    message.setSentDate(Date.from(notice.at()));
    String site = settings.siteKind().notice();
    message.setText(
        notice.text()
            + "\n\nFound at "
            + notice.at()
            + " by "
            + settings.siteName()
            + (site.isEmpty() ? "" : " (" + site + ")")
            + ".\n",
        StandardCharsets.UTF_8.name());
    return message;
  }

  /** Notes that a notice was sent, with its entry. */
  @ApplicationScoped
  static class NoteSent {

    @Inject SecurityNotices notices;
    @Inject AuditTrail trail;

    @Transactional
    void sent(SecurityNotices.Waiting notice, String to) {
      notices.sent(notice.id(), to);
      trail.recordObservation(
          AuditEvent.of(
              "SECURITY_NOTICE_SENT",
              SENDER,
              new RecordRef("security notice", String.valueOf(notice.id()), 1),
              "Sent \"" + notice.subject() + "\" to " + to + "."));
    }
  }
}
