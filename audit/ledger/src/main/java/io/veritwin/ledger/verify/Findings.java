package io.veritwin.ledger.verify;

import io.veritwin.ledger.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;

/** Collects findings up to the limit. */
final class Findings {

  private final List<Finding> list = new ArrayList<>();
  private boolean more;

  void entry(Kind kind, long entry, String file, String sentence) {
    add(Finding.atEntry(kind, entry, file, sentence));
  }

  void file(Kind kind, String file, String sentence) {
    add(Finding.atFile(kind, file, sentence));
  }

  void unreadable(String file, IOException problem) {
    String why =
        problem instanceof AccessDeniedException ? "access is denied" : problem.getMessage();
    file(Kind.FILE_UNREADABLE, file, file + " cannot be read: " + why + ".");
  }

  void add(Finding finding) {
    if (list.size() < LogVerification.MOST_FINDINGS) {
      list.add(finding);
    } else {
      more = true;
    }
  }

  void noteMore() {
    more = true;
  }

  List<Finding> list() {
    return list;
  }

  boolean more() {
    return more;
  }
}
