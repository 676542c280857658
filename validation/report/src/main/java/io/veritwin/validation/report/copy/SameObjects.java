package io.veritwin.validation.report.copy;

import java.io.IOException;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSBase;
import org.apache.pdfbox.cos.COSDictionary;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.cos.COSObject;
import org.apache.pdfbox.cos.COSStream;

/**
 * Whether two parts of two documents hold the same, with everything that they refer to. Documents
 * refer in circles; a pair that is being compared already counts as the same.
 */
final class SameObjects {

  private final Map<COSBase, COSBase> met = new IdentityHashMap<>();

  boolean same(COSBase one, COSBase other) throws IOException {
    COSBase a = one instanceof COSObject o ? o.getObject() : one;
    COSBase b = other instanceof COSObject o ? o.getObject() : other;
    if (a instanceof COSArray left && b instanceof COSArray right) {
      return isKnown(a, b) || sameElements(left, right);
    }
    if (a instanceof COSDictionary left && b instanceof COSDictionary right) {
      return isKnown(a, b) || (sameEntries(left, right) && sameBytes(left, right));
    }
    return Objects.equals(a, b);
  }

  private boolean isKnown(COSBase a, COSBase b) {
    return met.put(a, b) == b;
  }

  private boolean sameElements(COSArray left, COSArray right) throws IOException {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!same(left.get(i), right.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameEntries(COSDictionary left, COSDictionary right) throws IOException {
    if (!left.keySet().equals(right.keySet())) {
      return false;
    }
    for (COSName key : left.keySet()) {
      if (!same(left.getItem(key), right.getItem(key))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameBytes(COSDictionary left, COSDictionary right) throws IOException {
    if (left instanceof COSStream a && right instanceof COSStream b) {
      return Arrays.equals(
          a.createRawInputStream().readAllBytes(), b.createRawInputStream().readAllBytes());
    }
    return left instanceof COSStream == right instanceof COSStream;
  }
}
