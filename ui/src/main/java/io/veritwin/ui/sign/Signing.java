package io.veritwin.ui.sign;

import io.veritwin.records.right.Delegation;
import io.veritwin.records.right.Delegations;
import io.veritwin.records.signature.FrozenRecord;
import io.veritwin.records.signature.ReasonsAgainstSigning;
import io.veritwin.records.signature.Refusal;
import io.veritwin.records.signature.SignableAct;
import io.veritwin.records.signature.SignableActs;
import io.veritwin.records.signature.SigningRequest;
import io.veritwin.ui.session.CurrentPerson;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * "Read the record": step one of a signature. Shows the record as it would be frozen now and every
 * reason that stands against signing it; stores nothing. The ceremony begins when the page asks for
 * it through {@link CeremonyResource}.
 */
@Named
@RequestScoped
public class Signing {

  @Inject SignableActs acts;
  @Inject ReasonsAgainstSigning reasonsAgainst;
  @Inject Delegations delegations;
  @Inject CurrentPerson me;
  @Inject HttpServletRequest http;

  private SignableAct act;
  private SigningRequest request;
  private FrozenRecord record;
  private List<Refusal> reasons = List.of();

  /** Reads act, record and choices from the address; an unknown act or record is not found. */
  public void open() throws IOException {
    Map<String, String> choices = new LinkedHashMap<>();
    http.getParameterMap()
        .forEach(
            (name, values) -> {
              if (!name.equals("act") && !name.equals("record")) {
                choices.put(name, values[0]);
              }
            });
    try {
      act = acts.named(String.valueOf(http.getParameter("act")));
      request =
          new SigningRequest(
              act.name(), String.valueOf(http.getParameter("record")), me.person(), choices);
      reasons = reasonsAgainst.against(request);
      record = acts.freeze(request);
    } catch (IllegalArgumentException unknown) {
      FacesContext faces = FacesContext.getCurrentInstance();
      faces.getExternalContext().responseSendError(404, unknown.getMessage());
      faces.responseComplete();
    }
  }

  public FrozenRecord getRecord() {
    return record;
  }

  /** Every reason against; empty when the person may sign. */
  public List<Refusal> getReasons() {
    return reasons;
  }

  /** SHA-256 of the record's canonical bytes, lower-case hex. */
  public String getDigest() {
    return RecordDigest.of(record.canonical());
  }

  /** True when this act asks for a reason, which then is not optional. */
  public boolean isRejection() {
    return act.name().startsWith("reject");
  }

  /** Delegations by which this person could sign this record for somebody else. */
  public List<Delegation> getDelegations() {
    return delegations.heldBy(me.person().subject()).stream()
        .filter(d -> act.functions(request).contains(d.function()))
        .toList();
  }

  /** The number of the delegation chosen; empty when the person signs for themselves. */
  public String getDelegation() {
    return request.choice(Delegations.CHOICE);
  }

  /** This page for signing by a delegation, or for oneself with an empty number. */
  public String by(String number) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("act", act.name());
    all.put("record", request.recordId());
    all.putAll(request.choices());
    all.remove(Delegations.CHOICE);
    if (!number.isEmpty()) {
      all.put(Delegations.CHOICE, number);
    }
    return all.entrySet().stream()
        .map(
            e ->
                URLEncoder.encode(e.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&", "record.xhtml?", ""));
  }

  public String getAct() {
    return act.name();
  }

  public String getRecordId() {
    return request.recordId();
  }

  public String getReturnTo() {
    return Places.page(act.returnTo(request));
  }

  public String getRemark() {
    return request.choice("remark");
  }

  /** The choices made before this page, for the request that begins the ceremony. */
  public List<Map.Entry<String, String>> getChoices() {
    return request.choices().entrySet().stream().filter(c -> !c.getKey().equals("remark")).toList();
  }
}
