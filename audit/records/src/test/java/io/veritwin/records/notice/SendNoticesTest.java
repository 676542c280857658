package io.veritwin.records.notice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.veritwin.records.identity.RecordLogin;
import io.veritwin.records.platform.FreePort;
import io.veritwin.records.platform.TestDatabase;
import io.veritwin.records.platform.TestPlatform;
import io.veritwin.records.platform.Trails;
import io.veritwin.records.right.SuspendSigningRight;
import io.veritwin.records.site.Settings;
import io.veritwin.records.watch.Alarm;
import io.veritwin.records.watch.SiteAlarms;
import io.veritwin.records.watch.SiteWatchRound;
import io.veritwin.validation.evidence.Verifies;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.subethamail.wiser.Wiser;

/** Notices to security and QA, with a real SMTP server. */
class SendNoticesTest {

  private static final List<String> MAIL =
      List.of(
          "veritwin.mail.host",
          "veritwin.mail.port",
          "veritwin.mail.starttls",
          "veritwin.mail.from",
          "veritwin.mail.to");

  private TestPlatform platform;
  private SendNotices send;

  @BeforeEach
  void start() {
    platform = TestPlatform.builder().withoutWorker().start();
    send = platform.get(SendNotices.class);
    platform.get(RecordLogin.class).loggedIn(TestPlatform.OPERATOR);
  }

  @AfterEach
  void stop() {
    MAIL.forEach(System::clearProperty);
    platform.close();
  }

  private void lock() throws Exception {
    for (int i = 0; i < 3; i++) {
      platform
          .get(SuspendSigningRight.class)
          .authenticationRefused(
              TestPlatform.OPERATOR.subject(),
              platform.clock().instant(),
              Trails.note(platform, i));
    }
  }

  private static void mailTo(int port) {
    System.setProperty("veritwin.mail.host", "localhost");
    System.setProperty("veritwin.mail.port", String.valueOf(port));
    System.setProperty("veritwin.mail.starttls", "false");
    System.setProperty("veritwin.mail.from", "veritwin@plant.example");
    System.setProperty("veritwin.mail.to", "security@plant.example, qa@plant.example");
  }

  private String unsent() {
    return platform.database().answer("select count(*) from security_notice where sent_at is null");
  }

  // P11-25: alert security and QA at once.
  @Test
  @Verifies("URS-186")
  void aLockedRightIsToldToSecurityAndQaByMailOnce() throws Exception {
    int port = FreePort.find();
    Wiser server = Wiser.port(port);
    server.start();
    try {
      mailTo(port);
      lock();
      send.look();
      send.look();
      assertEquals(
          List.of("security@plant.example", "qa@plant.example"),
          server.getMessages().stream().map(m -> m.getEnvelopeReceiver()).toList());
      MimeMessage mail = server.getMessages().get(0).getMimeMessage();
      assertEquals("Demonstration site: Right to sign locked: Marta Reuter", mail.getSubject());
      String text = (String) mail.getContent();
      assertTrue(text.contains("3 refused authentications in signing within 15 min"), text);
      assertTrue(text.contains("demonstration, no external witness"), text);
      assertEquals("0", unsent());
      assertTrue(
          platform
              .database()
              .answer("select sentence from audit_entry where event = 'SECURITY_NOTICE_SENT'")
              .endsWith("to security@plant.example, qa@plant.example."));
    } finally {
      server.stop();
    }
  }

  @Test
  @Verifies("URS-186")
  void aMailServerThatIsAwayIsAnAlarmAndTheNoticeIsSentWhenItIsBack() throws Exception {
    int port = FreePort.find();
    mailTo(port);
    lock();
    assertThrows(MessagingException.class, send::look);
    SiteWatchRound.look(platform, send);
    assertEquals(
        List.of("MAIL-01"),
        platform.get(SiteAlarms.class).standing().stream().map(Alarm::rule).toList());
    assertEquals("1", unsent());
    Wiser server = Wiser.port(port);
    server.start();
    try {
      SiteWatchRound.look(platform, send);
      assertEquals(2, server.getMessages().size());
      assertEquals("0", unsent());
      assertEquals(List.of(), platform.get(SiteAlarms.class).standing());
    } finally {
      server.stop();
    }
  }

  @Test
  @Verifies("URS-186")
  void aDemonstrationSiteWithoutAMailServerWritesTheMailAsAFileAndSaysSo() throws Exception {
    lock();
    send.look();
    Path folder = platform.get(Settings.class).noticeFolder();
    List<Path> files;
    try (var listed = Files.list(folder)) {
      files = listed.toList();
    }
    assertEquals(1, files.size(), files.toString());
    String mail = Files.readString(files.get(0));
    assertTrue(mail.contains("Right to sign locked: Marta Reuter"), mail);
    assertTrue(
        platform
            .database()
            .answer("select sentence from audit_entry where event = 'SECURITY_NOTICE_SENT'")
            .contains("as this demonstration site has no mail server"));
  }

  @Test
  @Verifies("URS-186")
  void aGxpSiteMustHaveAMailServerAndAWrongPortIsNamed() {
    assertEquals(
        "the system property veritwin.mail.host is not set",
        assertThrows(
                IllegalStateException.class,
                () -> settings(Map.of("veritwin.site.kind", "gxp")).mailServer())
            .getMessage());
    assertEquals(
        "veritwin.mail.port is a whole number from 1 to 65535, not \"smtp\"",
        assertThrows(
                IllegalStateException.class,
                () ->
                    settings(Map.of("veritwin.mail.host", "mail", "veritwin.mail.port", "smtp"))
                        .mailServer())
            .getMessage());
  }

  private static Settings settings(Map<String, String> properties) {
    return new Settings(properties::get);
  }

  @Test
  @Verifies("URS-186")
  void aNoticeIsNeverChangedOrRemoved() throws Exception {
    lock();
    for (String sql :
        List.of(
            "update security_notice set text = 'nothing happened'",
            "delete from security_notice")) {
      IllegalStateException refused =
          assertThrows(
              IllegalStateException.class,
              () -> platform.database().execute(TestDatabase.Role.OWNER, sql));
      assertTrue(refused.getMessage().contains("is refused"), refused.getMessage());
    }
  }
}
