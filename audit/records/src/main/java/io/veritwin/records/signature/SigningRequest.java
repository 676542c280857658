package io.veritwin.records.signature;

import io.veritwin.records.identity.Person;
import java.util.Map;

/**
 * A person asks to sign.
 *
 * @param act the name of the {@link SignableAct}, for example "accept-recommendation"
 * @param recordId the number of the record, for example "P-0412"
 * @param signer the person of the session, who alone may complete the ceremony
 * @param choices what the person chose before signing, for example value, remark, reason
 */
public record SigningRequest(
    String act, String recordId, Person signer, Map<String, String> choices) {

  public SigningRequest {
    choices = Map.copyOf(choices);
  }

  public String choice(String name) {
    return choices.getOrDefault(name, "");
  }
}
