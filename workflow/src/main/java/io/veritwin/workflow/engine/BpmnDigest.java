package io.veritwin.workflow.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.camunda.bpm.engine.RepositoryService;

/** The SHA-256 of a process as it is deployed: what a signed decision names. */
public final class BpmnDigest {

  private BpmnDigest() {}

  /** Lower-case hex over the bytes of the BPMN file of the definition. */
  public static String of(RepositoryService repository, String processDefinitionId) {
    try (InputStream bpmn = repository.getProcessModel(processDefinitionId)) {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bpmn.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
