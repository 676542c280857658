package io.veritwin.ui.session;

import io.veritwin.records.copy.WholeRecord.Related;
import io.veritwin.records.identity.Role;
import io.veritwin.records.site.Settings;
import io.veritwin.records.site.SiteKind;
import io.veritwin.ui.inspection.MyAccess;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;

/** What stands around every page: the way to the others, the site, the theme. */
@Named("shell")
@RequestScoped
public class Shell {

  /** The cookie by which a person chooses the dark theme of the operator's view. */
  static final String THEME_COOKIE = "theme";

  @Inject HttpServletRequest request;
  @Inject CurrentPerson me;
  @Inject Settings settings;
  @Inject MyAccess myAccess;

  /** One entry of the bar; {@code current} on the page it leads to. */
  public record Entry(String words, String href, boolean current) {}

  /** The pages of the person's roles, in the order of their work. */
  public List<Entry> getEntries() {
    var person = me.person();
    List<Entry> entries = new ArrayList<>();
    if (myAccess.isBounded()) {
      entries.add(entry("Audit trail", "/audit/explorer.xhtml", "/audit/"));
      for (Related record : myAccess.getAccess().scope().records()) {
        if (record.type().equals("unit")) {
          entries.add(entry(record.id(), "/unit/operate.xhtml?unit=" + record.id(), "/unit/"));
        } else if (record.type().equals("change request")) {
          entries.add(entry(record.id(), "/change/review.xhtml?change=" + record.id(), "/change/"));
        }
      }
      return entries;
    }
    entries.add(entry("Start", "/start/start.xhtml", "/start/"));
    if (person.is(Role.QA) || person.is(Role.ENGINEER) || person.is(Role.OPERATOR)) {
      entries.add(entry("Inbox", "/inbox/inbox.xhtml", "/inbox/"));
    }
    entries.add(entry("Changes", "/change/changes.xhtml", "/change/"));
    entries.add(entry("Models", "/model/models.xhtml", "/model/"));
    entries.add(entry("Batches", "/data/batches.xhtml", "/data/"));
    entries.add(entry("Units", "/plant/tags.xhtml", "/plant/"));
    if (person.is(Role.QA) || person.is(Role.ADMINISTRATOR) || person.is(Role.INSPECTOR)) {
      entries.add(entry("People", "/people/people.xhtml", "/people/"));
    }
    entries.add(entry("Audit trail", "/audit/explorer.xhtml", "/audit/"));
    return entries;
  }

  private Entry entry(String words, String page, String folder) {
    return new Entry(words, page, request.getServletPath().startsWith(folder));
  }

  /** The words a demonstration site carries on every page; empty on a GxP site. */
  public String getSiteWords() {
    return isDemonstration() ? "demonstration, no external witness" : "";
  }

  public boolean isDemonstration() {
    return settings.siteKind() == SiteKind.DEMONSTRATION;
  }

  public String getSiteName() {
    return settings.siteName();
  }

  /** "light" or "dark"; only the operator's view follows it, records are always light. */
  public String getTheme() {
    Cookie[] cookies = request.getCookies() == null ? new Cookie[0] : request.getCookies();
    for (Cookie cookie : cookies) {
      if (cookie.getName().equals(THEME_COOKIE) && cookie.getValue().equals("dark")) {
        return "dark";
      }
    }
    return "light";
  }

  public String getContext() {
    return request.getContextPath();
  }
}
